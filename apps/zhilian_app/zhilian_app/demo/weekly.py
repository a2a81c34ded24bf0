"""Demo weekly meetings of this year: held before the visits, with who signed and what was said of each issue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhilian_app import calendar
from zhilian_app.demo.constants import OWNER, StationPlan
from zhilian_app.demo.issues import Event, Issue, term_on
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.source import Source
from zhilian_app.demo.stations import Term
from zhilian_app.demo.visits import Visit
from zhilian_app.issues import states
from zhilian_app.meetings import agenda, week_rules

WEEKDAY = "Thursday"
OPENED, CLOSED = time(8, 30), time(9, 30)
# a station far behind misses many, the others hardly any
MISSING, MISSING_LAGGING = 0.015, 0.3
LAGGING = 0.5
PLACE = "村委会会议室"
LEAVE_REASONS = ("到市里开会", "请病假", "参加防汛值班", "带队外出学习")
HOLIDAY = "节假日，本周不召开"
ANSWERING = (states.REFERRED, states.IN_PROGRESS, states.PUT_UP)
DISCUSSIONS = {
    agenda.NEW_ISSUE: ("本周内上门核实，下次会议汇报。", "由村委会先处理，驻点组长跟进。", "联络员整理材料后转办。"),
    agenda.OPEN_ISSUE: ("继续跟进，按期办结。", "已催办，请责任人本周答复。", "进度正常，下次会议再通报。"),
    agenda.ANSWER: ("办理结果本周内反馈群众。", "分管领导通报处理情况，安排落实。"),
}  # fmt: skip


@dataclass
class Meeting:
    """A weekly meeting as it will stand in the database."""

    plan: StationPlan
    monday: date
    day: date
    term: Term
    status: str
    reason: str = ""
    is_month_end: bool = False
    attendance: tuple[tuple, ...] = ()
    items: tuple[tuple[agenda.Item, str, bool], ...] = ()
    summary: str = ""
    visits: str = ""

    @property
    def name(self) -> str:
        return f"{self.plan.docname}-周会-{self.monday}"

    @property
    def is_held(self) -> bool:
        return self.status == "Held"


class Book:
    """Plans the meetings of one station."""

    def __init__(self, source: Source, plan: StationPlan, terms: list[Term], now: datetime) -> None:
        self.source, self.plan, self.terms, self.now = source, plan, terms, now

    def meetings(self, visits: list[Visit], issues: list[Issue]) -> Iterator[Meeting]:
        """This year's meetings up to this week's, if that is over; later ones are the daily job's."""
        monday = calendar.week_start(date(self.now.year, 1, 1))
        before: date | None = None
        while True:
            day = week_rules.meeting_day(monday, WEEKDAY)
            if datetime.combine(day or monday, CLOSED) > self.now:
                return
            if day and day.year == self.now.year:
                meeting = self._meeting(monday, day)
                if meeting.is_held:
                    self._fill(meeting, before, visits, issues)
                    before = day
                yield meeting
            monday += timedelta(days=7)

    def _meeting(self, monday: date, day: date) -> Meeting:
        share = MISSING_LAGGING if self.plan.coverage < LAGGING else MISSING
        is_last = week_rules.is_month_end(day, monday, WEEKDAY)
        # what went up to the committee went up at a meeting
        missed = self.source.chance(share) and not is_last
        meeting = Meeting(
            self.plan, monday, day, term_on(self.terms, day), "Planned" if missed else "Held"
        )
        meeting.is_month_end = is_last
        return meeting

    def _fill(
        self, meeting: Meeting, before: date | None, visits: list[Visit], issues: list[Issue]
    ) -> None:
        since = before or meeting.day - timedelta(days=7)
        seen = [visit for visit in visits if since <= visit.day < meeting.day]
        meeting.attendance = tuple(self._attendance(meeting))
        meeting.items = tuple(self._items(meeting, since, seen, issues))
        meeting.visits = self._visits_text(seen)
        if meeting.is_month_end:
            meeting.summary = self._summary(meeting, issues)

    def _attendance(self, meeting: Meeting) -> Iterator[tuple]:
        """Of each person: cadre, side, attendance, time of the signature, reason of a leave."""
        for number, (cadre, side) in enumerate(meeting.term.members):
            chance = self.source.random.random()
            # somebody chairs and somebody writes
            if number == 2 or chance < 0.9:
                minute = self.source.random.randint(0, 34)
                signed = datetime.combine(meeting.day, time(8, minute))
                yield cadre, side, "Present", signed, None
            elif chance < 0.97:
                yield cadre, side, "On Leave", None, self.source.random.choice(LEAVE_REASONS)
            else:
                yield cadre, side, "Absent", None, None

    def _items(
        self, meeting: Meeting, since: date, seen: list[Visit], issues: list[Issue]
    ) -> Iterator[tuple[agenda.Item, str, bool]]:
        end = datetime.combine(meeting.day, OPENED)
        start = datetime.combine(since, OPENED)
        answers, new, still_open = [], [], []
        for issue in issues:
            state = state_at(issue, end)
            if state is None:
                continue
            item = agenda.Item(issue.name, agenda.NEW_ISSUE, issue.visit.needs, "", issue.name)
            answer = answered(issue, start, end)
            if answer:
                facts = answer.reason
                answers.append(_as(item, agenda.ANSWER, facts))
            if issue.visit.day >= since:
                new.append(item)
            elif states.is_open(state):
                still_open.append(_as(item, agenda.OPEN_ISSUE, f"期限 {issue.last.due_on}"))
        first = agenda.Item(
            agenda.VISITS_KEY, agenda.LAST_VISITS, "上次走访情况", self._visits_text(seen)
        )
        put_up = {
            issue.name
            for issue in issues
            if any(e.after == states.PUT_UP and e.at.date() == meeting.day for e in issue.events)
        }
        for item in agenda.draw(first, answers, new, still_open):
            words = self.source.random.choice(DISCUSSIONS.get(item.kind, ("已通报。",)))
            up = item.issue in put_up
            yield item, "研究同意提请党委会研究解决。" if up else words, up

    @staticmethod
    def _visits_text(seen: Iterable[Visit]) -> str:
        rows = list(seen)
        needs = [visit.needs for visit in rows if visit.needs]
        text = f"走访 {len(rows)} 户，收集诉求 {len(needs)} 件"
        return f"{text}：{'；'.join(needs[:6])}。" if needs else f"{text}。"

    @staticmethod
    def _summary(meeting: Meeting, issues: list[Issue]) -> str:
        month = calendar.month_start(meeting.day)
        new = [one for one in issues if month <= one.visit.day < meeting.day]
        end = datetime.combine(meeting.day, OPENED)
        ended = sum(not states.is_open(state_at(one, end) or "") for one in new)
        return (
            f"本月新出现问题 {len(new)} 件，已办结 {ended} 件，其余按期限跟进。"
            "主要集中在民生和基础设施方面，需上报党委会研究的已列入提请表。"
        )


