"""The session's papers, 会议纪要 and 决议通知: what stands where. No database here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import cn2an

from zhilian_app.meetings.money import NOTHING, figures, in_words
from zhilian_app.meetings.request_paper import day_text

ITSELF = "驻点自行办理"
UNDECIDED = "未决定"


@dataclass(frozen=True)
class Decided:
    """An item of the session; ``decision`` in Chinese, amounts in yuan."""

    station: str
    title: str
    situation: str = ""
    solution: str = ""
    is_project: bool = False
    asked: Decimal = NOTHING
    decision: str = ""
    agreed: bool = False
    resolution_no: str = ""
    words: str = ""
    office: str = ""
    due_on: date | None = None
    approved: Decimal = NOTHING

    @property
    def asked_text(self) -> str:
        """What was asked for, in figures; blank for a problem."""
        return f"{figures(self.asked)}元" if self.is_project else ""

    @property
    def approved_text(self) -> str:
        """What was approved, in figures and words."""
        return f"{figures(self.approved)}元（{in_words(self.approved)}）" if self.approved else ""

    @property
    def office_text(self) -> str:
        """Who carries it out: an office, or the station where the committee agreed and named none."""
        return self.office or (ITSELF if self.agreed else "")

    @property
    def due_text(self) -> str:
        return day_text(self.due_on)

    @property
    def sentence(self) -> str:
        """The decision as minutes say it."""
        parts = [self.decision or UNDECIDED]
        if self.approved:
            parts.append(f"核准补贴金额{self.approved_text}")
        if self.office:
            parts.append(f"由{self.office}负责")
        elif self.agreed:
            parts.append("由驻点自行办理")
        if self.due_on:
            parts.append(f"{self.due_text}前完成")
        return _sentence(parts, self.words, self.resolution_no)


@dataclass(frozen=True)
class TownPaper:
    """A paper of the town before the session, such as a funding plan; ``decision`` in Chinese."""

    title: str
    summary: str = ""
    decision: str = ""
    resolution_no: str = ""
    words: str = ""
    needs_decision: bool = True

    @property
    def sentence(self) -> str:
        """The decision as minutes say it; blank for what the session only took note of."""
        if not self.decision and not self.needs_decision:
            return ""
        return _sentence([self.decision or UNDECIDED], self.words, self.resolution_no)


@dataclass(frozen=True)
class SessionPaper:
    """The whole paper."""

    committee: str
    month: date
    day: date | None = None
    time: str = ""
    place: str = ""
    chair: str = ""
    recorder: str = ""
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    items: tuple[Decided, ...] = ()
    papers: tuple[TownPaper, ...] = ()
    other_business: str = ""
    notes: str = ""
    signed_by: str = ""
    signed_on: str = ""
    is_signed: bool = False

    @property
    def when(self) -> str:
        return f"{day_text(self.day)} {self.time}".strip()

    @property
    def numbered(self) -> list[tuple[str, Decided]]:
        """Items with their numbers as papers write them: 一、二、…"""
        return [(cn2an.an2cn(at, "low"), item) for at, item in enumerate(self.items, start=1)]

    @property
    def numbered_papers(self) -> list[tuple[str, TownPaper]]:
        """Papers of the town with their numbers, which go on after the items."""
        first = len(self.items) + 1
        return [(cn2an.an2cn(at, "low"), paper) for at, paper in enumerate(self.papers, first)]

    @property
    def lead(self) -> str:
        """What the minutes say first: how many things of which kind were talked over."""
        parts = []
        if self.items:
            parts.append(f"各驻点提请党委会研究解决的{len(self.items)}项问题")
        if self.papers:
            parts.append(f"镇有关办局提请审议的{len(self.papers)}份材料")
        if not parts:
            return "会议专题研究驻点直联工作。本次会议没有提请研究解决的事项。"
        return f"会议专题研究驻点直联工作，对{'和'.join(parts)}逐项讨论，决定如下："

    @property
    def by_station(self) -> list[tuple[str, list[Decided]]]:
        """Items of each station, in the order of the session."""
        found: dict[str, list[Decided]] = {}
        for item in self.items:
            found.setdefault(item.station, []).append(item)
        return list(found.items())

    @property
    def approved_total(self) -> str:
        return money_of(self.items)


def _sentence(parts: Iterable[str], words: str, resolution_no: str) -> str:
    sentence = "，".join(parts)
    if words:
        sentence += f"。{words.rstrip('。')}"
    if resolution_no:
        sentence += f"（{resolution_no}）"
    return f"{sentence}。"


def money_of(items: Iterable[Decided]) -> str:
    """Sum of what was approved, in figures and words."""
    total = sum((item.approved for item in items), NOTHING)
    return f"{figures(total)}元（{in_words(total)}）"
