"""Demo work of the running year: issues, meetings, requests, sessions, subsidies and reviews that hang together."""

from datetime import date, datetime, time
from functools import partial

import frappe
from frappe.utils import now_datetime

from zhilian_app import calendar
from zhilian_app.demo import (
    articles,
    boards,
    checks,
    committee,
    filings,
    issue_rows,
    issues,
    reviews,
    subsidies,
    subsidy_rows,
    weekly,
)
from zhilian_app.demo.constants import STATIONS, TOWN
from zhilian_app.demo.people import Cast
from zhilian_app.demo.source import Source
from zhilian_app.demo.stations import Term
from zhilian_app.demo.subsidy_model import People
from zhilian_app.demo.subsidy_pool import Item
from zhilian_app.demo.visits import Visit
from zhilian_app.meetings import review_upkeep, sessions_upkeep, week_rules, weekly_upkeep
from zhilian_app.meetings.states import ACCEPTED
from zhilian_app.subsidies.states import FINISHED

WORK_ENDS = time(18)


def load_year(
    source: Source,
    cast: Cast,
    terms: dict[str, list[Term]],
    visits: list[tuple[str, Visit]],
    sensitive: set[str],
    today: date,
) -> None:
    """Write all that follows from the visits (name, visit) up to ``today``.

    ``sensitive`` names the homes with a sensitive entry.
    """
    now = min(now_datetime(), datetime.combine(today, WORK_ENDS))
    heads = _heads()
    secretary, office = _cadre_of(cast, "shuji"), _cadre_of(cast, "zuzhiban")
    ledger = issues.Ledger(source, terms, heads, secretary, now)
    found = list(ledger.issues(visits, sensitive))
    requests = list(committee.requests(found, terms, office, now))
    play = _play(terms, cast, found, requests, now)
    for project in play.projects:
        if project.issue and project.state == FINISHED:
            ledger.finish_project(project.issue, project.values["accepted_on"])
    liaisons = {station: of_station[-1].main()[2] for station, of_station in terms.items()}
    issue_rows.insert_issues(found, cast, liaisons, heads)
    _load_weekly(source, cast, terms, visits, found, now)
    committee.insert_requests(requests, cast)
    leaders = [of_station[-1].main()[0] for of_station in terms.values()]
    attendees, papers = [secretary, *leaders[:-1]], subsidy_rows.session_papers(play)
    committee.insert_sessions(found, requests, cast, secretary, office, attendees, papers)
    subsidy_rows.insert_subsidies(play, cast)
    lines = partial(subsidy_rows.review_lines, play)
    # the first station's leader is the deputy secretary
    reviews.insert_reviews(found, requests, terms, cast, leaders[0], office, lines, now.date())
    boards.insert_boards(terms, cast, office, now)
    articles.insert_articles(cast, terms, office, now.date())
    _prepare_what_comes(now.date())
    filings.Filings(source, cast, terms, office, now).load()
    checks.Checks(source, cast, office, now).load()


def _play(
    terms: dict[str, list[Term]],
    cast: Cast,
    found: list[issues.Issue],
    requests: list[committee.Request],
    now: datetime,
) -> subsidies.Play:
    people = People(
        *(_cadre_of(cast, name) for name in ("shuji", "zuzhiban", "caizhengban2", "caizhengban"))
    )
    items = {
        issue.name: Item(request.name, f"{request.name}-{number}", request.at(ACCEPTED))
        for request in requests
        for number, issue in enumerate(request.issues, 1)
    }
    return subsidies.Play(terms, people, cast.names, now).run(found, items)


def _load_weekly(
    source: Source,
    cast: Cast,
    terms: dict[str, list[Term]],
    visits: list[tuple[str, Visit]],
    found: list[issues.Issue],
    now: datetime,
) -> None:
    meetings = []
    for plan in STATIONS:
        of_station = [visit for _name, visit in visits if visit.home.station == plan.docname]
        own = [issue for issue in found if issue.station == plan.docname]
        book = weekly.Book(source, plan, terms[plan.docname], now)
        meetings += book.meetings(of_station, own)
    weekly.insert_meetings(meetings, cast, _duties())


def _prepare_what_comes(today: date) -> None:
    """This week's meetings, this month's session and review, as the daily jobs would make them for the town."""
    monday = calendar.week_start(today)
    for plan in STATIONS:
        for week in (monday, monday + week_rules.WEEK):
            day = week_rules.meeting_day(week, weekly.WEEKDAY)
            known = frappe.db.exists("Weekly Meeting", {"station": plan.docname, "week": week})
            if day and not known:
                weekly_upkeep.make_meeting(plan.docname, week, day)
    month = calendar.month_start(today)
    sessions_upkeep.session_of(TOWN, month)
    sessions_upkeep.refresh(TOWN)
    review_upkeep.make_meeting(TOWN, month)


def _heads() -> dict[str, str]:
    rows = frappe.get_all("Town Office", {"town": TOWN}, ["name", "head"], order_by="name asc")
    return {row.name: row.head for row in rows}


def _duties() -> dict[str, tuple[str, str]]:
    rows = frappe.get_all(
        "Station Team Member",
        filters={"parenttype": "Station Team"},
        fields=["cadre", "duty", "position"],
        order_by="creation asc",
    )
    return {row.cadre: (row.duty, row.position) for row in rows}


def _cadre_of(cast: Cast, username: str) -> str:
    return next(cadre for cadre, user in cast.users.items() if cast.usernames[user] == username)
