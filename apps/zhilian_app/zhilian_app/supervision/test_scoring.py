"""Points and places: by example, and that more of what is good never scores less."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.supervision import scoring
from zhilian_app.supervision.scoring import Found, Measure

NAMES = ("Coverage", "Weekly Meetings Held", "Issues in Time", "Projects on Schedule")
counts = st.integers(0, 500)


def measure(name: str, weight=25, zero=0, full=100) -> Measure:
    return Measure(name, Decimal(weight), Decimal(zero), Decimal(full))


def found(good: int, of: int) -> Found:
    return Found(Decimal(good), Decimal(of))


def score(scheme, records) -> Decimal:
    return scoring.score(scoring.points(scheme, records))


@st.composite
def schemes(draw):
    """Schemes with weights and spans as an office might enter them."""
    rows = []
    for name in NAMES:
        zero = draw(st.integers(0, 98))
        full = draw(st.integers(zero + 1, 100))
        rows.append(measure(name, draw(st.integers(0, 50)), zero, full))
    rows[0] = measure(NAMES[0], draw(st.integers(1, 50)))
    return rows


@st.composite
def records(draw):
    """What the records say: so many good of all."""
    rows = {}
    for name in NAMES:
        of = draw(counts)
        rows[name] = found(draw(st.integers(0, of)), of)
    return rows


class TestScore(unittest.TestCase):
    def test_by_example(self):
        scheme = [measure("Coverage", 60, 50, 100), measure("Weekly Meetings Held", 40)]
        rows = scoring.points(
            scheme, {"Coverage": found(75, 100), "Weekly Meetings Held": found(52, 52)}
        )
        self.assertEqual([Decimal(30), Decimal(40)], [row.points for row in rows])
        self.assertEqual(Decimal("70.00"), scoring.score(rows))

    def test_nothing_to_do_counts_neither_way(self):
        scheme = [measure("Coverage", 60), measure("Projects on Schedule", 40)]
        records = {"Coverage": found(80, 100), "Projects on Schedule": found(0, 0)}
        self.assertEqual(Decimal("80.00"), score(scheme, records))
        self.assertEqual(Decimal("0.00"), score(scheme, {}))

    def test_equal_scores_share_a_place(self):
        scores = {
            "甲": Decimal("90.10"),
            "乙": Decimal("88"),
            "丙": Decimal("90.10"),
            "丁": Decimal(1),
        }
        self.assertEqual({"甲": 1, "丙": 1, "乙": 3, "丁": 4}, scoring.places(scores))

    def test_schemes_that_make_no_sense(self):
        self.assertEqual(["Coverage"], scoring.problems([measure("Coverage")] * 2))
        self.assertEqual(["Coverage"], scoring.problems([measure("Coverage", 10, 90, 80)]))
        self.assertEqual([""], scoring.problems([measure("Coverage", 0)]))
        self.assertEqual([""], scoring.problems([]))
        with self.assertRaises(ValueError):
            scoring.points([], {})


class TestAny(unittest.TestCase):
    @given(schemes(), records())
    def test_from_0_to_100(self, scheme, rows):
        self.assertTrue(0 <= score(scheme, rows) <= 100)

    @given(schemes(), records(), st.sampled_from(NAMES), st.integers(1, 100))
    def test_more_of_what_is_good_never_scores_less(self, scheme, rows, name, more):
        own = rows[name]
        better = {**rows, name: Found(min(own.good + more, own.all), own.all)}
        self.assertGreaterEqual(score(scheme, better), score(scheme, rows))

    @given(schemes(), records(), st.sampled_from(NAMES), st.integers(1, 100))
    def test_one_more_that_is_done_well_never_scores_less(self, scheme, rows, name, more):
        """Doing more of it, all of it well, is no risk; where there was nothing before the others' share changes."""
        own = rows[name]
        if own.all == 0:
            return
        better = {**rows, name: Found(own.good + more, own.all + more)}
        self.assertGreaterEqual(score(scheme, better), score(scheme, rows))

    @given(schemes(), records(), st.integers(2, 9))
    def test_the_unit_of_the_weights_is_nothing(self, scheme, rows, times):
        larger = [measure(m.name, m.weight * times, m.zero_at, m.full_at) for m in scheme]
        self.assertEqual(score(scheme, rows), score(larger, rows))

    @given(schemes(), records())
    def test_the_points_make_up_the_score(self, scheme, rows):
        parts = scoring.points(scheme, rows)
        self.assertLessEqual(
            abs(sum(p.points for p in parts) - scoring.score(parts)), Decimal("0.005")
        )
        self.assertTrue(all(0 <= p.points <= p.most for p in parts))
