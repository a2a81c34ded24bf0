"""The books of a fund and of its projects: what may be promised and paid. No database here.

The plan: 「相关的申请表和说明材料提交党委会研究同意后……按照资金日程安排按序下拨」. No yuan is promised or paid twice:
of a fund, paid ≤ committed ≤ budget; of a project, paid ≤ planned ≤ approved; and nothing is ever below zero.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

NOTHING = Decimal("0.00")

NO_AMOUNT = "The amount must be more than 0."
OVER_APPROVED = "The project would get {0} yuan, {1} yuan more than what was approved."
OVER_PLANNED = "Of what was planned for the project only {0} yuan are left to pay."
OVER_BUDGET = "Of the fund only {0} yuan are not promised yet."
OVER_FUND = "The fund has only {0} yuan left to pay."
NOT_PAID = "Only {0} yuan of the fund were paid to the project."
BELOW_COMMITTED = "Of the fund {0} yuan are promised already: the budget cannot be less."


class Overdrawn(ValueError):
    """It would promise or pay more than there is; ``text`` has places for ``amounts`` (yuan)."""

    def __init__(self, text: str, *amounts: Decimal) -> None:
        """``text`` is English and goes through _()."""
        super().__init__(text.format(*(f"{amount:,.2f}" for amount in amounts)))
        self.text, self.amounts = text, amounts


@dataclass(frozen=True)
class Fund:
    """A year's money of a town, in yuan: what there is, what is promised, what is paid."""

    budget: Decimal = NOTHING
    committed: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def free(self) -> Decimal:
        """What may still be promised."""
        return self.budget - self.committed

    @property
    def left(self) -> Decimal:
        """What is still there."""
        return self.budget - self.paid


@dataclass(frozen=True)
class Project:
    """Money of a project, in yuan: what the committee approved, what a plan promises, what is paid."""

    approved: Decimal = NOTHING
    planned: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def to_plan(self) -> Decimal:
        """What no plan has promised yet."""
        return self.approved - self.planned

    @property
    def to_pay(self) -> Decimal:
        """What is promised and not paid yet."""
        return self.planned - self.paid


Books = tuple[Fund, Project]


def set_budget(fund: Fund, budget: Decimal) -> Fund:
    """The fund with another budget.

    Raises:
        Overdrawn: more is promised.
    """
    if budget < fund.committed:
        raise Overdrawn(BELOW_COMMITTED, fund.committed)
    return replace(fund, budget=budget)


def promise(fund: Fund, project: Project, amount: Decimal) -> Books:
    """A plan, or a payment outside of one, promises ``amount``.

    Raises:
        Overdrawn: the approved amount or the budget does not reach.
    """
    _positive(amount)
    if amount > project.to_plan:
        raise Overdrawn(OVER_APPROVED, project.planned + amount, amount - project.to_plan)
    if amount > fund.free:
        raise Overdrawn(OVER_BUDGET, fund.free)
    return (
        replace(fund, committed=fund.committed + amount),
        replace(project, planned=project.planned + amount),
    )


def release(fund: Fund, project: Project, amount: Decimal) -> Books:
    """Take back a promise of ``amount`` that was not paid.

    Raises:
        Overdrawn: it was paid, or never promised.
    """
    _positive(amount)
    if amount > project.to_pay:
        raise Overdrawn(OVER_PLANNED, project.to_pay)
    return (
        replace(fund, committed=fund.committed - amount),
        replace(project, planned=project.planned - amount),
    )


def pay(fund: Fund, project: Project, amount: Decimal) -> Books:
    """Pay ``amount`` of what is promised.

    Raises:
        Overdrawn: it was not promised, or the fund does not have it.
    """
    _positive(amount)
    if amount > project.to_pay:
        raise Overdrawn(OVER_PLANNED, project.to_pay)
    if fund.paid + amount > fund.committed:
        raise Overdrawn(OVER_FUND, fund.committed - fund.paid)
    return replace(fund, paid=fund.paid + amount), replace(project, paid=project.paid + amount)


def unpay(fund: Fund, project: Project, amount: Decimal) -> Books:
    """A payment of ``amount`` is cancelled: it stays promised.

    Raises:
        Overdrawn: that much was not paid.
    """
    _check_paid(fund, project, amount)
    return replace(fund, paid=fund.paid - amount), replace(project, paid=project.paid - amount)


def give_back(fund: Fund, project: Project, amount: Decimal) -> Books:
    """A project returns ``amount`` to the fund: it is no longer promised either.

    Raises:
        Overdrawn: that much was not paid.
    """
    fund, project = unpay(fund, project, amount)
    return release(fund, project, amount)


def take_again(fund: Fund, project: Project, amount: Decimal) -> Books:
    """A return of ``amount`` is cancelled: it is promised and paid as before.

    Raises:
        Overdrawn: the money was promised to others in the meantime.
    """
    return pay(*promise(fund, project, amount), amount)


def surplus(promised: Decimal, paid: Decimal, needed: Decimal) -> Decimal:
    """What of a project's promise goes back to the fund when no more than ``needed`` will be paid."""
    return promised - max(paid, min(promised, needed))


def _check_paid(fund: Fund, project: Project, amount: Decimal) -> None:
    _positive(amount)
    paid = min(project.paid, fund.paid)
    if amount > paid:
        raise Overdrawn(NOT_PAID, paid)


def _positive(amount: Decimal) -> None:
    if amount <= 0:
        raise Overdrawn(NO_AMOUNT)
