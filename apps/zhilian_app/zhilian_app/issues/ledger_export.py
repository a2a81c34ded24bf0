"""Hands out the ledger of a station or a town as the paper book's own xlsx."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate

from zhilian_app.issues.ledger_rows import ISSUE, ledger_rows
from zhilian_app.issues.ledger_sheet import title_of, write_ledger


@frappe.whitelist(methods=["POST"])
def export_ledger(
    town: str | None = None,
    station: str | None = None,
    from_date: str | None = None,
    to_date: str | None = None,
    level: str | None = None,
    state: str | None = None,
    only_open: int = 0,
    only_overdue: int = 0,
) -> None:
    """Answers with the xlsx of the issues that the report shows with the same filters (days as yyyy-mm-dd).

    Raises:
        frappe.PermissionError: the user may not export issues.
        frappe.ValidationError: the rows are of several towns, or there are none.
    """
    if not frappe.has_permission(ISSUE, "export"):
        frappe.throw(_("You may not export issues."), frappe.PermissionError)
    filters = {
        "town": town, "station": station, "from_date": from_date, "to_date": to_date, "level": level, "state": state,
        "only_open": only_open, "only_overdue": only_overdue,
    }  # fmt: skip
    rows = ledger_rows(filters)
    if not rows:
        frappe.throw(_("There are no issues to export."))
    if len({row.town for row in rows}) > 1:
        frappe.throw(_("Please choose a town or a station."))
    of_town = rows[0].town
    names = {row.station_name for row in rows}
    station_name = names.pop() if len(names) == 1 else None
    make_access_log(doctype=ISSUE, file_type="XLSX", method="export_ledger", filters=filters)
    frappe.response["type"] = "binary"
    frappe.response["filename"] = f"{title_of(of_town, station_name)}.xlsx"
    frappe.response["filecontent"] = write_ledger(rows, of_town, station_name, getdate())
