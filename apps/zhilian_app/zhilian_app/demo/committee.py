"""Demo requests to the committee (附件1) and its sessions: what was put up in a month is decided in the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from zhilian_app import calendar
from zhilian_app.demo.constants import OWNER, STATIONS, TOWN, StationPlan
from zhilian_app.demo.issue_rows import resolution_no, session_name
from zhilian_app.demo.issues import Issue, term_on
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.stations import Term
from zhilian_app.issues import states as issue_states
from zhilian_app.meetings import states

DUE_DAY = 30
FINISH_DAYS = 90
STEP_FIELDS = ("stepped_on", "by_name", "by_user", "from_state", "to_state", "reason", "due_on")
RETURN_REASON = "预算明细与申请金额不一致，请补充报价单后再报。"


@dataclass
class Request:
    """The request of a station for a month, with the days of its steps so far."""

    plan: StationPlan
    month: date
    term: Term
    issues: list[Issue] = field(default_factory=list)
    steps: list[tuple[datetime, str, str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.plan.docname}-提请-{self.month:%Y-%m}"

    @property
    def state(self) -> str:
        return self.steps[-1][1]

    def at(self, state: str) -> datetime | None:
        """When it came into a state."""
        return next((moment for moment, after, _by, _why in self.steps if after == state), None)


def requests(
    issues: list[Issue], terms: dict[str, list[Term]], office: str, now: datetime
) -> Iterator[Request]:
    """Requests of all stations; those of the running month stand at different steps.

    Args:
        office: cadre of the Organization Office who accepts them.
    """
    for place, plan in enumerate(STATIONS):
        of_station = [one for one in issues if one.station == plan.docname and one.put_up_month]
        for month in sorted({one.put_up_month for one in of_station}):
            due = calendar.due_day(month.year, month.month, DUE_DAY)
            request = Request(plan, month, term_on(terms[plan.docname], due))
            request.issues = [one for one in of_station if one.put_up_month == month]
            _walk(request, place, office, now)
            yield request


def _walk(request: Request, place: int, office: str, now: datetime) -> None:
    """From the day on which the last issue was put up: written, sent, signed, accepted, each a while later."""
    main = request.term.main()
    first = max(
        event.at
        for one in request.issues
        for event in one.events
        if event.after == issue_states.PUT_UP
        and calendar.month_start(event.at.date()) == request.month
    )
    runs = request.month == calendar.month_start(now.date())
    # how far the stations have come in the running month
    furthest = (1, 3, 2, 0, 3, 1, 2, 0, 3, 2, 0)[place] if runs else 4
    way = (
        (states.TO_SIGN, main[2], 35 + 7 * place, ""),
        (states.SIGNED, main[1], 95 + 11 * place, ""),
        (states.ACCEPTED, office, 170 + 13 * place, ""),
    )
    request.steps = [(first + timedelta(minutes=5), states.DRAFT, main[2], "")]
    for after, by, minutes, why in way[:furthest]:
        moment = first + timedelta(minutes=minutes, seconds=(minutes * 37) % 60)
        if moment > now:
            break
        request.steps.append((moment, after, by, why))


def insert_requests(found: list[Request], cast: Cast) -> None:
    """Write requests with their items and steps."""
    rows = Rows(
        "Committee Request",
        "station", "town", "month", "due_on", "state", "has_project", "submitted_on", "sent_by", "sent_by_name",
        "signed_by", "signed_by_name", "signed_on", "accepted_on", "accepted_by_name", "paper_received",
        "paper_received_on", "written_by_users",
    )  # fmt: skip
    items = ChildRows(
        "Committee Request Item", "Committee Request", "items",
        "issue", "kind", "title", "sensitive", "current_situation", "proposed_solution", "total_budget",
        "amount_asked", "expected_finish", "decision", "resolution_no", "decided_on", "approved_amount", "office",
        "decision_due_on", "decision_words", "decided_in",
    )  # fmt: skip
    steps = ChildRows("Step Record", "Committee Request", "steps", *STEP_FIELDS)
    for request in found:
        main = request.term.main()
        owner = cast.users.get(main[2], OWNER)
        due = calendar.due_day(request.month.year, request.month.month, DUE_DAY)
        accepted = request.at(states.ACCEPTED)
        sent, signed = request.at(states.TO_SIGN), request.at(states.SIGNED)
        rows.add(
            request.name, request.steps[0][0],
            request.plan.docname, request.plan.town, request.month, due, request.state,
            int(any(one.budget[0] for one in request.issues)),
            sent, sent and main[2], sent and cast.names[main[2]],
            signed and main[1], signed and cast.names[main[1]], signed,
            accepted, accepted and cast.names[request.steps[-1][2]], int(bool(accepted)),
            accepted and accepted.date(), owner, owner=owner,
        )  # fmt: skip
        items.add_all(request.name, request.steps[-1][0], map(_item, request.issues), owner=owner)
        steps.add_all(
            request.name, request.steps[-1][0], _steps(request.steps, cast, due), owner=owner
        )
    for table in (rows, items, steps):
        table.insert()


def _item(issue: Issue) -> tuple:
    budget, asked = issue.budget
    finish = issue.visit.day + timedelta(days=FINISH_DAYS) if budget else None
    return (
        issue.name, "Project to Fund" if budget else "Problem to Decide", issue.title, int(issue.sensitive),
        f"{issue.visit.needs}。群众反映强烈，驻点团队已现场核实。", issue.case.proposal, budget, asked, finish,
        *_decision(issue),
    )  # fmt: skip


def _decision(issue: Issue) -> tuple:
    """The last decision as the request's row keeps it."""
    if not issue.decisions:
        return None, None, None, 0, None, None, None, None
    day, decision = issue.decisions[-1]
    agreed = decision == issue_states.AGREED
    event = next(one for one in reversed(issue.events) if one.at.date() == day)
    amount = issue.budget[1] if agreed else 0
    return (
        decision, resolution_no(day), day, amount, event.office if agreed else None,
        event.due_on if agreed else None, event.reason, session_name(day),
    )  # fmt: skip