def state_at(issue: Issue, moment: datetime) -> str | None:
    """State of an issue at a moment; None before it was written down."""
    return next((one.after for one in reversed(issue.events) if one.at <= moment), None)


def answered(issue: Issue, start: datetime, end: datetime) -> Event | None:
    """The last answer of an office or the committee in a time."""
    pairs = list(zip(issue.events, issue.events[1:], strict=False))
    return next(
        (
            after
            for before, after in reversed(pairs)
            if start < after.at <= end
            and before.after in ANSWERING
            and after.after != states.PUT_UP
        ),
        None,
    )


def _as(item: agenda.Item, kind: str, facts: str) -> agenda.Item:
    return agenda.Item(item.key, kind, item.title, facts, item.issue)


def insert_meetings(
    meetings: list[Meeting], cast: Cast, duties: dict[str, tuple[str, str]]
) -> None:
    """Write the meetings; ``duties``: duty and position by cadre."""
    rows = Rows(
        "Weekly Meeting",
        "title", "station", "town", "week", "meeting_date", "meeting_time", "place", "chair", "recorder", "status",
        "not_held_reason", "is_month_end", "last_visits", "month_summary", "held_on", "closed_on", "closed_by",
        "expected_count", "present_count", "put_up_count",
    )  # fmt: skip
    people = ChildRows(
        "Meeting Attendance", "Weekly Meeting", "attendance",
        "cadre", "cadre_name", "side", "duty", "position", "attendance", "signed_on", "signed_by", "leave_reason",
    )  # fmt: skip
    items = ChildRows(
        "Weekly Agenda Item", "Weekly Meeting", "agenda",
        "item_key", "kind", "issue", "title", "facts", "discussion", "put_up",
    )  # fmt: skip
    for one in meetings:
        stamp = datetime.combine(one.day, CLOSED)
        owner = cast.users.get(one.term.main()[2], OWNER)
        rows.add(one.name, stamp, *_facts(one, cast, stamp if one.is_held else None), owner=owner)
        people.add_all(one.name, stamp, _people(one, cast, duties), owner=owner)
        items.add_all(one.name, stamp, _agenda(one), owner=owner)
    for table in (rows, people, items):
        table.insert()


def _facts(one: Meeting, cast: Cast, closed: datetime | None) -> tuple:
    main = one.term.main()
    present = sum(state == "Present" for _cadre, _side, state, _at, _why in one.attendance)
    return (
        f"{one.day.month}月{one.day.day}日{one.plan.name}周会", one.plan.docname, one.plan.town, one.monday, one.day,
        OPENED, PLACE, main[0], main[2], one.status, one.reason, int(one.is_month_end), one.visits, one.summary,
        closed, closed, cast.names[main[2]] if closed else None, len(one.term.members), present,
        sum(up for _item, _words, up in one.items),
    )  # fmt: skip


def _people(one: Meeting, cast: Cast, duties: dict[str, tuple[str, str]]) -> Iterator[tuple]:
    nobody_signed = ((cadre, side, None, None, None) for cadre, side in one.term.members)
    for cadre, side, state, at, why in one.attendance or nobody_signed:
        name = cast.names[cadre]
        yield cadre, name, side, *duties[cadre], state, at, at and name, why


def _agenda(one: Meeting) -> Iterator[tuple]:
    for item, words, up in one.items:
        yield item.key, item.kind, item.issue, item.title, item.facts, words, int(up)
