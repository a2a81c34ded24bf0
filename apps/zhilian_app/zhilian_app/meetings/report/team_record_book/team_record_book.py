"""驻点团队记录本: the weekly meetings of a station, held, missing or not held; the print has the minutes of each."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from zhilian_app.meetings import book, weekly_data
from zhilian_app.meetings.attendance_book import MEETING

MISSING = "Meeting Missing"


def execute(filters: dict | None = None):
    """Frappe's entry point: columns and rows, under the reader's own rows; a request while no station is chosen.

    Raises:
        frappe.ValidationError: the days are the wrong way round.
    """
    filters = frappe._dict(filters or {})
    if not filters.station:
        return _columns(), [], _("Please choose a station.")
    first, last = book.days(filters.from_date, filters.to_date)
    allowed = set(book.readable(filters.station, first, last))
    rows = [
        row
        for row in weekly_data.meetings_between([filters.station], first, last)
        if row.name in allowed
    ]
    items = _item_counts([row.name for row in rows])
    return _columns(), [_row(row, items.get(row.name, 0)) for row in rows], None, None, _sums(rows)


def _row(row, items: int) -> dict:
    return {
        "name": row.name,
        "title": row.title,
        "meeting_date": row.meeting_date,
        "state": MISSING if row.missing else row.status,
        "status": _(MISSING) if row.missing else _(row.status),
        "is_month_end": row.is_month_end,
        "present": f"{row.present_count}/{row.expected_count}",
        "items": items,
        "put_up_count": row.put_up_count,
        "remark": row.not_held_reason,
        "links": {"title": {"doctype": MEETING, "name": row.name}},
    }


def _item_counts(meetings: list[str]) -> dict[str, int]:
    """Issues on the agenda of each meeting."""
    if not meetings:
        return {}
    item = frappe.qb.DocType("Weekly Agenda Item")
    rows = (
        frappe.qb.from_(item)
        .select(item.parent, Count("*"))
        .where((item.parenttype == MEETING) & item.parent.isin(meetings) & item.issue.isnotnull())
        .groupby(item.parent)
        .run()
    )
    return dict(rows)


def _sums(rows: list) -> list[dict]:
    due = [row for row in rows if row.meeting_date <= getdate()]
    held = sum(row.status == "Held" for row in due)
    missing = sum(bool(row.missing) for row in due)
    return [
        {"label": _("Meetings Due"), "value": len(due), "datatype": "Int"},
        {"label": _("Held"), "value": held, "datatype": "Int", "indicator": "Green"},
        {
            "label": _(MISSING),
            "value": missing,
            "datatype": "Int",
            "indicator": "Red" if missing else "Green",
        },
    ]


def _columns() -> list[dict]:
    columns = [
        ("title", _("Weekly Meeting"), "Data", 240),
        ("meeting_date", _("Meeting Date"), "Date", 110),
        ("status", _("Status"), "Data", 90),
        ("present", _("Present of Expected"), "Data", 110),
        ("items", _("Issues on the Agenda"), "Int", 110),
        ("put_up_count", _("Items Put Up"), "Int", 110),
        ("is_month_end", _("Last Meeting of the Month"), "Check", 100),
        ("remark", _("Reason Not Held"), "Data", 220),
    ]
    keys = ("fieldname", "label", "fieldtype", "width")
    return [dict(zip(keys, column, strict=True)) for column in columns]
