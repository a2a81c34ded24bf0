"""What the forms of the monthly review ask the server."""

import frappe
from frappe.utils import cint, getdate

from zhilian_app import permissions
from zhilian_app.meetings import review_rows, review_rules

REPORT, MEETING = "Review Report", "Review Meeting"
REPORT_FIELDS = (
    "name",
    "station",
    "station.station_name",
    "head_name",
    "status",
    "ready_on",
    "meeting_date",
    "closed",
    "unanswered",
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


@frappe.whitelist(methods=["POST"])
def refresh_report(report: str) -> bool:
    """Draw a report anew from the records; False where it stays as it is.

    Raises:
        frappe.PermissionError: the user may not read it.
    """
    doc = frappe.get_doc(REPORT, report)
    doc.check_permission("read")
    if not permissions.may(doc, "write") or doc.closed:
        return False
    return review_rows.redraw(report) is not None


@frappe.whitelist(methods=["POST"])
def make_ready(report: str) -> None:
    """Vouch for a report, as its team head or station leader.

    Raises:
        frappe.PermissionError: neither head nor leader of the station.
        frappe.ValidationError: something is missing, or the meeting is closed.
    """
    doc = frappe.get_doc(REPORT, report)
    doc.check_permission("write")
    doc.make_ready()


@frappe.whitelist(methods=["POST"])
def take_back(report: str) -> None:
    """Make a ready report a draft again, as its team head or station leader.

    Raises:
        frappe.PermissionError: neither head nor leader of the station.
        frappe.ValidationError: the meeting is closed.
    """
    doc = frappe.get_doc(REPORT, report)
    doc.check_permission("write")
    doc.take_back()


@frappe.whitelist(methods=["POST"])
def reports_of(meeting: str) -> list[dict]:
    """Reports of a meeting that the user may read, with ``standing``, by station.

    Raises:
        frappe.PermissionError: the user may not read the meeting.
    """
    frappe.get_doc(MEETING, meeting).check_permission("read")
    return readable_reports(meeting)


def readable_reports(meeting: str) -> list[dict]:
    """Reports of a meeting under the rows of who is signed in; none for who reads no reports."""
    if not frappe.has_permission(REPORT, "read"):
        return []
    reports = frappe.get_list(
        REPORT, filters={"meeting": meeting}, fields=list(REPORT_FIELDS), order_by="station asc"
    )
    for row in reports:
        row.standing = review_rules.standing(
            row.ready_on, row.meeting_date, getdate(), bool(cint(row.closed))
        )
    return reports


@frappe.whitelist(methods=["POST"])
def mark(meeting: str, cadre: str, attendance: str = "", leave_reason: str = "") -> None:
    """Write down whether somebody is at the meeting.

    Raises:
        frappe.PermissionError: not of the town's Organization Office.
        frappe.ValidationError: the meeting is closed, or nobody of this name is expected.
    """
    doc = frappe.get_doc(MEETING, meeting)
    doc.check_permission("write")
    doc.mark(cadre, attendance, leave_reason)


@frappe.whitelist(methods=["POST"])
def sign_in(meeting: str) -> None:
    """Sign in oneself, on the day of the meeting.

    Raises:
        frappe.PermissionError: the user may not read the meeting.
        frappe.ValidationError: not expected, not today, or the meeting is closed.
    """
    doc = frappe.get_doc(MEETING, meeting)
    doc.check_permission("read")
    doc.sign_in()


@frappe.whitelist(methods=["POST"])
def close(meeting: str) -> None:
    """Close a meeting: it and its reports stay as they are from then on.

    Raises:
        frappe.PermissionError: not of the town's Organization Office.
        frappe.ValidationError: before its day, or something carried over has no answer.
    """
    doc = frappe.get_doc(MEETING, meeting)
    doc.check_permission("write")
    doc.close()
