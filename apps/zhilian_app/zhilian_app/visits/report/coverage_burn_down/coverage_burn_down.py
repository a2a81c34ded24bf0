"""年度走访进度图: what is left of the register month by month, against an even year and the pace now needed."""

from datetime import date

import frappe
from frappe import _

from zhilian_app.calendar import month_end
from zhilian_app.visits import coverage
from zhilian_app.visits import report_data as data
from zhilian_app.visits.burn_down import MONTHS, MonthPoint, burn_down
from zhilian_app.visits.report_data import Counts, MonthSpan

COLORS = ("#7da7d9", "#8d99a6", "#e8912d")


def execute(filters: dict | None = None):
    """Frappe's entry point: columns, rows, message and chart, under the reader's own rows."""
    filters = frappe._dict(filters or {})
    year = data.report_year(filters)
    of = data.reach(filters.town, filters.station)
    counts = data.total(data.station_counts(of, year, None).values())
    points = burn_down(counts.registered, data.first_visits_by_month(of, year), _last_month(year))
    visits, homes = data.visits_by_month(of, year)
    where = (
        {"town": filters.town, "station": filters.station} if of.stations and of.all_full else None
    )
    rows = [
        _row(point, year, counts, visits[point.month - 1], homes[point.month - 1], where)
        for point in points
    ]
    _fill_coverage(rows, counts)
    return _columns(), rows, None, _chart(points) if of.stations else None


def _last_month(year: int) -> int:
    today = data.today()
    if year == today.year:
        return today.month
    return MONTHS if year < today.year else 0


def _row(
    point: MonthPoint, year: int, counts: Counts, visits: int, homes: int, where: dict | None
) -> dict:
    span = MonthSpan(date(year, point.month, 1), month_end(date(year, point.month, 1)))
    past = point.left is not None
    row = {
        "month": str(point.month),
        "visits": visits if past else None,
        "homes": homes if past else None,
        "newly_covered": point.newly_covered,
        "left": point.left,
        "ideal": point.ideal,
        "pace": point.pace,
        "links": {},
    }
    if where is not None and past:
        row["links"]["visits"] = data.visit_link(span, **where)
        row["links"]["newly_covered"] = data.entry_link(
            year, first_visited_on=data.between(span), **where
        )
    return row


def _fill_coverage(rows: list[dict], counts: Counts) -> None:
    past = [row for row in rows if row["left"] is not None]
    for row in past:
        covered = counts.registered - row["left"]
        row["coverage"] = coverage.coverage_percent(counts.registered, covered)
    if past:
        # the number card adds this column up: the greatest of no value but zeros is no number to Frappe
        past[-1]["coverage_now"] = past[-1]["coverage"]


def _columns() -> list[dict]:
    numbers = (
        ("visits", _("Effective Visits"), 110),
        ("homes", _("Households Visited"), 110),
        ("newly_covered", _("First Visits of the Register"), 150),
        ("left", _("Left to Visit"), 100),
        ("ideal", _("Even Pace"), 100),
        ("pace", _("Pace Needed From Now"), 150),
    )
    columns = [{"fieldname": "month", "label": _("Month"), "fieldtype": "Data", "width": 70}]
    columns += [
        {"fieldname": name, "label": label, "fieldtype": "Int", "width": width}
        for name, label, width in numbers
    ]
    columns.append(
        {"fieldname": "coverage", "label": _("Coverage"), "fieldtype": "Percent", "width": 100}
    )
    columns.append({**columns[-1], "fieldname": "coverage_now", "hidden": 1})
    return columns


def _chart(points: list[MonthPoint]) -> dict:
    """Bars for what is left, lines for where it should be; Frappe Charts draws an empty point as a fall to 0,
    so that the line of the pace begins with the facts."""
    left = [point.left or 0 for point in points]
    pace = [point.left if point.pace is None else point.pace for point in points]
    return {
        "data": {
            "labels": [str(point.month) for point in points],
            "datasets": [
                {"name": _("Left to Visit"), "values": left, "chartType": "bar"},
                {
                    "name": _("Even Pace"),
                    "values": [point.ideal for point in points],
                    "chartType": "line",
                },
                {"name": _("Pace Needed From Now"), "values": pace, "chartType": "line"},
            ],
        },
        "type": "axis-mixed",
        "colors": list(COLORS),
        "fieldtype": "Int",
    }
