"""What a robot says in a chat group, and the JSON in which it says it. No database and no network here.

A group has members whom nobody here knows: stations and papers are named, never people or phones.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote, urlsplit

WECOM, DINGTALK = "WeCom", "DingTalk"
# bytes of UTF-8 that the two take in a text message
MOST_BYTES = {WECOM: 2048, DINGTALK: 20_000}
HOSTS = {WECOM: "qyapi.weixin.qq.com", DINGTALK: "oapi.dingtalk.com"}
LONGEST_URL = 500

# why an address cannot be used; shown through _()
NO_ADDRESS = "Please copy the whole webhook address of the robot."
NOT_ITS_HOST = (
    "This is not the address of a robot of this kind. Please copy it from the group's robot."
)
NOT_SAFE = "The webhook address must begin with https://."

HEAD = "【驻点直联】{month}月{day}日上报提醒"
LATE, TODAY, SOON, MISSING = (
    "已逾期：",
    "今天到期：",
    "{left}天后（{month}月{day}日）到期：",
    "往期缺报：",
)
END = "请及时登录驻点直联系统上报。"
CUT, REST = "等{count}项", "另有{count}项，请登录系统查看。"
TEST = "【驻点直联】这是一条测试消息：{town}的上报提醒今后发送到本群。"


@dataclass(frozen=True)
class Owed:
    """A paper that a station has to hand in; ``missing`` once the bulletin has counted it as such."""

    station: str
    paper: str
    due_on: date
    missing: bool = False


def text_of(owed: Iterable[Owed], day: date, ahead: Iterable[int], most_bytes: int) -> str:
    """The message of ``day``, or "" where there is nothing to say.

    Args:
        ahead: days before the due day on which it is spoken of; on the day itself and when late it always is.
        most_bytes: length in UTF-8; what does not fit is counted at its end (等N项), never cut within a name.
    """
    days = {*ahead, 0}
    told = [one for one in owed if one.due_on < day or (one.due_on - day).days in days]
    if not told:
        return ""
    told.sort(key=lambda one: _place(one, day))
    whole = _render(told, len(told), day)
    if len(whole.encode()) <= most_bytes:
        return whole
    low, high = 0, len(told) - 1
    while low < high:
        # as many as fit
        middle = (low + high + 1) // 2
        if len(_render(told, middle, day).encode()) <= most_bytes:
            low = middle
        else:
            high = middle - 1
    return _render(told, low, day)


def _place(one: Owed, day: date) -> tuple:
    """Late ones first, then today's, then what comes; what was missing before stands last."""
    group = 1 if one.missing else 0
    return (group, one.due_on, one.paper, one.station)


def _render(told: list[Owed], shown: int, day: date) -> str:
    lines = [HEAD.format(month=day.month, day=day.day)]
    numbered = list(enumerate(told))
    rest = 0
    for heading, section in groupby(numbered, key=lambda pair: _heading(pair[1], day)):
        body = []
        for paper, rows in groupby(section, key=lambda pair: _paper(pair[1], day)):
            rows = list(rows)
            names = [one.station for number, one in rows if number < shown]
            if not names:
                rest += len(rows)
                continue
            more = CUT.format(count=len(rows)) if len(names) < len(rows) else ""
            body.append(f"{paper}：{'、'.join(names)}{more}")
        if body:
            lines += [heading, *body]
    if rest:
        lines.append(REST.format(count=rest))
    return "\n".join([*lines, END])


def _heading(one: Owed, day: date) -> str:
    if one.missing:
        return MISSING
    left = (one.due_on - day).days
    if left < 0:
        return LATE
    if left == 0:
        return TODAY
    return SOON.format(left=left, month=one.due_on.month, day=one.due_on.day)


def _paper(one: Owed, day: date) -> str:
    if one.missing:
        return f"{one.paper}（{one.due_on:%Y-%m}）"
    left = (one.due_on - day).days
    return f"{one.paper}（逾期{-left}天）" if left < 0 else one.paper


def body_of(text: str) -> dict:
    """The JSON of a text message, the same for both kinds of robots."""
    return {"msgtype": "text", "text": {"content": text}}


def sign(secret: str, timestamp: int) -> str:
    """DingTalk's signature of a call at ``timestamp`` (milliseconds since 1970): HMAC-SHA256, as base64."""
    words = f"{timestamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), words, hashlib.sha256).digest()).decode()


def signed_url(kind: str, url: str, secret: str | None, timestamp: int) -> str:
    """The address that is called: with DingTalk's signature where the robot has a secret."""
    if kind != DINGTALK or not secret:
        return url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={timestamp}&sign={quote(sign(secret, timestamp), safe='')}"


def mistake_of_url(kind: str, url: str | None, own_hosts: Iterable[str] = ()) -> str:
    """Why a robot cannot be called at an address, or "".

    Args:
        own_hosts: hosts (with the port, where it is not the usual one) of gateways in the office's own network;
            they alone may be called without encryption.
    """
    text = (url or "").strip()
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return NO_ADDRESS
    if not host or len(text) > LONGEST_URL or any(sign.isspace() for sign in text):
        return NO_ADDRESS
    if parts.username or parts.password:
        return NOT_ITS_HOST
    if {host, f"{host}:{port}"} & {one.lower() for one in own_hosts}:
        return "" if parts.scheme in ("http", "https") else NOT_SAFE
    if parts.scheme != "https":
        return NOT_SAFE
    return "" if host == HOSTS.get(kind) and port in (None, 443) else NOT_ITS_HOST