def _steps(found: list[tuple], cast: Cast, due: date) -> Iterator[tuple]:
    before = None
    for moment, after, by, why in found:
        yield moment, cast.names[by], cast.users.get(by, OWNER), before, after, why, due
        before = after


def insert_sessions(
    issues: list[Issue],
    found: list[Request],
    cast: Cast,
    secretary: str,
    office: str,
    attendees: list[str],
    town_papers: dict[date, list[tuple]],
) -> None:
    """Write the sessions that decided; the running month's is made by the daily job.

    Args:
        town_papers: what came before a session besides requests, by its day: title, summary, kind and name of the
            document, decision, number and words.
        secretary: cadre who chairs and signs; office: who recorded.
        attendees: cadres of the committee.
    """
    rows = Rows(
        "Committee Session",
        "docstatus", "town", "month", "state", "session_date", "session_time", "place", "chair", "recorder",
        "resolution_no", "decided_on", "decided_by_name", "recorded_by_users",
    )  # fmt: skip
    items = ChildRows(
        "Committee Session Item", "Committee Session", "items",
        "docstatus", "request", "request_item", "station", "station_name", "issue", "kind", "title",
        "current_situation", "proposed_solution", "total_budget", "amount_asked", "expected_finish", "decision",
        "resolution_no", "approved_amount", "office", "due_on", "words",
    )  # fmt: skip
    people = ChildRows(
        "Session Attendee", "Committee Session", "attendees",
        "docstatus", "cadre", "cadre_name", "position", "attendance",
    )  # fmt: skip
    papers = ChildRows(
        "Session Paper", "Committee Session", "papers",
        "docstatus", "needs_decision", "title", "summary", "reference_doctype", "reference_name", "decision",
        "resolution_no", "words",
    )  # fmt: skip
    steps = ChildRows("Step Record", "Committee Session", "steps", "docstatus", *STEP_FIELDS)
    place = {
        issue.name: (request, number)
        for request in found
        for number, issue in enumerate(request.issues, 1)
    }
    owner = cast.users.get(office, OWNER)
    for day in sorted({*town_papers, *(day for one in issues for day, _word in one.decisions)}):
        name, month = session_name(day), calendar.month_start(day)
        decided = datetime.combine(day, time(17, 30))
        rows.add(
            name, decided - timedelta(hours=4),
            1, TOWN, month, states.DECIDED, day, time(15), "镇政府三楼会议室", secretary, office,
            resolution_no(day), decided, cast.names[secretary], owner, owner=owner,
        )  # fmt: skip
        items.add_all(name, decided, _session_items(issues, day, place), owner=owner)
        of_town = ((1, 1, *paper) for paper in town_papers.get(day, ()))
        papers.add_all(name, decided, of_town, owner=owner)
        people.add_all(
            name,
            decided,
            ((1, c, cast.names[c], "班子成员", "Present") for c in attendees),
            owner=owner,
        )
        way = [
            (decided - timedelta(hours=4), states.PREPARING, office, ""),
            (decided, states.DECIDED, secretary, ""),
        ]
        steps.add_all(name, decided, ((1, *step) for step in _steps(way, cast, None)), owner=owner)
    for table in (rows, items, papers, people, steps):
        table.insert()


def _session_items(issues: list[Issue], day: date, place: dict) -> Iterator[tuple]:
    for issue in issues:
        decision = dict(issue.decisions).get(day)
        if not decision:
            continue
        request, number = place[issue.name]
        budget, asked = issue.budget
        agreed = decision == issue_states.AGREED
        event = next(one for one in issue.events if one.at.date() == day and one.at.hour == 17)
        yield (
            1, request.name, f"{request.name}-{number}", issue.station, request.plan.name, issue.name,
            "Project to Fund" if budget else "Problem to Decide", issue.title,
            f"{issue.visit.needs}。群众反映强烈，驻点团队已现场核实。", issue.case.proposal, budget, asked,
            issue.visit.day + timedelta(days=FINISH_DAYS) if budget else None, decision, resolution_no(day),
            asked if agreed else 0, event.office if agreed else None, event.due_on if agreed else None,
            event.reason,
        )  # fmt: skip
