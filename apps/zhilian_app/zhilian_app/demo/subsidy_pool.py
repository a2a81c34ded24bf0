"""Where the demo's projects come from, and which plans are wished for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from zhilian_app import calendar
from zhilian_app.demo import subsidy_texts as texts
from zhilian_app.demo.constants import STATIONS, TOWN
from zhilian_app.demo.issue_rows import resolution_no, session_name
from zhilian_app.demo.issues import Issue, session_day
from zhilian_app.demo.subsidy_model import DECIDED_AT, Project
from zhilian_app.issues import states as issue_states

FINISH_DAYS = 90


@dataclass(frozen=True)
class Item:
    """The item of a request that an issue became; ``accepted`` is when the request was taken in."""

    request: str
    name: str
    accepted: datetime


@dataclass(frozen=True)
class Wish:
    """A plan to come: so many projects from the front of the queue, and how each of them goes on."""

    month: date
    count: int
    lives: tuple[texts.Life, ...] = ()
    agreed: bool = True
    moved: bool = False


def wishes(today: date) -> tuple[Wish, ...]:
    """Plans of last year and of the months before today's."""
    month = calendar.month_start(today)
    first = min(date(today.year - 1, 10, 1), months_before(month, 8))
    return (
        Wish(first, 5, (texts.DONE, texts.CHEAPER, texts.GIVEN_UP, texts.DONE_AT_ONCE, texts.DONE)),
        Wish(
            months_before(month, 5),
            6,
            (texts.DONE_AT_ONCE, texts.WENT_BACK, texts.MENDED, texts.LATE, texts.GOING, texts.DONE),
            moved=True,
        ),
        Wish(months_before(month, 3), 4, agreed=False),
        Wish(
            months_before(month, 2),
            5,
            (texts.WAITING, texts.NOT_PAID, texts.JUST_PAID, texts.NOT_STARTED, texts.NOT_PAID),
        ),
    )  # fmt: skip


def months_before(month: date, number: int) -> date:
    """First day of the month that lies ``number`` months before."""
    for _turn in range(number):
        month = calendar.previous_month(month)
    return month


def entered(today: date) -> Iterator[Project]:
    """Projects that were entered by hand with their resolution."""
    month = calendar.month_start(today)
    first = wishes(today)[0].month
    for base, found in ((first, texts.FIRST), (month, texts.LATER)):
        for one in found:
            day = session_day(months_before(base, one.months))
            yield _project(one, day)


def _project(one: texts.Entered, day: date) -> Project:
    plan = STATIONS[one.station]
    total, asked, approved = one.money
    entered = datetime.combine(calendar.next_working_day(day + timedelta(days=1)), time(9, 20))
    facts = {
        "title": one.title, "station": plan.docname, "urgency": one.urgency, "town_office": f"{TOWN}-{one.office}",
        "total_budget": total, "amount_asked": asked, "approved_amount": approved,
        "resolution_no": resolution_no(day), "decided_on": day, "decision_words": "同意列入补贴项目库。",
        "current_situation": f"{one.title}，群众多次反映。", "proposed_solution": texts.PROPOSAL,
        "form_in_on": datetime.combine(day, time(11, 5, 20)) - timedelta(days=20 - one.station),
        "expected_finish": day + timedelta(days=150),
    }  # fmt: skip
    papers = None
    if one.papers is not None:
        papers = datetime.combine(day, time(10, 8, 30)) + timedelta(days=one.papers)
    return Project("", facts, entered, papers, texts.TYPHOON if one.exception else texts.Life())


def agreed(issues: list[Issue], items: dict[str, Item]) -> Iterator[Project]:
    """Projects that a session agreed to, as its signing makes them."""
    number = count()
    for issue in issues:
        if not issue.is_project or not issue.decisions:
            continue
        day, word = issue.decisions[-1]
        if word != issue_states.AGREED:
            continue
        turn = next(number)
        total, asked = issue.budget
        event = issue.event(issue_states.IN_PROGRESS)
        facts = {
            "title": issue.title, "station": issue.station, "urgency": texts.URGENCIES[turn % len(texts.URGENCIES)],
            "town_office": event.office, "total_budget": total, "amount_asked": asked, "approved_amount": asked,
            "resolution_no": resolution_no(day), "decided_on": day, "decision_words": event.reason,
            "current_situation": f"{issue.visit.needs}。群众反映强烈，驻点团队已现场核实。",
            "proposed_solution": issue.case.proposal, "form_in_on": items[issue.name].accepted,
            "expected_finish": issue.visit.day + timedelta(days=FINISH_DAYS), "issue": issue.name,
            "session": session_name(day),
            "request": items[issue.name].request, "request_item": items[issue.name].name,
        }  # fmt: skip
        papers = datetime.combine(day, time(15, 12, 40)) + timedelta(days=1 + turn % 9)
        project = Project(
            "", facts, datetime.combine(day, DECIDED_AT), papers if turn % 6 < 5 else None
        )
        project.issue = issue
        yield project
