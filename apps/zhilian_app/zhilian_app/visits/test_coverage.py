from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.visits.coverage import (
    Pace,
    content_length,
    coverage_percent,
    is_effective,
    opened_on,
    pace,
)

texts = st.text(max_size=40)


@pytest.mark.parametrize(
    ("content", "counts"),
    [
        ("老人身体尚好", True),
        ("在家,无事", False),
        ("   ", False),
        ("", False),
        (None, False),
        ("。。。。。。。。", False),
        ("已走访1", False),
        ("ok ok!", False),
        ("低保 已 办 妥", True),
    ],
)
def test_five_characters_besides_blanks_and_points_count(content, counts):
    assert is_effective(content, 5) is counts


def test_void_record_never_counts():
    assert not is_effective("老人身体尚好,谈了低保的事", 5, voided=True)


@given(texts, st.integers(-3, 30))
def test_nothing_said_never_counts(text, minimum):
    if content_length(text) == 0:
        assert not is_effective(text, minimum)


@given(texts, texts, st.integers(0, 30))
def test_saying_more_never_counts_less(text, more, minimum):
    assert is_effective(text + more, minimum) >= is_effective(text, minimum)


def test_coverage_of_an_empty_register_is_nothing():
    assert coverage_percent(0, 0) == 0
    assert coverage_percent(3, 1) == 33.33
    assert coverage_percent(8, 8) == 100


@pytest.mark.parametrize(("registered", "visited"), [(3, 4), (-1, 0), (3, -1)])
def test_coverage_of_impossible_counts_is_refused(registered, visited):
    with pytest.raises(ValueError):
        coverage_percent(registered, visited)


@pytest.mark.parametrize(
    ("registered", "covered", "before", "month", "target", "rest"),
    [
        (120, 0, 0, 1, 20, 20),  # 10 a month would do, the plan wants 20
        (480, 0, 0, 1, 40, 40),  # 480 over twelve months
        (480, 40, 0, 1, 40, 37),
        (300, 200, 180, 11, 60, 50),
        (300, 290, 280, 12, 20, 20),
        (300, 200, 200, 12, 100, 100),  # December: all that is left
        (0, 0, 0, 6, 20, 20),
        (100, 100, 100, 6, 20, 20),  # covered: 20 households a month go on
    ],
)
def test_pace(registered, covered, before, month, target, rest):
    assert pace(registered, covered, before, month, 20) == Pace(target, rest)


@given(st.integers(0, 5000), st.integers(1, 12), st.integers(0, 50), st.data())
def test_keeping_the_pace_covers_everything_by_december(registered, month, minimum, data):
    covered = data.draw(st.integers(0, registered))
    for current in range(month, 13):
        covered = min(
            registered,
            covered + pace(registered, covered, covered, current, minimum).target_this_month,
        )
    assert covered == registered


@given(st.integers(0, 5000), st.integers(1, 12), st.data())
def test_pace_is_never_below_the_minimum_and_visits_never_raise_it(registered, month, data):
    covered = data.draw(st.integers(0, registered))
    before = data.draw(st.integers(0, covered))
    found = pace(registered, covered, before, month, 20)
    assert found.target_this_month >= found.needed_per_month >= 20


@pytest.mark.parametrize(
    "args",
    [
        (10, 11, 0, 1, 20),
        (10, 5, 6, 1, 20),
        (10, 5, 5, 0, 20),
        (10, 5, 5, 13, 20),
        (10, 5, 5, 1, -1),
    ],
)
def test_pace_of_impossible_counts_is_refused(args):
    with pytest.raises(ValueError):
        pace(*args)


@pytest.mark.parametrize(
    ("today", "start", "opened"),
    [
        (date(2026, 11, 23), None, date(2026, 1, 1)),
        (
            date(2027, 1, 5),
            None,
            date(2026, 1, 1),
        ),  # the books of last year are open until the cut-off
        (date(2027, 1, 6), None, date(2027, 1, 1)),
        (date(2026, 11, 23), date(2026, 6, 9), date(2026, 6, 9)),
        (date(2027, 3, 1), date(2026, 6, 9), date(2027, 1, 1)),
    ],
)
def test_year_opens(today, start, opened):
    assert opened_on(today, 5, start) == opened
