"""Signatures of a meeting: written one by one, whatever others do to its form at the same time.

A signature is a change of one row under the lock of its meeting. It leaves the meeting's own time of change alone, so
that the recorder, who has been writing for half an hour, can still save.
"""

import frappe
from frappe import _
from frappe.utils import format_datetime, getdate, now_datetime, sanitize_html

from zhilian_app import permissions
from zhilian_app.meetings import attendance
from zhilian_app.steps import person_name

MEETING, ROW = "Weekly Meeting", "Meeting Attendance"
FIELDS = (
    "name",
    "idx",
    *attendance.PERSON,
    *attendance.SIGNATURE,
)
# who may take back what is written already
CORRECTORS = frozenset(("Liaison", "Team Head", "Station Leader"))


class AttendanceRefused(frappe.ValidationError):
    """This cannot be noted now, or not by this person."""


def rows_of(meeting: str) -> list[dict]:
    """The list of people with what is noted of each, in its order; the caller checks who asks."""
    return frappe.get_all(
        ROW,
        filters={"parent": meeting, "parenttype": MEETING},
        fields=list(FIELDS),
        order_by="idx asc",
    )


def sign_in(meeting: str) -> dict:
    """Who is signed in signs; twice keeps the first time. Returns their row.

    Raises:
        AttendanceRefused: not on the list, not the day of the meeting, or the minutes are closed.
    """
    doc = _locked(meeting)
    cadre = permissions.scope().cadre
    row = _row(meeting, cadre) if cadre else None
    if not row:
        frappe.throw(_("You are not on the list of this meeting."), AttendanceRefused)
    problem = attendance.why_not_sign(doc.status, doc.meeting_date, getdate())
    if problem:
        frappe.throw(_(problem), AttendanceRefused)
    if row.attendance == attendance.PRESENT:
        return row
    return _write(meeting, row, attendance.PRESENT)


def mark(meeting: str, cadre: str, choice: str, reason: str = "") -> dict:
    """Note of a person whether they came; "" takes the note back. The caller checks the right to write.

    Raises:
        AttendanceRefused: no such person or choice, it lacks a reason, or it would take back a signature.
    """
    doc = _locked(meeting)
    row = _row(meeting, cadre)
    if not row or choice not in ("", *attendance.CHOICES):
        frappe.throw(_("This person is not on the list of the meeting."), AttendanceRefused)
    problem = attendance.why_not_mark(doc.status, doc.meeting_date, getdate(), choice, reason)
    if problem:
        frappe.throw(_(problem), AttendanceRefused)
    if choice == row.attendance and (reason or "") == (row.leave_reason or ""):
        return row
    if row.signed_on and choice != attendance.PRESENT:
        check_may_correct()
    return _write(meeting, row, choice, reason.strip() if choice == attendance.ON_LEAVE else "")


def check_may_correct() -> None:
    """Stop who may not take back what was signed or closed.

    Raises:
        frappe.PermissionError: neither liaison, team head nor station leader.
    """
    user = frappe.session.user
    if user != "Administrator" and not permissions.scope().roles & CORRECTORS:
        frappe.throw(
            _("Only the recorder, the team head or the station leader may correct this."),
            frappe.PermissionError,
        )


def _locked(meeting: str):
    """The meeting as it is now, locked until this request has ended: one signature after the other."""
    return frappe.db.get_value(
        MEETING, meeting, ["name", "status", "meeting_date"], as_dict=True, for_update=True
    )


def _row(meeting: str, cadre: str):
    return frappe.db.get_value(
        ROW,
        {"parent": meeting, "parenttype": MEETING, "cadre": cadre},
        list(FIELDS),
        as_dict=True,
        for_update=True,
    )


def _write(meeting: str, row, choice: str, reason: str = "") -> dict:
    signed = choice == attendance.PRESENT
    values = {
        "attendance": choice,
        "signed_on": now_datetime().replace(microsecond=0) if signed else None,
        "signed_by": person_name() if choice else None,
        # written past the document, which would take scripts out of it
        "leave_reason": sanitize_html(reason) or None,
    }
    frappe.db.set_value(ROW, row.name, values, update_modified=False)
    if row.attendance:
        _keep_old(meeting, row, values)
    _recount(meeting)
    frappe.publish_realtime(
        "weekly_attendance",
        {"meeting": meeting},
        doctype=MEETING,
        docname=meeting,
        after_commit=True,
    )
    return {**row, **values}


def _recount(meeting: str) -> None:
    rows = frappe.db.get_values(
        ROW, {"parent": meeting, "parenttype": MEETING}, "attendance", as_dict=True, for_update=True
    )
    expected, present = attendance.counts(rows)
    frappe.db.set_value(
        MEETING,
        meeting,
        {"expected_count": expected, "present_count": present},
        update_modified=False,
    )
    frappe.clear_document_cache(MEETING, meeting)


def _keep_old(meeting: str, row, values: dict) -> None:
    """What a correction wrote over stands in the history of the meeting, as after any other change."""
    changed = [
        [field, _shown(row.get(field)), _shown(value)]
        for field, value in values.items()
        if _shown(row.get(field)) != _shown(value)
    ]
    frappe.get_doc(
        {
            "doctype": "Version",
            "ref_doctype": MEETING,
            "docname": meeting,
            "data": frappe.as_json(
                {
                    "added": [],
                    "removed": [],
                    "changed": [],
                    "row_changed": [["attendance", row.idx - 1, row.name, changed]],
                    "comment": row.cadre_name,
                }
            ),
        }
    ).insert(ignore_permissions=True)


def _shown(value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else format_datetime(value, "yyyy-MM-dd HH:mm:ss")
