"""Due days and standing of filings: by example, and by what must hold for any."""

import unittest
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app import calendar
from zhilian_app.filings import rules
from zhilian_app.filings.rules import Due, Rule, Span

days = st.dates(min_value=date(2016, 1, 1), max_value=date(2040, 12, 31))
moments = st.datetimes(min_value=datetime(2016, 1, 1), max_value=datetime(2040, 12, 31))
BOARD = Rule(rules.DAY_OF_MONTH, date(2027, 1, 1), due_day=3)
ANNEX_1 = Rule(rules.DAY_OF_MONTH, date(2027, 1, 1), due_day=30)
REPORT = Rule(rules.END_OF_MONTH, date(2027, 1, 1))
BOOKS = Rule(rules.DAYS_AFTER, date(2027, 1, 1), days_after=7)


class TestDueDays(unittest.TestCase):
    def test_the_plans_days(self):
        self.assertEqual(date(2027, 5, 3), rules.due_of_month(BOARD, date(2027, 5, 1)).due_on)
        self.assertEqual(date(2027, 5, 30), rules.due_of_month(ANNEX_1, date(2027, 5, 1)).due_on)
        self.assertEqual(date(2027, 5, 31), rules.due_of_month(REPORT, date(2027, 5, 1)).due_on)

    def test_february(self):
        self.assertEqual(date(2027, 2, 28), rules.due_of_month(ANNEX_1, date(2027, 2, 1)).due_on)
        self.assertEqual(date(2028, 2, 29), rules.due_of_month(ANNEX_1, date(2028, 2, 1)).due_on)
        self.assertEqual(date(2028, 2, 29), rules.due_of_month(REPORT, date(2028, 2, 1)).due_on)

    def test_year_end(self):
        due = rules.due_of_month(REPORT, date(2027, 12, 1))
        self.assertEqual(Due(date(2027, 12, 1), date(2027, 12, 31), date(2028, 1, 5)), due)

    def test_a_holiday_does_not_move_it(self):
        self.assertFalse(calendar.is_working_day(date(2026, 10, 3)))
        rule = Rule(rules.DAY_OF_MONTH, date(2026, 1, 1), due_day=3)
        self.assertEqual(date(2026, 10, 3), rules.due_of_month(rule, date(2026, 10, 1)).due_on)

    def test_a_week_after_the_notice_belongs_to_the_month_in_which_it_is_due(self):
        due = rules.due_after(BOOKS, date(2027, 1, 28))
        self.assertEqual(Due(date(2027, 2, 1), date(2027, 2, 4), date(2027, 3, 5)), due)

    def test_an_event_after_the_day_of_its_month(self):
        """当月30日前, and the start is confirmed on the 31st."""
        due = rules.due_after(ANNEX_1, date(2027, 3, 31))
        self.assertEqual(date(2027, 3, 31), due.due_on)

    @given(days, st.integers(1, 31), st.booleans(), st.integers(1, 31))
    def test_it_can_always_be_in_before_the_cutoff_of_its_month_or_is_not_due(
        self, month, day, next_month, cutoff
    ):
        due = rules.due_of_month(
            Rule(
                rules.DAY_OF_MONTH,
                date(2016, 1, 1),
                due_day=day,
                next_month=next_month,
                cutoff_day=cutoff,
            ),
            month,
        )
        self.assertEqual(calendar.month_start(month), due.month)
        if not next_month:
            self.assertLess(due.due_on, due.cutoff_on)
            self.assertEqual(due.month, calendar.month_start(due.due_on))

    @given(days, st.sampled_from((BOARD, ANNEX_1, REPORT, BOOKS)))
    def test_no_event_is_due_before_it_happens(self, day, rule):
        due = rules.due_after(rule, day)
        self.assertGreaterEqual(due.due_on, day)
        self.assertGreater(due.cutoff_on, due.due_on)


