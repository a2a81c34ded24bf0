"""What the form of a weekly meeting asks the server. Each question names the meeting and checks who asks."""

import frappe
from frappe import _
from frappe.utils import getdate

from zhilian_app import permissions
from zhilian_app.meetings import attendance, attendance_book, book, minutes, month_report
from zhilian_app.meetings.attendance_book import MEETING

SOURCE = "Weekly Meeting"


@frappe.whitelist(methods=["POST"])
def freshen(meeting: str) -> bool:
    """Draw the agenda and the list of people anew, on the day of the meeting and after it; whether it changed.

    Raises:
        frappe.PermissionError: the user may not write the meeting.
    """
    frappe.get_doc(MEETING, meeting).check_permission("write")
    return minutes.freshen(meeting)


@frappe.whitelist(methods=["POST"])
def attendance_of(meeting: str) -> list[dict]:
    """The list of people with what is noted of each.

    Raises:
        frappe.PermissionError: the user may not read the meeting.
    """
    frappe.get_doc(MEETING, meeting).check_permission("read")
    return attendance_book.rows_of(meeting)


@frappe.whitelist(methods=["POST"])
def sign_in(meeting: str) -> list[dict]:
    """Sign in oneself; the list of people as it is then.

    Raises:
        frappe.PermissionError: the user may not read the meeting.
        AttendanceRefused: see attendance_book.sign_in.
    """
    frappe.get_doc(MEETING, meeting).check_permission("read")
    attendance_book.sign_in(meeting)
    return attendance_book.rows_of(meeting)


@frappe.whitelist(methods=["POST"])
def mark(meeting: str, cadre: str, choice: str, reason: str = "") -> list[dict]:
    """Note of a person Present, Absent, On Leave (with a reason) or "" (nothing); the list as it is then.

    Raises:
        frappe.PermissionError: the user may not write the meeting, or not take back a signature.
        AttendanceRefused: see attendance_book.mark.
    """
    frappe.get_doc(MEETING, meeting).check_permission("write")
    attendance_book.mark(meeting, cadre, choice, reason)
    return attendance_book.rows_of(meeting)


@frappe.whitelist(methods=["POST"])
def register_issue(
    meeting: str,
    title: str,
    content: str,
    issue_kind: str = "Livelihood",
    household: str | None = None,
) -> str:
    """Put a new issue that came up at the meeting into the ledger, and on its agenda; its name.

    Raises:
        frappe.PermissionError: the user is not of the station's team, or may not write issues.
        frappe.ValidationError: the minutes are closed, the meeting is still to come, or words are missing.
    """
    doc = frappe.get_doc(MEETING, meeting)
    doc.check_permission("read")
    permissions.check_station(doc.station)
    if doc.status != attendance.PLANNED:
        frappe.throw(_(attendance.CLOSED_ALREADY))
    if getdate(doc.meeting_date) > getdate():
        frappe.throw(_("The meeting has not begun yet."))
    issue = frappe.new_doc("Ledger Issue")
    issue.update(
        {
            "station": doc.station,
            "household": household or None,
            "title": title,
            "content": content,
            "issue_kind": issue_kind,
            "raised_on": doc.meeting_date,
            "source": SOURCE,
            "source_name": meeting,
        }
    )
    issue.insert()
    minutes.freshen(meeting)
    return issue.name


@frappe.whitelist(methods=["POST"])
def draft_summary(meeting: str) -> str:
    """The month's report as the ledger would have it today; nothing is saved.

    Raises:
        frappe.PermissionError: the user may not write the meeting.
    """
    doc = frappe.get_doc(MEETING, meeting)
    doc.check_permission("write")
    return month_report.draft(doc.station, getdate(doc.meeting_date))


@frappe.whitelist(methods=["POST"])
def close_minutes(meeting: str) -> dict:
    """Close the minutes: ``went_up`` titles, ``refused`` titles with ``why``.

    Raises:
        frappe.PermissionError: the user may not write the meeting.
        MinutesIncomplete: see minutes.close.
    """
    frappe.get_doc(MEETING, meeting).check_permission("write")
    outcome = minutes.close(meeting)
    return {"went_up": outcome.went_up, "refused": outcome.refused}


@frappe.whitelist(methods=["POST"])
def set_not_held(meeting: str, reason: str) -> None:
    """Note that the meeting did not take place, and why.

    Raises:
        frappe.PermissionError: the user may not write the meeting.
        MinutesIncomplete: see minutes.set_not_held.
    """
    frappe.get_doc(MEETING, meeting).check_permission("write")
    minutes.set_not_held(meeting, reason)


@frappe.whitelist(methods=["POST"])
def reopen(meeting: str, reason: str) -> None:
    """Open closed minutes again, with a reason.

    Raises:
        frappe.PermissionError: the user may not write the meeting, or is none of its officers.
        MinutesIncomplete: see minutes.reopen.
    """
    frappe.get_doc(MEETING, meeting).check_permission("write")
    minutes.reopen(meeting, reason)


@frappe.whitelist(methods=["POST"])
def record_book(station: str, from_date: str, to_date: str) -> None:
    """The team record book as a PDF: the minutes of a station from day to day (yyyy-mm-dd), one after the other.

    Raises:
        frappe.PermissionError: the user may not read the station's meetings.
        frappe.ValidationError: there are none in these days.
    """
    if not frappe.has_permission(MEETING, "print"):
        raise frappe.PermissionError
    first, last = book.days(from_date, to_date)
    names = book.readable(station, first, last)
    if not names:
        frappe.throw(_("There are no meetings in these days."))
    frappe.local.response.filename = f"{book.title_of(station)}.pdf"
    frappe.local.response.filecontent = book.as_pdf(names)
    frappe.local.response.type = "pdf"
