"""Demo issues: what people asked for at visits, followed step by step as the forms would have stored it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from zhilian_app import calendar
from zhilian_app.demo.constants import STATIONS, TOWN
from zhilian_app.demo.issue_texts import CASES, STEP_WORDS, THANKS, TOLD_WAYS, UNSATISFIED, Case
from zhilian_app.demo.source import Source
from zhilian_app.demo.stations import Term
from zhilian_app.demo.visits import Visit
from zhilian_app.issues import due, states

TAKEN_SHARE = 0.7
SLOW_SHARE = 0.12
REOPENED_SHARE = 0.05
# the committee meets about the middle of the month, and takes what was put up in the month before
SESSION_DAY = 15
# until when a project that was agreed to is to be done
PROJECT_DAYS = 240
STATION_NAMES = [plan.docname for plan in STATIONS]
DAYS = {states.VILLAGE: 7, states.OFFICE: 15, states.COMMITTEE: 30}


@dataclass(frozen=True)
class Event:
    """A step as its record shows it; ``by`` is a cadre's document name."""

    at: datetime
    after: str
    by: str
    reason: str = ""
    level: str = states.VILLAGE
    due_on: date | None = None
    office: str = ""


@dataclass
class Issue:
    """An issue with all its steps up to today."""

    name: str
    visit_name: str
    visit: Visit
    case: Case
    sensitive: bool
    events: list[Event] = field(default_factory=list)
    put_up_month: date | None = None
    decisions: list[tuple[date, str]] = field(default_factory=list)
    satisfaction: str = ""
    told_how: str = ""
    told_words: str = ""
    due_from: date | None = None
    due_days: int = 0
    due_named: bool = False
    is_project: bool = False

    @property
    def budget(self) -> tuple[int, int]:
        """Yuan of the whole, and how much of it is asked for; nothing where no money is asked."""
        return self.case.budget if self.is_project else (0, 0)

    @property
    def title(self) -> str:
        """What the request to the committee calls it."""
        return self.case.project if self.is_project else self.visit.needs

    @property
    def station(self) -> str:
        return self.visit.home.station

    @property
    def state(self) -> str:
        return self.events[-1].after

    @property
    def last(self) -> Event:
        return self.events[-1]

    def event(self, *after: str) -> Event | None:
        """The latest step into one of these states."""
        return next((one for one in reversed(self.events) if one.after in after), None)


def session_day(month: date) -> date:
    """Day of the committee's session in the month that begins on ``month``."""
    return calendar.next_working_day(month.replace(day=SESSION_DAY))


def last_meeting(month: date, days: list[date]) -> date | None:
    """The last of the weekly meetings' ``days`` in a month."""
    of_month = [day for day in days if calendar.month_start(day) == month]
    return max(of_month, default=None)


def term_on(terms: list[Term], day: date) -> Term:
    """The team in force on a day."""
    return next(t for t in terms if t.from_date <= day and (t.to_date is None or day <= t.to_date))


