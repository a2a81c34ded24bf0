"""Demo reviews of the months that are over: what each station reported, and what was answered to what stood open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from zhilian_app import calendar
from zhilian_app.demo.committee import Request
from zhilian_app.demo.constants import OWNER, STATIONS, TOWN, StationPlan
from zhilian_app.demo.issues import Issue, term_on
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.stations import Term
from zhilian_app.demo.weekly import state_at
from zhilian_app.issues import states
from zhilian_app.meetings import review_drawing, review_rules

BEGINS, ENDS = time(15), time(17)
PLACE = "镇政府二楼会议室"
NUMBERS = (
    "visits_of_month", "effective_visits", "registered", "visited", "coverage", "issues_new", "issues_closed",
    "issues_open", "issues_overdue",
)  # fmt: skip
NOTES = "一、各驻点对逾期问题逐件落实责任人，下月会前销号。二、进度滞后的驻点增加走访频次。三、按时报送各项资料。"
ANSWERS = {
    states.WITH_STATION: "驻点团队正在处理，已落实责任人，按期限办结。",
    states.REFERRED: "已转镇办局，正在催办受理。",
    states.IN_PROGRESS: "镇办局已受理办理，驻点团队跟踪进度。",
    states.PUT_UP: "已提请党委会研究，等候决定，同步做好群众解释。",
    states.RESOLVED: "已办结，正在向群众反馈。",
    states.REOPENED: "群众不满意，已重新办理。",
}
DONE = "已办结并反馈群众。"


@dataclass(frozen=True)
class Answer:
    """An issue on a report, as it stood at the meeting."""

    issue: Issue
    kind: str
    state: str

    @property
    def words(self) -> str:
        return ANSWERS.get(self.state, DONE)


def months_over(today: date) -> list[date]:
    """First days of this year's months that are over."""
    month, found = date(today.year, 1, 1), []
    while month < calendar.month_start(today):
        found.append(month)
        month = calendar.next_month(month)
    return found


def answers(issues: list[Issue], month: date, moment: datetime) -> Iterator[Answer]:
    """Issues of a station that its report of a month speaks of, those carried over first."""
    carried, new = [], []
    for issue in issues:
        state = state_at(issue, moment)
        ended = issue.last.at.date() if not states.is_open(issue.state) else None
        if issue.visit.day < month and (not ended or ended >= month):
            carried.append(Answer(issue, review_rules.CARRIED, state or states.REGISTERED))
        elif month <= issue.visit.day <= calendar.month_end(month):
            new.append(Answer(issue, review_rules.NEW, state or states.REGISTERED))
    yield from carried
    yield from new


def insert_reviews(
    issues: list[Issue],
    found: list[Request],
    terms: dict[str, list[Term]],
    cast: Cast,
    chair: str,
    office: str,
    lines: Callable[[str, date, datetime], Iterator[tuple]],
    today: date,
) -> None:
    """Write meetings and reports of the months that are over; this month's are the daily job's.

    Args:
        chair: the deputy secretary; office: who recorded for the Organization Office.
        lines: rows of Review Project Line of a station and month, as they stood at a moment.
    """
    plans = [plan for plan in STATIONS if plan.town == TOWN]
    by_station = {plan.docname: [] for plan in plans}
    for issue in issues:
        by_station.get(issue.station, []).append(issue)
    requests = {(one.plan.docname, one.month): one for one in found}
    book = _Book(cast, chair, office)
    for month in months_over(today):
        numbers = review_drawing.numbers(list(by_station), month)
        moment = datetime.combine(review_rules.meeting_day(month), BEGINS)
        book.add_meeting(
            month, [term_on(terms[plan.docname], moment.date()) for plan in plans], plans
        )
        for plan in plans:
            said = list(answers(by_station[plan.docname], month, moment))
            request = requests.get((plan.docname, month))
            head = term_on(terms[plan.docname], moment.date()).main()[1]
            book.add_report(plan, month, numbers[plan.docname], said, request, head)
            projects = lines(plan.docname, month, datetime.combine(moment.date(), ENDS))
            book.add_projects(plan, month, projects)
    book.insert()


