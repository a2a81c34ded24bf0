"""The demo's year of issues hangs together: steps that the workflow has, days that follow, words of the visit."""

import unittest
from collections import Counter
from datetime import date, datetime

from zhilian_app.demo.constants import STATIONS, TOWN
from zhilian_app.demo.households import Village
from zhilian_app.demo.issue_texts import CASES
from zhilian_app.demo.issues import Issue, Ledger, session_day
from zhilian_app.demo.source import Source
from zhilian_app.demo.stations import Term
from zhilian_app.demo.texts import NEEDS
from zhilian_app.demo.visits import Visit, visit_days
from zhilian_app.issues import states

NOW = datetime(2026, 11, 23, 18)


def plan(seed: int = 1) -> list[Issue]:
    """Issues of one visit with each need on every Thursday."""
    source = Source(seed)
    homes = Village(source, NOW.date()).homes(STATIONS[0])
    term = Term(date(2025, 1, 1), None, tuple((f"c{n}", "Main") for n in range(5)))
    offices = {case.office for case in CASES.values() if case.office}
    visits = [
        (
            f"v{number}-{place}",
            Visit(homes[(number + place) % len(homes)], day, "", ("c2",), "谈了。", need),
        )
        for number, day in enumerate(visit_days(date(2026, 1, 1), NOW.date()))
        for place, need in enumerate(CASES)
        if (number + place) % 3 == 0
    ]
    heads = {f"{TOWN}-{office}": f"head-{office}" for office in offices}
    ledger = Ledger(source, {STATIONS[0].docname: [term]}, heads, "secretary", NOW)
    return list(ledger.issues(visits, set()))


class TestDemoIssues(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.issues = plan()

    def test_the_same_seed_gives_the_same_issues(self):
        self.assertEqual([one.events for one in self.issues], [one.events for one in plan()])

    def test_every_need_of_a_visit_has_its_case(self):
        self.assertEqual(set(), {need for needs in NEEDS.values() for need in needs} - set(CASES))

    def test_every_step_is_one_of_the_workflow_and_follows_in_time(self):
        for issue in self.issues:
            names = [states.REGISTERED, *(event.after for event in issue.events[1:])]
            steps = [names[0], *(b for a, b in zip(names, names[1:], strict=False) if a != b)]
            self.assertTrue(states.path(steps), steps)
            times = [event.at for event in issue.events]
            self.assertEqual(sorted(times), times)
            self.assertLessEqual(times[-1], NOW)
            self.assertGreaterEqual(times[0].date(), issue.visit.day)

    def test_every_state_is_there(self):
        found = Counter(issue.state for issue in self.issues)
        wanted = set(states.SPEC.state_names) - {
            states.WITHDRAWN, states.REGISTERED, states.REFERRED, states.REOPENED
        }  # fmt: skip
        self.assertEqual(set(), wanted - set(found), found)
        self.assertGreater(found[states.CLOSED], len(self.issues) // 3)
        self.assertTrue(
            any(event.after == states.REOPENED for one in self.issues for event in one.events)
        )

    def test_the_committee_decides_on_its_days_what_was_put_up_the_month_before(self):
        decided = [issue for issue in self.issues if issue.decisions]
        self.assertTrue(decided)
        self.assertEqual(
            set(states.DECISIONS), {word for one in decided for _day, word in one.decisions}
        )
        for issue in decided:
            first = issue.decisions[0][0]
            self.assertEqual(session_day(first.replace(day=1)), first)
            self.assertLess(issue.put_up_month, first.replace(day=1))
