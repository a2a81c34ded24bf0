"""On which day a station meets each week, and which meeting is the month's last. No database here."""

from datetime import date, timedelta

from zhilian_app import calendar

WEEK = timedelta(days=7)
# weeks that the daily job looks back for meetings that it did not make
LOOK_BACK = 5
# days in which minutes may be opened again
REOPEN_DAYS = 3


def meeting_day(monday: date, weekday: str) -> date | None:
    """Day of the meeting of the week that begins on ``monday``; None where it falls on that of a later week.

    The plan: 「各驻点团队每周四走访群众前……召开一次碰头短会」. Where Thursday is no working day the next one counts;
    in a long holiday that is the day of the next week's meeting, and nobody meets twice a day.

    Raises:
        ValueError: ``weekday`` is no English name of a weekday.
    """
    day = calendar.weekly_day(monday, weekday)
    later = monday + WEEK
    while later <= day:
        if calendar.weekly_day(later, weekday) == day:
            return None
        later += WEEK
    return day


def is_month_end(day: date, monday: date, weekday: str) -> bool:
    """Whether the meeting on ``day``, of the week of ``monday``, is the last one of its month.

    The plan: 「每月尾的周会时对一个月来新出现的矛盾和问题做好总结报告」.
    """
    later = monday + WEEK
    while (following := meeting_day(later, weekday)) is None:
        later += WEEK
    return (day.year, day.month) != (following.year, following.month)


def weeks_around(today: date) -> list[date]:
    """Mondays of the weeks that the daily job looks after: LOOK_BACK weeks back, this one and the next."""
    monday = calendar.week_start(today)
    return [monday + WEEK * number for number in range(-LOOK_BACK, 2)]


def is_due(day: date, since: date, started: date, ended: date | None) -> bool:
    """Whether a station has a meeting on ``day``: in force then, and not before the site began on ``since``."""
    return day >= max(since, started) and (ended is None or day <= ended)


def fits_week(day: date, monday: date, weekday: str) -> bool:
    """Whether a meeting of the week of ``monday`` may be moved to ``day``: within its week, or to its own day."""
    return calendar.week_start(day) == monday or day == meeting_day(monday, weekday)


def may_reopen(closed: date, today: date) -> bool:
    """Whether minutes that were closed on ``closed`` may still be opened again."""
    return 0 <= (today - closed).days <= REOPEN_DAYS
