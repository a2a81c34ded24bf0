"""Writes the demo's subsidies with what their controllers derive."""

from collections.abc import Iterator
from datetime import date, datetime

import frappe

from zhilian_app.demo.constants import OWNER, TOWN
from zhilian_app.demo.issue_rows import resolution_no, session_name
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.subsidies import Play
from zhilian_app.demo.subsidy_files import Shelf
from zhilian_app.demo.subsidy_model import (
    Fund,
    Payment,
    Plan,
    Progress,
    Project,
    decision_words,
    station_name,
)
from zhilian_app.demo.subsidy_texts import EXCEPTION_REASON
from zhilian_app.meetings.money import NOTHING, in_words
from zhilian_app.subsidies import allocation, balances, progress_rules, queue_words, review, states

DOCSTATUS = {states.BOOKED: 1, states.CANCELLED: 2}
STEP_FIELDS = (
    "stepped_on", "by_name", "by_user", "from_state", "to_state", "reason", "office_name", "docstatus",
)  # fmt: skip
PLAN_ROW = (
    "rank", "project", "title", "station_name", "urgency", "ready_on", "amount", "outcome", "left_amount", "why",
)  # fmt: skip
PLAN_MOVE = (
    "project", "title", "from_rank", "to_rank", "reason", "moved_by_name", "moved_by", "moved_on",
)  # fmt: skip
FACTS = (
    "title", "station", "urgency", "town_office", "total_budget", "amount_asked", "approved_amount", "resolution_no",
    "decided_on", "decision_words", "current_situation", "proposed_solution", "form_in_on", "expected_finish", "issue",
    "request", "request_item", "session",
)  # fmt: skip
VALUES = (
    "percent", "spent", "payments_made", "first_paid_on", "progress_month", "started_on", "finished_on", "final_cost",
    "acceptance", "accepted_on", "accepted_by_name", "stopped_on", "stop_reason",
)  # fmt: skip
NUMBERS = frozenset(("percent", "spent", "payments_made", "final_cost"))


def insert_subsidies(play: Play, cast: Cast) -> None:
    """Write all that was played."""
    writer = _Writer(play, cast)
    for fund in play.funds.values():
        writer.add_fund(fund)
    for project in play.projects:
        writer.add_project(project)
    for plan in play.plans:
        writer.add_plan(plan)
    for payment in play.payments:
        writer.add_payment(payment)
    writer.insert()


