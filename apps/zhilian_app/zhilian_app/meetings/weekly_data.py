"""Weekly meetings for reports, cards and reminders: one query each, whoever asks was checked before."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from zhilian_app.calendar import month_end, month_start
from zhilian_app.meetings.attendance import PLANNED

FIELDS = (
    "name",
    "title",
    "station",
    "town",
    "week",
    "meeting_date",
    "status",
    "is_month_end",
    "expected_count",
    "present_count",
    "put_up_count",
    "not_held_reason",
    "chair",
    "recorder",
    "held_on",
    "closed_on",
)


def is_missing(status: str, meeting_date: date, today: date) -> bool:
    """Whether a meeting is missing (缺开): its day is over and nothing says that it was held, or why not."""
    return status == PLANNED and meeting_date < today


def missing_meetings(stations: Iterable[str], start: date, end: date) -> list[dict]:
    """Meetings of stations from ``start`` to ``end`` that are missing today, by day: rows of FIELDS."""
    until = min(end, getdate())
    rows = _meetings(stations, start, until, {"status": PLANNED})
    return [row for row in rows if is_missing(row.status, row.meeting_date, getdate())]


def meetings_of_month(stations: Iterable[str], month: date) -> list[dict]:
    """Meetings of stations in the month of ``month``, by day: rows of FIELDS with ``missing``."""
    return meetings_between(stations, month_start(month), month_end(month))


def meetings_between(stations: Iterable[str], start: date, end: date) -> list[dict]:
    """Meetings of stations from ``start`` to ``end``, both included, by day: rows of FIELDS with ``missing``."""
    rows = _meetings(stations, start, end, {})
    today = getdate()
    for row in rows:
        row.missing = is_missing(row.status, row.meeting_date, today)
    return rows


def _meetings(stations: Iterable[str], start: date, end: date, filters: dict) -> list[dict]:
    names = sorted(set(stations))
    if not names or start > end:
        return []
    return frappe.get_all(
        "Weekly Meeting",
        filters={**filters, "station": ["in", names], "meeting_date": ["between", [start, end]]},
        fields=list(FIELDS),
        order_by="meeting_date asc, station asc",
    )
