"""How what is left of the register goes down over the year. No database here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

MONTHS = 12


@dataclass(frozen=True)
class MonthPoint:
    """One month of the burn-down, all in households at the end of the month.

    Attributes:
        month: 1 to 12.
        newly_covered: first visits of the year in the month; None for months to come.
        left: not yet visited; None for months to come.
        ideal: what an even year would have left.
        pace: what will be left if from now on each month takes what it must; None before now.
    """

    month: int
    newly_covered: int | None
    left: int | None
    ideal: int
    pace: int | None


def burn_down(registered: int, first_visits: Sequence[int], last_month: int) -> list[MonthPoint]:
    """The twelve points of a year.

    The plan: 「年内实现重点登记人群全覆盖,100%完成走访登记」. The register as it stands now is taken for the
    whole year: a household that was added in June would else look like a step backwards of the team.

    Args:
        registered: households on the register now.
        first_visits: households first visited in each of the 12 months.
        last_month: last month with facts; 0 for a year to come, 12 for one that is over.

    Raises:
        ValueError: not 12 months, a month out of range, or more visited than registered.
    """
    if len(first_visits) != MONTHS or not 0 <= last_month <= MONTHS:
        raise ValueError("a year has 12 months")
    covered = sum(first_visits[:last_month])
    if covered > registered or min(first_visits) < 0:
        raise ValueError(f"{covered} visited of {registered}")
    left_now = registered - covered
    points = []
    left = registered
    for month in range(1, MONTHS + 1):
        past = month <= last_month
        left -= first_visits[month - 1] if past else 0
        points.append(
            MonthPoint(
                month,
                newly_covered=first_visits[month - 1] if past else None,
                left=left if past else None,
                ideal=_line(registered, MONTHS, MONTHS - month),
                pace=_pace(left_now, last_month, month),
            )
        )
    return points


def _line(total: int, months: int, months_left: int) -> int:
    return math.ceil(total * months_left / months)


def _pace(left_now: int, last_month: int, month: int) -> int | None:
    if month < last_month or last_month == MONTHS:
        return None
    return _line(left_now, MONTHS - last_month, MONTHS - month)
