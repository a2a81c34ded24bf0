"""Rules of the Committee Request (附件1): its month and name, and what each item must say. No database here.

The plan: 「联络员应及时填写好《赤溪镇 村(社区) 月需提请党委会研究解决问题表》(附件1),每月30日前交镇组织」, and
「包括项目现状、预解决方案、共计项目预算金额、需向镇级及以上相关部门申请经费补贴金额、预计完工时间等」.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhilian_app import calendar
from zhilian_app.meetings.money import LARGEST, NOTHING
from zhilian_app.meetings.problems import Problem

NAME = "{station}-提请-{month:%Y-%m}"

PROBLEM, PROJECT = "Problem to Decide", "Project to Fund"
KINDS = (PROBLEM, PROJECT)

NO_TITLE = "please fill in what it is about."
NO_SITUATION = "please fill in the current situation."
NO_SOLUTION = "please fill in the proposed solution."
NO_BUDGET = "the total budget must be more than 0."
NO_AMOUNT = "the amount asked from the town must be more than 0."
ASKED_TOO_MUCH = "the amount asked from the town is more than the total budget."
NO_FINISH = "please fill in when it is expected to be finished."
FINISH_PAST = "the expected finish lies in the past."
NEGATIVE = "an amount cannot be less than 0."
TOO_LARGE = "an amount is too large."


@dataclass(frozen=True)
class Item:
    """An item as the rules see it; amounts in yuan."""

    kind: str = PROBLEM
    title: str = ""
    current_situation: str = ""
    proposed_solution: str = ""
    total_budget: Decimal = NOTHING
    amount_asked: Decimal = NOTHING
    expected_finish: date | None = None


def name_of(station: str, month: date) -> str:
    """Name of a station's request of a month: one each."""
    return NAME.format(station=station, month=month)


def due_on(month: date, due_day: int) -> date:
    """Last day for the request of ``month``: the 30th, or the last day of February."""
    return calendar.due_day(month.year, month.month, due_day)


def open_month(today: date, due_day: int, closed: Collection[date]) -> date:
    """First day of the month whose request takes what goes up on ``today``.

    That is this month's until its due day, then the next month's; a request that is signed already takes no more.

    Args:
        closed: first days of months whose requests can no longer be written.
    """
    month = calendar.month_start(today)
    if today > due_on(month, due_day):
        month = calendar.next_month(month)
    while month in closed:
        month = calendar.next_month(month)
    return month


def may_begin(month: date, today: date) -> bool:
    """Whether somebody may begin the request of ``month`` by hand: this month's or the next one's."""
    this = calendar.month_start(today)
    return month in (this, calendar.next_month(this))


def mistakes(items: Iterable[Item]) -> list[Problem]:
    """What cannot even be kept as a draft."""
    found = []
    for number, item in enumerate(items, start=1):
        amounts = (item.total_budget, item.amount_asked)
        if not item.title.strip():
            found.append(Problem(number, item.title, NO_TITLE))
        if min(amounts) < 0:
            found.append(Problem(number, item.title, NEGATIVE))
        if max(amounts) > LARGEST:
            found.append(Problem(number, item.title, TOO_LARGE))
    return found


def gaps(items: Iterable[tuple[int, Item]], today: date) -> list[Problem]:
    """What the items (each with its number) still lack before they may go to the signature."""
    return [
        Problem(number, item.title, text) for number, item in items for text in _gaps(item, today)
    ]


def _gaps(item: Item, today: date) -> list[str]:
    found = []
    if not item.current_situation.strip():
        found.append(NO_SITUATION)
    if not item.proposed_solution.strip():
        found.append(NO_SOLUTION)
    return found + (_project_gaps(item, today) if item.kind == PROJECT else [])


def _project_gaps(item: Item, today: date) -> list[str]:
    found = []
    if item.total_budget <= 0:
        found.append(NO_BUDGET)
    if item.amount_asked <= 0:
        found.append(NO_AMOUNT)
    elif 0 < item.total_budget < item.amount_asked:
        found.append(ASKED_TOO_MUCH)
    if not item.expected_finish:
        found.append(NO_FINISH)
    elif item.expected_finish < today:
        found.append(FINISH_PAST)
    return found
