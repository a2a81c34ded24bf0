"""Rules of the queue, of a plan and of the books, by example and by hypothesis; no site is needed."""

import unittest
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.subsidies import allocation, books, progress_rules, ranking
from zhilian_app.subsidies.allocation import IN, PASS_OVER, STOP_AT_FIRST
from zhilian_app.subsidies.ranking import MOST_URGENT, NORMAL, URGENT, Candidate

MARCH = datetime(2026, 3, 2, 9, 0, 0)
CENTS = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents) / 100)
SOME = st.integers(1, 5_000_000).map(lambda cents: Decimal(cents) / 100)
TIMES = st.integers(0, 5).map(lambda hours: MARCH + timedelta(hours=hours))


def yuan(text: str) -> Decimal:
    return Decimal(text)


def project(
    key: str, urgency: str = NORMAL, form=MARCH, statement=MARCH, amount: str = "10000.00", title=""
):
    return Candidate(key, title or key, urgency, form, statement, yuan(amount))


def order(*projects, moves=None) -> list[str]:
    return [place.key for place in ranking.queue(projects, moves)]


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        key=st.uuids().map(str),
        title=st.sampled_from(["路灯", "水渠", "桥", "篮球场"]),
        urgency=st.sampled_from(ranking.URGENCIES),
        form_in_on=st.one_of(st.none(), TIMES),
        statement_in_on=st.one_of(st.none(), TIMES),
        amount=SOME,
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


class TestRanking(unittest.TestCase):
    def test_urgency_comes_before_time_and_time_before_amount(self):
        later = MARCH + timedelta(seconds=1)
        self.assertEqual(
            ["特", "急", "早", "晚小", "晚大"],
            order(
                project("晚大", form=later, amount="9000.00"),
                project("晚小", form=later, amount="8999.99"),
                project("早", amount="99999.00"),
                project("急", URGENT, form=MARCH + timedelta(days=30)),
                project("特", MOST_URGENT, form=MARCH + timedelta(days=60)),
            ),
        )

    def test_papers_are_in_when_the_last_of_both_is(self):
        day = timedelta(days=1)
        self.assertEqual(
            ["乙", "甲"],
            order(project("甲", statement=MARCH + 3 * day), project("乙", form=MARCH + 2 * day)),
        )

    def test_without_its_statement_it_waits_behind_all(self):
        self.assertEqual(
            ["普通", "缺材料"],
            order(project("缺材料", MOST_URGENT, statement=None), project("普通")),
        )

    def test_each_place_names_what_decided(self):
        places = ranking.queue(
            [
                project("a", URGENT),
                project("b", statement=MARCH),
                project("c", statement=MARCH + timedelta(hours=1)),
                project("d", statement=MARCH + timedelta(hours=1), amount="20000.00"),
                project("e", statement=MARCH + timedelta(hours=1), amount="20000.00"),
                project("f", statement=None),
            ]
        )
        self.assertEqual(
            ["first", "urgency", "time", "amount", "title", "readiness"],
            [place.by for place in places],
        )

    def test_a_move_takes_its_place_and_the_others_keep_their_order(self):
        found = [project(key, form=MARCH + timedelta(hours=at)) for at, key in enumerate("abcd")]
        self.assertEqual(list("dabc"), order(*found, moves={"d": 1}))
        self.assertEqual(list("bcda"), order(*found, moves={"a": 4}))
        self.assertEqual(list("dcab"), order(*found, moves={"c": 2, "d": 1}))
        self.assertEqual(list("bcda"), order(*found, moves={"a": 99}))
        moved = ranking.queue(found, {"d": 1})[0]
        self.assertEqual(("d", 1, ranking.BY_MOVE), (moved.key, moved.rank, moved.by))

    @given(CANDIDATES, st.randoms())
    def test_same_projects_same_queue_however_they_come(self, found, chance):
        shuffled = found.copy()
        chance.shuffle(shuffled)
        self.assertEqual(ranking.queue(found), ranking.queue(shuffled))
        self.assertEqual(
            list(range(1, len(found) + 1)), [place.rank for place in ranking.queue(found)]
        )

    @given(CANDIDATES)
    def test_order_is_respected(self, found):
        by_key = {one.key: one for one in found}
        ranked = [by_key[place.key] for place in ranking.queue(found)]
        for before, after in zip(ranked, ranked[1:], strict=False):
            if not before.ready_on:
                self.assertIsNone(after.ready_on)
            elif after.ready_on:
                urgency = [ranking.URGENCIES.index(one.urgency) for one in (before, after)]
                self.assertLessEqual(urgency[0], urgency[1])
                if urgency[0] == urgency[1]:
                    self.assertLessEqual(
                        (before.ready_on, before.amount), (after.ready_on, after.amount)
                    )

    @given(CANDIDATES, st.data())
    def test_moves_lose_nobody(self, found, data):
        keys = [one.key for one in found]
        moves = data.draw(st.dictionaries(st.sampled_from(keys or ["-"]), st.integers(1, 15)))
        self.assertEqual(sorted(keys), sorted(order(*found, moves=moves)))


