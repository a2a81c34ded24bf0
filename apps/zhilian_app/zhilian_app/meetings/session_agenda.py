"""Rules of a Committee Session: what comes before it, and what a decision must say. No database here.

The plan: 「镇领导班子每月召开一次专题会议研究讨论驻点直联工作。会议内容主要是针对上月各驻点提交党委会
研究解决的问题作讨论,提出解决方案」.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhilian_app.issues.states import AGREED, DECISIONS, DEFERRED, NOT_AGREED, STUDIED
from zhilian_app.meetings.money import LARGEST, NOTHING
from zhilian_app.meetings.problems import Problem
from zhilian_app.meetings.requests import PROJECT

NAME = "{town}-党委会-{month:%Y-%m}"

# a question is settled by these; the others bring it before the next session again
FINAL = (AGREED, NOT_AGREED)
# what can be said of a paper of the town
PAPER_DECISIONS = (AGREED, NOT_AGREED, DEFERRED)

UNKNOWN = "please choose a decision from the list."
UNDECIDED = "please choose a decision."
NO_AMOUNT = "please fill in the approved amount (more than 0)."
APPROVED_TOO_MUCH = "the approved amount is more than the amount asked."
NOT_MONEY = "only a project that is agreed has an approved amount."
NO_NUMBER = "please fill in the resolution number."
NO_WORDS = "please write down the words of the resolution (why, or what next)."
DUE_PAST = "the due day must lie in the future."
TAKEN_BACK = "it was taken back in the meantime. Please save once; then it is off the agenda."


@dataclass(frozen=True)
class Candidate:
    """An item of an accepted request, as the agenda looks at it."""

    key: str
    station: str
    month: date
    accepted_on: datetime
    number: int
    decision: str = ""
    taken_back: bool = False


@dataclass(frozen=True)
class Ruling:
    """What is written down about an item; amounts in yuan."""

    title: str
    kind: str
    amount_asked: Decimal = NOTHING
    decision: str = ""
    resolution_no: str = ""
    words: str = ""
    due_on: date | None = None
    approved_amount: Decimal = NOTHING


def name_of(town: str, month: date) -> str:
    """Name of a town's session of a month: one each."""
    return NAME.format(town=town, month=month)


def is_up(decision: str | None, taken_back: bool) -> bool:
    """Whether an item still waits for the committee's last word."""
    return not taken_back and (decision or "") not in FINAL


def agenda(candidates: Iterable[Candidate], month: date) -> list[str]:
    """Keys of the items that the session of ``month`` takes: those of earlier months without a last word.

    What was deferred or is being studied comes again. In the order in which requests were accepted, then by station.
    """
    found = [one for one in candidates if one.month < month and is_up(one.decision, one.taken_back)]
    found.sort(key=lambda one: (one.accepted_on, one.station, one.number, one.key))
    return [one.key for one in found]


def numbered(rulings: Iterable[Ruling], number: str) -> list[str]:
    """Resolution number of each item: its own, or the one for all where the decision has a resolution."""
    return [one.resolution_no or (number if one.decision in FINAL else "") for one in rulings]


def mistakes(rulings: Iterable[Ruling]) -> list[Problem]:
    """What cannot even be noted while the session runs."""
    return [
        Problem(number, one.title, text)
        for number, one in enumerate(rulings, start=1)
        for text in _mistakes(one)
    ]


def gaps(
    rulings: Iterable[Ruling], today: date, up: Collection[int] | None = None
) -> list[Problem]:
    """What still stands in the way of deciding.

    Args:
        up: numbers of the items that are still before the committee; without it all are.
    """
    found = []
    for number, one in enumerate(rulings, start=1):
        if up is not None and number not in up:
            found.append(Problem(number, one.title, TAKEN_BACK))
        found += [Problem(number, one.title, text) for text in _gaps(one, today)]
    return found


def paper_gaps(needs_decision: bool, decision: str, resolution_no: str, words: str) -> list[str]:
    """What still stands in the way of signing for a paper of the town, which has no money or office of its own."""
    if not decision:
        return [UNDECIDED] if needs_decision else []
    if decision not in PAPER_DECISIONS:
        return [UNKNOWN]
    return _gaps_of_words(decision, resolution_no, words)


def _gaps_of_words(decision: str, resolution_no: str, words: str) -> list[str]:
    found = []
    if decision in FINAL and not resolution_no.strip():
        found.append(NO_NUMBER)
    if decision in (NOT_AGREED, DEFERRED, STUDIED) and not words.strip():
        found.append(NO_WORDS)
    return found


def _mistakes(one: Ruling) -> list[str]:
    found = []
    if one.decision and one.decision not in DECISIONS:
        found.append(UNKNOWN)
    if not 0 <= one.approved_amount <= LARGEST:
        found.append(NO_AMOUNT)
    if one.approved_amount > 0 and (one.kind != PROJECT or one.decision != AGREED):
        found.append(NOT_MONEY)
    elif one.approved_amount > one.amount_asked:
        found.append(APPROVED_TOO_MUCH)
    return found


def _gaps(one: Ruling, today: date) -> list[str]:
    if not one.decision:
        return [UNDECIDED]
    found = _mistakes(one)
    if one.decision == AGREED and one.kind == PROJECT and one.approved_amount <= 0:
        found.append(NO_AMOUNT)
    found += _gaps_of_words(one.decision, one.resolution_no, one.words)
    if one.due_on and one.due_on <= today:
        found.append(DUE_PAST)
    return found
