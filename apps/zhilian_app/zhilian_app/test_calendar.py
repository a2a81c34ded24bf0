from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.calendar import due_day, month_end, month_start


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
