import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app import calendar
from zhilian_app.meetings import week_rules

MONDAYS = st.dates(date(2025, 1, 1), date(2027, 12, 1)).map(calendar.week_start)
WEEKDAYS = st.sampled_from(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))


class TestMeetingDay(unittest.TestCase):
    def test_thursday(self):
        self.assertEqual(week_rules.meeting_day(date(2026, 11, 23), "Thursday"), date(2026, 11, 26))

    def test_thursday_that_is_a_holiday_moves_to_the_next_working_day(self):
        # New Year of 2026 is a Thursday with two days off after it; Sunday is worked instead
        self.assertEqual(week_rules.meeting_day(date(2025, 12, 29), "Thursday"), date(2026, 1, 4))

    def test_week_of_a_long_holiday_has_no_meeting_beside_that_of_the_next(self):
        # 1 October 2026 is a Thursday: the next working day is the Thursday after it
        day = week_rules.meeting_day(date(2026, 10, 5), "Thursday")
        self.assertEqual(day, date(2026, 10, 8))
        self.assertIsNone(week_rules.meeting_day(date(2026, 9, 28), "Thursday"))

    @given(MONDAYS, WEEKDAYS)
    def test_working_day_and_never_two_on_one_day(self, monday, weekday):
        day = week_rules.meeting_day(monday, weekday)
        if day is None:
            return
        self.assertTrue(calendar.is_working_day(day))
        self.assertGreaterEqual(day, monday)
        for number in range(1, 4):
            later = week_rules.meeting_day(monday + timedelta(weeks=number), weekday)
            self.assertNotEqual(day, later)


class TestMonthEnd(unittest.TestCase):
    def test_last_thursday(self):
        self.assertTrue(week_rules.is_month_end(date(2026, 11, 26), date(2026, 11, 23), "Thursday"))
        self.assertFalse(
            week_rules.is_month_end(date(2026, 11, 19), date(2026, 11, 16), "Thursday")
        )

    def test_before_a_week_without_meeting(self):
        self.assertTrue(week_rules.is_month_end(date(2026, 9, 24), date(2026, 9, 21), "Thursday"))

    @given(st.dates(date(2025, 2, 1), date(2026, 12, 1)), WEEKDAYS)
    def test_one_a_month(self, day, weekday):
        first = calendar.month_start(day)
        mondays = [calendar.week_start(first) + timedelta(weeks=n) for n in range(-2, 7)]
        days = [(week_rules.meeting_day(monday, weekday), monday) for monday in mondays]
        of_month = [
            (found, monday)
            for found, monday in days
            if found and calendar.month_start(found) == first
        ]
        last = [
            found for found, monday in of_month if week_rules.is_month_end(found, monday, weekday)
        ]
        self.assertEqual([max(found for found, _monday in of_month)], last)


class TestDue(unittest.TestCase):
    def test_neither_before_the_station_nor_before_the_site_nor_after_its_end(self):
        day = date(2026, 11, 26)
        early, late = day - timedelta(days=1), day + timedelta(days=1)
        self.assertTrue(week_rules.is_due(day, early, early, None))
        self.assertTrue(week_rules.is_due(day, day, day, day))
        self.assertFalse(week_rules.is_due(day, late, early, None))
        self.assertFalse(week_rules.is_due(day, early, late, None))
        self.assertFalse(week_rules.is_due(day, early, early, early))

    def test_weeks_that_the_job_looks_after(self):
        mondays = week_rules.weeks_around(date(2026, 11, 26))
        self.assertEqual((mondays[0], mondays[-1]), (date(2026, 10, 19), date(2026, 11, 30)))
        self.assertEqual(len(mondays), 7)

    def test_moved_within_its_week_only(self):
        monday = date(2026, 11, 23)
        self.assertTrue(week_rules.fits_week(date(2026, 11, 24), monday, "Thursday"))
        self.assertFalse(week_rules.fits_week(date(2026, 12, 3), monday, "Thursday"))
        self.assertTrue(week_rules.fits_week(date(2026, 1, 4), date(2025, 12, 29), "Thursday"))

    def test_minutes_open_again_for_three_days(self):
        closed = date(2026, 11, 26)
        self.assertTrue(week_rules.may_reopen(closed, date(2026, 11, 29)))
        self.assertFalse(week_rules.may_reopen(closed, date(2026, 11, 30)))
