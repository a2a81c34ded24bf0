"""Hands out 附件2 as the office's own xlsx."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from zhilian_app.subsidies.annex2_rows import PROJECT, annex2_rows, month_of
from zhilian_app.subsidies.annex2_sheet import file_name, write_register


@frappe.whitelist(methods=["POST"])
def export_register(
    town: str | None = None,
    station: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> None:
    """Answers with the xlsx of the rows that the report shows with the same filters (month from 1 to 12).

    It goes with the signed paper, so who may print that may have it.

    Raises:
        frappe.PermissionError: the user may not print projects.
        frappe.ValidationError: the rows are of several towns, or there are none.
    """
    if not frappe.has_permission(PROJECT, "print"):
        frappe.throw(_("You may not print projects."), frappe.PermissionError)
    filters = {"town": town, "station": station, "year": year, "month": month}
    rows = annex2_rows(filters)
    if not rows:
        frappe.throw(_("There are no projects in this register."))
    if len({row["town"] for row in rows}) > 1:
        frappe.throw(_("Please choose a town or a station."))
    names = {row["station_name"] for row in rows}
    of_month = month_of(filters)
    make_access_log(doctype=PROJECT, file_type="XLSX", method="export_register", filters=filters)
    name = file_name(rows[0]["town"], names.pop() if len(names) == 1 else None, of_month)
    frappe.response["type"] = "binary"
    frappe.response["filename"] = f"{name}.xlsx"
    frappe.response["filecontent"] = write_register(rows, rows[0]["town"], of_month)
