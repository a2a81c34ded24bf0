"""Gathers what the papers of the town's money say; for print formats."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, get_datetime, getdate

from zhilian_app.meetings.money import NOTHING, yuan
from zhilian_app.steps import person_name
from zhilian_app.subsidies import allocation, payments, queue_words, states
from zhilian_app.subsidies.money_paper import PaymentPaper, PlanPaper, PlanRow


def plan_paper(doc) -> PlanPaper:
    """资金日程安排表 of a Funding Plan.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    doc.check_permission("read")
    return PlanPaper(
        town=doc.town,
        year=getdate(doc.plan_date).year,
        day=getdate(doc.plan_date),
        amount=yuan(doc.amount),
        planned=yuan(doc.planned_amount),
        left=yuan(doc.left_amount),
        rows=tuple(_plan_row(row) for row in doc.rows),
        moves=tuple(f"“{cstr(row.title)}”{queue_words.said(row)}" for row in doc.moves),
        state=_(doc.state, lang="zh"),
        decision=_(doc.decision, lang="zh") if doc.decision else "",
        resolution_no=cstr(doc.resolution_no),
        decided_on=getdate(doc.decided_on) if doc.decided_on else None,
        remark=cstr(doc.remark),
    )


def payment_paper(doc) -> PaymentPaper:
    """经费下拨单 of a Subsidy Payment.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    doc.check_permission("read")
    # what a payment says of its project goes with the payment
    project = frappe.db.get_value(
        "Subsidy Project", doc.project, ["resolution_no", "decided_on", "approved_amount"], as_dict=True
    )  # fmt: skip
    return PaymentPaper(
        town=doc.town,
        name=doc.name,
        is_return=doc.kind == payments.RETURN,
        is_booked=doc.state == states.BOOKED,
        project=cstr(doc.project_title),
        station=cstr(doc.station_name),
        resolution_no=cstr(project.resolution_no),
        decided_on=getdate(project.decided_on) if project.decided_on else None,
        approved=yuan(project.approved_amount),
        amount=yuan(doc.amount),
        paid_before=_paid_before(doc),
        payee=cstr(doc.payee),
        voucher_no=cstr(doc.voucher_no),
        paid_on=getdate(doc.paid_on),
        plan="" if doc.is_exception else cstr(doc.plan),
        instalment=cint(doc.instalment),
        exception_reason=cstr(doc.exception_reason),
        remark=cstr(doc.remark),
        written_by=person_name(doc.owner),
        checked_by=cstr(doc.approved_by_name) if doc.state == states.BOOKED else "",
    )


def _plan_row(row) -> PlanRow:
    return PlanRow(
        rank=cint(row.rank),
        title=cstr(row.title),
        station=cstr(row.station_name),
        urgency=_(row.urgency, lang="zh"),
        amount=yuan(row.amount),
        outcome=_(row.outcome, lang="zh"),
        left=yuan(row.left_amount),
        why=cstr(row.why),
        is_in=row.outcome == allocation.IN,
    )


def _booked_on(doc):
    """When a payment was booked; now, while it is not."""
    days = [row.stepped_on for row in doc.steps if row.to_state == states.BOOKED]
    return get_datetime(days[-1]) if days else get_datetime()


def _paid_before(doc):
    """Yuan that the project had before this payment, so that an old paper printed anew says the same."""
    step = frappe.qb.DocType("Step Record")
    payment = frappe.qb.DocType(payments.DOCTYPE)
    rows = (
        frappe.qb.from_(payment)
        .join(step)
        .on((step.parent == payment.name) & (step.parenttype == payments.DOCTYPE))
        .select(payment.kind, payment.amount)
        .where(
            (payment.project == doc.project)
            & (payment.docstatus == 1)
            & (payment.name != doc.name)
            & (step.to_state == states.BOOKED)
            & (step.stepped_on < _booked_on(doc))
        )
        .run()
    )
    return sum(
        (-yuan(amount) if kind == payments.RETURN else yuan(amount) for kind, amount in rows),
        NOTHING,
    )