class _Book:
    def __init__(self, cast: Cast, chair: str, office: str) -> None:
        self.cast, self.chair, self.office = cast, chair, office
        self.meetings = Rows(
            "Review Meeting",
            "title", "town", "month", "status", "meeting_date", "meeting_time", "place", "chair", "recorder",
            "notes", "closed_on", "closed_by",
        )  # fmt: skip
        self.people = ChildRows(
            "Review Attendance", "Review Meeting", "attendance",
            "cadre", "cadre_name", "capacity", "station_names", "attendance", "signed_on", "signed_by",
        )  # fmt: skip
        self.reports = Rows(
            "Review Report",
            "title", "station", "town", "month", "status", "meeting", "meeting_date", "team_head", "head_name",
            "summary", "unanswered", "numbers_on", "ready_on", "ready_by", "closed", *NUMBERS,
        )  # fmt: skip
        self.answers = ChildRows(
            "Review Answer", "Review Report", "answers",
            "issue", "kind", "title", "since", "due_on", "state_then", "suggestion", "answer",
        )  # fmt: skip
        self.requests = ChildRows(
            "Review Request Item", "Review Report", "requests",
            "kind", "title", "current_situation", "proposed_solution", "total_budget", "amount_asked",
            "expected_finish",
        )  # fmt: skip
        self.projects = ChildRows(
            "Review Project Line", "Review Report", "projects", *review_drawing.PROJECT_FIELDS
        )

    def add_meeting(self, month: date, terms: list[Term], plans: list[StationPlan]) -> None:
        day, names = review_rules.meeting_day(month), self.cast.names
        closed, owner = datetime.combine(day, ENDS), self.cast.users.get(self.office, OWNER)
        name = meeting_name(month)
        self.meetings.add(
            name, closed,
            f"{TOWN}{month.year}年{month.month}月汇报会", TOWN, month, "Concluded", day, BEGINS, PLACE, self.chair,
            self.office, NOTES, closed, names[self.office], owner=owner,
        )  # fmt: skip
        seats = [(self.chair, "Chair", ""), (self.office, "Organization Office", "")]
        for term, plan in zip(terms, plans, strict=True):
            main = term.main()
            seats += [(main[1], "Team Head", plan.name), (main[2], "Liaison", plan.name)]
        signed = datetime.combine(day, time(14, 50))
        seen = {cadre: (cadre, capacity, station) for cadre, capacity, station in reversed(seats)}
        self.people.add_all(
            name,
            closed,
            (
                (cadre, names[cadre], capacity, station, "Present", signed, names[cadre])
                for cadre, capacity, station in reversed(seen.values())
            ),
            owner=owner,
        )

    def add_report(
        self,
        plan: StationPlan,
        month: date,
        numbers: dict,
        said: list[Answer],
        request: Request | None,
        head: str,
    ) -> None:
        day, cast = review_rules.meeting_day(month), self.cast
        ready, owner = datetime.combine(day, time(10)), cast.users.get(head, OWNER)
        name = report_name(plan, month)
        self.reports.add(
            name, ready,
            f"{plan.name}{month.month}月汇报材料", plan.docname, TOWN, month, "Ready", meeting_name(month), day, head,
            cast.names[head], summary(plan, numbers), 0, ready, ready, cast.names[head], 1,
            *(numbers[field] for field in NUMBERS), owner=owner,
        )  # fmt: skip
        self.answers.add_all(name, ready, map(_answer, said), owner=owner)
        if request:
            self.requests.add_all(name, ready, map(_request, request.issues), owner=owner)

    def add_projects(self, plan: StationPlan, month: date, lines: Iterator[tuple]) -> None:
        name, ready = (
            report_name(plan, month),
            datetime.combine(review_rules.meeting_day(month), ENDS),
        )
        self.projects.add_all(name, ready, lines)

    def insert(self) -> None:
        for table in (
            self.meetings, self.people, self.reports, self.answers, self.requests, self.projects,
        ):  # fmt: skip
            table.insert()


def _answer(one: Answer) -> tuple:
    title = one.issue.visit.needs
    # what is about a sensitive household stands in the ledger alone
    if one.issue.sensitive:
        title = "群众诉求（详见问题台账）"
    return (
        one.issue.name, one.kind, title, one.issue.visit.day, one.issue.last.due_on, one.state, one.words, one.words,
    )  # fmt: skip


def _request(issue: Issue) -> tuple:
    budget, asked = issue.budget
    kind = "Project to Fund" if budget else "Problem to Decide"
    if issue.sensitive:
        return kind, "群众诉求（详见问题台账）", None, None, budget, asked, None
    return kind, issue.title, issue.visit.needs, issue.case.proposal, budget, asked, None


def report_name(plan: StationPlan, month: date) -> str:
    """Name of a station's Review Report of a month."""
    return f"{plan.docname}-汇报-{month:%Y-%m}"


def meeting_name(month: date) -> str:
    """Name of the Review Meeting of a month."""
    return f"{TOWN}-汇报会-{month:%Y-%m}"


def summary(plan: StationPlan, numbers: dict) -> str:
    """What a team head writes over the numbers."""
    lags = "走访进度滞后，下月增加走访安排。" if numbers["coverage"] < 40 else "走访按计划推进。"
    return (
        f"{plan.name}驻点团队坚持每周四入户，本月走访 {numbers['visits_of_month']} 户次，"
        f"登记册覆盖率 {numbers['coverage']:.1f}%。{lags}"
        f"新出现问题 {numbers['issues_new']} 件，办结 {numbers['issues_closed']} 件。"
    )
