"""Writes demo issues with what their controller derives."""

from datetime import date

from zhilian_app import calendar
from zhilian_app.demo.constants import OWNER, TOWN
from zhilian_app.demo.issues import Issue
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.issues import states
from zhilian_app.issues.doctype.ledger_issue.ledger_issue import LONGEST_TITLE


def insert_issues(
    issues: list[Issue], cast: Cast, liaisons: dict[str, str], heads: dict[str, str]
) -> None:
    """Write issues, their steps, and the households of sensitive ones.

    Args:
        liaisons: cadre by station, of the team in force today.
        heads: cadre by document name of the Town Office.
    """
    rows = Rows(
        "Ledger Issue",
        "title", "household", "station", "station_name", "town", "content", "issue_kind", "raised_on", "householder",
        "address", "phone", "state", "level", "town_office", "handler", "handler_name", "handler_user", "due_on",
        "due_from",
        "due_days", "due_estimated", "is_open", "source", "source_name", "sensitive", "result", "resolved_on",
        "resolved_by", "closed_on", "told_on", "told_by", "told_how", "satisfaction", "told_words", "reopened",
        "decision", "resolution_no", "decided_on", "approved_amount", "decision_words", "decided_in",
    )  # fmt: skip
    steps = ChildRows(
        "Step Record", "Ledger Issue", "steps",
        "stepped_on", "by_name", "by_user", "from_state", "to_state", "reason", "level", "due_on", "office_name",
    )  # fmt: skip
    apart = Rows("Issue Household", "issue", "household", "station", "town")
    for issue in issues:
        first, last = issue.events[0], issue.last
        owner = cast.users.get(first.by, OWNER)
        rows.add(issue.name, first.at, *_facts(issue, cast, liaisons, heads), owner=owner)
        steps.add_all(issue.name, last.at, _steps(issue, cast), owner=owner)
        if issue.sensitive:
            home = issue.visit.home
            apart.add(f"{issue.name}-h", first.at, issue.name, home.name, home.station, home.town)
    for one in (rows, steps, apart):
        one.insert()


def _facts(issue: Issue, cast: Cast, liaisons: dict[str, str], heads: dict[str, str]) -> tuple:
    home, visit, last = issue.visit.home, issue.visit, issue.last
    person = (None, None, None) if issue.sensitive else (home.householder, home.address, home.phone)
    handler = _turn(issue, liaisons, heads)
    is_open = states.is_open(issue.state)
    resolved = issue.event(states.RESOLVED, states.ON_THE_SPOT)
    told = issue.event(states.CLOSED, states.ON_THE_SPOT, states.REOPENED)
    reopened = sum(event.after == states.REOPENED for event in issue.events)
    open_again = is_open and reopened
    return (
        visit.needs[:LONGEST_TITLE], None if issue.sensitive else home.name, home.station,
        home.station.removeprefix(f"{home.town}-"), home.town, visit.needs,
        issue.case.kind, visit.day, *person, issue.state, last.level, last.office or None,
        handler, cast.names.get(handler), cast.users.get(handler), last.due_on, issue.due_from,
        issue.due_days, _estimated(issue), int(is_open),
        "Household Visit", issue.visit_name, int(issue.sensitive),
        issue.case.result if resolved else None, resolved and resolved.at.date(),
        resolved and cast.names[resolved.by], None if is_open else last.at.date(),
        told and told.at.date(), told and told.by, issue.told_how if told else None,
        ("Not Satisfied" if open_again else issue.satisfaction) if told else None, issue.told_words, reopened,
        *_decision(issue),
    )  # fmt: skip


def _estimated(issue: Issue) -> int:
    return int(not issue.due_named and not calendar.is_published(issue.last.due_on.year))


def _decision(issue: Issue) -> tuple:
    if not issue.decisions:
        return None, None, None, 0, None, None
    day, decision = issue.decisions[-1]
    amount = issue.budget[1] if decision == states.AGREED else 0
    words = next(one.reason for one in reversed(issue.events) if one.at.date() == day)
    return decision, resolution_no(day), day, amount, words, session_name(day)


def resolution_no(day: date) -> str:
    """Number of the resolutions of a session's day."""
    return f"赤党会纪〔{day.year}〕{day.month}号"


def session_name(day: date) -> str:
    """Name of the Committee Session that was held on a day."""
    return f"{TOWN}-党委会-{day:%Y-%m}"


def _turn(issue: Issue, liaisons: dict[str, str], heads: dict[str, str]) -> str | None:
    if not states.is_open(issue.state) or issue.state == states.PUT_UP:
        return None
    if issue.state in (states.REFERRED, states.IN_PROGRESS) and issue.last.office:
        return heads[issue.last.office]
    return liaisons[issue.station]


def _steps(issue: Issue, cast: Cast):
    before = None
    for event in issue.events:
        office = event.office.partition("-")[2] or None
        yield (
            event.at, cast.names[event.by], cast.users.get(event.by, OWNER), before, event.after, event.reason,
            event.level, event.due_on, office,
        )  # fmt: skip
        before = event.after
