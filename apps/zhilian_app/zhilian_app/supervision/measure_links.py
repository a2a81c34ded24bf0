"""The list behind each number of an assessment, in the words in which measures.py counts it. No database here."""

from collections.abc import Callable

from zhilian_app.filings import states as filing_states
from zhilian_app.issues import states as issue_states
from zhilian_app.supervision import marks, measures, states
from zhilian_app.supervision.measures import Year

_SEEN = ["in", [marks.PRESENT, marks.ABSENT]]


def link(measure: str, station: str, y: Year, cadre: str | None = None) -> dict:
    """``doctype`` and ``filters`` (as Frappe's route options) of the rows that a measure is made of.

    Where a measure counts rows, these are all of them. Others are made of rows: months of 20 households of the
    visits; attendance of a station of its meetings; checks and presence of the checks; and of the months without
    a gap the filings that were missing are shown, which are what cost points.

    Args:
        cadre: for a person: their own rows, where the measure says something of a single person.
    """
    if cadre and measure in _OF_CADRE:
        doctype, filters = _OF_CADRE[measure](y, cadre)
        return {"doctype": doctype, "filters": {"town": y.town, **filters}}
    doctype, filters = _OF_STATION[measure](y)
    return {"doctype": doctype, "filters": {"station": station, **filters}}


def _visits(y: Year) -> dict:
    return {"visit_date": y.span(), "voided": 0}


def _issues(y: Year) -> dict:
    return {"due_on": y.span(), "state": ["!=", issue_states.WITHDRAWN]}


def _held(y: Year) -> dict:
    return {"meeting_date": y.span(), "status": "Held"}


def _checks(y: Year) -> dict:
    return {"check_day": y.span(), "state": states.RECORDED}


def _with_people(y: Year) -> dict:
    return {**_checks(y), "kind": ["in", [states.PATROL, states.MEETING]]}


_OF_STATION: dict[str, Callable[[Year], tuple[str, dict]]] = {
    measures.COVERAGE: lambda y: (
        "Key Visit Entry",
        {"year": y.year, "status": ["!=", "Removed"]},
    ),
    measures.HOUSEHOLDS: lambda y: ("Household Visit", {**_visits(y), "effective": 1}),
    measures.EFFECTIVE: lambda y: ("Household Visit", _visits(y)),
    measures.MEETINGS: lambda y: (
        "Weekly Meeting",
        {"meeting_date": y.span(), "status": ["in", ["Held", "Planned"]]},
    ),
    measures.ATTENDANCE: lambda y: ("Weekly Meeting", _held(y)),
    measures.ISSUES: lambda y: ("Ledger Issue", _issues(y)),
    measures.SATISFACTION: lambda y: (
        "Ledger Issue",
        {
            "told_on": y.span(),
            "satisfaction": ["in", ["Satisfied", "Basically Satisfied", "Not Satisfied"]],
        },
    ),
    measures.FILINGS: lambda y: (
        "Filing",
        {"due_on": y.span(), "state": ["!=", filing_states.NOT_NEEDED]},
    ),
    measures.GAPS: lambda y: ("Filing", {"month": y.span(), "missed_cutoff": 1}),
    measures.CHECKS: lambda y: ("Spot Check", _checks(y)),
    measures.RECTIFICATIONS: lambda y: ("Rectification", {"due_on": y.span()}),
    measures.PROJECTS: lambda y: (
        "Project Progress",
        {"due_on": y.span(), "status": ["in", ["Handed In", "Due"]]},
    ),
    measures.PATROLS: lambda y: ("Spot Check", _with_people(y)),
}
_OF_CADRE: dict[str, Callable[[Year, str], tuple[str, dict]]] = {
    measures.EFFECTIVE: lambda y, cadre: (
        "Household Visit",
        {**_visits(y), "Visit Cadre.cadre": cadre},
    ),
    measures.ATTENDANCE: lambda y, cadre: (
        "Weekly Meeting",
        {
            **_held(y),
            "Meeting Attendance.cadre": cadre,
            "Meeting Attendance.attendance": ["in", ["Present", "Absent"]],
        },
    ),
    measures.ISSUES: lambda y, cadre: ("Ledger Issue", {**_issues(y), "handler": cadre}),
    measures.PATROLS: lambda y, cadre: (
        "Spot Check",
        {**_with_people(y), "Check Person.cadre": cadre, "Check Person.seen": _SEEN},
    ),
}
