"""Dates that the whole app shares: month beginnings and ends, and the working days of China."""

import calendar as _calendar
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import chinese_calendar

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FRIDAY = 4


class DueDay(NamedTuple):
    """A day reckoned in working days.

    ``estimated``: a year on the way has no published holidays yet, Monday to Friday was taken for it.
    """

    day: date
    estimated: bool


# -- months ------------------------------------------------------------------------------------------


def month_start(day: date) -> date:
    """First day of the month of ``day``."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Last day of the month of ``day``."""
    return day.replace(day=_calendar.monthrange(day.year, day.month)[1])


def previous_month(day: date) -> date:
    """First day of the month before that of ``day``."""
    return month_start(month_start(day) - timedelta(days=1))


def next_month(day: date) -> date:
    """First day of the month after that of ``day``."""
    return month_end(day) + timedelta(days=1)


def due_day(year: int, month: int, day: int) -> date:
    """Day ``day`` (1 to 31) of a month, or its last day where the month is shorter.

    The plan: 「每月30日前」; February has no 30th, so its last day counts.

    Raises:
        ValueError: month or day is out of range.
    """
    if not 1 <= day <= 31:
        raise ValueError(f"day of month out of range: {day}")
    return date(year, month, min(day, _calendar.monthrange(year, month)[1]))


# -- working days --------------------------------------------------------------------------------------


@cache
def is_published(year: int) -> bool:
    """Whether the holidays of ``year`` are known: the State Council publishes them each November."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_working_day(day: date) -> bool:
    """Whether offices work on ``day``, 调休 included; Monday to Friday in a year that is not published yet."""
    if is_published(day.year):
        return chinese_calendar.is_workday(day)
    return day.weekday() <= FRIDAY


def next_working_day(day: date) -> date:
    """``day`` itself if it is a working day, else the next one that is."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> DueDay:
    """The ``count``-th working day after ``day``; 0 is ``day`` itself.

    The plan: 「实行限时办结」; limits are in working days.

    Raises:
        ValueError: ``count`` is negative.
    """
    if count < 0:
        raise ValueError(f"working days must not be negative: {count}")
    first = day.year
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return DueDay(day, not all(is_published(year) for year in range(first, day.year + 1)))


def working_days_after(day: date, today: date) -> int:
    """Number of working days that have begun after ``day``, up to and with ``today``; 0 when ``today`` is not later."""
    return sum(
        is_working_day(day + timedelta(days=number)) for number in range(1, (today - day).days + 1)
    )


# -- weeks ---------------------------------------------------------------------------------------------


def week_start(day: date) -> date:
    """Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def weekly_day(monday: date, weekday: str) -> date:
    """The day of a week on which something is due that falls on ``weekday`` (English name), or the next working day.

    The plan: 「每周四走访群众前」; where Thursday is no working day the next one counts.

    Raises:
        ValueError: ``weekday`` is no weekday.
    """
    return next_working_day(monday + timedelta(days=WEEKDAYS.index(weekday)))
