"""Filings make themselves: one for each station, month and requirement, whatever days the machine was off.

The plan: 「每月……」 and 「错过印刊时间将显示缺报」: what is due does not depend on anybody's memory.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import getdate, now

from zhilian_app import calendar
from zhilian_app.filings import requirements, rules, sources, standings, states
from zhilian_app.filings.requirements import REQUIREMENT, Requirement
from zhilian_app.stations import duties
from zhilian_app.upkeep import begins_anew

FILING = "Filing"
EVENTS_HOOK = "zhilian_filing_events"
CHUNK = 1000
LONGEST = 140
COLUMNS = (
    "name", "creation", "modified", "owner", "modified_by", "title", "requirement", "requirement_title", "station",
    "station_name", "town", "month", "due_on", "due_is_holiday", "cutoff_on", "standing", "missed_cutoff", "state",
    "counts", "signer", "counts_from", "follows", "event_on", "reference_doctype", "reference_name", "reference_title",
)  # fmt: skip


@dataclass(frozen=True)
class Station:
    """A station as the job sees it."""

    name: str
    station_name: str
    town: str
    span: rules.Span


@dataclass(frozen=True)
class Event:
    """Something that brings a filing about at a station; the reference tells two of a day apart."""

    station: str
    event_on: date
    doctype: str | None = None
    name: str | None = None
    title: str | None = None


@begins_anew
def make_filings() -> None:
    """Daily: what is asked for by now is there, and stands as the clock and the documents say.

    May run any number of times; missed days are caught up. A requirement that cannot be worked out is logged and does
    not stop the others. The number of queries does not grow with the stations.
    """
    today = getdate()
    every = requirements.read()
    stations = read_stations()
    wanted, done = _wanted(every, stations, today)
    insert(wanted)
    _note_done(done, today)
    drop_unneeded(every, stations)
    oldest = _oldest(every, today)
    for counts in sources.FOLLOWED:
        standings.refresh(sources.sync(counts, month=oldest))
    standings.follow_clock()


def _oldest(every: list[Requirement], today: date) -> date:
    """First month in which something may be new: all of them where a requirement is made for the first time."""
    months = [rules.since(one.made_until) or one.rule.from_month for one in every]
    return calendar.month_start(min(months, default=today))


# -- what is asked for ------------------------------------------------------------------------------------


def read_stations(town: str | None = None) -> dict[str, list[Station]]:
    """Stations by town, ended ones too: what was due before they ended stays due."""
    found: dict[str, list[Station]] = {}
    rows = frappe.get_all(
        "Station",
        filters={"town": town} if town else {},
        fields=["name", "station_name", "town", "started_on", "ended_on", "creation"],
        order_by="town asc, station_name asc",
    )
    for row in rows:
        span = rules.Span(
            getdate(row.started_on or row.creation), getdate(row.ended_on) if row.ended_on else None
        )
        found.setdefault(row.town, []).append(Station(row.name, row.station_name, row.town, span))
    return found


def _wanted(
    every: list[Requirement], stations: dict[str, list[Station]], today: date
) -> tuple[dict[str, tuple], list[str]]:
    """Rows by name of all that is asked for by now, and the requirements that could be worked out."""
    ahead = {town: max(days) for town, days in duties.reminder_days().items()}
    events = _events(every)
    found: dict[str, tuple] = {}
    done = []
    stamp = now()
    for one in every:
        try:
            of_town = stations.get(one.town, [])
            if one.rhythm == rules.EVERY_MONTH:
                rows = _monthly(one, of_town, today, ahead.get(one.town, 0), stamp)
            else:
                rows = _after_events(one, of_town, events.get(one.event, []), stamp)
            found.update((row[0], row) for row in rows)
            done.append(one.name)
        except Exception:
            frappe.log_error(title=f"Filing Requirement {one.name}"[:LONGEST])
    return found, done


def _monthly(
    one: Requirement, stations: list[Station], today: date, ahead: int, stamp: str
) -> list[tuple]:
    since = rules.since(one.made_until)
    return [
        row_of(one, station, due, stamp)
        for due in rules.dues(one.rule, today, ahead, since)
        for station in stations
        if one.is_for(station.name) and station.span.has(due.due_on)
    ]


def _after_events(
    one: Requirement, stations: list[Station], events: Iterable[Event], stamp: str
) -> list[tuple]:
    known = {station.name: station for station in stations}
    rows = []
    for event in events:
        station = known.get(event.station)
        if not station or not one.is_for(station.name) or event.event_on < one.rule.from_month:
            continue
        due = rules.due_after(one.rule, event.event_on)
        if rules.is_asked(one.rule, due) and station.span.has(due.due_on):
            rows.append(row_of(one, station, due, stamp, event))
    return rows


def _events(every: list[Requirement]) -> dict[str, list[Event]]:
    """Events by kind, since the first day that any requirement asks for."""
    wanted = {one.event for one in every if one.rhythm == rules.AFTER_EVENT}
    if not wanted:
        return {}
    since = min(one.rule.from_month for one in every if one.rhythm == rules.AFTER_EVENT)
    found: dict[str, list[Event]] = {}
    if requirements.START in wanted:
        found[requirements.START] = project_starts(since)
    for path in frappe.get_hooks(EVENTS_HOOK):
        try:
            for kind, events in frappe.get_attr(path)(since).items():
                found.setdefault(kind, []).extend(events)
        except Exception:
            frappe.log_error(title=f"Filing: {path}"[:LONGEST])
    return found


def project_starts(since: date) -> list[Event]:
    """Projects whose start was confirmed: 「确认申请启动驻点直联工作专项经费后,当月30日前填报」."""
    rows = frappe.get_all(
        "Subsidy Project",
        filters={"started_on": [">=", since]},
        fields=["name", "title", "station", "started_on"],
        order_by="started_on asc, name asc",
    )
    return [
        Event(row.station, getdate(row.started_on), "Subsidy Project", row.name, row.title)
        for row in rows
    ]


# -- rows -------------------------------------------------------------------------------------------------


def name_of(one: Requirement, station: str, due: rules.Due, event: Event | None = None) -> str:
    """Name of a filing: the same one however often the job runs."""
    name = f"{station}-{one.title}-{due.month:%Y-%m}"
    if event:
        name = f"{name}-{event.name or event.event_on.strftime('%Y%m%d')}"
    return name[:LONGEST]


def row_of(
    one: Requirement, station: Station, due: rules.Due, stamp: str, event: Event | None = None
) -> tuple:
    """A new filing in the order of COLUMNS."""
    name = name_of(one, station.name, due, event)
    today = getdate()
    parts = [station.station_name, f"{due.month:%Y-%m}", one.title, event.title if event else None]
    return (
        name, stamp, stamp, "Administrator", "Administrator", " ".join(filter(None, parts))[:LONGEST], one.name,
        one.title, station.name, station.station_name, station.town, due.month, due.due_on,
        int(not calendar.is_working_day(due.due_on)), due.cutoff_on,
        rules.standing(due.due_on, due.cutoff_on, None, today),
        int(rules.missed_cutoff(due.cutoff_on, None, today)), states.TO_HAND_IN, one.counts, one.signer,
        one.counts_from, int(one.counts in sources.FOLLOWED), event.event_on if event else None,
        event.doctype if event else None, event.name if event else None, event.title if event else None,
    )  # fmt: skip


def insert(rows: dict[str, tuple]) -> list[str]:
    """Insert those that are not there yet; return their names."""
    known = _known(rows)
    new = [name for name in rows if name not in known]
    if new:
        values = [rows[name] for name in new]
        frappe.db.bulk_insert(
            FILING, list(COLUMNS), values, ignore_duplicates=True, chunk_size=CHUNK
        )
    return new


def _known(rows: dict[str, tuple]) -> set[str]:
    if not rows:
        return set()
    at = COLUMNS.index("month")
    months = {row[at] for row in rows.values()}
    filing = frappe.qb.DocType(FILING)
    found = (
        frappe.qb.from_(filing)
        .select(filing.name)
        .where(filing.month.between(min(months), max(months)))
    )
    return set(found.run(pluck=True))


def _note_done(names: list[str], today: date) -> None:
    if names:
        frappe.db.set_value(
            REQUIREMENT, {"name": ["in", names]}, "made_until", today, update_modified=False
        )


# -- what is no longer asked for --------------------------------------------------------------------------


def drop_unneeded(every: list[Requirement], stations: dict[str, list[Station]]) -> None:
    """Filings of stations and requirements that ended before the due day are not waited for.

    Nor are those to come of stations that a requirement is not for any more.
    """
    spans = {station.name: station.span for rows in stations.values() for station in rows}
    ended = {name: span for name, span in spans.items() if span.ended_on}
    changed = {one.name: one for one in every if one.rule.to or one.stations is not None}
    if not ended and not changed:
        return
    today = getdate()
    filing = frappe.qb.DocType(FILING)
    rows = (
        frappe.qb.from_(filing)
        .select(filing.name, filing.station, filing.requirement, filing.due_on)
        .where(
            filing.state.isin(states.OPEN_STATES)
            & filing.handed_in_on.isnull()
            & (filing.station.isin([*ended, ""]) | filing.requirement.isin([*changed, ""]))
        )
        .run(as_dict=True)
    )
    names = [
        row.name
        for row in rows
        if (row.station in ended and not ended[row.station].has(row.due_on))
        or _is_dropped(changed.get(row.requirement), row, today)
    ]
    for start in range(0, len(names), CHUNK):
        frappe.db.set_value(
            FILING,
            {"name": ["in", names[start : start + CHUNK]]},
            {"state": states.NOT_NEEDED, "standing": rules.NOT_NEEDED, "missed_cutoff": 0},
        )


def _is_dropped(one: Requirement | None, row, today: date) -> bool:
    if not one:
        return False
    if one.rule.to and row.due_on > one.rule.to:
        return True
    return not one.is_for(row.station) and row.due_on >= today
