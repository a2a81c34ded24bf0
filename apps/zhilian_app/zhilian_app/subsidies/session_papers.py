"""Funding plans before the committee: its session lists them by itself, and its word is carried out."""

import frappe

from zhilian_app.subsidies import plans, queue_words, states

PLAN = "Funding Plan"


def waiting(town: str) -> list[dict]:
    """Papers that the committee of a town has to decide, for the agenda of its session."""
    names = frappe.get_all(
        PLAN,
        filters={"town": town, "state": states.BEFORE_COMMITTEE},
        pluck="name",
        order_by="plan_date asc, name asc",
    )
    found = []
    for name in names:
        plan = frappe.get_doc(PLAN, name)
        found.append(
            {
                "reference_doctype": PLAN,
                "reference_name": name,
                "title": queue_words.title_of(plan),
                "summary": queue_words.summary(plan),
                "needs_decision": 1,
            }
        )
    return found


def follow_session(session, method: str | None = None) -> None:
    """Committee Session, on_submit: what the committee said of each plan is carried out."""
    for row in session.papers:
        if row.reference_doctype == PLAN and row.decision:
            plans.carry_out(frappe.get_doc(PLAN, row.reference_name, for_update=True), row, session)
