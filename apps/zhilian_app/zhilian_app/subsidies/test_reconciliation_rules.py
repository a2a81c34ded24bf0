"""Books that are kept as they go, and books that follow from the papers alone, are the same; no site is needed."""

import unittest
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.subsidies import books
from zhilian_app.subsidies import reconciliation as rec

NOON = datetime(2026, 6, 1, 12, 0, 0)
FUND = "赤溪镇-2026"
SOME = st.integers(1, 3_000_000).map(lambda cents: Decimal(cents) / 100)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "pay", "outside", "give_back", "cancel", "finish", "stop"]),
        st.integers(0, 1),
        SOME,
        st.integers(0, 9),
    ),
    max_size=25,
)


def yuan(text: str) -> Decimal:
    return Decimal(text)


class Town:
    """A fund and two projects kept as payments.py keeps them, with the papers that it leaves."""

    def __init__(self):
        self.fund = books.Fund(yuan("50000.00"))
        self.projects = {key: books.Project(yuan("30000.00")) for key in ("路灯", "水渠")}
        self.ended: dict[str, str] = {}
        self.needed: dict[str, Decimal] = {}
        self.booked: list[tuple[str, str, Decimal]] = []
        self.events: list[rec.Event] = []

    def do(self, what: str, project: str, amount: Decimal, which: int = 0) -> None:
        open_to = {
            rec.STOPPED: ("give_back", "cancel"),
            rec.FINISHED: ("pay", "give_back", "cancel"),
        }
        if project in self.ended and what not in open_to[self.ended[project]]:
            return
        # what the books refuse leaves no paper
        with suppress(books.Overdrawn):
            getattr(self, what)(project, amount, which)

    def note(self, project: str, kind: str, amount: Decimal) -> None:
        at = NOON + timedelta(seconds=len(self.events))
        self.events.append(rec.Event(at, project, kind, amount, FUND))

    def change(self, project: str, kind: str, amount: Decimal, *operations) -> None:
        fund, own = self.fund, self.projects[project]
        for operation in operations:
            fund, own = operation(fund, own, amount)
        self.fund, self.projects[project] = fund, own
        self.note(project, kind, amount)

    def plan(self, project, amount, which):
        self.change(project, rec.PROMISED, amount, books.promise)

    def pay(self, project, amount, which):
        self.change(project, rec.PAID, amount, books.pay)
        self.booked.append((project, rec.PAID, amount))

    def outside(self, project, amount, which):
        self.change(project, rec.PAID_OUTSIDE, amount, books.promise, books.pay)
        self.booked.append((project, rec.PAID_OUTSIDE, amount))

    def give_back(self, project, amount, which):
        self.change(project, rec.RETURNED, amount, books.give_back)
        self.booked.append((project, rec.RETURNED, amount))

    def cancel(self, project, amount, which):
        if not self.booked:
            return
        at = which % len(self.booked)
        project, kind, amount = self.booked[at]
        if kind == rec.RETURNED:
            self.change(project, rec.RETURN_CANCELLED, amount, books.take_again)
        elif kind == rec.PAID_OUTSIDE:
            self.change(project, rec.UNPAID_OUTSIDE, amount, books.unpay, books.release)
        else:
            self.change(project, rec.UNPAID, amount, books.unpay)
        if kind != rec.RETURNED and project in self.needed:
            self.give_back_rest(project)
        del self.booked[at]

    def finish(self, project, amount, which):
        self.end(project, rec.FINISHED, amount)

    def stop(self, project, amount, which):
        self.end(project, rec.STOPPED, yuan("0.00"))

    def end(self, project: str, kind: str, needed: Decimal) -> None:
        self.needed[project] = needed
        self.give_back_rest(project)
        self.ended[project] = kind
        at = NOON + timedelta(seconds=len(self.events))
        self.events.append(rec.Event(at, project, kind, needed))

    def give_back_rest(self, project: str) -> None:
        own = self.projects[project]
        rest = own.planned - max(own.paid, min(own.planned, self.needed[project]))
        if rest > 0:
            self.fund, self.projects[project] = books.release(self.fund, own, rest)

    def lines(self, **stored) -> list[rec.Line]:
        fund = {
            "budget": self.fund.budget,
            "committed": self.fund.committed,
            "paid": self.fund.paid,
        }
        projects = {
            key: {"planned": own.planned, "paid": own.paid} for key, own in self.projects.items()
        }
        return rec.compare(
            {FUND: {**fund, **stored}}, projects, {FUND: self.fund.budget}, self.events
        )


class TestReconciliation(unittest.TestCase):
    @given(STEPS, st.randoms())
    def test_whatever_happens_nothing_differs_however_the_papers_come(self, steps, chance):
        town = Town()
        for what, which_project, amount, which in steps:
            town.do(what, ("路灯", "水渠")[which_project], amount, which)
        chance.shuffle(town.events)
        self.assertEqual([], rec.differences(town.lines()))

    def test_a_cent_is_seen(self):
        town = Town()
        town.do("plan", "路灯", yuan("20000.00"))
        town.do("pay", "路灯", yuan("12000.10"))
        (line,) = rec.differences(town.lines(paid=yuan("12000.11")))
        self.assertEqual(("paid", yuan("0.01")), (line.measure, line.difference))

    def test_of_a_finished_project_its_cost_stays_promised(self):
        town = Town()
        for what, amount in (("plan", "20000.00"), ("pay", "10000.00"), ("finish", "15000.00")):
            town.do(what, "路灯", yuan(amount))
        self.assertEqual(
            rec.Money(yuan("15000.00"), yuan("10000.00")), rec.follow(town.events)["路灯", FUND]
        )
        # what comes back later is no longer promised either
        town.do("give_back", "路灯", yuan("2000.00"))
        self.assertEqual(
            rec.Money(yuan("13000.00"), yuan("8000.00")), rec.follow(town.events)["路灯", FUND]
        )

    def test_of_a_stopped_project_nothing_stays_promised(self):
        town = Town()
        for what, amount in (("plan", "20000.00"), ("pay", "10000.00"), ("stop", "0.00")):
            town.do(what, "路灯", yuan(amount))
        town.do("cancel", "路灯", yuan("1.00"))
        self.assertEqual(rec.Money(), rec.follow(town.events)["路灯", FUND])
        self.assertEqual(yuan("50000.00"), town.fund.free)
