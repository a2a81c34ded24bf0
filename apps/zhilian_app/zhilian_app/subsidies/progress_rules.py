"""The monthly progress of a project: which months need a row, and what a row must say. No database here.

The plan: 「经费下拨后,联络员要定期向驻点领导、驻点组长、村委会主任了解经费使用项目进度情况,并每月结合项目进度写进
月度汇报材料……直至项目完成」.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhilian_app import calendar

NAME = "{project}-{month:%Y-%m}"

NO_WORDS = "Please write what was done this month."
NOT_PERCENT = "Please enter the progress as a whole number from 0 to 100."
GONE_BACK = "The progress was {0}% before. Please write why it is less now."
SPENT_BACK = "The spending was {0} yuan before. Please write why it is less now."
NEGATIVE = "The spending cannot be less than 0."
TOO_MUCH = "The spending cannot be more than {0} yuan."
NO_PICTURE = "Please add a picture of the work."


@dataclass(frozen=True)
class Row:
    """What a progress row says; ``spent`` is all that was spent so far, in yuan."""

    percent: int
    spent: Decimal
    words: str = ""
    reason: str = ""
    pictures: int = 0


@dataclass(frozen=True)
class Fault:
    """What is wrong; ``text`` is English with a place for ``value``."""

    field: str
    text: str
    value: object = ""


def name_of(project: str, month: date) -> str:
    """Name of a project's row of a month: one each."""
    return NAME.format(project=project, month=month)


def months_due(first_paid_on: date, ended_on: date | None, today: date) -> list[date]:
    """First days of the months that need a row: from the first payment until the project ends, this month included.

    The month in which a project ends has its row, too: it says how it ended.
    """
    last = calendar.month_start(min(ended_on, today) if ended_on else today)
    month, found = calendar.month_start(first_paid_on), []
    while month <= last:
        found.append(month)
        month = calendar.next_month(month)
    return found


def due_on(month: date) -> date:
    """The day until which a month's row is handed in: the month's end, as the written report."""
    return calendar.month_end(month)


def faults(row: Row, before: Row | None, most: Decimal) -> list[Fault]:
    """What stands in the way of handing a row in.

    Args:
        before: the row that was handed in last.
        most: yuan that can have been spent at most (the total budget, or what was paid where that is more).
    """
    found = []
    if not 0 <= row.percent <= 100:
        found.append(Fault("percent", NOT_PERCENT))
    if not row.words.strip():
        found.append(Fault("words", NO_WORDS))
    if row.spent < 0:
        found.append(Fault("spent", NEGATIVE))
    elif row.spent > most:
        found.append(Fault("spent", TOO_MUCH, f"{most:,.2f}"))
    if before and not row.reason.strip():
        if row.percent < before.percent:
            found.append(Fault("back_reason", GONE_BACK, before.percent))
        if row.spent < before.spent:
            found.append(Fault("back_reason", SPENT_BACK, f"{before.spent:,.2f}"))
    # work that has gone on can be shown
    if row.percent > (before.percent if before else 0) and not row.pictures:
        found.append(Fault("pictures", NO_PICTURE))
    return found


def is_late(due: date, handed_in: date | None, today: date) -> bool:
    """Whether a row came, or still has to come, after its day."""
    return (handed_in or today) > due