class _Writer:
    def __init__(self, play: Play, cast: Cast) -> None:
        self.play, self.cast, self.shelf = play, cast, Shelf()
        self.funds = Rows(
            "Subsidy Fund",
            "town",
            "year",
            "budget",
            "committed",
            "paid",
            "free_amount",
            "left_amount",
        )
        self.entries = ChildRows(
            "Fund Entry", "Subsidy Fund", "entries",
            "entry_date", "kind", "amount", "document_no", "reason", "entered_by_name", "entered_on",
        )  # fmt: skip
        self.projects = Rows(
            "Subsidy Project", "state", "town", "station_name", "fund", "plan", "planned_amount", "paid_amount",
            "statement", "statement_in_on", "written_by_users", *FACTS, *VALUES,
        )  # fmt: skip
        self.plans = Rows(
            "Funding Plan", "town", "fund", "plan_date", "state", "amount", "policy", "planned_amount", "left_amount",
            "decision", "resolution_no", "decided_on", "decision_words", "session",
        )  # fmt: skip
        self.plan_rows = ChildRows("Funding Plan Row", "Funding Plan", "rows", *PLAN_ROW)
        self.moves = ChildRows("Funding Plan Move", "Funding Plan", "moves", *PLAN_MOVE)
        self.payments = Rows(
            "Subsidy Payment", "docstatus", "project", "project_title", "station_name", "station", "town", "kind",
            "state", "instalment", "fund", "plan", "amount", "amount_words", "paid_on", "payee", "voucher_no",
            "is_exception", "exception_reason", "approved_by_name", "amended_from",
        )  # fmt: skip
        self.progress = Rows(
            "Project Progress", "project", "project_title", "station", "station_name", "town", "month", "status",
            "due_on", "handed_in_on", "handed_in_by_name", "percent", "previous_percent", "spent", "previous_spent",
            "words", "back_reason",
        )  # fmt: skip
        self.steps = {
            doctype: ChildRows("Step Record", doctype, "steps", *STEP_FIELDS)
            for doctype in ("Subsidy Project", "Funding Plan", "Subsidy Payment")
        }
        self.pictures = {
            doctype: ChildRows("Project Picture", doctype, "pictures", "picture")
            for doctype in ("Subsidy Project", "Project Progress")
        }

    def insert(self) -> None:
        for table in (
            self.funds, self.entries, self.projects, self.plans, self.plan_rows, self.moves, self.payments,
            self.progress, *self.steps.values(), *self.pictures.values(),
        ):  # fmt: skip
            table.insert()
        self.shelf.insert()

    def user(self, cadre: str | None) -> str:
        return self.cast.users.get(cadre, OWNER)

    def add_steps(
        self, doctype: str, name: str, steps: list, office: str | None = None, docstatus: int = 0
    ) -> None:
        rows, before = [], None
        for at, after, by, why in steps:
            rows.append(
                (at, self.cast.names[by], self.user(by), before, after, why, office, docstatus)
            )
            before = after
        self.steps[doctype].add_all(name, steps[-1][0], iter(rows))

    # -- fund and projects -------------------------------------------------------------------------------

    def add_fund(self, fund: Fund) -> None:
        people = self.play.people
        owner, name = self.user(people.approver), self.cast.names[people.approver]
        book = balances.fund_values(fund.book)
        self.funds.add(fund.name, fund.entries[0][0], TOWN, fund.year, *book.values(), owner=owner)
        rows = (
            (at.date(), kind, amount, number, why, name, at)
            for at, kind, amount, number, why in fund.entries
        )
        self.entries.add_all(fund.name, fund.entries[-1][0], rows, owner=owner)

    def add_project(self, project: Project) -> None:
        facts, values, last = project.facts, project.values, project.steps[-1][0]
        liaison = self.play.liaison(project, last.date())
        owner, papers = self.user(liaison), project.papers
        url = None
        if papers and papers <= self.play.now:
            url = self.shelf.statement(project.name, papers, owner)
        self.projects.add(
            project.name, project.entered, project.state, TOWN, station_name(project),
            project.fund and project.fund.name, project.plan, project.book.planned, project.book.paid,
            url, papers if url else None, self.writers(project), *(facts.get(field) for field in FACTS),
            *(values.get(field, NOTHING if field in NUMBERS else None) for field in VALUES),
        )  # fmt: skip
        office = (facts["town_office"] or "").removeprefix(f"{TOWN}-") or None
        self.add_steps("Subsidy Project", project.name, project.steps, office)
        if values.get("finished_on"):
            picture = self.shelf.picture(100, "Subsidy Project", project.name, last, owner)
            self.pictures["Subsidy Project"].add_all(project.name, last, iter([(picture,)]))
        for row in project.rows:
            self.add_progress(project, row)

    def writers(self, project: Project) -> str | None:
        """Who has handed in rows does not accept the work."""
        users = {self.user(row.by) for row in project.rows if row.by}
        return "\n".join(sorted(users)) or None

    def add_progress(self, project: Project, row: Progress) -> None:
        name = progress_rules.name_of(project.name, row.month)
        made = max(datetime.combine(row.month, datetime.min.time()), project.entered)
        self.progress.add(
            name, row.handed_in or made, project.name, project.facts["title"], project.facts["station"],
            station_name(project), TOWN, row.month, row.status, progress_rules.due_on(row.month), row.handed_in,
            self.cast.names[row.by] if row.by else None, row.percent, row.before[0], row.spent, row.before[1],
            row.words, row.back_reason,
        )  # fmt: skip
        if row.percent > row.before[0]:
            owner = self.user(row.by)
            url = self.shelf.picture(row.percent, "Project Progress", name, row.handed_in, owner)
            self.pictures["Project Progress"].add_all(name, row.handed_in, iter([(url,)]))

    # -- plans and payments ------------------------------------------------------------------------------

    def add_plan(self, plan: Plan) -> None:
        decided = plan.decided
        self.plans.add(
            plan.name, plan.steps[0][0], TOWN, plan.fund.name, plan.day, plan.steps[-1][1], plan.amount,
            allocation.PASS_OVER, plan.planned, plan.amount - plan.planned, plan.decision or None,
            resolution_no(decided) if decided else None, decided, decision_words(plan) if decided else None,
            session_name(decided) if decided else None, owner=self.user(plan.steps[0][2]),
        )  # fmt: skip
        stamp = plan.steps[-1][0]
        self.plan_rows.add_all(
            plan.name, stamp, (tuple(row[field] for field in PLAN_ROW) for row in plan.rows)
        )
        for move in plan.moves:
            values = (self.user(move[f]) if f == "moved_by" else move[f] for f in PLAN_MOVE)
            self.moves.add_all(plan.name, stamp, iter([tuple(values)]))
        self.add_steps("Funding Plan", plan.name, plan.steps)

    def add_payment(self, payment: Payment) -> None:
        project, docstatus = payment.project, DOCSTATUS.get(payment.state, 0)
        booked = next(
            (by for _at, after, by, _why in payment.steps if after == states.BOOKED), None
        )
        self.payments.add(
            payment.name, payment.steps[0][0], docstatus, project.name, project.facts["title"], station_name(project),
            project.facts["station"], TOWN, payment.kind, payment.state, payment.instalment, payment.fund.name,
            payment.plan, payment.amount, in_words(payment.amount), payment.steps[0][0].date(), payment.payee,
            payment.voucher, int(payment.exception), EXCEPTION_REASON if payment.exception else "",
            booked and self.cast.names[booked], payment.amended_from and payment.amended_from.name,
            owner=self.user(payment.steps[0][2]),
        )  # fmt: skip
        self.add_steps("Subsidy Payment", payment.name, payment.steps, docstatus=docstatus)


