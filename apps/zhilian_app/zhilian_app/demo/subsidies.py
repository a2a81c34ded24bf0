"""Demo subsidies: funds, projects, plans and payments, played day by day by the rules that the forms ask."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, Decimal
from heapq import heappop, heappush
from itertools import count

import frappe

from zhilian_app import calendar
from zhilian_app.demo import subsidy_texts as texts
from zhilian_app.demo.issue_rows import resolution_no
from zhilian_app.demo.issues import Issue, session_day, term_on
from zhilian_app.demo.stations import Term
from zhilian_app.demo.subsidy_life import Lives
from zhilian_app.demo.subsidy_model import (
    DECIDED_AT,
    Fund,
    Payment,
    People,
    Plan,
    Project,
    decision_words,
    station_name,
)
from zhilian_app.demo.subsidy_pool import Item, Wish, agreed, entered, wishes
from zhilian_app.meetings.money import NOTHING, yuan
from zhilian_app.subsidies import allocation, books, plans, states

MADE_AT, PLAN_DAYS = time(10), 5
ROUND = Decimal(10_000)


class Play:
    """All that happens until ``now``, each event in its turn."""

    def __init__(
        self, terms: dict[str, list[Term]], people: People, names: dict[str, str], now: datetime
    ) -> None:
        """``names`` of the cadres, as papers show them."""
        self.terms, self.people, self.names, self.now = terms, people, names, now
        self.lives = Lives(self)
        self.funds = {year: Fund(year) for year in (now.year - 1, now.year)}
        self.projects: list[Project] = []
        self.payments: list[Payment] = []
        self.plans: list[Plan] = []
        self._events: list[tuple[datetime, int, Callable]] = []
        self._order = count()

    def at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        """``act`` when its time comes; what lies ahead of now never does."""
        if moment <= self.now:
            heappush(self._events, (moment, next(self._order), act))

    def run(self, issues: list[Issue], items: dict[str, Item]) -> "Play":
        """Play to the end; ``items`` by the issue's name."""
        for year, fund in self.funds.items():
            self._open_fund(year, fund)
        for project in (*entered(self.now.date()), *agreed(issues, items)):
            self.at(project.entered, lambda at, one=project: self._enter(one, at))
        for wish in wishes(self.now.date()):
            day = session_day(wish.month)
            made = calendar.next_working_day(day - timedelta(days=PLAN_DAYS + 3))
            self.at(datetime.combine(made, MADE_AT), lambda at, one=wish: self._make_plan(one, at))
        draft = self.now.replace(second=0, microsecond=0) - timedelta(minutes=3)
        self.at(draft, self._make_draft)
        while self._events:
            moment, _turn, act = heappop(self._events)
            act(moment)
        return self

    # -- money of the year -------------------------------------------------------------------------------

    def _open_fund(self, year: int, fund: Fund) -> None:
        for kind, month, day, amount, document, reason in texts.FUND_ENTRIES:
            moment = datetime.combine(date(year, month, day), time(9))
            if kind == "Budget":
                # early in January it is the first thing that is there
                moment = min(moment, self.now - timedelta(minutes=10))
            entry = (kind, Decimal(amount), document.format(year), reason)
            self.at(moment, lambda at, f=fund, e=entry: self._book_entry(f, e, at))

    def _book_entry(self, fund: Fund, entry: tuple, at: datetime) -> None:
        kind, amount, *_words = entry
        if kind == "Cut":
            amount = min(amount, fund.book.free)
        if amount <= 0:
            return
        fund.entries.append((at, kind, amount, *_words))
        sign = -1 if kind == "Cut" else 1
        fund.book = books.set_budget(fund.book, fund.book.budget + sign * amount)

    # -- projects come into the pool ---------------------------------------------------------------------

    def _enter(self, project: Project, at: datetime) -> None:
        self.projects.append(project)
        project.name = f"demo-s-{len(self.projects):03d}"
        project.book = books.Project(approved=yuan(project.facts["approved_amount"]))
        by = self.people.secretary if project.issue else self.people.organization
        project.steps.append((at, states.IN_POOL, by, ""))
        if project.life.pay:
            self.at(at + timedelta(days=1), lambda moment: self.lives.pay_outside(project, moment))

    # -- plans -------------------------------------------------------------------------------------------

    def waiting(self, at: datetime) -> dict[str, dict]:
        """Projects in the pool as the queue sees them."""
        return {
            one.name: {
                **one.facts, "name": one.name, "station_name": station_name(one),
                "statement_in_on": one.papers if one.papers and one.papers <= at else None,
                "planned_amount": one.book.planned,
            }
            for one in self.projects
            if one.state == states.IN_POOL
        }  # fmt: skip

    def _make_plan(self, wish: Wish, at: datetime) -> None:
        fund, waiting = self.funds[at.year], self.waiting(at)
        moves = self._moves(waiting, at) if wish.moved else {}
        needed = self._needed(waiting, moves, wish.count, fund)
        if not needed:
            return
        amount = min((needed / ROUND).to_integral_value(ROUND_CEILING) * ROUND, fund.book.free)
        plan = self._plan(at, fund, amount, waiting, moves)
        plan.steps.append(
            (at + timedelta(minutes=40), states.BEFORE_COMMITTEE, self.people.approver, "")
        )
        decided = datetime.combine(session_day(wish.month), DECIDED_AT)
        self.at(decided, lambda moment: self._decide(plan, wish, moment))

    def _needed(self, waiting: dict, moves: dict, wanted: int, fund: Fund) -> Decimal:
        """Yuan for so many projects from the front as the fund can pay, at most ``wanted``."""
        rows = plans.drawn(waiting, moves, Decimal(10**8), allocation.PASS_OVER)
        needs = [yuan(row["amount"]) for row in rows if row["outcome"] == allocation.IN][:wanted]
        while needs and sum(needs) > fund.book.free:
            needs.pop()
        return sum(needs, NOTHING)

    def _moves(self, waiting: dict, at: datetime) -> dict[str, dict]:
        """The fourth of the queue is put first."""
        rows = plans.drawn(waiting, {}, Decimal(10**8), allocation.PASS_OVER)
        ready = [row for row in rows if row["outcome"] == allocation.IN]
        if len(ready) < 4:
            return {}
        row = ready[3]
        move = {
            "project": row["project"], "title": row["title"], "from_rank": row["rank"], "to_rank": 1,
            "reason": texts.MOVE_REASON, "moved_by": self.people.organization, "moved_on": at,
            "moved_by_name": self.names[self.people.organization],
        }  # fmt: skip
        return {row["project"]: frappe._dict(move)}

    def _plan(self, at: datetime, fund: Fund, amount: Decimal, waiting: dict, moves: dict) -> Plan:
        rows = plans.drawn(waiting, moves, amount, allocation.PASS_OVER)
        plan = Plan(
            at.date(),
            fund,
            amount,
            rows,
            list(moves.values()),
            [(at, states.DRAFT, self.people.approver, "")],
        )
        self.plans.append(plan)
        return plan

    def _make_draft(self, at: datetime) -> None:
        """Today's draft pays the first and not all of those behind it."""
        fund, waiting = self.funds[at.year], self.waiting(at)
        rows = plans.drawn(waiting, {}, Decimal(10**8), allocation.PASS_OVER)
        needs = [yuan(row["amount"]) for row in rows if row["outcome"] == allocation.IN]
        amount = min(sum(needs[:2], NOTHING) + Decimal(5000), fund.book.free)
        if amount > 0:
            self._plan(at, fund, amount, waiting, {})

    def _decide(self, plan: Plan, wish: Wish, at: datetime) -> None:
        plan.decided, plan.decision = at.date(), states.AGREED if wish.agreed else states.NOT_AGREED
        plan.steps.append((at, plan.decision, self.people.secretary, decision_words(plan)))
        if not wish.agreed:
            return
        by_name = {one.name: one for one in self.projects}
        for turn, row in enumerate(plan.chosen):
            project, amount = by_name[row["project"]], yuan(row["amount"])
            plan.fund.book, project.book = books.promise(plan.fund.book, project.book, amount)
            project.fund, project.plan = plan.fund, plan.name
            project.steps.append(
                (at, states.PLANNED, self.people.secretary, resolution_no(at.date()))
            )
            project.life = wish.lives[turn % len(wish.lives)]
            self.lives.begin(project, at)

    # -- people ------------------------------------------------------------------------------------------

    def liaison(self, project: Project, day: date) -> str:
        """Cadre who is the station's liaison on a day."""
        return term_on(self.terms[project.facts["station"]], day).main()[2]
