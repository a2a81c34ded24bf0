from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.visits.due import Candidate, in_due_order

YEAR = 2026
candidates = st.lists(
    st.builds(
        Candidate,
        st.text("abcdef", min_size=1, max_size=4),
        st.just("某户"),
        st.sampled_from([1, 4, 9, 99]),
        st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    ),
    unique_by=lambda candidate: candidate.name,
    max_size=12,
)


def test_never_visited_then_pressing_then_longest_ago():
    visited = Candidate("visited", "甲", 1, date(2026, 3, 1))
    long_ago = Candidate("long ago", "乙", 4, date(2025, 2, 1))
    last_year = Candidate("last year", "丙", 4, date(2025, 9, 1))
    never = Candidate("never", "丁", 4)
    pressing = Candidate("pressing", "戊", 1)
    off_register = Candidate("off register", "己")
    order = in_due_order([visited, off_register, last_year, never, long_ago, pressing], YEAR)
    assert [c.name for c in order] == [
        "pressing",
        "never",
        "long ago",
        "last year",
        "off register",
        "visited",
    ]


@given(candidates)
def test_nobody_visited_this_year_stands_before_one_who_was_not(people):
    done = [
        c.last_visited_on is not None and c.last_visited_on.year >= YEAR
        for c in in_due_order(people, YEAR)
    ]
    assert done == sorted(done)


@given(candidates, st.randoms())
def test_order_does_not_depend_on_how_they_come(people, random):
    shuffled = people[:]
    random.shuffle(shuffled)
    assert in_due_order(shuffled, YEAR) == in_due_order(people, YEAR)