NEEDS = st.lists(
    st.builds(allocation.Need, key=st.uuids().map(str), amount=SOME, ready=st.booleans()),
    max_size=15,
    unique_by=lambda need: need.key,
)


def need(key: str, amount: str, ready: bool = True):
    return allocation.Need(key, yuan(amount), ready)


class TestAllocation(unittest.TestCase):
    THREE = (need("a", "30.00"), need("b", "80.00"), need("c", "20.00"))

    def outcomes(self, amount: str, policy: str = PASS_OVER):
        return [one.outcome for one in allocation.fill(self.THREE, yuan(amount), policy)]

    def test_one_that_does_not_fit_is_passed_over_and_says_so(self):
        self.assertEqual([IN, allocation.TOO_LARGE, IN], self.outcomes("60.00"))

    def test_or_ends_it(self):
        self.assertEqual(
            [IN, allocation.TOO_LARGE, allocation.BEHIND], self.outcomes("60.00", STOP_AT_FIRST)
        )

    def test_to_the_cent(self):
        self.assertEqual([IN, IN, IN], self.outcomes("130.00"))
        self.assertEqual([IN, IN, allocation.TOO_LARGE], self.outcomes("129.99"))

    def test_papers_that_are_missing_stop_nobody_else(self):
        found = allocation.fill(
            [need("a", "10.00", ready=False), need("b", "10.00")], yuan("10"), STOP_AT_FIRST
        )
        self.assertEqual([allocation.NOT_READY, IN], [one.outcome for one in found])

    def test_another_amount(self):
        before = allocation.fill(self.THREE, yuan("60.00"))
        after = allocation.fill(self.THREE, yuan("110.00"))
        self.assertEqual(
            (("b",), ("c",)), tuple(vars(allocation.difference(before, after)).values())
        )

    def test_refuses_what_is_no_plan(self):
        with self.assertRaises(ValueError):
            allocation.fill(self.THREE, yuan("-0.01"))
        with self.assertRaises(ValueError):
            allocation.fill(self.THREE, yuan("1"), "Whoever Shouts")

    @given(NEEDS, CENTS, st.sampled_from(allocation.POLICIES))
    def test_never_more_than_there_is(self, needs, amount, policy):
        found = allocation.fill(needs, amount, policy)
        amounts = {one.key: one.amount for one in needs}
        spent = sum((amounts[key] for key in allocation.in_plan(found)), Decimal(0))
        self.assertLessEqual(spent, amount)
        if found:
            self.assertEqual(amount - spent, found[-1].left)
        self.assertEqual(found, allocation.fill(needs, amount, policy))

    @given(NEEDS, CENTS)
    def test_who_is_left_out_did_not_fit_when_it_was_their_turn(self, needs, amount):
        left = amount
        for one, outcome in zip(needs, allocation.fill(needs, amount, PASS_OVER), strict=True):
            self.assertEqual(one.ready and one.amount <= left, outcome.outcome == IN)
            left = outcome.left

    @given(NEEDS, CENTS, CENTS)
    def test_more_money_drops_nobody_where_the_first_that_does_not_fit_ends_it(
        self, needs, amount, more
    ):
        before = allocation.fill(needs, amount, STOP_AT_FIRST)
        after = allocation.fill(needs, amount + more, STOP_AT_FIRST)
        self.assertEqual((), allocation.difference(before, after).leaving)


OPERATIONS = (
    books.promise,
    books.release,
    books.pay,
    books.unpay,
    books.give_back,
    books.take_again,
)


