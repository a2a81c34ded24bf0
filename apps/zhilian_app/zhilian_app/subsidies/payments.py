"""What a payment and a return do to the books and to the project."""

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate

from zhilian_app.meetings.money import NOTHING, figures, yuan
from zhilian_app.steps import StepRefused
from zhilian_app.subsidies import balances, books, plans, pool, progress_upkeep, states

DOCTYPE = "Subsidy Payment"
PROJECT = "Subsidy Project"
PAYMENT, RETURN = "Payment", "Return"

# a last instalment is often paid after the acceptance
PAYABLE = (states.PLANNED, states.FUNDED, states.UNDER_WAY, states.FINISHED)
RETURNABLE = (states.FUNDED, states.UNDER_WAY, states.FINISHED, states.STOPPED)


def fund_of(town: str, year: int) -> str:
    """The town's fund of a year.

    Raises:
        frappe.ValidationError: there is none.
    """
    name = frappe.db.get_value("Subsidy Fund", {"town": town, "year": year})
    if not name:
        frappe.throw(
            _("{0} has no subsidy fund of {1}. Please enter its budget first.").format(town, year)
        )
    return name


def check_voucher(doc, *, lock: bool = False) -> None:
    """One voucher, one payment: a second one with its number is a payment made twice.

    Raises:
        frappe.ValidationError: the number stands on another payment of the fund.
    """
    payment = frappe.qb.DocType(DOCTYPE)
    query = (
        frappe.qb.from_(payment)
        .select(payment.name)
        .where(
            (payment.fund == doc.fund)
            & (payment.voucher_no == doc.voucher_no)
            & (payment.docstatus == 1)
            & (payment.name != (doc.name or ""))
        )
        .limit(1)
    )
    if lock:
        query = query.for_update()
    known = query.run()
    if known:
        frappe.throw(_("Voucher {0} was paid already: {1}.").format(doc.voucher_no, known[0][0]))


def check_possible(doc) -> None:
    """Say early what would stop the booking.

    Raises:
        frappe.ValidationError: the project cannot be paid like this now.
        balances.NotEnoughMoney: there is not enough money for it.
    """
    check_state(doc, frappe.db.get_value(PROJECT, doc.project, "state"))
    fund, project = balances.fund_books(doc.fund), balances.project_books(doc.project)
    try:
        for operation in operations(doc):
            fund, project = operation(fund, project, yuan(doc.amount))
    except books.Overdrawn as error:
        frappe.throw(balances.in_words(error), balances.NotEnoughMoney)


def check_state(doc, state: str) -> None:
    """Stop unless a project in ``state`` can be paid, or can return money.

    Raises:
        StepRefused: it cannot; a payment needs an agreed plan, or a recorded exception.
    """
    if doc.kind == RETURN:
        if state not in RETURNABLE:
            frappe.throw(_("Nothing was paid to this project."), StepRefused)
    elif doc.is_exception:
        if state in states.ENDED:
            frappe.throw(_("The project has ended."), StepRefused)
    elif state == states.IN_POOL:
        frappe.throw(
            _(
                "The project is on no agreed plan yet. Please put it on a plan, or note an exception."
            ),
            StepRefused,
        )
    elif state not in PAYABLE:
        frappe.throw(_("The project has ended."), StepRefused)


def operations(doc) -> tuple[balances.Operation, ...]:
    """What booking does to the books."""
    if doc.kind == RETURN:
        return (books.give_back,)
    return (books.promise, books.pay) if doc.is_exception else (books.pay,)


def book(doc) -> None:
    """Subsidy Payment, on_submit: the money moves, once, and only if it is there.

    Raises:
        StepRefused: the project is in another state by now.
        balances.NotEnoughMoney: there is not enough money by now.
    """
    project = locked(doc.project)
    check_state(doc, project.state)
    _fund, own = balances.change(doc.project, doc.fund, yuan(doc.amount), *operations(doc))
    # behind the lock of the fund: of two payments with one voucher the second one is seen here
    check_voucher(doc, lock=True)
    if doc.kind == RETURN:
        return
    number = cint(project.payments_made) + 1
    first = min(filter(None, (project.first_paid_on, getdate(doc.paid_on))))
    values = {"payments_made": number, "first_paid_on": first, "fund": doc.fund}
    frappe.db.set_value(PROJECT, doc.project, values, update_modified=False)
    doc.db_set("instalment", number, update_modified=False)
    if project.state in (states.IN_POOL, states.PLANNED):
        plans.follow_money(doc.project, states.FUND, cstr(doc.voucher_no))
    subject = _("{0}: instalment {1} of {2} yuan was paid", lang="zh")
    words = subject.format(doc.project_title, number, figures(doc.amount))
    pool.tell_station(doc.project, doc.station, words)
    if number == 1:
        progress_upkeep.make_rows_of(doc.project)


def unbook(doc) -> None:
    """Subsidy Payment, on_cancel: the books are as they would be without it.

    Raises:
        balances.NotEnoughMoney: a return cannot be taken back, its money is promised to others.
    """
    project = locked(doc.project)
    if doc.kind == RETURN:
        balances.change(doc.project, doc.fund, yuan(doc.amount), books.take_again)
        return
    # what only this payment promised goes along
    steps = (books.unpay, books.release) if doc.is_exception else (books.unpay,)
    _fund, own = balances.change(doc.project, doc.fund, yuan(doc.amount), *steps)
    if project.state in states.ENDED:
        # a project that ended keeps no more than it will be paid
        needed = yuan(project.final_cost) if project.state == states.FINISHED else NOTHING
        own = balances.release_surplus(doc.project, doc.fund, needed)
    others = frappe.get_all(
        DOCTYPE,
        filters={"project": doc.project, "docstatus": 1, "kind": PAYMENT, "name": ["!=", doc.name]},
        pluck="paid_on",
        order_by="paid_on asc",
    )
    values = {"first_paid_on": others[0] if others else None}
    if own.planned <= 0:
        values |= {"fund": None, "plan": None}
    frappe.db.set_value(PROJECT, doc.project, values, update_modified=False)
    if own.paid <= 0 and project.state == states.FUNDED:
        plans.follow_money(doc.project, states.UNFUND, cstr(doc.voucher_no))


def locked(project: str):
    """A project's row as the last one left it; nobody else changes it until we are done."""
    return frappe.db.get_value(
        PROJECT, project, ["state", "payments_made", "first_paid_on", "final_cost"], as_dict=True, for_update=True
    )  # fmt: skip
