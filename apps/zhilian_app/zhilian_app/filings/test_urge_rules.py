import unittest
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.filings import urge_rules as rules
from zhilian_app.filings.urge_rules import HEAD, LEADER, LIAISON, Owed

# a Wednesday; 8 to 15 June 2026 have no holiday among their working days
TODAY = date(2026, 6, 10)


def owed(days: int, called_on: datetime | None = None, signs: bool = False) -> Owed:
    return Owed(f"F{days}", "书面汇报", TODAY + timedelta(days=days), signs, called_on)


some = st.lists(st.builds(owed, st.integers(-60, 1)), min_size=1, max_size=6)


class TestOrder(unittest.TestCase):
    def test_the_longest_late_come_first_and_two_things_before_one(self):
        stations = {
            "甲": [owed(1)],
            "乙": [owed(0)],
            "丙": [owed(-3)],
            "丁": [owed(-3), owed(0)],
        }
        self.assertEqual(rules.in_order(stations, TODAY), ["丁", "丙", "乙", "甲"])

    def test_who_was_rung_up_today_comes_last_but_not_who_was_yesterday(self):
        now = datetime(2026, 6, 10, 9, 30)
        stations = {
            "甲": [owed(-9, now)],
            "乙": [owed(-2, now - timedelta(days=1))],
            "丙": [owed(1)],
        }
        self.assertEqual(rules.in_order(stations, TODAY), ["乙", "丙", "甲"])

    def test_something_new_makes_the_call_due_again(self):
        now = datetime(2026, 6, 10, 9, 30)
        self.assertEqual(rules.called_today([owed(-9, now), owed(1, now)], TODAY), now)
        self.assertIsNone(rules.called_today([owed(-9, now), owed(0)], TODAY))

    @given(some, st.builds(owed, st.integers(-60, 1)))
    def test_owing_more_is_more_urgent(self, rows, one):
        self.assertGreater(rules.urgency([*rows, one], TODAY), rules.urgency(rows, TODAY))

    @given(st.dictionaries(st.text(min_size=1, max_size=3), some, max_size=5))
    def test_each_station_stands_there_once(self, stations):
        self.assertEqual(sorted(rules.in_order(stations, TODAY)), sorted(stations))


class TestDuties(unittest.TestCase):
    def called(self, *rows: Owed) -> tuple[str, ...]:
        return rules.duties_to_call(rows, TODAY, 1, 3)

    def test_the_liaison_until_it_is_late(self):
        self.assertEqual(self.called(owed(1), owed(0)), (LIAISON,))

    def test_the_later_the_higher_by_working_days(self):
        self.assertEqual(self.called(owed(-1)), (LIAISON, HEAD))
        self.assertEqual(self.called(owed(-2)), (LIAISON, HEAD))
        self.assertEqual(self.called(owed(-3)), (LIAISON, HEAD, LEADER))

    def test_days_off_do_not_climb(self):
        monday = date(2026, 6, 8)
        saturday = [Owed("F", "x", date(2026, 6, 5))]
        self.assertEqual(rules.duties_to_call(saturday, date(2026, 6, 7), 1, 3), (LIAISON,))
        self.assertEqual(rules.duties_to_call(saturday, monday, 1, 3), (LIAISON, HEAD))

    def test_who_has_to_sign_is_rung_up_at_once(self):
        self.assertEqual(self.called(owed(0, signs=True)), (LIAISON, HEAD))

    @given(some)
    def test_the_liaison_is_always_the_first(self, rows):
        self.assertEqual(self.called(*rows)[0], LIAISON)
