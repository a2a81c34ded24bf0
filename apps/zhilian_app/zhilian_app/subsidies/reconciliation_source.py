"""Gathers the papers and the rows that the reconciliation compares: as many queries for one project as for 1,000."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import frappe
from frappe.utils import get_datetime

from zhilian_app.meetings.money import yuan
from zhilian_app.subsidies import allocation, payments, reconciliation, states

# of a payment: by booking it, and by cancelling it
_KINDS = {
    (payments.PAYMENT, 0): (reconciliation.PAID, reconciliation.UNPAID),
    (payments.PAYMENT, 1): (reconciliation.PAID_OUTSIDE, reconciliation.UNPAID_OUTSIDE),
    (payments.RETURN, 0): (reconciliation.RETURNED, reconciliation.RETURN_CANCELLED),
}
_ENDS = {states.FINISHED: reconciliation.FINISHED, states.STOPPED: reconciliation.STOPPED}


@dataclass(frozen=True)
class Books:
    """Rows of towns as they are stored, and what follows from the papers beside them."""

    funds: list[dict]
    projects: list[dict]
    lines: list[reconciliation.Line]


def check(town: str) -> list[reconciliation.Line]:
    """Numbers of a town's funds and projects that do not follow from its papers; without a check of who asks."""
    return reconciliation.differences(gather([town]).lines)


def gather(towns: Iterable[str]) -> Books:
    """Funds and projects of ``towns`` with every number twice; without a check of who asks."""
    towns = tuple(towns)
    if not towns:
        return Books([], [], [])
    funds, projects = _funds(towns), _projects(towns)
    lines = reconciliation.compare(
        {row.name: _money(row, ("budget", "committed", "paid")) for row in funds},
        {row.name: {"planned": yuan(row.planned_amount), "paid": yuan(row.paid_amount)} for row in projects},
        _budgets(towns),
        [*_promises(towns), *_payments(towns), *_ended(projects)],
    )  # fmt: skip
    return Books(funds, projects, lines)


def _money(row, fields: Iterable[str]) -> dict[str, Decimal]:
    return {field: yuan(row[field]) for field in fields}


def _funds(towns: tuple[str, ...]) -> list[dict]:
    return frappe.db.sql(
        """select name, town, year, budget, committed, paid from `tabSubsidy Fund`
        where town in %(towns)s order by town, year desc""",
        {"towns": towns},
        as_dict=True,
    )


def _budgets(towns: tuple[str, ...]) -> dict[str, Decimal]:
    rows = frappe.db.sql(
        """select entry.parent, sum(if(entry.kind = 'Cut', -entry.amount, entry.amount))
        from `tabFund Entry` entry join `tabSubsidy Fund` fund on fund.name = entry.parent
        where fund.town in %(towns)s group by entry.parent""",
        {"towns": towns},
    )
    return {fund: yuan(budget) for fund, budget in rows}


def _projects(towns: tuple[str, ...]) -> list[dict]:
    """Projects as they are stored; of those that ended, when."""
    return frappe.db.sql(
        """select p.name, p.title, p.town, p.station_name, p.state, p.fund, p.planned_amount, p.paid_amount,
            p.final_cost, ifnull(max(step.stepped_on), p.modified) as ended_at
        from `tabSubsidy Project` p
        left join `tabStep Record` step
            on step.parent = p.name and step.parenttype = 'Subsidy Project' and step.to_state = p.state
        where p.town in %(towns)s
        group by p.name order by p.town, p.station_name, p.decided_on, p.name""",
        {"towns": towns},
        as_dict=True,
    )


def _ended(projects: Iterable[dict]) -> list[reconciliation.Event]:
    return [
        reconciliation.Event(
            get_datetime(row.ended_at), row.name, _ENDS[row.state], yuan(row.final_cost)
        )
        for row in projects
        if row.state in _ENDS
    ]


def _promises(towns: tuple[str, ...]) -> list[reconciliation.Event]:
    rows = frappe.db.sql(
        """select row.project, row.amount, plan.fund, plan.decided_on,
            (select max(step.stepped_on) from `tabStep Record` step where step.parent = plan.name
                and step.parenttype = 'Funding Plan' and step.to_state = plan.state) as agreed_at
        from `tabFunding Plan` plan join `tabFunding Plan Row` row on row.parent = plan.name
        where plan.town in %(towns)s and plan.state = %(agreed)s and row.outcome = %(outcome)s""",
        {"towns": towns, "agreed": states.AGREED, "outcome": allocation.IN},
        as_dict=True,
    )
    return [
        reconciliation.Event(
            row.agreed_at or _morning(row.decided_on),
            row.project,
            reconciliation.PROMISED,
            yuan(row.amount),
            row.fund,
        )
        for row in rows
    ]


def _payments(towns: tuple[str, ...]) -> list[reconciliation.Event]:
    """Payments and returns that were booked; one that was cancelled happened, too, and then un-happened."""
    rows = frappe.db.sql(
        """select pay.project, pay.fund, pay.kind, pay.is_exception, pay.amount, pay.docstatus, pay.creation,
            pay.modified, max(if(step.to_state = 'Booked', step.stepped_on, null)) as booked_at,
            max(if(step.to_state = 'Cancelled', step.stepped_on, null)) as cancelled_at
        from `tabSubsidy Payment` pay
        left join `tabStep Record` step on step.parent = pay.name and step.parenttype = 'Subsidy Payment'
        where pay.town in %(towns)s and pay.docstatus > 0
        group by pay.name""",
        {"towns": towns},
        as_dict=True,
    )
    found = []
    for row in rows:
        done, undone = _KINDS[row.kind, int(bool(row.is_exception))]
        moments = [(done, row.booked_at or row.creation)]
        if row.docstatus == 2:
            moments.append((undone, row.cancelled_at or row.modified))
        found += [
            reconciliation.Event(at, row.project, kind, yuan(row.amount), row.fund)
            for kind, at in moments
        ]
    return found


def _morning(day: date | None) -> datetime:
    return datetime.combine(day, time.min) if day else datetime.min
