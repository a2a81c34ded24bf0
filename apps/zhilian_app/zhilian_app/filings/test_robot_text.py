"""What a robot says in a group: which station owes what, as short as the group takes it."""

import unittest
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.filings import robot_text
from zhilian_app.filings.robot_text import DINGTALK, MOST_BYTES, WECOM, Owed, text_of

DAY = date(2026, 11, 27)
AHEAD = (7, 3, 1)
SIGNATURE = "jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM="


def owed(station: str, paper: str, days: int, missing: bool = False) -> Owed:
    return Owed(station, paper, DAY + timedelta(days=days), missing)


def say(*rows: Owed, most: int = MOST_BYTES[WECOM]) -> str:
    return text_of(rows, DAY, AHEAD, most)


class TestText(unittest.TestCase):
    def test_what_is_late_first_and_what_is_missing_last(self):
        text = say(
            owed("田头村", "书面报告", 3),
            owed("冲口村", "书面报告", 3),
            owed("田头村", "公开栏照片", -2),
            owed("田头村", "附件1", 0),
            owed("冲口村", "登记名册", -27, missing=True),
            owed("冲口村", "附件1", 5),
        )
        self.assertEqual(
            [
                "【驻点直联】11月27日上报提醒",
                "已逾期：",
                "公开栏照片（逾期2天）：田头村",
                "今天到期：",
                "附件1：田头村",
                "3天后（11月30日）到期：",
                "书面报告：冲口村、田头村",
                "往期缺报：",
                "登记名册（2026-10）：冲口村",
                "请及时登录驻点直联系统上报。",
            ],
            text.split("\n"),
        )

    def test_nothing_due_is_no_message(self):
        self.assertEqual("", say())
        self.assertEqual("", say(owed("田头村", "书面报告", 5)))

    def test_too_long_is_counted_and_no_name_is_cut(self):
        names = [f"第{number:03}号村民委员会" for number in range(300)]
        text = say(*(owed(name, "书面报告", 1) for name in names))
        self.assertLessEqual(len(text.encode()), 2048)
        self.assertGreater(len(text.encode()), 1900)
        line = text.split("\n")[2]
        self.assertTrue(line.endswith("村民委员会等300项"), line[-20:])
        shown = line.split("：")[1].removesuffix("等300项").split("、")
        self.assertEqual(names[: len(shown)], shown)

    @given(
        st.lists(
            st.builds(
                owed,
                st.text("村社区甲乙丙", min_size=1, max_size=12),
                st.sampled_from(["书面报告", "附件1", "公开栏照片"]),
                st.integers(-40, 8),
                st.booleans(),
            ),
            max_size=120,
        )
    )
    def test_never_longer_than_a_group_takes(self, rows):
        text = say(*rows)
        self.assertLessEqual(len(text.encode()), 2048)
        told = [
            one for one in rows if (one.due_on - DAY).days <= 0 or (one.due_on - DAY).days in AHEAD
        ]
        self.assertEqual(bool(told), bool(text))

    def test_body(self):
        self.assertEqual({"msgtype": "text", "text": {"content": "字"}}, robot_text.body_of("字"))


class TestAddress(unittest.TestCase):
    def test_signature_of_dingtalk(self):
        # as openssl has it: printf '1700000000000\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64
        self.assertEqual(SIGNATURE, robot_text.sign("SECabc", 1700000000000))
        url = "https://oapi.dingtalk.com/robot/send?access_token=1"
        signed = robot_text.signed_url(DINGTALK, url, "SECabc", 1700000000000)
        self.assertEqual(
            {"access_token": ["1"], "timestamp": ["1700000000000"], "sign": [SIGNATURE]},
            parse_qs(urlsplit(signed).query),
        )
        self.assertEqual(url, robot_text.signed_url(DINGTALK, url, None, 1))
        self.assertEqual(url, robot_text.signed_url(WECOM, url, "SECabc", 1))

    def test_only_the_two_and_the_offices_own(self):
        good = (
            (WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"),
            (DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=1"),
            (WECOM, "http://gateway.town:8080/wecom"),
            (WECOM, "https://10.0.0.5/wecom"),
        )
        bad = (
            (WECOM, ""),
            (WECOM, "qyapi.weixin.qq.com"),
            (WECOM, "http://qyapi.weixin.qq.com/x"),
            (WECOM, "https://oapi.dingtalk.com/robot"),
            (WECOM, "https://qyapi.weixin.qq.com.evil.cn/x"),
            (WECOM, "https://qyapi.weixin.qq.com@evil.cn/x"),
            (WECOM, "https://qyapi.weixin.qq.com:8443/x"),
            (WECOM, "https://127.0.0.1/x"),
            (WECOM, "http://gateway.town:22/x"),
            (WECOM, "ftp://gateway.town:8080/x"),
            (WECOM, "https://[::1/x"),
            (WECOM, "https://qyapi.weixin.qq.com/a b"),
        )
        own = ("gateway.town:8080", "10.0.0.5")
        for kind, url in good:
            self.assertEqual("", robot_text.mistake_of_url(kind, url, own), url)
        for kind, url in bad:
            self.assertTrue(robot_text.mistake_of_url(kind, url, own), url)
