"""走访进度: the register of a year by station and category, and whether this month keeps pace."""

import math
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, flt

from zhilian_app.visits import coverage, pace_light
from zhilian_app.visits import report_data as data
from zhilian_app.visits.report_data import Counts, MonthSpan, Reach

MOST_STATIONS_IN_CHART = 40
NUMBERS = (
    "registered",
    "visited",
    "left",
    "month_new",
    "month_seen",
    "month_target",
    "needed_per_month",
)


@dataclass(frozen=True)
class View:
    """What one run of the report is about."""

    year: int
    today: date
    month: MonthSpan | None
    of: Reach
    town: str | None = None

    def may_open(self, station: str) -> bool:
        return station in self.of.full


def execute(filters: dict | None = None):
    """Frappe's entry point: columns, rows, message, chart and summary, under the reader's own rows."""
    filters = frappe._dict(filters or {})
    year, today = data.report_year(filters), data.today()
    of = data.reach(filters.town, filters.station)
    view = View(year, today, data.current_month(year), of, filters.town)
    counts = data.station_counts(of, year, view.month)
    stations = _station_rows(view, counts)
    rows = _with_categories(view, stations, counts) if cint(filters.by_category) else stations
    sum_row = _total_row(view, stations) if stations else None
    if sum_row and len(stations) > 1:
        rows = [*rows, sum_row]
    return _columns(view), rows, None, _chart(stations), _summary(sum_row, view)


# -- rows ---------------------------------------------------------------------------------------------


def _station_rows(view: View, counts: dict[tuple[str, int], Counts]) -> list[dict]:
    homes = data.households_of_month(view.of, view.month) if view.month else {}
    towns = _towns(view.of)
    rows = []
    for name, station in view.of.stations.items():
        of_station = counts.get((name, 1), Counts()) + counts.get((name, 0), Counts())
        if station.ended_on and not (of_station.registered or homes.get(name)):
            continue
        row = _row(station.station_name, of_station, view.month)
        row["station"] = name
        row["month_seen"] = homes.get(name, 0) if view.month else None
        row.update(_pace(of_station, row["month_seen"], towns[station.town], view))
        row["links"] = _entry_links(view, station=name) if view.may_open(name) else {}
        if row["links"] and view.month:
            row["links"]["month_seen"] = data.household_link(view.month, station=name)
        rows.append(row)
    return rows


def _row(label: str, counts: Counts, month: MonthSpan | None) -> dict:
    return {
        "label": label,
        "registered": counts.registered,
        "visited": counts.visited,
        "left": counts.left,
        "coverage": coverage.coverage_percent(counts.registered, counts.visited),
        "month_new": counts.new_in_month if month else None,
        "month_seen": counts.seen_in_month if month else None,
        "indent": 0,
        "links": {},
    }


def _entry_links(view: View, **where) -> dict:
    links = {
        "registered": data.entry_link(view.year, **where),
        "visited": data.entry_link(view.year, status=data.VISITED, **where),
        "left": data.entry_link(view.year, status=data.TO_VISIT, **where),
    }
    if view.month:
        days = data.between(view.month)
        links["month_new"] = data.entry_link(view.year, first_visited_on=days, **where)
        links["month_seen"] = data.entry_link(view.year, last_visited_on=days, **where)
    return links


def _pace(counts: Counts, seen: int | None, town: dict, view: View) -> dict:
    """Targets and light of a station; the town may ask for less than the whole register."""
    due = math.ceil(counts.registered * town.target / 100)
    if not view.month:
        over = view.year < view.today.year
        return _light(pace_light.year_light(due, counts.visited)) if over else {}
    covered = min(counts.visited, due)
    before = min(counts.visited - counts.new_in_month, due)
    pace = coverage.pace(due, covered, before, view.today.month, town.minimum)
    share = coverage.pace(due, covered, before, view.today.month, 0).target_this_month
    so_far = pace_light.MonthSoFar(
        seen, town.minimum, counts.new_in_month, share, view.today.day, view.month.end.day
    )
    return {
        "month_target": pace.target_this_month,
        "needed_per_month": pace.needed_per_month,
        **_light(pace_light.month_light(so_far)),
    }


def _light(color: str) -> dict:
    return {"light": _(pace_light.LABELS[color]), "light_color": color}


