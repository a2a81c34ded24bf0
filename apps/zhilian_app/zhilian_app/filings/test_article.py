"""Articles of a station: written, read by the team, handed in by somebody else, chosen for the website."""

import unittest

import frappe
from frappe.utils import add_days, getdate

from zhilian_app import calendar
from zhilian_app.filings import article_api, states
from zhilian_app.filings.article_paper import article_body
from zhilian_app.filings.article_rules import has_words, mistake_of_address
from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.testing import WorldTestCase, make

ARTICLE = "Station Article"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class TestRules(unittest.TestCase):
    def test_has_words(self):
        for body in (None, "", "<p><br></p>", "<div class='ql-editor'><p>&nbsp; </p></div>"):
            self.assertFalse(has_words(body), body)
        self.assertTrue(has_words("<p>走访</p>"))

    def test_address(self):
        for url in ("", None, "https://www.cncx.gov.cn/a/1.html", " http://gov.cn/x?y=1 "):
            self.assertEqual("", mistake_of_address(url), url)
        for url in (
            "www.gov.cn/1",
            "javascript:alert(1)",
            "ftp://gov.cn",
            "https://",
            "https://gov",
            "https://a@gov.cn",
            "https://gov.cn/a b",
            "https://[::1",
            "https://gov.cn/" + "a" * 500,
        ):
            self.assertTrue(mistake_of_address(url), url)


class ArticleTestCase(WorldTestCase):
    def write(self, role: str = "Liaison", **fields):
        fields.setdefault("body", "<p>本月走访二十户。</p>")
        with self.by(role):
            return make(ARTICLE, title="田头村的路灯亮了", station=self.world.own, **fields)

    def handed_in(self):
        doc = self.step(self.write(), "Liaison", states.ASK_TEAM)
        return self.step(doc, "Team Head", states.HAND_IN)


class TestWay(ArticleTestCase):
    def test_from_the_team_to_the_website(self):
        doc = self.write()
        self.assertEqual(self.world.cadres["Liaison"].name, doc.author)
        doc = self.step(doc, "Liaison", states.ASK_TEAM)
        with self.by("Station Cadre"):
            article_api.remark(doc.name, "加上费用。")
        doc = self.step(doc, "Team Head", states.HAND_IN)
        self.assertEqual(calendar.month_start(getdate()), doc.month)
        self.assertEqual(self.world.cadres["Team Head"].cadre_name, doc.reviewed_by_name)
        doc = self.step(doc, "Organization Office", states.CHOOSE)
        self.assertTrue(doc.chosen_on)
        with self.by("Organization Office"):
            article_api.publish(doc.name, str(getdate()), "https://www.cncx.gov.cn/a/1.html")
        doc.reload()
        self.assertEqual("https://www.cncx.gov.cn/a/1.html", doc.published_url)
        self.assertIn("加上费用。", [row.reason for row in doc.steps])

    def test_who_wrote_it_does_not_hand_it_in(self):
        doc = self.step(self.write("Team Head"), "Team Head", states.ASK_TEAM)
        with self.assertRaises(StepRefused):
            self.step(doc, "Team Head", states.HAND_IN)
        self.step(doc, "Station Leader", states.HAND_IN)

    def test_author_by_name_does_not_hand_it_in_either(self):
        doc = self.write(author=self.world.cadres["Team Head"].name)
        doc = self.step(doc, "Liaison", states.ASK_TEAM)
        with self.assertRaises(StepRefused):
            self.step(doc, "Team Head", states.HAND_IN)

    def test_there_must_be_something_to_read(self):
        doc = self.write(body="<p><br></p>")
        with self.assertRaises(StepIncomplete):
            self.step(doc, "Liaison", states.ASK_TEAM)

    def test_returned_is_not_handed_in(self):
        doc = self.step(self.handed_in(), "Organization Office", states.RETURN, "请补照片")
        self.assertEqual((None, None), (doc.handed_in_on, doc.month))
        with self.by("Liaison"):
            doc.body = "<p>补了照片。</p>"
            doc.save()
        self.assertIn("补了照片", frappe.db.get_value(ARTICLE, doc.name, "body"))

    def test_bad_addresses_and_days_to_come(self):
        doc = self.handed_in()
        for values in (
            {"published_url": "gov.cn"},
            {"published_on": add_days(getdate(), 1)},
        ):
            with self.assertRaises(StepRefused):
                self.step(doc, "Organization Office", states.CHOOSE, **values)
        with self.by("Organization Office"), self.assertRaises(StepRefused):
            article_api.publish(doc.name, None, "https://www.gov.cn/1")


class TestWhoWrites(ArticleTestCase):
    def test_no_word_is_changed_while_the_team_reads(self):
        doc = self.step(self.write(), "Liaison", states.ASK_TEAM)
        for role in ("Liaison", "Organization Office"):
            with self.by(role):
                mine = frappe.get_doc(ARTICLE, doc.name)
                mine.update(
                    {"body": "<p>改了</p>", "title": "改了", "published_url": "https://x.cn"}
                )
                mine.save()
        doc.reload()
        self.assertEqual(("田头村的路灯亮了", None), (doc.title, doc.published_url or None))
        self.assertNotIn("改了", doc.body)

    def test_the_office_writes_in_no_draft(self):
        doc = self.write()
        with self.by("Organization Office"):
            mine = frappe.get_doc(ARTICLE, doc.name)
            mine.title = "改了"
            mine.save()
            with self.assertRaises(frappe.PermissionError):
                article_api.remark(doc.name, "办公室的话")
        self.assertEqual("田头村的路灯亮了", frappe.db.get_value(ARTICLE, doc.name, "title"))

    def test_strangers_see_nothing(self):
        doc = self.write()
        for user in (self.world.other_liaison, self.world.foreign_liaison):
            with self.as_user(user):
                self.assertEqual([], frappe.get_list(ARTICLE, {"name": doc.name}))
        with self.by("Town Leader"), self.assertRaises(frappe.PermissionError):
            article_api.publish(doc.name, None, "https://www.gov.cn/1")

    def test_author_is_of_the_town(self):
        with self.assertRaises(frappe.ValidationError):
            self.write(author=self.world.cadres["Foreign Liaison"].name)


class TestPaper(ArticleTestCase):
    def test_scripts_stay_out_and_pictures_come_in(self):
        doc = self.write(
            body=f'<p onclick="x()">字<script>bad()</script><img src="data:image/png;base64,{DOT}"></p>'
        )
        with self.by("Team Head"):
            html = article_body(frappe.get_doc(ARTICLE, doc.name))
        self.assertNotIn("<script", html)
        self.assertNotIn("onclick", html)
        self.assertIn('src="data:image/jpeg;base64,', html)
        self.assertTrue(frappe.db.get_value("File", {"attached_to_name": doc.name}, "is_private"))

    def test_what_looks_like_json_is_escaped(self):
        doc = self.write()
        doc.body = '"<script>bad()</script>"'
        self.assertNotIn("<script", article_body(doc))
