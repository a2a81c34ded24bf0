"""Rows of reports and meetings as the rules see them, and drawing a report anew while people write on it."""

from collections.abc import Iterable

import frappe
from frappe.utils import getdate, now_datetime

from zhilian_app.meetings import review_drawing as drawing
from zhilian_app.meetings import review_rules as rules

REPORT, ANSWER, REQUEST, PROJECT, SEAT = (
    "Review Report",
    "Review Answer",
    "Review Request Item",
    "Review Project Line",
    "Review Attendance",
)
ANSWER_FIELDS = ("issue", "kind", "title", "since", "due_on", "state_then", "suggestion", "answer")
SEAT_FIELDS = (
    "cadre",
    "cadre_name",
    "capacity",
    "station_names",
    "attendance",
    "signed_on",
    "signed_by",
    "leave_reason",
)


# -- rows and rules ---------------------------------------------------------------------------------------


def item_of(row) -> rules.Item:
    """A row of Review Answer as the rules see it."""
    return rules.Item(
        issue=row.issue,
        kind=row.kind,
        title=row.title,
        since=row.since,
        due_on=row.due_on,
        state=row.state_then or "",
        suggestion=row.suggestion or "",
        answer=row.answer or "",
    )


def fields_of(item: rules.Item) -> dict:
    """Fields of Review Answer for an item."""
    return {
        "issue": item.issue,
        "kind": item.kind,
        "title": item.title,
        "since": item.since,
        "due_on": item.due_on,
        "state_then": item.state,
        "suggestion": item.suggestion,
        "answer": item.answer,
    }


def seat_of(row) -> rules.Seat:
    """A row of Review Attendance as the rules see it."""
    return rules.Seat(
        cadre=row.cadre,
        name=row.cadre_name,
        capacity=row.capacity,
        stations=row.station_names or "",
        attendance=row.attendance or "",
        signed_on=row.signed_on,
        signed_by=row.signed_by or "",
        leave_reason=row.leave_reason or "",
    )


def seat_fields(seat: rules.Seat) -> dict:
    """Fields of Review Attendance for a seat."""
    return {
        "cadre": seat.cadre,
        "cadre_name": seat.name,
        "capacity": seat.capacity,
        "station_names": seat.stations,
        "attendance": seat.attendance,
        "signed_on": seat.signed_on,
        "signed_by": seat.signed_by,
        "leave_reason": seat.leave_reason,
    }


def stored(doctype: str, parent: str, fields: Iterable[str]) -> list[dict]:
    """Rows of a table as they are in the database this moment, held until the transaction ends."""
    table = frappe.qb.DocType(doctype)
    return (
        frappe.qb.from_(table)
        .select(table.name, table.idx, *(table[field] for field in fields))
        .where(table.parent == parent)
        .orderby(table.idx)
        .for_update()
        .run(as_dict=True)
    )


# -- drawing anew -----------------------------------------------------------------------------------------


def redraw(
    report: str, numbers: dict | None = None, projects: list[dict] | None = None
) -> list[rules.Item] | None:
    """Draw numbers, issues, requests and projects of a report anew; return what still lacks an answer.

    Neither ``modified`` nor anybody's words are touched: who is writing just now can still save. A report of a
    closed meeting stays as it is; None then.
    """
    fields = ["station", "month", "closed"]
    found = frappe.db.get_value(REPORT, report, fields, for_update=True, as_dict=True)
    if not found or found.closed:
        return None
    month = getdate(found.month)
    kept = stored(ANSWER, report, ANSWER_FIELDS)
    items = rules.merged(map(item_of, kept), drawing.items(found.station, month), {})
    _write(ANSWER, report, "answers", kept, [fields_of(item) for item in items], "issue")
    requests = drawing.requests(found.station, month)
    _write_anew(REQUEST, report, "requests", drawing.REQUEST_FIELDS, requests)
    if projects is None:
        projects = drawing.projects([found.station], month)[found.station]
    _write_anew(PROJECT, report, "projects", drawing.PROJECT_FIELDS, projects)
    missing = rules.unanswered(items)
    numbers = numbers or drawing.numbers([found.station], month)[found.station]
    values = {**numbers, "unanswered": len(missing), "numbers_on": now_datetime()}
    frappe.db.set_value(REPORT, report, values, update_modified=False)
    return missing


def _write(doctype: str, parent: str, table: str, kept: list, wanted: list[dict], key: str) -> None:
    before = {row[key]: row for row in kept}
    for idx, values in enumerate(wanted, 1):
        row = before.pop(values[key], None)
        if not row:
            _insert(doctype, parent, table, idx, values)
            continue
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed or row.idx != idx:
            frappe.db.set_value(doctype, row.name, {**changed, "idx": idx}, update_modified=False)
    if before:
        frappe.db.delete(doctype, {"name": ["in", [row.name for row in before.values()]]})


def _write_anew(
    doctype: str, report: str, table: str, fields: tuple[str, ...], wanted: list[dict]
) -> None:
    """Rows on which nobody writes are made anew where anything has changed."""
    kept = stored(doctype, report, fields)
    if [{field: row[field] for field in fields} for row in kept] == wanted:
        return
    frappe.db.delete(doctype, {"parent": report, "parenttype": REPORT})
    for idx, values in enumerate(wanted, 1):
        _insert(doctype, report, table, idx, values)


def _insert(doctype: str, parent: str, table: str, idx: int, values: dict) -> None:
    place = {"parent": parent, "parenttype": REPORT, "parentfield": table, "idx": idx}
    frappe.get_doc({"doctype": doctype, **place, **values}).db_insert()
