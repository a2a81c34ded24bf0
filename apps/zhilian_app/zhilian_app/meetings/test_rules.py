"""Rules of requests and sessions, without a site."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.calendar import month_start
from zhilian_app.meetings import money, requests, session_agenda
from zhilian_app.meetings.problems import Problem, lines
from zhilian_app.meetings.requests import PROBLEM, PROJECT, Item
from zhilian_app.meetings.session_agenda import Candidate, Ruling

TODAY = date(2026, 11, 12)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CENTS = st.integers(0, 10**12 - 1).map(lambda number: Decimal(number) / 100)


class TestMoney:
    @pytest.mark.parametrize(
        ("value", "amount"),
        [
            (None, "0.00"),
            ("", "0.00"),
            ("1,200.5", "1200.50"),
            (0.1 + 0.2, "0.30"),
            (2.675, "2.68"),
            ("nan", "0.00"),
            ("inf", "0.00"),
            ("abc", "0.00"),
            (-3, "-3.00"),
        ],
    )
    def test_to_the_cent(self, value, amount):
        assert money.yuan(value) == Decimal(amount)

    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            ("0", "零元整"),
            ("12000", "壹万贰仟元整"),
            ("80000.5", "捌万元伍角"),
            ("1050.05", "壹仟零伍拾元零伍分"),
            ("100010", "壹拾万零壹拾元整"),
        ],
    )
    def test_words(self, amount, words):
        assert money.in_words(amount) == words

    def test_words_of_what_is_owed(self):
        with pytest.raises(ValueError, match="negative"):
            money.in_words("-1")

    @given(CENTS)
    def test_figures_and_words_of_any_amount(self, amount):
        assert Decimal(money.figures(amount).replace(",", "")) == amount
        assert money.yuan(float(amount)) == amount
        assert "元" in money.in_words(amount) or amount < 1

    @given(st.floats(allow_nan=True, allow_infinity=True))
    def test_any_number_is_an_amount(self, value):
        assert money.yuan(value).is_finite()


class TestMonthOfARequest:
    @pytest.mark.parametrize(
        ("today", "closed", "month"),
        [
            (date(2026, 11, 30), [], date(2026, 11, 1)),
            (date(2026, 12, 31), [], date(2027, 1, 1)),
            (date(2027, 2, 28), [], date(2027, 2, 1)),
            (date(2026, 11, 12), [date(2026, 11, 1)], date(2026, 12, 1)),
            (date(2026, 11, 12), [date(2026, 11, 1), date(2026, 12, 1)], date(2027, 1, 1)),
        ],
    )
    def test_examples(self, today, closed, month):
        assert requests.open_month(today, 30, closed) == month

    @given(DAYS, st.integers(1, 31), st.integers(0, 5))
    def test_never_past_its_due_day_and_never_closed(self, today, due_day, number):
        closed = set()
        for _number in range(number):
            closed.add(requests.open_month(today, due_day, closed))
        month = requests.open_month(today, due_day, closed)
        assert month not in closed
        assert month.day == 1
        assert requests.due_on(month, due_day) >= today

    def test_by_hand_this_month_or_the_next(self):
        months = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
        assert [requests.may_begin(month, TODAY) for month in months] == [False, True, True, False]


def texts(problems) -> list[str]:
    return [one.text for one in problems]


GOOD = {"title": "村道", "current_situation": "破了", "proposed_solution": "修"}
PROJECT_OF_FIVE = {
    **GOOD,
    "kind": PROJECT,
    "total_budget": Decimal(5),
    "amount_asked": Decimal(5),
    "expected_finish": TODAY,
}


class TestItems:
    @pytest.mark.parametrize(
        ("fields", "found"),
        [
            (GOOD, []),
            ({**GOOD, "current_situation": " "}, [requests.NO_SITUATION]),
            ({**GOOD, "proposed_solution": ""}, [requests.NO_SOLUTION]),
            (PROJECT_OF_FIVE, []),
            (
                {**GOOD, "kind": PROJECT},
                [requests.NO_BUDGET, requests.NO_AMOUNT, requests.NO_FINISH],
            ),
            ({**PROJECT_OF_FIVE, "amount_asked": Decimal("5.01")}, [requests.ASKED_TOO_MUCH]),
            (
                {**PROJECT_OF_FIVE, "expected_finish": TODAY - timedelta(1)},
                [requests.FINISH_PAST],
            ),
        ],
    )
    def test_gaps(self, fields, found):
        assert texts(requests.gaps([(1, Item(**fields))], TODAY)) == found

    @given(CENTS, CENTS)
    def test_never_more_asked_than_it_costs(self, budget, asked):
        item = Item(**{**PROJECT_OF_FIVE, "total_budget": budget, "amount_asked": asked})
        assert (not requests.gaps([(1, item)], TODAY)) == (0 < asked <= budget)

    def test_told_with_number_and_title(self):
        found = requests.gaps([(3, Item(title="村道", kind=PROBLEM))], TODAY)
        assert lines(found, str.upper, "{0}|{1}|{2}")[0] == (
            f"3|村道|{requests.NO_SITUATION.upper()}"
        )

    def test_mistakes(self):
        bad = Item(title=" ", total_budget=Decimal(-1), amount_asked=money.yuan(10**20))
        assert texts(requests.mistakes([bad])) == [
            requests.NO_TITLE,
            requests.NEGATIVE,
            requests.TOO_LARGE,
        ]
        assert requests.mistakes([Item(**GOOD)]) == []


def candidate(key: str, **fields) -> Candidate:
    known = {
        "station": "东村",
        "month": date(2026, 10, 1),
        "accepted_on": datetime(2026, 10, 29, 9),
        "number": 1,
    }
    return Candidate(key, **{**known, **fields})


class TestAgenda:
    MONTH = date(2026, 11, 1)

    def test_order_is_that_of_acceptance_then_station_then_row(self):
        rows = [
            candidate("late", accepted_on=datetime(2026, 10, 30)),
            candidate("b", station="西村"),
            candidate("a2", number=2),
            candidate("a1"),
        ]
        assert session_agenda.agenda(rows, self.MONTH) == ["a1", "a2", "b", "late"]

    @pytest.mark.parametrize(
        ("fields", "comes"),
        [
            ({}, True),
            ({"month": date(2026, 11, 1)}, False),
            ({"month": date(2026, 3, 1)}, True),
            ({"decision": "Deferred"}, True),
            ({"decision": "Studied Separately"}, True),
            ({"decision": "Agreed"}, False),
            ({"decision": "Not Agreed"}, False),
            ({"taken_back": True}, False),
        ],
    )
    def test_what_comes(self, fields, comes):
        assert session_agenda.agenda([candidate("x", **fields)], self.MONTH) == ["x"] * comes

    @given(st.lists(st.tuples(DAYS, st.sampled_from(["", "Deferred", "Agreed"])), max_size=20))
    def test_each_open_item_of_earlier_months_once(self, given_rows):
        rows = [
            candidate(str(number), month=month_start(day), decision=decision)
            for number, (day, decision) in enumerate(given_rows)
        ]
        found = session_agenda.agenda(rows, self.MONTH)
        assert sorted(found) == sorted(
            row.key for row in rows if row.month < self.MONTH and row.decision != "Agreed"
        )

    def test_number_for_all(self):
        rows = [
            Ruling("a", PROBLEM, decision="Agreed"),
            Ruling("b", PROBLEM, decision="Not Agreed", resolution_no="8号"),
            Ruling("c", PROBLEM, decision="Deferred"),
            Ruling("d", PROBLEM),
        ]
        assert session_agenda.numbered(rows, "9号") == ["9号", "8号", "", ""]


class TestRulings:
    @pytest.mark.parametrize(
        ("fields", "found"),
        [
            ({}, [session_agenda.UNDECIDED]),
            ({"decision": "Agreed", "resolution_no": "9"}, [session_agenda.NO_AMOUNT]),
            ({"decision": "Agreed", "resolution_no": "9", "approved_amount": Decimal(5)}, []),
            ({"decision": "Agreed", "approved_amount": Decimal(5)}, [session_agenda.NO_NUMBER]),
            (
                {"decision": "Agreed", "resolution_no": "9", "approved_amount": Decimal("5.01")},
                [session_agenda.APPROVED_TOO_MUCH],
            ),
            ({"decision": "Agreed", "resolution_no": "9", "kind": PROBLEM}, []),
            ({"decision": "Not Agreed", "resolution_no": "9"}, [session_agenda.NO_WORDS]),
            ({"decision": "Not Agreed", "words": "自筹"}, [session_agenda.NO_NUMBER]),
            ({"decision": "Deferred", "words": "再议"}, []),
            ({"decision": "Studied Separately"}, [session_agenda.NO_WORDS]),
            (
                {"decision": "Deferred", "words": "再议", "due_on": TODAY},
                [session_agenda.DUE_PAST],
            ),
        ],
    )
    def test_gaps(self, fields, found):
        known = {"title": "x", "kind": PROJECT, "amount_asked": Decimal(5)}
        assert texts(session_agenda.gaps([Ruling(**{**known, **fields})], TODAY)) == found

    def test_no_longer_up(self):
        row = Ruling("x", PROBLEM, decision="Deferred", words="再议")
        assert texts(session_agenda.gaps([row], TODAY, [])) == [session_agenda.TAKEN_BACK]
        assert session_agenda.gaps([row], TODAY, [1]) == []

    @given(CENTS, CENTS)
    def test_never_more_approved_than_asked(self, asked, approved):
        row = Ruling("x", PROJECT, asked, "Agreed", "9号", approved_amount=approved)
        assert (not session_agenda.gaps([row], TODAY)) == (0 < approved <= asked)

    def test_problem_is_a_row(self):
        assert Problem(1, "x", "y").number == 1
