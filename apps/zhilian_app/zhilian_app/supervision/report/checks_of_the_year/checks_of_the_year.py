"""检查情况: how often each station was checked in a year, by kind; full checks against what the town asks for."""

from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from zhilian_app.permissions import query_conditions
from zhilian_app.stations import roster
from zhilian_app.subsidies.report_columns import columns_of
from zhilian_app.supervision import full_checks, states

KIND_FIELDS = {
    states.BOOKS: "books",
    states.PATROL: "patrols",
    states.MEETING: "meetings",
    states.FULL: "full",
}


def execute(filters: dict | None = None):
    """Frappe's entry point: a row a station, under the reader's own rows; the number of full checks above."""
    filters = frappe._dict(filters or {})
    year = cint(filters.year) or getdate().year
    rows = rows_of(year, filters)
    return columns(), rows, None, None, _summary(rows)


def rows_of(year: int, filters: Mapping) -> list[dict]:
    """Stations in force in a year, with their recorded checks; each number names the rows that it counts."""
    counts = _counts(year)
    wanted = full_checks.wanted()
    rectifications = _open_rectifications()
    rows = []
    for station in _stations(year, filters.get("town")):
        found = counts.get(station.name, {})
        row = {"station": station.station_name, "full_wanted": wanted.get(station.town, 0)}
        row["open_rectifications"] = rectifications.get(station.name, 0)
        row["links"] = {"open_rectifications": _open_link(station.name)}
        points = []
        for kind, field in KIND_FIELDS.items():
            number, score = found.get(kind, (0, None))
            row[field] = number
            row["links"][field] = _link(station.name, kind, year)
            points += [score] if score is not None else []
        row["score"] = round(sum(points) / len(points), 1) if points else None
        rows.append(row)
    return rows


def _stations(year: int, town: str | None) -> list[dict]:
    rows = frappe.get_list(
        "Station",
        filters={"town": town} if town else {},
        fields=["name", "station_name", "town", "started_on", "ended_on"],
        order_by="town asc, station_name asc",
        limit_page_length=0,
    )
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [row for row in rows if roster.stands(row.started_on, row.ended_on, first, last)]


def _counts(year: int) -> dict[str, dict[str, tuple[int, float]]]:
    own = query_conditions(None, "Spot Check") or "1=1"
    rows = frappe.db.sql(
        f"""select station, kind, count(*) number, avg(score) score from `tabSpot Check`
        where state = 'Recorded' and check_day between %s and %s and {own} group by station, kind""",
        (f"{year}-01-01", f"{year}-12-31"),
        as_dict=True,
    )
    found: dict[str, dict[str, tuple[int, float]]] = {}
    for row in rows:
        found.setdefault(row.station, {})[row.kind] = (row.number, flt(row.score))
    return found


def _open_rectifications() -> dict[str, int]:
    own = query_conditions(None, "Rectification") or "1=1"
    rows = frappe.db.sql(
        f"select station, count(*) from `tabRectification` where is_open = 1 and {own} group by station"
    )
    return dict(rows)


def _link(station: str, kind: str, year: int) -> dict:
    days = ["between", [f"{year}-01-01", f"{year}-12-31"]]
    filters = {"station": station, "kind": kind, "state": states.RECORDED, "check_day": days}
    return {"doctype": "Spot Check", "filters": filters}


def _open_link(station: str) -> dict:
    return {"doctype": "Rectification", "filters": {"station": station, "is_open": 1}}


def _summary(rows: list[dict]) -> list[dict]:
    if not rows:
        return []
    done = sum(row["full"] >= row["full_wanted"] for row in rows)
    return [
        {"label": _("Stations"), "value": len(rows), "datatype": "Int"},
        {
            "label": _("With All Full Checks"),
            "value": done,
            "datatype": "Int",
            "indicator": "Green" if done == len(rows) else "Orange",
        },
    ]


def columns() -> list[dict]:
    """Columns of the screen."""
    found = columns_of(
        (
            ("station", _("Station"), "Data", 140),
            ("books", _("Book Check"), "Int", 100),
            ("patrols", _("Patrol"), "Int", 100),
            ("meetings", _("Meeting Check"), "Int", 100),
            ("full", _("Full Check"), "Int", 100),
            ("full_wanted", _("Full Checks a Year"), "Int", 130),
            ("score", _("Average Share of Points"), "Float", 120),
            ("open_rectifications", _("Open Rectifications"), "Int", 120),
        )
    )
    for column in found:
        if column["fieldname"] == "score":
            column["precision"] = 1
    return found