# -- what other chapters show of it -----------------------------------------------------------------------


def session_papers(play: Play) -> dict[date, list[tuple]]:
    """Rows of Session Paper by the session's day: title, summary, document, decision, number and words."""
    found: dict[date, list[tuple]] = {}
    for plan in play.plans:
        if not plan.decided:
            continue
        shown = frappe._dict(
            amount=plan.amount, planned_amount=plan.planned, left_amount=plan.amount - plan.planned, moves=plan.moves,
            rows=[frappe._dict(row) for row in plan.rows],
        )  # fmt: skip
        found.setdefault(plan.decided, []).append(
            (
                f"资金日程安排（{plan.day}）", queue_words.summary(shown), "Funding Plan", plan.name, plan.decision,
                resolution_no(plan.decided), decision_words(plan),
            )
        )  # fmt: skip
    return found


def review_lines(play: Play, station: str, month: date, moment: datetime) -> Iterator[tuple]:
    """Rows of Review Project Line of a station's report, as they stood when the meeting closed."""
    own = [one for one in play.projects if one.facts["station"] == station]
    for project in sorted(
        own, key=lambda one: (one.values.get("first_paid_on") or date.max, one.name)
    ):
        row = next((row for row in project.rows if row.month == month), None)
        state = project.state_at(moment)
        if not row or state not in (*states.WITH_MONEY, *states.ENDED):
            continue
        in_time = row.handed_in and row.handed_in <= moment
        status = "Handed In" if in_time else "Not Needed" if state in states.ENDED else "Due"
        due = progress_rules.due_on(month)
        yield (
            project.facts["title"], project.book.approved, paid_at(project, moment),
            row.percent if in_time else row.before[0], review.standing(status, due, row.handed_in, moment.date()), due,
            row.words if in_time else "", state, "Project Progress", progress_rules.name_of(project.name, month),
        )  # fmt: skip


def paid_at(project: Project, moment: datetime):
    """Yuan that were paid and not returned or cancelled by then."""
    total = NOTHING
    for payment in project.payments:
        state = next((after for at, after, *_rest in reversed(payment.steps) if at <= moment), None)
        if state == states.BOOKED:
            total += -payment.amount if payment.kind == "Return" else payment.amount
    return total