class TestWhatIsThere(unittest.TestCase):
    def found(self, rule: Rule, today: date, ahead: int = 7, since=None) -> list[date]:
        return [due.due_on for due in rules.dues(rule, today, ahead, since)]

    def test_of_months_begun_and_in_time_for_the_first_reminder(self):
        self.assertEqual([date(2027, 1, 3)], self.found(BOARD, date(2027, 1, 26)))
        # 7 days before the 3rd of February
        self.assertEqual([date(2027, 1, 3), date(2027, 2, 3)], self.found(BOARD, date(2027, 1, 27)))

    def test_nothing_before_it_begins_and_after_it_ends(self):
        rule = Rule(rules.END_OF_MONTH, date(2027, 3, 1), to=date(2027, 5, 30))
        self.assertEqual([date(2027, 3, 31), date(2027, 4, 30)], self.found(rule, date(2028, 1, 1)))

    @given(days, st.integers(0, 30), st.integers(1, 31))
    def test_days_in_between_make_no_difference(self, start, outage, day):
        """What is there after an outage is what is there when the job ran every day."""
        rule = Rule(rules.DAY_OF_MONTH, calendar.month_start(start), due_day=day)
        daily: set[Due] = set()
        last = None
        for number in range(outage + 1):
            today = start + timedelta(days=number)
            daily |= set(rules.dues(rule, today, 7, rules.since(last)))
            last = today
        at_once = set(rules.dues(rule, start + timedelta(days=outage), 7))
        self.assertEqual(at_once, daily)

    def test_a_station_in_force_on_the_due_day(self):
        span = Span(date(2027, 3, 10), date(2027, 6, 15))
        self.assertFalse(span.has(date(2027, 3, 3)))
        self.assertTrue(span.has(date(2027, 3, 31)))
        self.assertTrue(span.has(date(2027, 6, 15)))
        self.assertFalse(span.has(date(2027, 6, 30)))


class TestStanding(unittest.TestCase):
    due, cutoff = date(2027, 11, 30), date(2027, 12, 5)

    def standing(self, today: date, handed_in: datetime | None = None) -> str:
        return rules.standing(self.due, self.cutoff, handed_in, today)

    def test_by_example(self):
        self.assertEqual(rules.NOT_DUE, self.standing(date(2027, 11, 30)))
        self.assertEqual(rules.OVERDUE, self.standing(date(2027, 12, 1)))
        self.assertEqual(rules.OVERDUE, self.standing(date(2027, 12, 5)))
        self.assertEqual(rules.MISSING, self.standing(date(2027, 12, 6)))
        last_second = datetime(2027, 11, 30, 23, 59, 59)
        self.assertEqual(rules.ON_TIME, self.standing(date(2027, 12, 9), last_second))
        self.assertEqual(rules.LATE, self.standing(date(2027, 12, 9), datetime(2027, 12, 1)))

    def test_the_bulletin_keeps_saying_missing(self):
        after = datetime(2027, 12, 6, 8, 0)
        self.assertEqual(rules.LATE, self.standing(date(2027, 12, 9), after))
        self.assertTrue(rules.missed_cutoff(self.cutoff, after, date(2027, 12, 9)))
        self.assertEqual(rules.MISSING, rules.standing_in_bulletin(self.due, self.cutoff, after))
        in_time = datetime(2027, 12, 5, 23, 59)
        self.assertEqual(rules.LATE, rules.standing_in_bulletin(self.due, self.cutoff, in_time))

    def test_due_after_the_cutoff_is_not_missing_in_the_bulletin(self):
        self.assertEqual(
            rules.NOT_DUE,
            rules.standing_in_bulletin(date(2027, 12, 10), date(2027, 12, 5), None),
        )

    @given(days, st.integers(1, 40), st.none() | moments, days)
    def test_who_is_in_on_time_is_never_shown_as_missing(self, due, more, handed_in, today):
        cutoff = due + timedelta(days=more)
        standing = rules.standing(due, cutoff, handed_in, today)
        if handed_in and handed_in.date() <= due:
            self.assertEqual(rules.ON_TIME, standing)
            self.assertFalse(rules.missed_cutoff(cutoff, handed_in, today))
            self.assertEqual(rules.ON_TIME, rules.standing_in_bulletin(due, cutoff, handed_in))
        if not handed_in:
            self.assertIn(standing, rules.OWED)

    @given(days, st.integers(1, 40), days, st.integers(0, 100))
    def test_waiting_never_makes_it_better(self, due, more, today, later):
        order = [rules.NOT_DUE, rules.OVERDUE, rules.MISSING]
        cutoff = due + timedelta(days=more)
        now = rules.standing(due, cutoff, None, today)
        then = rules.standing(due, cutoff, None, today + timedelta(days=later))
        self.assertLessEqual(order.index(now), order.index(then))
