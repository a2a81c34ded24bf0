"""What the papers of the monthly review show, ready for their templates: values in Chinese, nothing to look up."""

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app.meetings import review_api, review_drawing
from zhilian_app.meetings import review_rules as rules

REPORT = "Review Report"
NUMBERS = (
    "visits_of_month",
    "effective_visits",
    "registered",
    "visited",
    "coverage",
    "issues_new",
    "issues_closed",
    "issues_open",
    "issues_overdue",
)


def review_page(doc) -> dict:
    """Template function: one station's report.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    if doc.doctype != REPORT:
        raise frappe.PermissionError
    doc.check_permission("read")
    month = getdate(doc.month)
    rows = [_answer(row) for row in doc.answers]
    return {
        "town": doc.town or "",
        "station": frappe.db.get_value("Station", doc.station, "station_name") or "",
        "year": month.year,
        "month": month.month,
        "head": doc.head_name or "",
        "day": _day(doc.meeting_date),
        "standing": _(doc.standing(), lang="zh"),
        "numbers": {field: _number(field, doc.get(field)) for field in NUMBERS},
        "summary": doc.summary or "",
        "carried": [row for row in rows if row["kind"] == rules.CARRIED],
        "new": [row for row in rows if row["kind"] == rules.NEW],
        "requests": [_request(row) for row in doc.requests],
        "projects": [_project(row) for row in doc.projects],
        "projects_note": doc.projects_note or "",
    }


def review_book(doc) -> dict:
    """Template function: a meeting with the reports that the reader may read.

    Raises:
        frappe.PermissionError: the reader may not read the meeting.
    """
    if doc.doctype != "Review Meeting":
        raise frappe.PermissionError
    doc.check_permission("read")
    month = getdate(doc.month)
    reports = review_api.readable_reports(doc.name)
    return {
        "town": doc.town,
        "year": month.year,
        "month": month.month,
        "day": _day(doc.meeting_date),
        "clock": review_drawing.clock(doc.meeting_time),
        "place": doc.place or "",
        "chair": _name(doc.chair),
        "recorder": _name(doc.recorder),
        "present": _names(doc, rules.PRESENT),
        "on_leave": _names(doc, rules.ON_LEAVE),
        "absent": _names(doc, rules.ABSENT, ""),
        "stations": [_station_row(row) for row in reports],
        "pages": [review_page(frappe.get_doc(REPORT, row.name)) for row in reports],
        "notes": doc.notes or "",
    }


def _answer(row) -> dict:
    return {
        "kind": row.kind,
        "title": row.title or "",
        "since": str(row.since or ""),
        "due_on": str(row.due_on or ""),
        "state": _(row.state_then, lang="zh") if row.state_then else "",
        "answer": row.answer or "",
    }


def _request(row) -> dict:
    return {
        "kind": _(row.kind, lang="zh") if row.kind else "",
        "title": row.title or "",
        "situation": row.current_situation or "",
        "solution": row.proposed_solution or "",
        "budget": _money(row.total_budget),
        "asked": _money(row.amount_asked),
        "finish": str(row.expected_finish or ""),
        "decision": _(row.decision, lang="zh") if row.decision else "",
    }


def _project(row) -> dict:
    return {
        "title": row.title or "",
        "state": _(row.state_then, lang="zh") if row.state_then else "",
        "approved": _money(row.approved_amount),
        "paid": _money(row.paid_amount),
        "percent": f"{cint(row.percent)}%",
        "words": row.words or "",
        "standing": _(row.standing, lang="zh") if row.standing else "",
    }


def _station_row(row) -> dict:
    return {
        "station": row.station_name,
        "head": row.head_name or "",
        "standing": _(row.standing, lang="zh"),
        **{field: _number(field, row.get(field)) for field in NUMBERS},
    }


def _number(field: str, value) -> str:
    return f"{value or 0:.1f}%" if field == "coverage" else str(value or 0)


def _money(value) -> str:
    return f"{value:,.2f}" if value else ""


def _day(value) -> str:
    if not value:
        return ""
    day = getdate(value)
    return _("year {0} month {1} day {2}", lang="zh").format(day.year, day.month, day.day)


def _name(cadre: str | None) -> str:
    return (cadre and frappe.db.get_value("Cadre", cadre, "cadre_name")) or ""


def _names(doc, *marks: str) -> list[str]:
    """Names with their place, by the marks of attendance."""
    return [
        f"{row.cadre_name}（{row.station_names}）" if row.station_names else row.cadre_name
        for row in doc.attendance
        if (row.attendance or "") in marks
    ]