def _towns(of: Reach) -> dict[str, dict]:
    rows = frappe.get_all(
        "Town",
        filters={"name": ["in", sorted({row.town for row in of.stations.values()})]},
        fields=["name", "monthly_visit_minimum as minimum", "coverage_target as target"],
    )
    return {
        row.name: frappe._dict(minimum=cint(row.minimum), target=flt(row.target)) for row in rows
    }


def _with_categories(view: View, stations: list[dict], counts: dict) -> list[dict]:
    by_category = data.category_counts(view.of, view.year, view.month)
    ranked = frappe.get_all("Key Person Category", order_by="`rank` asc, name asc", pluck="name")
    rows = []
    for station in stations:
        rows.append(station)
        for category in ranked:
            found = by_category.get((station["station"], category))
            if found:
                row = _row(category, found, view.month) | {"indent": 1}
                row["links"] = _entry_links(
                    view, station=station["station"], **{data.CATEGORY_FIELD: category}
                )
                rows.append(row)
        hidden = counts.get((station["station"], 1))
        if hidden and not view.may_open(station["station"]):
            rows.append(_row(_("Categories Not Public"), hidden, view.month) | {"indent": 1})
    return rows


def _total_row(view: View, stations: list[dict]) -> dict:
    row = {key: sum(station.get(key) or 0 for station in stations) for key in NUMBERS}
    row["coverage"] = coverage.coverage_percent(row["registered"], row["visited"])
    row.update(label=_("Total"), bold=1, indent=0, links={})
    if view.of.all_full:
        # without a station in the filter the list has all rows of the reader, which are these
        where = {
            "town": view.town,
            "station": stations[0]["station"] if len(stations) == 1 else None,
        }
        row["links"] = _entry_links(view, **where)
        if view.month:
            row["links"]["month_seen"] = data.household_link(view.month, **where)
    return row


# -- columns, chart, summary --------------------------------------------------------------------------


def _columns(view: View) -> list[dict]:
    numbers = [
        ("registered", _("Households Registered")),
        ("visited", _("Visited")),
        ("left", _("To Visit")),
    ]
    columns = [
        {"fieldname": "label", "label": _("Station / Category"), "fieldtype": "Data", "width": 170}
    ]
    columns += [_number(*number) for number in numbers]
    columns.append(
        {"fieldname": "coverage", "label": _("Coverage"), "fieldtype": "Percent", "width": 100}
    )
    if view.month:
        columns += [
            _number("month_seen", _("Households Visited This Month"), 130),
            _number("month_target", _("Target of This Month"), 110),
            _number("month_new", _("First Visits This Month"), 130),
            _number("needed_per_month", _("Needed a Month"), 130),
        ]
    if view.year <= view.today.year:
        columns.append(
            {"fieldname": "light", "label": _("Pace"), "fieldtype": "Data", "width": 100}
        )
    return columns


def _number(fieldname: str, label: str, width: int = 90) -> dict:
    return {"fieldname": fieldname, "label": label, "fieldtype": "Int", "width": width}


def _chart(stations: list[dict]) -> dict | None:
    if not stations or len(stations) > MOST_STATIONS_IN_CHART:
        return None
    return {
        "data": {
            "labels": [row["label"] for row in stations],
            "datasets": [
                {"name": _("Visited"), "values": [row["visited"] for row in stations]},
                {"name": _("To Visit"), "values": [row["left"] for row in stations]},
            ],
        },
        "type": "bar",
        "barOptions": {"stacked": 1},
        "colors": ["#2e9e6b", "#d9dee3"],
        "fieldtype": "Int",
    }


def _summary(row: dict | None, view: View) -> list[dict]:
    if not row:
        return []
    items = [
        (_("Households Registered"), row["registered"], "Int", "Blue"),
        (_("Visited"), row["visited"], "Int", "Green"),
        (_("To Visit"), row["left"], "Int", "Orange" if row["left"] else "Green"),
        (_("Coverage"), row["coverage"], "Percent", "Blue"),
    ]
    if view.month:
        items.append((_("Households Visited This Month"), row["month_seen"], "Int", "Blue"))
    return [
        {"label": label, "value": value, "datatype": kind, "indicator": color}
        for label, value, kind, color in items
    ]
