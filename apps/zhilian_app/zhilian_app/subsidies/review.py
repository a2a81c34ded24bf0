"""Funded projects on each station's page of the monthly review.

The plan: 「每月结合项目进度写进月度汇报材料,由驻点组长在月会上向党委副书记直接汇报」.
"""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import cint, cstr, flt, getdate

from zhilian_app.meetings import review_rules
from zhilian_app.subsidies import progress_rules, states
from zhilian_app.subsidies.progress_upkeep import HANDED_IN, NOT_NEEDED, PROGRESS, PROJECT


def lines(stations: Iterable[str], month: date) -> dict[str, list[dict]]:
    """Lines of the projects with a row of the month, by station; one query over all of them."""
    found: dict[str, list[dict]] = {}
    for row in _rows(list(stations), month):
        found.setdefault(row.station, []).append(_line(row))
    return found


def _rows(stations: list[str], month: date) -> list[dict]:
    """Rows of the month; of a project that ended in it also one that nobody waits for."""
    if not stations:
        return []
    row, project = frappe.qb.DocType(PROGRESS), frappe.qb.DocType(PROJECT)
    return (
        frappe.qb.from_(row)
        .join(project)
        .on(project.name == row.project)
        .select(
            row.name, row.station, row.status, row.due_on, row.handed_in_on, row.percent, row.previous_percent,
            row.words, project.title, project.state, project.approved_amount, project.paid_amount,
        )
        .where(
            row.station.isin(stations)
            & (row.month == month)
            & ((row.status != NOT_NEEDED) | project.state.isin(states.ENDED))
        )
        .orderby(project.first_paid_on)
        .orderby(row.name)
        .run(as_dict=True)
    )  # fmt: skip


def _line(row) -> dict:
    handed_in = row.status == HANDED_IN
    return {
        "title": row.title,
        "approved_amount": flt(row.approved_amount),
        "paid_amount": flt(row.paid_amount),
        # what is being written counts when it is handed in
        "percent": float(cint(row.percent if handed_in else row.previous_percent)),
        "standing": standing(row.status, row.due_on, row.handed_in_on, getdate()),
        "due_on": row.due_on,
        "words": cstr(row.words) if handed_in else "",
        "state_then": row.state,
        "reference_doctype": PROGRESS,
        "reference_name": row.name,
    }


def standing(status: str, due_on: date, handed_in_on, today: date) -> str:
    """How a row of the progress stands, in the words of the review; nothing for one that nobody waits for."""
    if status == NOT_NEEDED:
        return ""
    handed_in = getdate(handed_in_on) if status == HANDED_IN else None
    late = progress_rules.is_late(due_on, handed_in, today)
    if handed_in:
        return review_rules.LATE if late else review_rules.HANDED_IN
    return review_rules.MISSING if late else review_rules.IN_WORK
