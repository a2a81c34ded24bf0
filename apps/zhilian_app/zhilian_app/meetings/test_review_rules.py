import unittest
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app import calendar
from zhilian_app.meetings import review_rules as rules
from zhilian_app.meetings.review_rules import Item, Seat

SINCE = date(2026, 9, 1)
CARRIED = st.sampled_from((rules.CARRIED, rules.NEW))
ISSUES = st.sampled_from("abcdef")
items = st.lists(
    st.builds(
        Item, ISSUES, CARRIED, st.just("路灯"), st.just(SINCE), answer=st.sampled_from(("", "已修"))
    ),
    unique_by=lambda item: item.issue,
)


def item(issue: str, kind: str = rules.CARRIED, **fields) -> Item:
    return Item(issue, kind, f"问题{issue}", SINCE, **fields)


class TestWhen(unittest.TestCase):
    def test_meeting_is_on_the_last_working_day(self):
        # 31 January 2026 is a Saturday; the end of February falls on a working Saturday of the Spring Festival
        self.assertEqual(date(2026, 1, 30), rules.meeting_day(date(2026, 1, 1)))
        self.assertEqual(date(2026, 2, 28), rules.meeting_day(date(2026, 2, 1)))
        self.assertEqual(date(2026, 11, 30), rules.meeting_day(date(2026, 11, 1)))

    def test_from_the_20th_and_missed_ones(self):
        first = date(2026, 9, 1)
        self.assertEqual([], rules.due_months(first, date(2026, 9, 19)))
        self.assertEqual([first], rules.due_months(first, date(2026, 9, 20)))
        self.assertEqual(
            [first, date(2026, 10, 1), date(2026, 11, 1)],
            rules.due_months(first, date(2026, 11, 25)),
        )

    def test_december_is_caught_up_in_january_and_no_older_year(self):
        self.assertEqual([date(2026, 12, 1)], rules.due_months(date(2026, 9, 1), date(2027, 1, 4)))
        self.assertEqual([], rules.due_months(date(2027, 1, 1), date(2027, 1, 4)))

    @given(
        st.dates(date(2020, 1, 1), date(2026, 12, 1)),
        st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    )
    def test_each_month_once_and_none_before_its_20th(self, first, today):
        months = rules.due_months(calendar.month_start(first), today)
        self.assertEqual(sorted(set(months)), months)
        for month in months:
            self.assertLessEqual(month.replace(day=20), today)
            self.assertGreaterEqual(month, calendar.month_start(first))

    def test_station_reports_while_it_is_in_force(self):
        month = date(2026, 9, 1)
        self.assertTrue(rules.reports_in(month, None, None))
        self.assertTrue(rules.reports_in(month, date(2026, 9, 30), date(2026, 9, 30)))
        self.assertFalse(rules.reports_in(month, date(2026, 10, 1), None))
        self.assertFalse(rules.reports_in(month, None, date(2026, 8, 31)))


class TestAnswers(unittest.TestCase):
    def test_words_stay_and_facts_follow_the_ledger(self):
        kept = [item("a", answer="已派工", state="Registered"), item("b")]
        drawn = [item("a", state="In Progress", suggestion="办理中。"), item("c", rules.NEW)]
        found = rules.merged(kept, drawn, {})
        self.assertEqual(["a", "c"], [row.issue for row in found])
        self.assertEqual(
            ("已派工", "In Progress", "办理中。"),
            (found[0].answer, found[0].state, found[0].suggestion),
        )

    def test_suggestion_is_no_answer(self):
        found = rules.merged([], [item("a", suggestion="已换灯。")], {})
        self.assertEqual(found, rules.unanswered(found))
        self.assertEqual([], rules.unanswered(rules.merged(found, found, {"a": "已换灯。"})))

    def test_what_no_longer_applies_stays_only_with_words(self):
        kept = [item("a", answer="群众已撤回"), item("b", answer=" ")]
        self.assertEqual(["a"], [row.issue for row in rules.merged(kept, [], {})])

    def test_an_answer_can_be_taken_back(self):
        found = rules.merged([item("a", answer="已修")], [item("a")], {"a": "  "})
        self.assertEqual("", found[0].answer)

    def test_new_ones_may_be_blank(self):
        self.assertEqual([], rules.unanswered([item("a", rules.NEW)]))

    @given(items, items)
    def test_merging_loses_no_words_and_has_every_drawn_item_once(self, kept, drawn):
        found = rules.merged(kept, drawn, {})
        names = [row.issue for row in found]
        self.assertEqual(len(set(names)), len(names))
        self.assertLessEqual({row.issue for row in drawn}, set(names))
        answers = {row.issue: row.answer for row in found}
        for row in kept:
            if row.answer:
                self.assertEqual(row.answer, answers[row.issue])
        kinds = [row.kind for row in found]
        self.assertEqual(sorted(kinds), kinds, "carried over ones come first")

    @given(items, items)
    def test_merging_again_changes_nothing(self, kept, drawn):
        found = rules.merged(kept, drawn, {})
        self.assertEqual(found, rules.merged(found, drawn, {}))


class TestStanding(unittest.TestCase):
    DAY = date(2026, 9, 30)

    def test_standing(self):
        at = datetime(2026, 9, 30, 8, 0)
        late = datetime(2026, 10, 1, 8, 0)
        cases = (
            (None, date(2026, 9, 29), False, rules.IN_WORK),
            (None, self.DAY, False, rules.MISSING),
            (None, date(2026, 9, 29), True, rules.MISSING),
            (at, self.DAY, False, rules.HANDED_IN),
            (late, date(2026, 10, 2), False, rules.LATE),
        )
        for ready_on, today, closed, wanted in cases:
            with self.subTest(wanted):
                self.assertEqual(wanted, rules.standing(ready_on, self.DAY, today, closed))


class TestSeats(unittest.TestCase):
    def test_each_once_with_all_stations(self):
        places = [
            Seat("甲", "陈甲", rules.HEAD, "田头村"),
            Seat("甲", "陈甲", rules.LIAISON, "冲金村"),
            Seat("乙", "李乙", rules.CHAIR),
        ]
        self.assertEqual(
            [("乙", rules.CHAIR, ""), ("甲", rules.HEAD, "田头村、冲金村")],
            [(seat.cadre, seat.capacity, seat.stations) for seat in rules.expected(places)],
        )

    def test_who_was_marked_stays_and_who_was_not_goes(self):
        kept = [
            Seat("甲", "陈甲", rules.HEAD, attendance=rules.PRESENT, signed_by="陈甲"),
            Seat("乙", "李乙", rules.LIAISON),
            Seat("丙", "王丙", rules.LIAISON, attendance=rules.ON_LEAVE, leave_reason="病"),
        ]
        found = rules.seated(
            kept, [Seat("甲", "陈甲", rules.HEAD, "田头村"), Seat("丁", "赵丁", rules.LIAISON)]
        )
        self.assertEqual(["甲", "丁", "丙"], [seat.cadre for seat in found])
        self.assertEqual(
            (rules.PRESENT, "陈甲", "田头村"),
            (found[0].attendance, found[0].signed_by, found[0].stations),
        )
