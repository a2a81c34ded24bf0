"""Keeps the books of funds and projects in their rows, under locks, so that no yuan is promised or paid twice.

Every change locks the project's row and then the fund's, always in this order, reads both as they are committed, and
asks the rules (books.py). Who comes second waits, and meets the books as the first one left them.
"""

from collections.abc import Callable
from decimal import Decimal

import frappe
from frappe import _

from zhilian_app.meetings.money import yuan
from zhilian_app.subsidies import books

FUND = "Subsidy Fund"
PROJECT = "Subsidy Project"

Operation = Callable[[books.Fund, books.Project, Decimal], books.Books]


class NotEnoughMoney(frappe.ValidationError):
    """The approved amount, the plan or the fund does not reach."""


def fund_books(name: str, *, lock: bool = False) -> books.Fund:
    """The books of a fund, in yuan; locked until the end of the transaction if asked for."""
    row = _row(FUND, name, ("budget", "committed", "paid"), lock)
    return books.Fund(*row)


def project_books(name: str, *, lock: bool = False) -> books.Project:
    """The books of a project, in yuan; locked until the end of the transaction if asked for."""
    row = _row(PROJECT, name, ("approved_amount", "planned_amount", "paid_amount"), lock)
    return books.Project(*row)


def lock(project: str, fund: str | None) -> None:
    """Wait for a project's and a fund's books, and keep them until the end of the transaction."""
    project_books(project, lock=True)
    if fund:
        fund_books(fund, lock=True)


def change(project: str, fund: str, amount: Decimal, *operations: Operation) -> books.Books:
    """Carry out ``operations`` of books.py, one after the other, with ``amount`` yuan, and store what comes of them.

    Raises:
        NotEnoughMoney: one of them would promise or pay more than there is; nothing is stored.
    """
    project_row = project_books(project, lock=True)
    fund_row = fund_books(fund, lock=True)
    try:
        for operation in operations:
            fund_row, project_row = operation(fund_row, project_row, amount)
    except books.Overdrawn as error:
        frappe.throw(in_words(error), NotEnoughMoney)
    frappe.db.set_value(FUND, fund, fund_values(fund_row), update_modified=False)
    frappe.db.set_value(
        PROJECT,
        project,
        {"planned_amount": project_row.planned, "paid_amount": project_row.paid},
        update_modified=False,
    )
    return fund_row, project_row


def release_surplus(project: str, fund: str, needed: Decimal) -> books.Project:
    """Give what is promised beyond ``needed`` and what was paid (yuan) back to the fund; the project's books then."""
    own = project_books(project, lock=True)
    rest = books.surplus(own.planned, own.paid, needed)
    if rest > 0:
        _fund, own = change(project, fund, rest, books.release)
    return own


def fund_values(fund: books.Fund) -> dict[str, Decimal]:
    """What the fund's row shows."""
    return {
        "budget": fund.budget,
        "committed": fund.committed,
        "paid": fund.paid,
        "free_amount": fund.free,
        "left_amount": fund.left,
    }


def in_words(error: books.Overdrawn) -> str:
    """What stands in the way, for the person who tried."""
    return _(error.text).format(*(f"{amount:,.2f}" for amount in error.amounts))


def _row(doctype: str, name: str, fields: tuple[str, ...], lock: bool) -> list[Decimal]:
    found = frappe.db.get_value(doctype, name, fields, for_update=lock)
    if not found:
        frappe.throw(_("{0} {1} was not found.").format(_(doctype), name), frappe.DoesNotExistError)
    return [yuan(value) for value in found]
