"""Hands out the register of a station or a town as the office's own xlsx."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import cint, getdate

from zhilian_app import permissions
from zhilian_app.visits.register_sheet import SheetEntry, file_name, sort_entries, write_register

ENTRY = "Key Visit Entry"
HOUSEHOLD = "Household"


@frappe.whitelist(methods=["POST"])
def export_register(year: int, station: str | None = None, town: str | None = None) -> None:
    """Answers with the xlsx of the entries in force of a year, ID numbers and phones included.

    Args:
        station: one station; without it all those that the user is need-to-know for.
        town: narrows these to a town.

    Raises:
        frappe.PermissionError: the user may not export, or none of these stations is theirs.
    """
    if not all(frappe.has_permission(doctype, "export") for doctype in (ENTRY, HOUSEHOLD)):
        frappe.throw(_("You may not export the register."), frappe.PermissionError)
    stations = _stations(station, town)
    if len({row.town for row in stations}) > 1:
        frappe.throw(_("Please choose a town or a station."))
    of_town, year = stations[0].town, cint(year)
    station_name = stations[0].station_name if len(stations) == 1 else None
    entries = sort_entries(_entries([row.name for row in stations], year))
    make_access_log(
        doctype=ENTRY, file_type="XLSX", method="export_register", filters={"year": year}
    )
    frappe.response["type"] = "binary"
    frappe.response["filename"] = file_name(of_town, station_name, year)
    frappe.response["filecontent"] = write_register(entries, of_town, year, station_name, getdate())


def _stations(station: str | None, town: str | None) -> list:
    """The stations asked for, of those alone whose personal rows the user may read."""
    filters = {key: value for key, value in (("name", station), ("town", town)) if value}
    if frappe.session.user != "Administrator":
        own = permissions.personal_stations()
        filters["name"] = ["in", [name for name in own if station in (None, "", name)] or [""]]
    rows = frappe.get_all(
        "Station", filters=filters, fields=["name", "station_name", "town"], order_by="name asc"
    )
    if not rows:
        frappe.throw(_("You are not on the team of this station."), frappe.PermissionError)
    return rows


def _entries(stations: list[str], year: int) -> list[SheetEntry]:
    entry = frappe.qb.DocType(ENTRY)
    household = frappe.qb.DocType(HOUSEHOLD)
    station = frappe.qb.DocType("Station")
    rows = (
        frappe.qb.from_(entry)
        .join(household)
        .on(household.name == entry.household)
        .join(station)
        .on(station.name == entry.station)
        .select(
            station.station_name,
            household.group_name,
            household.householder,
            household.id_number,
            household.id_status,
            household.address,
            household.phone,
            entry.category_text,
            entry.first_visited_on,
            entry.remark,
        )
        .where(entry.station.isin(stations) & (entry.year == year) & (entry.status != "Removed"))
        .run()
    )
    return [SheetEntry(*(value or "" for value in row[:8]), row[8], row[9] or "") for row in rows]
