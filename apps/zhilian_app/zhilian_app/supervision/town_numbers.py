"""The numbers of the leaders' page, each as the list that it opens, counted by station under the reader's rights."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import cint
from pypika.terms import LiteralValue

from zhilian_app import calendar, permissions
from zhilian_app.filings import due_today
from zhilian_app.subsidies import states as project_states
from zhilian_app.supervision import states

ISSUE, FILING, MEETING = "Ledger Issue", "Filing", "Weekly Meeting"
ENTRY, VISIT, CHECK = "Key Visit Entry", "Household Visit", "Spot Check"
PROJECT, PROGRESS, RECTIFICATION = "Subsidy Project", "Project Progress", "Rectification"
LONG_AGO = date(1900, 1, 1)
RUNNING = ["in", [project_states.FUNDED, project_states.UNDER_WAY]]


@dataclass(frozen=True)
class Day:
    """The town on a day; ``missed`` is the last month whose bulletin is closed."""

    town: str
    today: date
    missed: date

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)

    @property
    def month(self) -> tuple[date, date]:
        return calendar.month_start(self.today), calendar.month_end(self.today)

    @property
    def year(self) -> tuple[date, date]:
        return date(self.today.year, 1, 1), date(self.today.year, 12, 31)


Filters = dict[str, object]
Counts = dict[str, int]


def _span(first: date, last: date) -> list:
    return ["Between", [str(first), str(last)]]


def _before(day: date) -> list:
    # as a span: a list takes a day that is not set for a very early one
    return _span(LONG_AGO, day - timedelta(days=1))


def _owed(key: str) -> Callable[[Day], tuple[str, Filters]]:
    """As 今日催办 counts it, so that both pages say the same."""

    def number(d: Day) -> tuple[str, Filters]:
        doctype, rows = due_today.number_filters(d.today, d.missed)[key]
        return doctype, {field: [operator, value] for field, operator, value in rows}

    return number


NUMBERS: dict[str, Callable[[Day], tuple[str, Filters]]] = {
    "visited": lambda d: (ENTRY, {"year": d.today.year, "status": "Visited"}),
    "to_visit": lambda d: (ENTRY, {"year": d.today.year, "status": "To Visit"}),
    "visits": lambda d: (VISIT, {"visit_date": _span(*d.month), "effective": 1, "voided": 0}),
    "open": lambda d: (ISSUE, {"is_open": 1}),
    "overdue": lambda d: (ISSUE, {"is_open": 1, "due_on": _before(d.today)}),
    "raised": lambda d: (ISSUE, {"raised_on": _span(*d.month)}),
    "closed": lambda d: (ISSUE, {"closed_on": _span(*d.month)}),
    "held": lambda d: (MEETING, {"status": "Held", "meeting_date": _span(*d.month)}),
    "not_held": lambda d: (
        MEETING,
        {"status": "Planned", "meeting_date": _span(d.month[0], d.yesterday)},
    ),
    "late": _owed("overdue"),
    "missing": _owed("missing"),
    "to_come": lambda d: (
        FILING,
        {
            "standing": ["in", list(due_today.WAITING)],
            "due_on": _span(d.today, d.month[1]),
            "state": ["!=", "Handed In"],
        },
    ),
    "projects": lambda d: (PROJECT, {"state": RUNNING}),
    "projects_late": lambda d: (
        PROJECT,
        {"state": RUNNING, "expected_finish": _before(d.today)},
    ),
    "progress_late": lambda d: (PROGRESS, {"status": "Due", "due_on": _before(d.today)}),
    "checks": lambda d: (CHECK, {"state": states.RECORDED, "check_day": _span(*d.year)}),
    "full_checks": lambda d: (
        CHECK,
        {"state": states.RECORDED, "kind": states.FULL, "check_day": _span(*d.year)},
    ),
    "to_mend": lambda d: (RECTIFICATION, {"is_open": 1}),
    "mend_late": lambda d: (RECTIFICATION, {"is_open": 1, "due_on": _before(d.today)}),
}


def link(key: str, d: Day, station: str | None = None) -> dict:
    """The list behind a number, of the town or of one station."""
    doctype, filters = NUMBERS[key](d)
    place = {"station": station} if station else {"town": d.town}
    return {"doctype": doctype, "filters": {**place, **filters}}


def counts(key: str, d: Day) -> Counts:
    """How many rows the reader's list has, by station; their sum is the number of the town.

    By a query of its own: Frappe's lists wrap a day in ifnull(), and read all visits of the town for those of a month.
    """
    doctype, filters = NUMBERS[key](d)
    table = frappe.qb.DocType(doctype)
    query = frappe.qb.from_(table).select(table.station, Count(table.name)).groupby(table.station)
    query = query.where(table.town == d.town)
    for field, value in filters.items():
        query = query.where(_condition(table[field], value))
    own = permissions.query_conditions(None, doctype)
    if own:
        query = query.where(LiteralValue(own))
    return {station: cint(number) for station, number in query.run()}


def _condition(field, value):
    operator, given = value if isinstance(value, list) else ("=", value)
    if operator == "Between":
        return field[given[0] : given[1]]
    return OPERATORS[operator](field, given)


OPERATORS: dict[str, Callable] = {
    "=": lambda field, value: field == value,
    "!=": lambda field, value: field != value,
    "<": lambda field, value: field < value,
    "in": lambda field, value: field.isin(value),
}