class Ledger:
    """Plans the issues of all stations, from their visits."""

    def __init__(
        self,
        source: Source,
        terms: dict[str, list[Term]],
        heads: dict[str, str],
        secretary: str,
        now: datetime,
    ) -> None:
        """Nothing has happened after ``now``.

        Args:
            heads: cadre by document name of the Town Office.
            secretary: cadre who signs what the committee decided.
        """
        self.source, self.terms, self.heads, self.now = source, terms, heads, now
        self._secretary, self._slow = secretary, False
        self._projects: set[tuple[str, str]] = set()

    def issues(self, visits: list[tuple[str, Visit]], sensitive: set[str]) -> Iterator[Issue]:
        """Issues of the visits (name, visit) of this year that noted a need, in their order."""
        days: dict[str, list[date]] = {}
        for _name, visit in visits:
            days.setdefault(visit.home.station, []).append(visit.day)
        number = 0
        for name, visit in visits:
            case = CASES.get(visit.needs)
            if not case or visit.void_reason or visit.day.year != self.now.year:
                continue
            if not self.source.chance(TAKEN_SHARE):
                continue
            number += 1
            issue = Issue(f"demo-i-{number:05d}", name, visit, case, visit.home.name in sensitive)
            self._play(issue, sorted(set(days[visit.home.station])))
            yield issue

    # -- one issue ---------------------------------------------------------------------------------------

    def _play(self, issue: Issue, meeting_days: list[date]) -> None:
        self._meeting_days = meeting_days
        self._slow = self.source.chance(SLOW_SHARE)
        start = datetime.combine(issue.visit.day, time(16, self.source.random.randint(0, 59)))
        self._add(issue, min(start, self.now), states.REGISTERED, issue.visit.visitors[0])
        # the neighbouring town has no offices and no committee in the play
        route = issue.case.route if issue.visit.home.town == TOWN else "Station"
        {
            "Spot": self._at_once,
            "Station": self._at_station,
            "Office": self._at_office,
            "Committee": self._at_committee,
        }[route](issue)

    def _at_once(self, issue: Issue) -> None:
        issue.satisfaction, issue.told_how = "Satisfied", "Face to Face"
        self._step(issue, 0, states.ON_THE_SPOT, issue.visit.visitors[0])

    def _at_station(self, issue: Issue) -> None:
        self._step(issue, 1, states.WITH_STATION, self._liaison(issue), STEP_WORDS["station"])
        self._finish(issue, self._liaison(issue), self._days(2, 6))

    def _at_office(self, issue: Issue) -> None:
        office = f"{TOWN}-{issue.case.office}"
        self._step(
            issue, 1, states.REFERRED, self._liaison(issue), STEP_WORDS["refer"], office=office
        )
        head = self.heads[office]
        self._step(issue, self._days(1, 3), states.IN_PROGRESS, head, STEP_WORDS["accept"], office)
        self._finish(issue, head, self._days(3, 11), office)

    def _at_committee(self, issue: Issue) -> None:
        self._step(issue, 1, states.WITH_STATION, self._liaison(issue), STEP_WORDS["station"])
        month = calendar.month_start(issue.visit.day)
        day = last_meeting(month, self._meeting_days)
        if not day or day <= issue.last.at.date():
            month = calendar.next_month(month)
            day = last_meeting(month, self._meeting_days)
        if not day:
            return
        self._add(
            issue,
            datetime.combine(day, time(9, 20)),
            states.PUT_UP,
            self._head(issue),
            STEP_WORDS["put_up"],
        )
        if issue.state != states.PUT_UP:
            return
        issue.put_up_month = month
        issue.is_project = self._asks_money(issue, month)
        self._decide(issue, calendar.next_month(month))

    def _asks_money(self, issue: Issue, month: date) -> bool:
        """A town has money for a few projects a year: a station asks once for some kinds, each in another month."""
        kinds = [case.project for case in CASES.values() if case.project]
        if issue.case.project not in kinds:
            return False
        place, kind = STATION_NAMES.index(issue.station), kinds.index(issue.case.project)
        key = (issue.station, issue.case.project)
        begins = 1 + (3 * place + 4 * kind) % 10
        if (place + kind) % 2 or month.month < begins or key in self._projects:
            return False
        self._projects.add(key)
        return True

    def finish_project(self, issue: Issue, day: date) -> None:
        """The project of an issue was accepted as finished on ``day``: its office closes the issue."""
        at = datetime.combine(day, time(17, 10))
        self._add(
            issue, at, states.RESOLVED, self.heads[issue.last.office], issue.case.result, issue.last.office
        )  # fmt: skip
        self._tell(issue)

    def _decide(self, issue: Issue, month: date) -> None:
        """Sessions one after the other until there is a yes or a no."""
        while (day := session_day(month)) <= self.now.date() and month < calendar.month_start(
            self.now.date()
        ):
            chance = self.source.random.random()
            first = not issue.decisions
            decision = (
                states.AGREED
                if chance < 0.75 or not first
                else states.NOT_AGREED
                if chance < 0.83
                else states.DEFERRED
                if chance < 0.92
                else states.STUDIED
            )
            issue.decisions.append((day, decision))
            office = f"{TOWN}-{issue.case.office}"
            at = datetime.combine(day, time(17, 30))
            if decision == states.AGREED:
                last = day + timedelta(days=PROJECT_DAYS if issue.is_project else 45)
                words = STEP_WORDS["agreed"].format(office=issue.case.office)
                self._add(issue, at, states.IN_PROGRESS, self._secretary, words, office, last)
                if not issue.is_project:
                    self._finish(issue, self.heads[office], self._days(12, 38), office)
                return
            if decision == states.NOT_AGREED:
                self._add(issue, at, states.RESOLVED, self._secretary, STEP_WORDS["not_agreed"])
                self._tell(issue)
                return
            words = STEP_WORDS["deferred" if decision == states.DEFERRED else "studied"]
            self._add(issue, at, states.PUT_UP, self._secretary, words)
            month = calendar.next_month(month)

    def _finish(self, issue: Issue, by: str, days: int, office: str = "") -> None:
        if self._slow:
            days += self._days(25, 60)
        self._step(issue, days, states.RESOLVED, by, issue.case.result, office)
        self._tell(issue)

    def _tell(self, issue: Issue) -> None:
        if issue.state != states.RESOLVED:
            return
        liaison = self._liaison(issue)
        if self.source.chance(REOPENED_SHARE):
            words = self.source.random.choice(UNSATISFIED)
            self._step(issue, self._days(1, 4), states.REOPENED, liaison, words)
            if issue.state == states.REOPENED:
                self._step(issue, 1, states.WITH_STATION, liaison, STEP_WORDS["station"])
                self._step(issue, self._days(2, 5), states.RESOLVED, liaison, issue.case.result)
        before = len(issue.events)
        self._step(issue, self._days(1, 6), states.CLOSED, liaison, office=issue.last.office)
        if len(issue.events) > before:
            issue.satisfaction = "Basically Satisfied" if self.source.chance(0.2) else "Satisfied"
            issue.told_how = self.source.random.choice(TOLD_WAYS)
            issue.told_words = self.source.random.choice(THANKS)

    # -- small things ------------------------------------------------------------------------------------

    def _step(
        self, issue: Issue, days: int, after: str, by: str, reason: str = "", office: str = ""
    ) -> None:
        self._add(issue, self._later(issue, days), after, by, reason, office)

    def _later(self, issue: Issue, days: int) -> datetime:
        """``days`` working days after the last step, in office hours; the same day a while later for 0."""
        last = issue.last.at
        if not days:
            return last + timedelta(minutes=self.source.random.randint(5, 40))
        day = calendar.add_working_days(last.date(), days).day
        return datetime.combine(
            day, time(self.source.random.randint(8, 17), self.source.random.randint(0, 59))
        )

    def _add(
        self,
        issue: Issue,
        at: datetime,
        after: str,
        by: str,
        reason: str = "",
        office: str = "",
        due_on: date | None = None,
    ) -> None:
        """Add a step, unless it lies ahead of today or the one before it never came."""
        is_note = bool(issue.events) and after == issue.state
        if at > self.now or (
            issue.events and not is_note and not states.path([issue.state, after])
        ):
            return
        level = states.level_after(after, issue.last.level if issue.events else states.VILLAGE)
        if due_on:
            issue.due_named = True
        elif not issue.events or level != issue.last.level or after == states.REOPENED:
            issue.due_from, issue.due_days, issue.due_named = at.date(), DAYS[level], False
            due_on = due.due_on(at.date(), DAYS[level]).day
        else:
            due_on = issue.last.due_on
        issue.events.append(Event(at, after, by, reason, level, due_on, office))

    def _days(self, least: int, most: int) -> int:
        return self.source.random.randint(least, most)

    def _liaison(self, issue: Issue) -> str:
        return term_on(self.terms[issue.station], issue.visit.day).main()[2]

    def _head(self, issue: Issue) -> str:
        return term_on(self.terms[issue.station], issue.visit.day).main()[1]
