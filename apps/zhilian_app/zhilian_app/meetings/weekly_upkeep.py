"""Daily: the meetings of this week and the next are there, their lists follow the teams, today's have their agenda."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from zhilian_app.meetings import attendance, minutes, week_rules
from zhilian_app.meetings.attendance import PLANNED
from zhilian_app.meetings.attendance_book import MEETING
from zhilian_app.stations import roster
from zhilian_app.upkeep import each, since

FIRST_DAY = "zhilian_weekly_meetings_since"


def make_meetings() -> None:
    """Make what is missing, weeks in which the job did not run included; then follow the teams and draw agendas.

    May run any number of times; one station's error is logged and stops no other.
    """
    today = getdate()
    missing = _missing(today, since(FIRST_DAY, today))
    each(missing, lambda one: make_meeting(*one), MEETING)
    each(_lists_out_of_step(today), _follow, MEETING)
    each(_to_draw(today), minutes.freshen, MEETING)


# -- meetings that are to be made ----------------------------------------------------------------------


def _missing(today: date, since: date) -> list[tuple[str, date, date]]:
    """Station, Monday and day of each meeting that is to be made, in order of days."""
    mondays = week_rules.weeks_around(today)
    known = set(
        frappe.get_all(
            MEETING,
            filters={"week": ["between", [mondays[0], mondays[-1]]]},
            fields=["station", "week"],
            as_list=True,
        )
    )
    found = []
    for row in _stations(mondays[0]):
        for monday in mondays:
            day = week_rules.meeting_day(monday, row.visit_weekday or "Thursday")
            due = day and week_rules.is_due(day, since, row.started_on, row.ended_on)
            if due and (row.name, monday) not in known:
                found.append((row.name, monday, day))
    return sorted(found, key=lambda one: (one[2], one[0]))


def _stations(since: date) -> list:
    """Stations that are in force, or were since ``since``, with the weekday of their town."""
    station = frappe.qb.DocType("Station")
    town = frappe.qb.DocType("Town")
    return (
        frappe.qb.from_(station)
        .join(town)
        .on(town.name == station.town)
        .select(station.name, station.started_on, station.ended_on, town.visit_weekday)
        .where(station.ended_on.isnull() | (station.ended_on >= since))
        .orderby(station.name)
        .run(as_dict=True)
    )


def make_meeting(station: str, monday: date, day: date) -> None:
    """Make a station's meeting of the week that begins on ``monday``."""
    meeting = frappe.new_doc(MEETING)
    meeting.update({"station": station, "meeting_date": day})
    meeting.flags.monday = monday
    meeting.insert(ignore_permissions=True)


# -- lists of people -------------------------------------------------------------------------------------


def _lists_out_of_step(today: date) -> list[str]:
    """Planned meetings to come whose list differs from the team of their day: two queries for all stations."""
    meetings = frappe.get_all(
        MEETING,
        filters={"status": PLANNED, "meeting_date": [">=", today]},
        fields=["name", "station", "meeting_date"],
        order_by="meeting_date asc, name asc",
    )
    listed = _by_parent("Meeting Attendance", [row.name for row in meetings])
    teams = _teams({row.station for row in meetings}, today)
    return [
        row.name
        for row in meetings
        if attendance.differs(
            listed.get(row.name, ()), _team_on(teams.get(row.station, ()), row.meeting_date)
        )
    ]


def _by_parent(doctype: str, parents: Iterable[str]) -> dict[str, list]:
    names = list(parents)
    if not names:
        return {}
    rows = frappe.get_all(
        doctype,
        filters={"parent": ["in", names], "parenttype": MEETING},
        fields=["parent", "attendance", *attendance.PERSON],
        order_by="parent asc, idx asc",
    )
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row)
    return found


def _teams(stations: set[str], since: date) -> dict[str, list]:
    """Terms with their people by station: each row is a person of a team in force on ``since`` or later."""
    if not stations:
        return {}
    team = frappe.qb.DocType("Station Team")
    member = frappe.qb.DocType("Station Team Member")
    cadre = frappe.qb.DocType("Cadre")
    rows = (
        frappe.qb.from_(team)
        .join(member)
        .on((member.parent == team.name) & (member.parenttype == "Station Team"))
        .join(cadre)
        .on(cadre.name == member.cadre)
        .select(
            team.name.as_("team"),
            team.station,
            team.from_date,
            team.to_date,
            member.cadre,
            cadre.cadre_name,
            member.side,
            member.duty,
            member.position,
        )
        .where(
            team.station.isin(sorted(stations)) & (team.to_date.isnull() | (team.to_date >= since))
        )
        .orderby(team.name)
        .orderby(member.idx)
        .run(as_dict=True)
    )
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row.station, []).append(row)
    return found


def _team_on(people: Iterable, day: date) -> list:
    rows = list(people)
    terms = {row.team: roster.Term(row.team, row.from_date, row.to_date) for row in rows}
    term = roster.team_on(terms.values(), day)
    team = [row for row in rows if term and row.team == term.name]
    return sorted(team, key=lambda row: row.side != "Main")


def _follow(meeting: str) -> None:
    # saving a planned meeting brings its list in step
    minutes.save_quietly(minutes.locked(meeting))


# -- agendas -----------------------------------------------------------------------------------------------


def _to_draw(today: date) -> list[str]:
    """Planned meetings of today, and those of the last weeks whose agenda was never drawn."""
    return frappe.get_all(
        MEETING,
        filters={
            "status": PLANNED,
            "meeting_date": ["between", [week_rules.weeks_around(today)[0], today]],
        },
        or_filters=[["meeting_date", "=", today], ["agenda_drawn_on", "is", "not set"]],
        pluck="name",
        order_by="meeting_date asc, name asc",
    )
