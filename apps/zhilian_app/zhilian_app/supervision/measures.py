"""What the records of a year say of stations and cadres: so many good of all, a query or two for each measure.

The lists behind the numbers are in measure_links.py, in the same words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Date, Max, Sum
from frappe.utils import cint, flt

from zhilian_app import calendar
from zhilian_app.filings import rules as filing_rules
from zhilian_app.filings import states as filing_states
from zhilian_app.issues import states as issue_states
from zhilian_app.supervision import marks, states
from zhilian_app.supervision.month_sql import month_of
from zhilian_app.supervision.scoring import Found

COVERAGE = "Coverage"
HOUSEHOLDS = "Households a Month"
EFFECTIVE = "Effective Visits"
MEETINGS = "Weekly Meetings Held"
ATTENDANCE = "Attendance at Meetings"
ISSUES = "Issues in Time"
SATISFACTION = "Satisfaction"
FILINGS = "Filings in Time"
GAPS = "Bulletins without a Gap"
CHECKS = "Spot Checks"
RECTIFICATIONS = "Rectifications in Time"
PROJECTS = "Projects on Schedule"
PATROLS = "Presence at Patrols"


@dataclass(frozen=True)
class Year:
    """The part of a year that is over: its records count up to ``until``, the last day that is over.

    What is due today can still be done; before the year's first day is over ``until`` lies before the year.
    """

    town: str
    year: int
    until: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    def span(self) -> list:
        return ["between", [str(self.first), str(self.until)]]


Rows = dict[str, Found]


def of_stations(year: Year) -> dict[str, Rows]:
    """Measure → station → what was found."""
    return {name: read(year) for name, read in _STATION.items()}


def of_cadres(year: Year) -> dict[str, Rows]:
    """Measure → cadre → what was found, of those measures that say something of a single person."""
    return {name: read(year) for name, read in _CADRE.items()}


def _found(rows) -> Rows:
    return {key: Found(Decimal(str(flt(good))), Decimal(str(flt(of)))) for key, good, of in rows}


def _count_if(condition):
    return Sum(Case().when(condition, 1).else_(0))


# -- visits -----------------------------------------------------------------------------------------------


def _coverage(y: Year) -> Rows:
    entry = frappe.qb.DocType("Key Visit Entry")
    return _found(
        frappe.qb.from_(entry)
        .select(entry.station, _count_if(entry.status == "Visited"), Count(entry.name))
        .where((entry.town == y.town) & (entry.year == y.year) & (entry.status != "Removed"))
        .groupby(entry.station)
        .run()
    )


def _households(y: Year) -> Rows:
    """Months, of those over, in which the station visited as many households as the town asks for."""
    visit = frappe.qb.DocType("Household Visit")
    minimum = cint(frappe.db.get_value("Town", y.town, "monthly_visit_minimum"))
    month = month_of(visit.visit_date)
    rows = (
        frappe.qb.from_(visit)
        .select(visit.station, month, Count(visit.household).distinct())
        .where(_visits_of(visit, y) & (visit.effective == 1))
        .groupby(visit.station, month)
        .run()
    )
    over = months_over(y)
    reached: dict[str, int] = dict.fromkeys(_stations(y), 0)
    for station, number, households in rows:
        if number <= over and households >= minimum:
            reached[station] = reached.get(station, 0) + 1
    return _found((station, good, over) for station, good in reached.items())


def months_over(y: Year) -> int:
    """How many months of the year are over by its last day."""
    if y.until < y.first:
        return 0
    return y.until.month if y.until == calendar.month_end(y.until) else y.until.month - 1


def _stations(y: Year) -> list[str]:
    return frappe.get_all("Station", filters={"town": y.town}, pluck="name", order_by="name asc")


def _visits_of(visit, y: Year):
    return (visit.town == y.town) & visit.visit_date[y.first : y.until] & (visit.voided == 0)


def _effective(y: Year) -> Rows:
    visit = frappe.qb.DocType("Household Visit")
    return _found(
        frappe.qb.from_(visit)
        .select(visit.station, Sum(visit.effective), Count(visit.name))
        .where(_visits_of(visit, y))
        .groupby(visit.station)
        .run()
    )


def _effective_by_cadre(y: Year) -> Rows:
    visit, visitor = frappe.qb.DocType("Household Visit"), frappe.qb.DocType("Visit Cadre")
    return _found(
        frappe.qb.from_(visit)
        .join(visitor)
        .on((visitor.parent == visit.name) & (visitor.parenttype == "Household Visit"))
        .select(visitor.cadre, Sum(visit.effective), Count(visit.name))
        .where(_visits_of(visit, y))
        .groupby(visitor.cadre)
        .run()
    )


# -- meetings ---------------------------------------------------------------------------------------------


def _meetings(y: Year) -> Rows:
    meeting = frappe.qb.DocType("Weekly Meeting")
    return _found(
        frappe.qb.from_(meeting)
        .select(meeting.station, _count_if(meeting.status == "Held"), Count(meeting.name))
        # one that was not held for a reason that is written down counts neither way
        .where(
            (meeting.town == y.town)
            & meeting.meeting_date[y.first : y.until]
            & meeting.status.isin(["Held", "Planned"])
        )
        .groupby(meeting.station)
        .run()
    )


def _attended(y: Year, by: str) -> Rows:
    """Signed in, of those expected; who was on leave is not counted."""
    meeting, row = frappe.qb.DocType("Weekly Meeting"), frappe.qb.DocType("Meeting Attendance")
    subject = meeting.station if by == "station" else row.cadre
    return _found(
        frappe.qb.from_(row)
        .join(meeting)
        .on((row.parent == meeting.name) & (row.parenttype == "Weekly Meeting"))
        .select(subject, _count_if(row.attendance == "Present"), Count(row.name))
        .where(
            (meeting.town == y.town)
            & meeting.meeting_date[y.first : y.until]
            & (meeting.status == "Held")
            & row.attendance.isin(["Present", "Absent"])
        )
        .groupby(subject)
        .run()
    )


# -- issues -----------------------------------------------------------------------------------------------


def _issues(y: Year, by: str) -> Rows:
    """Solved by the due day, of those whose due day is over; one that was withdrawn counts neither way."""
    issue = frappe.qb.DocType("Ledger Issue")
    subject = issue.station if by == "station" else issue.handler
    in_time = issue.resolved_on.isnotnull() & (issue.resolved_on <= issue.due_on)
    return _found(
        frappe.qb.from_(issue)
        .select(subject, _count_if(in_time), Count(issue.name))
        .where(
            (issue.town == y.town)
            & issue.due_on[y.first : y.until]
            & (issue.state != issue_states.WITHDRAWN)
            & subject.isnotnull()
        )
        .groupby(subject)
        .run()
    )


def _satisfaction(y: Year) -> Rows:
    issue = frappe.qb.DocType("Ledger Issue")
    return _found(
        frappe.qb.from_(issue)
        .select(
            issue.station,
            _count_if(issue.satisfaction.isin(["Satisfied", "Basically Satisfied"])),
            Count(issue.name),
        )
        .where(
            (issue.town == y.town)
            & issue.told_on[y.first : y.until]
            & issue.satisfaction.isin(["Satisfied", "Basically Satisfied", "Not Satisfied"])
        )
        .groupby(issue.station)
        .run()
    )


# -- filings and projects ---------------------------------------------------------------------------------


def _filings(y: Year) -> Rows:
    filing = frappe.qb.DocType("Filing")
    return _found(
        frappe.qb.from_(filing)
        .select(
            filing.station,
            _count_if(filing.standing == filing_rules.ON_TIME),
            Count(filing.name),
        )
        .where(
            (filing.town == y.town)
            & filing.due_on[y.first : y.until]
            & (filing.state != filing_states.NOT_NEEDED)
        )
        .groupby(filing.station)
        .run()
    )


def _gaps(y: Year) -> Rows:
    """Months whose bulletin showed nothing of the station as missing."""
    filing = frappe.qb.DocType("Filing")
    rows = (
        frappe.qb.from_(filing)
        .select(filing.station, filing.month, Max(filing.missed_cutoff))
        .where(
            (filing.town == y.town)
            & filing.month[y.first : y.until]
            & (filing.cutoff_on <= y.until)
            & (filing.state != filing_states.NOT_NEEDED)
        )
        .groupby(filing.station, filing.month)
        .run()
    )
    found: dict[str, list[int]] = {}
    for station, _month, missed in rows:
        found.setdefault(station, []).append(cint(missed))
    return _found((name, months.count(0), len(months)) for name, months in found.items())


def _projects(y: Year) -> Rows:
    """Monthly progress handed in by its day, of all that was due."""
    row = frappe.qb.DocType("Project Progress")
    on_time = (row.status == "Handed In") & (Date(row.handed_in_on) <= row.due_on)
    return _found(
        frappe.qb.from_(row)
        .select(row.station, _count_if(on_time), Count(row.name))
        .where(
            (row.town == y.town)
            & row.due_on[y.first : y.until]
            & row.status.isin(["Handed In", "Due"])
        )
        .groupby(row.station)
        .run()
    )


# -- checks -----------------------------------------------------------------------------------------------


def _checks(y: Year) -> Rows:
    """Scores of the checks, each of 100; a check of which nothing was looked at has none."""
    check, result = frappe.qb.DocType("Spot Check"), frappe.qb.DocType("Check Result")
    looked_at = (
        frappe.qb.from_(result)
        .select(result.parent)
        .where((result.parenttype == "Spot Check") & result.result.isin(list(marks.SHARES)))
    )
    rows = (
        frappe.qb.from_(check)
        .select(check.station, Sum(check.score), Count(check.name))
        .where(
            (check.town == y.town)
            & check.check_day[y.first : y.until]
            & (check.state == states.RECORDED)
            & check.name.isin(looked_at)
        )
        .groupby(check.station)
        .run()
    )
    return _found((station, total, count * 100) for station, total, count in rows)


def _patrols(y: Year, by: str) -> Rows:
    """There when the checkers came, of those who should have been; leave and other duty are not counted."""
    check, row = frappe.qb.DocType("Spot Check"), frappe.qb.DocType("Check Person")
    subject = check.station if by == "station" else row.cadre
    return _found(
        frappe.qb.from_(row)
        .join(check)
        .on((row.parent == check.name) & (row.parenttype == "Spot Check"))
        .select(subject, _count_if(row.seen == marks.PRESENT), Count(row.name))
        .where(
            (check.town == y.town)
            & check.check_day[y.first : y.until]
            & (check.state == states.RECORDED)
            & row.seen.isin([marks.PRESENT, marks.ABSENT])
        )
        .groupby(subject)
        .run()
    )


def _rectifications(y: Year) -> Rows:
    """Done by the due day and found good, of those whose due day is over."""
    row = frappe.qb.DocType("Rectification")
    in_time = (row.state == states.CLOSED) & (Date(row.done_on) <= row.due_on)
    return _found(
        frappe.qb.from_(row)
        .select(row.station, _count_if(in_time), Count(row.name))
        .where((row.town == y.town) & row.due_on[y.first : y.until])
        .groupby(row.station)
        .run()
    )


_STATION: dict[str, Callable[[Year], Rows]] = {
    COVERAGE: _coverage,
    HOUSEHOLDS: _households,
    EFFECTIVE: _effective,
    MEETINGS: _meetings,
    ATTENDANCE: lambda y: _attended(y, "station"),
    ISSUES: lambda y: _issues(y, "station"),
    SATISFACTION: _satisfaction,
    FILINGS: _filings,
    GAPS: _gaps,
    CHECKS: _checks,
    RECTIFICATIONS: _rectifications,
    PROJECTS: _projects,
    PATROLS: lambda y: _patrols(y, "station"),
}
_CADRE: dict[str, Callable[[Year], Rows]] = {
    EFFECTIVE: _effective_by_cadre,
    ATTENDANCE: lambda y: _attended(y, "cadre"),
    ISSUES: lambda y: _issues(y, "cadre"),
    PATROLS: lambda y: _patrols(y, "cadre"),
}
MEASURES = tuple(_STATION)
