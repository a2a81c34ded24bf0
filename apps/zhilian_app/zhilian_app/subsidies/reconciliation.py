"""What funds and projects must show if their papers are right: entries, agreed plans, payments, returns. No database.

Rows keep their books as they go (books.py, balances.py); here they follow once more, from the papers alone, so that a
difference of a cent is seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from zhilian_app.meetings.money import NOTHING
from zhilian_app.subsidies import books

PROMISED = "promised"  # a plan was agreed
PAID = "paid"
PAID_OUTSIDE = "paid outside of a plan"
UNPAID = "payment cancelled"
UNPAID_OUTSIDE = "payment outside of a plan cancelled"
RETURNED = "returned"
RETURN_CANCELLED = "return cancelled"
FINISHED = "finished"
STOPPED = "stopped"

# what each does to what is promised and to what is paid
_EFFECTS = {
    PROMISED: (1, 0),
    PAID: (0, 1),
    PAID_OUTSIDE: (1, 1),
    UNPAID: (0, -1),
    UNPAID_OUTSIDE: (-1, -1),
    RETURNED: (-1, -1),
    RETURN_CANCELLED: (1, 1),
}
_ENDS = (FINISHED, STOPPED)

BUDGET, COMMITTED, PLANNED, PAID_SUM = "budget", "committed", "planned", "paid"
FUND, PROJECT = "Subsidy Fund", "Subsidy Project"


@dataclass(frozen=True)
class Event:
    """Something that moved a project's money; ``amount`` in yuan, of FINISHED the final cost."""

    at: datetime
    project: str
    kind: str
    amount: Decimal = NOTHING
    fund: str | None = None


@dataclass
class Money:
    """What is promised and what is paid, in yuan."""

    promised: Decimal = NOTHING
    paid: Decimal = NOTHING


@dataclass(frozen=True)
class Line:
    """A number of a row beside what follows from the papers, in yuan."""

    doctype: str
    name: str
    measure: str
    stored: Decimal
    expected: Decimal

    @property
    def difference(self) -> Decimal:
        """0.00 in good books."""
        return self.stored - self.expected


@dataclass
class _Account:
    """A project's money by fund, while its events are followed."""

    by_fund: dict[str, Money] = field(default_factory=dict)
    fund: str | None = None
    # what a project that has ended will be paid at most
    needed: Decimal | None = None

    def sum(self, name: str) -> Decimal:
        return sum((getattr(money, name) for money in self.by_fund.values()), NOTHING)

    def take(self, event: Event) -> None:
        if event.kind in _ENDS:
            self.end(event)
            return
        promised, paid = _EFFECTS[event.kind]
        self.fund = event.fund
        money = self.by_fund.setdefault(event.fund, Money())
        money.promised += promised * event.amount
        money.paid += paid * event.amount
        if event.kind in (UNPAID, UNPAID_OUTSIDE) and self.needed is not None:
            self.give_back_rest()

    def end(self, event: Event) -> None:
        """What is promised and will not be paid went back to the fund; of a finished one its cost stays."""
        self.needed = NOTHING if event.kind == STOPPED else event.amount
        self.give_back_rest()

    def give_back_rest(self) -> None:
        rest = books.surplus(self.sum("promised"), self.sum("paid"), self.needed)
        if rest > 0 and self.fund in self.by_fund:
            self.by_fund[self.fund].promised -= rest


def follow(events: Iterable[Event]) -> dict[tuple[str, str], Money]:
    """What is promised and paid by (project, fund), from all that happened; an end comes last of one moment."""
    accounts: dict[str, _Account] = {}
    for event in sorted(events, key=lambda event: (event.at, event.kind in _ENDS)):
        accounts.setdefault(event.project, _Account()).take(event)
    return {
        (project, fund): money
        for project, account in accounts.items()
        for fund, money in account.by_fund.items()
    }


def compare(
    funds: Mapping[str, Mapping[str, Decimal]],
    projects: Mapping[str, Mapping[str, Decimal]],
    budgets: Mapping[str, Decimal],
    events: Iterable[Event],
) -> list[Line]:
    """Every number of funds and projects beside what follows from the papers.

    Args:
        funds: budget, committed and paid as stored, by fund.
        projects: planned and paid as stored, by project.
        budgets: sum of the entries by fund.
    """
    of_funds, of_projects = _sums(follow(events))
    lines = []
    for name, stored in funds.items():
        money = of_funds.get(name, Money())
        expected = (budgets.get(name, NOTHING), money.promised, money.paid)
        lines += _lines(FUND, name, (BUDGET, COMMITTED, PAID_SUM), stored, expected)
    for name, stored in projects.items():
        money = of_projects.get(name, Money())
        lines += _lines(PROJECT, name, (PLANNED, PAID_SUM), stored, (money.promised, money.paid))
    return lines


def differences(lines: Iterable[Line]) -> list[Line]:
    """Those that are not 0.00."""
    return [line for line in lines if line.difference]


def _lines(doctype: str, name: str, measures, stored, expected) -> list[Line]:
    return [
        Line(doctype, name, measure, stored[measure], value)
        for measure, value in zip(measures, expected, strict=True)
    ]


def _sums(found: Mapping[tuple[str, str], Money]) -> tuple[dict[str, Money], dict[str, Money]]:
    of_funds: dict[str, Money] = {}
    of_projects: dict[str, Money] = {}
    for (project, fund), money in found.items():
        for sums, key in ((of_funds, fund), (of_projects, project)):
            own = sums.setdefault(key, Money())
            own.promised += money.promised
            own.paid += money.paid
    return of_funds, of_projects
