"""Issues of a period by station: new, ended, open and overdue; each number opens exactly its rows."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import permissions
from zhilian_app.calendar import month_start
from zhilian_app.issues.ledger_rows import ISSUE

NUMBERS = ("new", "closed", "open", "overdue")
LEDGER = "Issue Ledger"


def execute(filters: dict | None = None):
    """Frappe's entry point: a row a station and a total, of the issues that the reader may read."""
    filters = frappe._dict(filters or {})
    start = getdate(filters.from_date) if filters.from_date else month_start(getdate())
    end = min(getdate(filters.to_date), getdate()) if filters.to_date else getdate()
    stations = _stations(filters)
    counts = _counts(list(stations), start, end)
    rows = []
    for name, station_name in stations.items():
        numbers = counts.get(name, dict.fromkeys(NUMBERS, 0))
        rows.append({"station_name": station_name, **numbers, "links": _links(name, start, end)})
    if len(rows) > 1:
        total = {number: sum(row[number] for row in rows) for number in NUMBERS}
        rows.append({"station_name": _("Total"), **total, "bold": 1, "links": {}})
    return _columns(), rows


def _stations(filters) -> dict[str, str]:
    """Stations that the reader may read, and those of issues that were referred to them."""
    asked = {
        key: value for key, value in (("town", filters.town), ("name", filters.station)) if value
    }
    rows = frappe.get_list(
        "Station",
        filters=asked,
        fields=["name", "station_name"],
        order_by="town asc, station_name asc",
        limit_page_length=0,
    )
    return {row.name: row.station_name for row in rows}


def _counts(stations: list[str], start: date, end: date) -> dict[str, dict]:
    if not stations:
        return {}
    still_open = "(closed_on is null or closed_on > %(end)s)"
    rows = frappe.db.sql(
        f"""select station,
            sum(raised_on >= %(start)s) as new,
            sum(closed_on between %(start)s and %(end)s) as closed,
            sum({still_open}) as open,
            sum({still_open} and due_on < %(end)s) as overdue
        from `tabLedger Issue`
        where station in %(stations)s and raised_on <= %(end)s and state != 'Withdrawn'
            and (closed_on is null or closed_on >= %(start)s)
            and {permissions.query_conditions(None, ISSUE) or "1=1"}
        group by station""",
        {"stations": stations, "start": start, "end": end},
        as_dict=True,
    )
    return {row.station: {number: cint(row[number]) for number in NUMBERS} for row in rows}


def _links(station: str, start: date, end: date) -> dict:
    """New and ended ones stand in the list; what was open on a day, in the ledger of that day."""
    days = ["Between", [start.isoformat(), end.isoformat()]]
    at_end = {"station": station, "to_date": end.isoformat(), "open_on": end.isoformat()}
    alive = {"station": station, "state": ["!=", "Withdrawn"]}
    return {
        "new": {"doctype": ISSUE, "filters": {**alive, "raised_on": days}},
        "closed": {"doctype": ISSUE, "filters": {**alive, "closed_on": days}},
        "open": {"report": LEDGER, "filters": at_end},
        "overdue": {"report": LEDGER, "filters": {**at_end, "only_overdue": 1}},
    }


def _columns() -> list[dict]:
    numbers = (
        ("new", _("New Issues")),
        ("closed", _("Ended Issues")),
        ("open", _("Open at the End")),
        ("overdue", _("Of These Overdue")),
    )
    return [
        {"fieldname": "station_name", "label": _("Station"), "fieldtype": "Data", "width": 200},
        *(
            {"fieldname": name, "label": label, "fieldtype": "Int", "width": 140}
            for name, label in numbers
        ),
    ]
