"""The draw: fair over ten years, and the same again from its seed."""

import unittest
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.supervision.draw import Past, draw

TEN = [f"赤溪镇-{name}村" for name in "甲乙丙丁戊己庚辛壬癸"]
YEARS = 10


def seed_of(month: int) -> str:
    return f"seed-{month}"


def walk(months: int, stations=lambda month: TEN) -> list[Past]:
    past: list[Past] = []
    for month in range(months):
        found = draw(stations(month), past, seed_of(month))
        past.append(Past(found.round_no, found.station))
    return past


class TestTenYears(unittest.TestCase):
    def test_all_before_any_again(self):
        past = walk(YEARS * 12)
        for start in range(0, YEARS * 12, len(TEN)):
            self.assertEqual(set(TEN), {one.station for one in past[start : start + len(TEN)]})
        self.assertEqual({12}, set(Counter(one.station for one in past).values()))

    def test_the_same_again(self):
        self.assertEqual(walk(YEARS * 12), walk(YEARS * 12))

    def test_not_always_in_the_same_order(self):
        past = [one.station for one in walk(YEARS * 12)]
        rounds = {tuple(past[start : start + len(TEN)]) for start in range(0, len(past), len(TEN))}
        self.assertGreater(len(rounds), 10)

    def test_every_place_of_a_round_falls_to_every_station(self):
        """Over many seeds no station has a better ticket than another."""
        first = Counter(draw(TEN, [], str(number)).station for number in range(5000))
        self.assertEqual(set(TEN), set(first))
        # 500 each are expected; five standard deviations are 106
        self.assertLess(max(abs(count - 500) for count in first.values()), 106)

    def test_one_joins_and_one_ends_within_a_round(self):
        new, ended = "赤溪镇-新村", TEN[3]

        def stations(month: int) -> list[str]:
            joined = [*TEN, new] if month >= 4 else TEN
            return [name for name in joined if name != ended or month < 6]

        past = walk(40, stations)
        of_round = [one.station for one in past if one.round_no == 1]
        self.assertIn(new, of_round)
        self.assertEqual(len(set(of_round)), len(of_round))
        self.assertNotIn(ended, [one.station for one in past[6:]])


class TestAnyTown(unittest.TestCase):
    names = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=15, unique=True)

    @given(names, st.integers(1, 60), st.text(min_size=1))
    def test_nobody_twice_in_a_round_and_the_order_of_names_is_nothing(self, names, months, salt):
        past: list[Past] = []
        for month in range(months):
            seed = f"{salt}{month}"
            found = draw(names, past, seed)
            self.assertEqual(found, draw(reversed(names), past, seed))
            self.assertIn(found.station, found.candidates)
            past.append(Past(found.round_no, found.station))
        for number in {one.round_no for one in past}:
            of_round = [one.station for one in past if one.round_no == number]
            self.assertEqual(len(set(of_round)), len(of_round))
        counts = Counter(one.station for one in past)
        self.assertLessEqual(
            max(counts.get(name, 0) for name in names) - min(counts.get(name, 0) for name in names),
            1,
        )

    @given(names)
    def test_without_a_seed_or_a_station_there_is_no_draw(self, names):
        with self.assertRaises(ValueError):
            draw(names, [], "")
        with self.assertRaises(ValueError):
            draw([], [], "seed")
