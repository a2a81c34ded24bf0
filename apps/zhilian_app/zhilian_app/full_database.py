"""What is said where the database itself finds no room: in words and without a traceback, whichever door it came by.

``disk.require_room`` turns people away long before that. What is left is a disk that something else has filled, and a
database on another machine.
"""

import re

import frappe
from frappe import _
from frappe.utils.response import report_error
from frappe.website.serve import get_response

from zhilian_app import disk

DISK_FULL, TABLE_FULL = 1021, 1114
# what the system told the database, in its words for files of its own
NO_SPACE_LEFT = re.compile(r"\b(errcode|errno|error):? 28\b", re.IGNORECASE)
NOTED = "zhilian_database_is_full"
UNAVAILABLE = 503


def is_full(error: BaseException | None) -> bool:
    """Whether a statement failed because the database has no room on its disk."""
    if not frappe.db or not isinstance(error, frappe.db.OperationalError | frappe.db.InternalError):
        return False
    number, *told = error.args or (None,)
    return number in (DISK_FULL, TABLE_FULL) or bool(NO_SPACE_LEFT.search(" ".join(map(str, told))))


def told(error: BaseException) -> str | None:
    """What to say of an error that was for want of room; None of any other."""
    return disk.words() if is_full(error) else None


def note(error: BaseException | None) -> None:
    """Keep in mind for ``answer`` why this request failed, if it was for want of room."""
    if is_full(error):
        frappe.local.flags[NOTED] = True


def answer(response: object = None, request: object = None) -> None:
    """Frappe's hook after_request: put the words in place of an error of the server that was for want of room."""
    if not frappe.local.flags.pop(NOTED, None) or response is None:
        return
    frappe.clear_messages()
    frappe.local.error_log = []
    frappe.local.response.pop("exception", None)
    frappe.local.flags.disable_traceback = True
    if response.mimetype == "application/json":
        response.data, response.status_code = _as_json(), disk.DiskIsFull.http_status_code
    else:
        response.data, response.status_code = _as_page(), UNAVAILABLE


def _as_json() -> bytes:
    try:
        disk.refuse()
    except disk.DiskIsFull as refusal:
        return report_error(refusal.http_status_code).data


def _as_page() -> bytes:
    frappe.respond_as_web_page(
        _("Disk Full"), disk.words(), http_status_code=UNAVAILABLE, indicator_color="red"
    )
    return get_response("message", http_status_code=UNAVAILABLE).data
