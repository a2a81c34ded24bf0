"""The ledger's rules without a database: states that lead on, limits in working days, and who hears of a late one."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app import calendar
from zhilian_app.issues import due, states
from zhilian_app.setup.roles import ROLES

NEW = states.SPEC.states[0].name
ALL = states.SPEC.state_names
MOVES = states.SPEC.moves
PAIRS = [(before, move.after) for move in MOVES for before in move.before]
days = st.dates(date(2020, 1, 1), date(2026, 12, 31))


def after(state: str) -> set[str]:
    return {move.after for move in MOVES if state in move.before}


def reachable(state: str) -> set[str]:
    found, edge = {state}, {state}
    while edge:
        edge = set().union(*(after(one) for one in edge)) - found
        found |= edge
    return found


class TestStates(unittest.TestCase):
    def test_every_state_can_be_reached(self):
        self.assertEqual(set(ALL), reachable(NEW))

    def test_whoever_begins_can_come_to_an_end(self):
        for state in set(ALL) - states.ENDED:
            with self.subTest(state):
                self.assertTrue(after(state), "a way out")
                self.assertTrue(reachable(state) & {states.CLOSED}, "told to the people at last")

    def test_what_the_people_do_not_accept_begins_anew(self):
        for state in (states.RESOLVED, states.CLOSED, states.ON_THE_SPOT):
            self.assertIn(states.REOPENED, after(state))
        self.assertEqual(set(), after(states.WITHDRAWN))

    def test_moves_are_between_known_states_by_known_roles(self):
        for move in MOVES:
            self.assertLessEqual({*move.before, move.after}, set(ALL), move)
            self.assertLessEqual(set(move.roles), set(ROLES), move)
        rows = [(row["state"], row["action"], row["allowed"]) for row in states.SPEC.rows()]
        self.assertEqual(len(rows), len(set(rows)), "a role has one outcome of a step")

    def test_nobody_withdraws_what_they_wrote(self):
        withdrawing = [move for move in MOVES if move.after == states.WITHDRAWN]
        self.assertEqual([False], [move.self_approval for move in withdrawing])

    def test_steps_ask_for_what_the_plan_wants(self):
        asked = {
            pair: {one.fieldname for one in states.inputs(*pair) if one.required} for pair in PAIRS
        }
        told = {"told_on", "told_by", "told_how"}
        self.assertEqual(
            told | {"satisfaction"}, asked[states.RESOLVED, states.CLOSED], "及时反馈办理结果给群众"
        )
        self.assertEqual({*told, "reason"}, asked[states.RESOLVED, states.REOPENED])
        self.assertEqual({"result", "satisfaction"}, asked[NEW, states.ON_THE_SPOT])
        self.assertEqual({"result"}, asked[states.IN_PROGRESS, states.RESOLVED])
        self.assertEqual(set(), asked[states.PUT_UP, states.RESOLVED], "the decision is the answer")
        self.assertEqual({"town_office"}, asked[NEW, states.REFERRED])
        self.assertEqual({"reason"}, asked[states.REFERRED, states.WITH_STATION], "退回要说原因")
        self.assertEqual(set(), asked[NEW, states.WITH_STATION])

    @given(st.sampled_from(ALL), st.sampled_from(states.LEVELS))
    def test_level_is_one_of_three_and_follows_the_state(self, state, level):
        found = states.level_after(state, level)
        self.assertIn(found, states.LEVELS)
        self.assertEqual(found, states.level_after(state, found), "the same state twice")

    def test_path(self):
        self.assertTrue(states.path([NEW, states.REFERRED, states.IN_PROGRESS, states.RESOLVED]))
        self.assertFalse(states.path([NEW, states.CLOSED]))


class TestDue(unittest.TestCase):
    def test_seven_days_over_the_spring_festival(self):
        """2026: offices work on Saturday 14 February, are closed from the 15th to the 23rd."""
        self.assertEqual(date(2026, 2, 14), due.due_on(date(2026, 2, 13), 1).day)
        self.assertEqual(date(2026, 2, 24), due.due_on(date(2026, 2, 13), 2).day)
        self.assertEqual(date(2026, 2, 28), due.due_on(date(2026, 2, 13), 6).day)

    def test_a_year_that_is_not_published_is_an_estimate(self):
        late = due.due_on(date(2026, 12, 20), 15)
        self.assertTrue(late.estimated)
        self.assertEqual(2027, late.day.year)
        self.assertFalse(due.due_on(date(2026, 12, 1), 7).estimated)

    @given(days, st.integers(1, 40))
    def test_last_day_is_a_working_day_and_grows_with_the_limit(self, start, limit):
        last = due.due_on(start, limit)
        self.assertTrue(calendar.is_working_day(last.day))
        self.assertEqual(limit, calendar.working_days_after(start, last.day))
        self.assertLess(last.day, due.due_on(start, limit + 1).day)

    @given(days, st.integers(-60, 60))
    def test_overdue_the_day_after_and_only_while_open(self, last, later):
        today = last + timedelta(days=later)
        self.assertEqual(later > 0, due.is_overdue(True, last, today))
        self.assertFalse(due.is_overdue(False, last, today))
        self.assertFalse(due.is_overdue(True, None, today))

    @given(days, st.integers(-5, 90), st.tuples(*[st.integers(0, 20)] * 3))
    def test_who_is_told_only_rises(self, last, later, limits):
        after = tuple(sorted(limits))
        today = last + timedelta(days=later)
        now = due.escalation(last, today, after)
        then = due.escalation(last, today + timedelta(days=1), after)
        places = ("", *due.ESCALATIONS)
        self.assertLessEqual(places.index(now), places.index(then))
        if later <= 0:
            self.assertEqual("", now)
        told = due.newly_told(now, then)
        self.assertEqual(places.index(then) - places.index(now), len(told), "each one once")
        self.assertEqual((), due.newly_told(then, now))

    def test_escalates_by_working_days(self):
        friday = date(2026, 11, 20)
        self.assertEqual("", due.escalation(friday, date(2026, 11, 22), (1, 3, 5)))
        self.assertEqual("Team Head", due.escalation(friday, date(2026, 11, 23), (1, 3, 5)))
        self.assertEqual("Station Leader", due.escalation(friday, date(2026, 11, 25), (1, 3, 5)))
        self.assertEqual("Organization Office", due.escalation(friday, date(2027, 1, 1), (1, 3, 5)))

    @given(days, st.integers(-10, 90), st.integers(-10, 90), st.booleans())
    def test_extended_once_forward_and_not_for_ever(self, last, by, late, already):
        new, today = last + timedelta(days=by), last + timedelta(days=late)
        problem = due.extended(last, new, today, already)
        fits = not already and 0 < by <= due.MOST_EXTENSION and by >= late
        self.assertEqual(fits, problem == "", problem)