class TestBooks(unittest.TestCase):
    def setUp(self):
        self.fund = books.Fund(yuan("100.00"))
        self.project = books.Project(yuan("60.00"))

    def test_promised_then_paid_in_two(self):
        both = books.promise(self.fund, self.project, yuan("60.00"))
        both = books.pay(*both, yuan("20.00"))
        fund, project = books.pay(*both, yuan("40.00"))
        self.assertEqual(
            (yuan("60"), yuan("60"), yuan("40"), yuan("40")),
            (fund.paid, fund.committed, fund.free, fund.left),
        )
        with self.assertRaises(books.Overdrawn):
            books.pay(fund, project, yuan("0.01"))

    def test_not_beyond_what_was_approved(self):
        with self.assertRaisesRegex(books.Overdrawn, "60.01"):
            books.promise(self.fund, self.project, yuan("60.01"))

    def test_not_beyond_the_budget(self):
        fund, _project = books.promise(self.fund, self.project, yuan("60.00"))
        with self.assertRaisesRegex(books.Overdrawn, "40.00"):
            books.promise(fund, books.Project(yuan("60.00")), yuan("40.01"))

    def test_nothing_unpromised_is_paid(self):
        with self.assertRaises(books.Overdrawn):
            books.pay(self.fund, self.project, yuan("1.00"))

    def test_money_given_back_can_be_promised_anew(self):
        both = books.pay(*books.promise(self.fund, self.project, yuan("60")), yuan("60"))
        fund, project = books.give_back(*both, yuan("15.50"))
        self.assertEqual((yuan("55.50"), yuan("44.50")), (fund.free, project.planned))

    def test_budget_is_not_cut_below_promises(self):
        fund, _project = books.promise(self.fund, self.project, yuan("60.00"))
        self.assertEqual(yuan("0"), books.set_budget(fund, yuan("60")).free)
        with self.assertRaises(books.Overdrawn):
            books.set_budget(fund, yuan("59.99"))

    @given(
        st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 2), CENTS), max_size=40),
        CENTS,
    )
    def test_no_way_leads_beyond_the_bounds(self, ways, budget):
        fund = books.Fund(budget)
        projects = [
            books.Project(yuan(approved)) for approved in ("1000.00", "50000.00", "99999.99")
        ]
        for operation, at, amount in ways:
            try:
                fund, projects[at] = operation(fund, projects[at], amount)
            except books.Overdrawn:
                continue
            self.assertTrue(0 <= fund.paid <= fund.committed <= fund.budget, fund)
            for one in projects:
                self.assertTrue(0 <= one.paid <= one.planned <= one.approved, one)
            self.assertEqual(fund.committed, sum(one.planned for one in projects))
            self.assertEqual(fund.paid, sum(one.paid for one in projects))

    @given(SOME)
    def test_undone_is_as_before(self, amount):
        both = (books.Fund(amount * 2), books.Project(amount * 2))
        paid = books.pay(*books.promise(*both, amount), amount)
        self.assertEqual(both, books.release(*books.unpay(*paid, amount), amount))
        self.assertEqual(paid, books.take_again(*books.give_back(*paid, amount), amount))


class TestProgress(unittest.TestCase):
    def row(
        self,
        percent: int,
        spent: str = "0.00",
        words: str = "路基已完成。",
        reason: str = "",
        pictures: int = 1,
    ):
        return progress_rules.Row(percent, yuan(spent), words, reason, pictures)

    def texts(self, row, before=None) -> list[str]:
        return [fault.text for fault in progress_rules.faults(row, before, yuan("1000.00"))]

    def test_a_row_a_month_from_the_first_payment_to_the_end(self):
        months = progress_rules.months_due(date(2026, 11, 30), None, date(2027, 2, 1))
        self.assertEqual(
            [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)], months
        )
        self.assertEqual(
            [date(2026, 11, 1), date(2026, 12, 1)],
            progress_rules.months_due(date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 1)),
        )
        self.assertEqual(date(2028, 2, 29), progress_rules.due_on(date(2028, 2, 1)))

    def test_good_rows(self):
        self.assertEqual([], self.texts(self.row(30, "200.00"), self.row(10)))
        self.assertEqual([], self.texts(self.row(10, pictures=0), self.row(10)))

    def test_going_back_takes_a_reason(self):
        before = self.row(50, "500.00")
        self.assertEqual([progress_rules.GONE_BACK], self.texts(self.row(49, "500.00"), before))
        self.assertEqual([progress_rules.SPENT_BACK], self.texts(self.row(50, "499.99"), before))
        self.assertEqual([], self.texts(self.row(49, "499.00", reason="挡墙塌方返工。"), before))

    def test_what_is_missing_or_cannot_be(self):
        self.assertEqual([progress_rules.NO_PICTURE], self.texts(self.row(10, pictures=0)))
        self.assertEqual([progress_rules.NO_WORDS], self.texts(self.row(10, words=" ")))
        self.assertEqual([progress_rules.NOT_PERCENT], self.texts(self.row(101)))
        self.assertEqual([progress_rules.TOO_MUCH], self.texts(self.row(10, "1000.01")))
        self.assertEqual([progress_rules.NEGATIVE], self.texts(self.row(10, "-0.01")))
