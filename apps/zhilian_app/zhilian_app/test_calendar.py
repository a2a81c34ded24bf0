from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.calendar import (
    add_working_days,
    due_day,
    is_published,
    is_working_day,
    month_end,
    month_start,
    next_month,
    next_working_day,
    previous_month,
    week_start,
    weekly_day,
    working_days_after,
)

known_days = st.dates(date(2015, 1, 1), date(2026, 12, 31))
UNKNOWN_YEAR = 2099


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2026, 11, date(2026, 11, 30)),
        (2026, 12, date(2026, 12, 30)),
        (2026, 2, date(2026, 2, 28)),
        (2028, 2, date(2028, 2, 29)),
    ],
)
def test_the_30th_or_the_last_day_of_february(year, month, expected):
    assert due_day(year, month, 30) == expected


@pytest.mark.parametrize("day", [0, 32])
def test_no_such_day(day):
    with pytest.raises(ValueError):
        due_day(2026, 1, day)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_month_lies_between_its_ends(day):
    assert month_start(day) <= day <= month_end(day)
    assert (month_end(day) + timedelta(1)).day == month_start(day).day == 1


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 14), True),  # Saturday worked for the Spring Festival
        (date(2026, 2, 16), False),  # Monday, 除夕
        (date(2026, 2, 23), False),  # Monday, last day of the Spring Festival
        (date(2026, 2, 28), True),  # Saturday worked for it
        (date(2026, 9, 20), True),  # Sunday worked for National Day
        (date(2026, 10, 1), False),  # Thursday
        (date(2026, 10, 10), True),  # Saturday worked for it
        (date(2026, 11, 26), True),
        (date(2026, 11, 28), False),
    ],
)
def test_the_days_off_of_2026(day, works):
    assert is_working_day(day) == works


def test_a_year_whose_days_off_are_not_published():
    """Monday to Friday stands in, and whoever reckons with it is told."""
    assert not is_published(UNKNOWN_YEAR)
    monday = week_start(date(UNKNOWN_YEAR, 5, 6))
    assert [is_working_day(monday + timedelta(n)) for n in range(7)] == [True] * 5 + [False] * 2
    assert add_working_days(date(UNKNOWN_YEAR, 5, 6), 3).estimated
    assert not add_working_days(date(2026, 5, 6), 3).estimated


def test_the_limit_skips_the_national_day():
    assert add_working_days(date(2026, 9, 30), 1).day == date(2026, 10, 8)
    assert add_working_days(date(2026, 9, 30), 3).day == date(2026, 10, 10)
    assert working_days_after(date(2026, 9, 30), date(2026, 10, 7)) == 0
    with pytest.raises(ValueError):
        add_working_days(date(2026, 9, 30), -1)


def test_the_meeting_of_a_thursday_off_is_on_the_next_working_day():
    assert weekly_day(date(2026, 11, 23), "Thursday") == date(2026, 11, 26)
    assert weekly_day(date(2026, 9, 28), "Thursday") == date(2026, 10, 8)
    with pytest.raises(ValueError):
        weekly_day(date(2026, 11, 23), "Donnerstag")


@given(known_days, st.integers(0, 60))
def test_working_days_added_are_working_days_counted(day, count):
    last = add_working_days(day, count).day
    assert working_days_after(day, last) == count
    assert count == 0 or is_working_day(last)


@given(known_days)
def test_next_working_day_is_the_first_one(day):
    found = next_working_day(day)
    assert is_working_day(found)
    assert working_days_after(day - timedelta(1), found) == 1


@given(known_days)
def test_months_and_weeks_join(day):
    assert previous_month(next_month(day)) == month_start(day)
    assert month_end(day) + timedelta(1) == next_month(day)
    assert week_start(day).weekday() == 0 and 0 <= (day - week_start(day)).days < 7


@given(known_days)
def test_working_days_after_is_none_for_days_past(day):
    assert working_days_after(day, day) == working_days_after(day, day - timedelta(3)) == 0
