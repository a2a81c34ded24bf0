import unittest

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.visits.burn_down import burn_down
from zhilian_app.visits.pace_light import GREEN, ORANGE, RED, MonthSoFar, month_light, year_light


class TestMonthLight(unittest.TestCase):
    def light(self, visited=20, minimum=20, newly_covered=10, share=10, day=30, days=30):
        return month_light(MonthSoFar(visited, minimum, newly_covered, share, day, days))

    def test_both_targets_reached_is_green(self):
        self.assertEqual(self.light(), GREEN)

    def test_nineteen_of_twenty_at_month_end_is_not_green(self):
        self.assertEqual(self.light(visited=19), ORANGE)

    def test_many_visits_off_the_register_do_not_make_up_for_the_register(self):
        self.assertEqual(self.light(visited=60, newly_covered=4), RED)

    def test_half_of_a_target_is_the_border_of_red(self):
        self.assertEqual(self.light(visited=10), ORANGE)
        self.assertEqual(self.light(visited=9), RED)

    def test_first_day_begins_green(self):
        self.assertEqual(self.light(visited=0, newly_covered=0, day=1), GREEN)

    def test_mid_month_asks_for_half(self):
        self.assertEqual(self.light(visited=10, newly_covered=5, day=15), GREEN)
        self.assertEqual(self.light(visited=9, newly_covered=5, day=15), ORANGE)

    def test_day_after_the_month_is_refused(self):
        with self.assertRaises(ValueError):
            self.light(day=31)

    @given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 29))
    def test_waiting_never_makes_it_better(self, visited, minimum, day):
        order = (RED, ORANGE, GREEN)
        today = self.light(visited=visited, minimum=minimum, day=day)
        tomorrow = self.light(visited=visited, minimum=minimum, day=day + 1)
        self.assertLessEqual(order.index(tomorrow), order.index(today))

    def test_a_year_that_is_over_is_full_or_red(self):
        self.assertEqual(year_light(30, 30), GREEN)
        self.assertEqual(year_light(30, 29), RED)


class TestBurnDown(unittest.TestCase):
    def test_hand_counted_year(self):
        points = burn_down(120, [10, 5, 15] + [0] * 9, last_month=3)
        self.assertEqual([p.left for p in points[:4]], [110, 105, 90, None])
        self.assertEqual([p.ideal for p in points[:3]], [110, 100, 90])
        self.assertEqual([p.pace for p in points[:5]], [None, None, 90, 80, 70])
        self.assertEqual(points[11].pace, 0)

    def test_year_that_is_over_has_no_pace(self):
        points = burn_down(12, [1] * 12, last_month=12)
        self.assertEqual(points[11].left, 0)
        self.assertEqual({p.pace for p in points}, {None})

    def test_year_to_come_has_no_facts(self):
        points = burn_down(24, [0] * 12, last_month=0)
        self.assertEqual({p.left for p in points}, {None})
        self.assertEqual((points[0].pace, points[11].pace), (22, 0))

    def test_more_visited_than_registered_is_refused(self):
        with self.assertRaises(ValueError):
            burn_down(3, [4] + [0] * 11, last_month=1)

    @given(
        st.lists(st.integers(0, 50), min_size=12, max_size=12),
        st.integers(0, 500),
        st.integers(1, 12),
    )
    def test_left_plus_covered_is_the_register(self, first_visits, extra, last_month):
        registered = sum(first_visits) + extra
        points = burn_down(registered, first_visits, last_month)
        point = points[last_month - 1]
        self.assertEqual(point.left + sum(first_visits[:last_month]), registered)
        lefts = [p.left for p in points[:last_month]]
        self.assertEqual(lefts, sorted(lefts, reverse=True))


if __name__ == "__main__":
    unittest.main()
