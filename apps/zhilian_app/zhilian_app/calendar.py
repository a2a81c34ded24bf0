"""Dates that the whole app shares: month beginnings and ends."""

import calendar as _calendar
from datetime import date


def month_start(day: date) -> date:
    """First day of the month of ``day``."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Last day of the month of ``day``."""
    return day.replace(day=_calendar.monthrange(day.year, day.month)[1])


def due_day(year: int, month: int, day: int) -> date:
    """Day ``day`` (1 to 31) of a month, or its last day where the month is shorter.

    The plan: 「每月30日前」; February has no 30th, so its last day counts.

    Raises:
        ValueError: month or day is out of range.
    """
    if not 1 <= day <= 31:
        raise ValueError(f"day of month out of range: {day}")
    return date(year, month, min(day, _calendar.monthrange(year, month)[1]))
