"""Numbers of the register and of visits that reports share, each by one grouped query.

Beside each number stands the filter that opens exactly its rows in a list; both are built here from the same words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate
from pypika import CustomFunction

from zhilian_app import permissions
from zhilian_app.calendar import month_end, month_start

ENTRY, HOUSEHOLD, VISIT = "Key Visit Entry", "Household", "Household Visit"
CATEGORY_FIELD = "Key Visit Category.category"
MONTH = CustomFunction("MONTH", ["day"])
HOUSEHOLD_STATUSES = ("Active", "Ended")
TO_VISIT, VISITED, REMOVED = "To Visit", "Visited", "Removed"


# -- who reads what ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """The stations that a reader may see numbers of.

    Attributes:
        stations: rows with ``name``, ``station_name``, ``town`` and ``ended_on`` by name, in order.
        full: those whose every row the reader may open. Of the others (a leader's, the social affairs
            office's) sensitive rows are only counted, never told apart or opened.
        everything: these are all stations of the site, so that rows need not be asked for theirs.
    """

    stations: Mapping[str, dict] = field(default_factory=dict)
    full: frozenset = frozenset()
    everything: bool = False

    @property
    def names(self) -> list[str]:
        return list(self.stations)

    @property
    def all_full(self) -> bool:
        return len(self.full) == len(self.stations)


def reach(town: str | None = None, station: str | None = None) -> Reach:
    """Stations that who is signed in may see numbers of, narrowed to a town or a station."""
    filters = {key: value for key, value in (("town", town), ("name", station)) if value}
    everything = frappe.session.user == "Administrator"
    s = permissions.scope()
    office = s.office(permissions.ORGANIZATION)
    towns = office | s.office(permissions.TOWN_LEADER, permissions.SOCIAL_AFFAIRS)
    if not (everything or towns or s.stations):
        return Reach()
    rows = frappe.get_all(
        "Station",
        filters=filters,
        or_filters=None
        if everything
        else [["town", "in", [*towns, ""]], ["name", "in", [*s.stations, ""]]],
        fields=["name", "station_name", "town", "ended_on"],
        order_by="town asc, station_name asc",
    )
    full = frozenset(
        row.name for row in rows if everything or row.name in s.stations or row.town in office
    )
    return Reach({row.name: row for row in rows}, full, everything and not filters)


def _within(table, of: Reach):
    return table.station.isnotnull() if of.everything else table.station.isin(of.names)


# -- the month of a report --------------------------------------------------------------------------


@dataclass(frozen=True)
class MonthSpan:
    """First and last day of a month."""

    start: date
    end: date


def today() -> date:
    """The day of the report; tests put another one here."""
    return getdate()


def current_month(year: int) -> MonthSpan | None:
    """This month where ``year`` is this year; other years have none that is still open."""
    day = today()
    return MonthSpan(month_start(day), month_end(day)) if year == day.year else None


def report_year(filters: Mapping) -> int:
    """Year that a report is about: as asked for, else this year."""
    return cint(filters.get("year")) or today().year


# -- counts -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """Households on the register, counted.

    Attributes:
        registered: on the register, removed ones left out.
        visited: of these, with an effective visit this year.
        new_in_month: of these, first visited this month.
        seen_in_month: of these, last visited this month.
    """

    registered: int = 0
    visited: int = 0
    new_in_month: int = 0
    seen_in_month: int = 0

    @property
    def left(self) -> int:
        return self.registered - self.visited

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.registered + other.registered,
            self.visited + other.visited,
            self.new_in_month + other.new_in_month,
            self.seen_in_month + other.seen_in_month,
        )


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of ``counts``."""
    return sum(counts, Counts())


def station_counts(of: Reach, year: int, month: MonthSpan | None) -> dict[tuple[str, int], Counts]:
    """Counts by (station, sensitive)."""
    if not of.stations:
        return {}
    entry = frappe.qb.DocType(ENTRY)
    query = _entries(of, year, month, Count(entry.name)).select(entry.station, entry.sensitive)
    rows = query.groupby(entry.station, entry.sensitive).run(as_dict=True)
    return {(row.station, cint(row.sensitive)): _counts(row) for row in rows}


def category_counts(of: Reach, year: int, month: MonthSpan | None) -> dict[tuple[str, str], Counts]:
    """Counts by (station, category), of the rows only that the reader may open.

    A household of several categories counts in each.
    """
    if not of.stations:
        return {}
    entry = frappe.qb.DocType(ENTRY)
    link = frappe.qb.DocType("Key Visit Category")
    query = _entries(of, year, month, Count(entry.name).distinct())
    query = query.join(link).on((link.parent == entry.name) & (link.parenttype == ENTRY))
    open_to_reader = entry.sensitive == 0
    if of.full:
        open_to_reader |= entry.station.isin(sorted(of.full))
    query = query.where(open_to_reader).select(entry.station, link.category)
    rows = query.groupby(entry.station, link.category).run(as_dict=True)
    return {(row.station, row.category): _counts(row) for row in rows}


def _entries(of: Reach, year: int, month: MonthSpan | None, count):
    entry = frappe.qb.DocType(ENTRY)
    query = (
        frappe.qb.from_(entry)
        .select(count.as_("registered"), _count_if(entry.status == VISITED).as_("visited"))
        .where(_within(entry, of) & (entry.year == year) & entry.status.isin([TO_VISIT, VISITED]))
    )
    if month:
        query = query.select(
            _count_if(entry.first_visited_on[month.start : month.end]).as_("new_in_month"),
            _count_if(entry.last_visited_on[month.start : month.end]).as_("seen_in_month"),
        )
    return query


def _count_if(condition):
    return Sum(Case().when(condition, 1).else_(0))


def _counts(row) -> Counts:
    keys = ("registered", "visited", "new_in_month", "seen_in_month")
    return Counts(*(cint(row.get(key)) for key in keys))


def households_of_month(of: Reach, month: MonthSpan) -> dict[str, int]:
    """Households with an effective visit this month by station, on the register or not.

    A visit can't lie in the future, so these are the households last visited this month.
    """
    if not of.stations:
        return {}
    home = frappe.qb.DocType(HOUSEHOLD)
    rows = (
        frappe.qb.from_(home)
        .select(home.station, Count(home.name))
        .where(
            _within(home, of)
            # whatever it is: named, so that the index by station, status and day serves
            & home.status.isin(HOUSEHOLD_STATUSES)
            & home.last_visited_on[month.start : month.end]
        )
        .groupby(home.station)
        .run()
    )
    return dict(rows)


def first_visits_by_month(of: Reach, year: int) -> list[int]:
    """Households of the register first visited in each of the 12 months."""
    if not of.stations:
        return [0] * 12
    entry = frappe.qb.DocType(ENTRY)
    month = _month(entry.first_visited_on)
    rows = (
        frappe.qb.from_(entry)
        .select(month, Count(entry.name))
        .where(_within(entry, of) & (entry.year == year) & (entry.status == VISITED))
        .groupby(month)
        .run()
    )
    return _twelve(rows)


def visits_by_month(of: Reach, year: int) -> tuple[list[int], list[int]]:
    """Effective visits, and the households that they were paid to, in each of the 12 months."""
    if not of.stations:
        return [0] * 12, [0] * 12
    visit = frappe.qb.DocType(VISIT)
    month = _month(visit.visit_date)
    rows = (
        frappe.qb.from_(visit)
        .select(month, Count(visit.name), Count(visit.household).distinct())
        .where(
            _within(visit, of)
            & visit.visit_date[date(year, 1, 1) : date(year, 12, 31)]
            & (visit.effective == 1)
            & (visit.voided == 0)
        )
        .groupby(month)
        .run()
    )
    return _twelve(rows), _twelve((number, homes) for number, _visits, homes in rows)


def _month(column):
    return MONTH(column)


def _twelve(rows) -> list[int]:
    by_month = {cint(row[0]): cint(row[1]) for row in rows}
    return [by_month.get(month, 0) for month in range(1, 13)]


# -- links --------------------------------------------------------------------------------------------


def entry_link(year: int, **more) -> dict:
    """Opens entries of the register of ``year``; without a status those in force.

    Filters are as Frappe's route options: a value, or ``[operator, value]``.
    """
    filters = {"year": year, **_given(more)}
    filters.setdefault("status", ["!=", REMOVED])
    return {"doctype": ENTRY, "filters": filters}


def household_link(month: MonthSpan, **more) -> dict:
    """Opens the households last visited in ``month``."""
    return {"doctype": HOUSEHOLD, "filters": {"last_visited_on": between(month), **_given(more)}}


def visit_link(month: MonthSpan, **more) -> dict:
    """Opens the effective visits of ``month``."""
    filters = {"visit_date": between(month), "effective": 1, "voided": 0, **_given(more)}
    return {"doctype": VISIT, "filters": filters}


def between(month: MonthSpan) -> list:
    """The days of ``month`` as a filter."""
    return ["Between", [month.start.isoformat(), month.end.isoformat()]]


def _given(filters: Mapping) -> dict:
    return {key: value for key, value in filters.items() if value not in (None, "")}
