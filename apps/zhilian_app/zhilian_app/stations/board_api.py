"""What the forms of the public board ask the server."""

import frappe
from frappe import _
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.stations import board_files, board_image, board_rules

UPDATE = "Board Update"


@frappe.whitelist(methods=["POST"])
def open_update(station: str, month: str | None = None) -> str:
    """Name of a station's Board Update of the month of a day (default: this month), made where there is none.

    Raises:
        frappe.PermissionError: the user may not read it, or may not make one where there is none.
        frappe.ValidationError: there can be none of that month.
    """
    first = calendar.month_start(getdate(month))
    name = board_rules.name_of(station, first)
    if not frappe.db.exists(UPDATE, name):
        _make(station, first, name)
    frappe.get_doc(UPDATE, name).check_permission("read")
    return name


def _make(station: str, month, name: str) -> None:
    doc = frappe.get_doc({"doctype": UPDATE, "station": station, "month": month})
    if not frappe.has_permission(UPDATE, "create", doc=doc):
        frappe.throw(
            _("The board of this month is not there yet; the station's own team begins it."),
            frappe.PermissionError,
        )
    try:
        doc.insert()
    except frappe.DuplicateEntryError:
        # somebody else of the team was quicker
        frappe.clear_last_message()


@frappe.whitelist(methods=["POST"])
def add_picture(name: str, picture: str) -> None:
    """Add a picture that came through after its sender had gone on.

    Raises:
        frappe.PermissionError: the user may not write the Board Update.
        frappe.ValidationError: it is no picture that the user has uploaded, or it was handed in already.
    """
    doc = _writable(name)
    doc.append("pictures", {"picture": picture})
    doc.save()


@frappe.whitelist(methods=["POST"])
def send_picture() -> str:
    """Add a picture as the camera made it, in one request; return its URL.

    To be called as ``method`` of Frappe's upload_file, with the Board Update as ``docname``. Frappe's own way drops
    what a JPEG says of itself before anybody has read it: which side is up, and the day.

    Raises:
        frappe.PermissionError: the user may not write the Board Update.
        frappe.ValidationError: it is no picture, or it was handed in already.
    """
    doc = _writable(str(frappe.form_dict.docname or ""))
    try:
        read = board_image.clean(frappe.local.uploaded_file or b"")
    except (board_image.NoPicture, board_image.PictureTooLarge) as error:
        frappe.throw(board_files.why_not(error))
    row = doc.append("pictures", {"picture": board_files.store(read.content)})
    doc.flags.read = read
    doc.save()
    return row.picture


def _writable(name: str):
    doc = frappe.get_doc(UPDATE, name)
    doc.check_permission("write")
    if not doc.may_write(doc):
        frappe.throw(_("It is handed in already: no picture can be added."))
    return doc
