"""Funding plans: drawn from the pool, changed by hand with a reason, agreed by the committee, and then promises."""

from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cint, cstr, now_datetime

from zhilian_app import steps
from zhilian_app.meetings.money import figures, yuan
from zhilian_app.steps import StepRefused, person_name
from zhilian_app.subsidies import allocation, balances, books, pool, queue_words, ranking, states

PLAN = "Funding Plan"


def rows_of(plan, amount: Decimal | None = None) -> list[dict]:
    """Rows of a plan as the pool and the plan's moves make them today.

    Args:
        amount: yuan, another amount than the plan's.
    """
    waiting = {row["name"]: row for row in pool.waiting(plan.town)}
    moves = {row.project: row for row in plan.moves if row.project in waiting}
    wanted = yuan(plan.amount) if amount is None else amount
    return drawn(waiting, moves, wanted, plan.policy or allocation.PASS_OVER)


def drawn(waiting: dict[str, dict], moves: dict, amount: Decimal, policy: str) -> list[dict]:
    """Rows of a plan over the projects that wait, by name; nothing is looked up.

    Args:
        moves: rows of Funding Plan Move by project.
    """
    found = pool.candidates(waiting.values())
    places = ranking.queue(found, {key: cint(row.to_rank) for key, row in moves.items()})
    told = queue_words.explain(
        places, found, {key: queue_words.said(row) for key, row in moves.items()}
    )
    by_key = {one.key: one for one in found}
    needs = [
        allocation.Need(place.key, by_key[place.key].amount, by_key[place.key].ready_on is not None)
        for place in places
    ]
    outcomes = allocation.fill(needs, amount, policy)
    return [
        {
            "project": place.key,
            "rank": place.rank,
            "title": waiting[place.key]["title"],
            "station_name": waiting[place.key]["station_name"],
            "urgency": waiting[place.key]["urgency"],
            "ready_on": by_key[place.key].ready_on,
            "amount": float(need.amount),
            "outcome": outcome.outcome,
            "left_amount": float(outcome.left),
            "why": told[place.key],
        }
        for place, need, outcome in zip(places, needs, outcomes, strict=True)
    ]


def outcomes_of(rows: list[dict]) -> list[allocation.Outcome]:
    """Rows as the rules compare them."""
    return [
        allocation.Outcome(row["project"], row["outcome"], yuan(row["left_amount"])) for row in rows
    ]


def carry_out(plan, decision, session) -> None:
    """The committee's word on a plan: agreed, it is a promise to every project that is in.

    Args:
        decision: the row of the session's paper.

    Raises:
        StepRefused: the plan is no longer before the committee.
        balances.NotEnoughMoney: the fund does not reach.
    """
    if plan.state != states.BEFORE_COMMITTEE:
        frappe.throw(
            _("Plan {0} is no longer before the committee.").format(plan.name), StepRefused
        )
    # the session's paper was checked; who signs it need not be of the finance office
    plan.flags.ignore_permissions = True
    values = {
        "decision": decision.decision,
        "resolution_no": decision.resolution_no,
        "decided_on": session.session_date,
        "decision_words": decision.words,
        "session": session.name,
    }
    plan.note(
        "" if decision.decision in (states.AGREED, states.NOT_AGREED) else decision.words, **values
    )
    if decision.decision == states.AGREED:
        steps.go(plan, states.AGREE, decision.words)
        promise(plan)
    elif decision.decision == states.NOT_AGREED:
        steps.go(plan, states.REFUSE, decision.words)


def promise(plan) -> None:
    """Every project that is in has its money promised and is planned.

    Raises:
        StepRefused: a project has left the pool, or needs another amount by now.
        balances.NotEnoughMoney: the fund does not reach.
    """
    chosen = [row for row in plan.rows if row.outcome == allocation.IN]
    # always in this order, so that two plans never wait for each other
    for row in sorted(chosen, key=lambda row: row.project):
        project = frappe.get_doc(pool.PROJECT, row.project, for_update=True)
        own = balances.project_books(row.project, lock=True)
        if project.state != states.IN_POOL or own.to_plan != yuan(row.amount):
            frappe.throw(
                _(
                    "“{0}” has changed since the plan was made. Please take the plan back and save it again."
                ).format(row.title),
                StepRefused,
            )
        project.db_set({"fund": plan.fund, "plan": plan.name}, update_modified=False)
        balances.change(row.project, plan.fund, yuan(row.amount), books.promise)
        follow_money(row.project, states.PLAN, cstr(plan.resolution_no))
        subject = _("{0}: {1} yuan are planned for it", lang="zh")
        pool.tell_station(
            project.name, project.station, subject.format(row.title, figures(row.amount))
        )


def follow_money(project: str, action: str, reason: str = "") -> None:
    """A project's state follows from its money."""
    doc = frappe.get_doc(pool.PROJECT, project)
    # who plans and pays was checked on the plan and the payment
    doc.flags.ignore_permissions = True
    steps.go(doc, action, reason)


def add_move(plan, project: str, to_rank: int, reason: str) -> None:
    """Move a project of a plan by hand; the plan shows it for ever.

    Raises:
        StepRefused: the plan is not a draft, or the project is not in it.
        frappe.ValidationError: there is no reason, or no such place.
    """
    if plan.state not in (states.DRAFT, states.NOT_AGREED):
        frappe.throw(_("Projects are moved while the plan is a draft."), StepRefused)
    row = next((row for row in plan.rows if row.project == project), None)
    if not row:
        frappe.throw(_("The project is not on this plan."), StepRefused)
    if not cstr(reason).strip():
        frappe.throw(_("Please give the reason for moving “{0}”.").format(row.title))
    if not 1 <= to_rank <= len(plan.rows):
        frappe.throw(_("Please enter a place from 1 to {0}.").format(len(plan.rows)))
    plan.flags.new_move = {
        "project": project,
        "title": row.title,
        "from_rank": row.rank,
        "to_rank": to_rank,
        "reason": cstr(reason).strip(),
        "moved_by": frappe.session.user,
        "moved_by_name": person_name(),
        "moved_on": now_datetime(),
    }
    plan.save()
