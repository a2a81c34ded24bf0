"""The leaders' page: each number is the rows that it opens, for its reader; and the rules of its lights."""

import unittest
from datetime import date, timedelta

import frappe
from frappe.utils import getdate
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.filings import due_today
from zhilian_app.supervision import town_lights, town_numbers, town_today
from zhilian_app.supervision.doctype.annual_assessment.testing import AssessmentCase, opened, raw
from zhilian_app.supervision.town_lights import Line
from zhilian_app.visits.pace_light import GREEN, ORANGE, RED
from zhilian_app.visits.report.visit_coverage import visit_coverage

LIGHTS = (GREEN, ORANGE, RED)


class TestLights(unittest.TestCase):
    def test_even_pace(self):
        self.assertEqual(100.0, town_lights.expected_share(date(2026, 12, 31)))
        self.assertEqual(50.1, town_lights.expected_share(date(2026, 7, 2)))
        self.assertEqual(90.0, town_lights.expected_share(date(2024, 12, 31), 90))

    def test_by_example(self):
        self.assertEqual(
            [GREEN, ORANGE, RED], [town_lights.pace_light(share, 50) for share in (50, 40, 39.9)]
        )
        # 20 households a month of ten stations, on the 3rd of 30 days
        self.assertEqual(GREEN, town_lights.month_light(20, 200, 3, 30))
        self.assertEqual(RED, town_lights.month_light(15, 200, 3, 30))
        self.assertEqual(GREEN, town_lights.month_light(0, 20, 1, 30))
        self.assertEqual(
            [GREEN, ORANGE, ORANGE, RED],
            [town_lights.late_light(*one) for one in ((0, 9), (1, 2), (2, 20), (3, 20))],
        )
        self.assertEqual(
            [None, GREEN, ORANGE, RED],
            [town_lights.money_light(*one) for one in ((0, 0), (100, 80), (100, 90), (100, 101))],
        )
        december = date(2026, 12, 31)
        self.assertEqual(
            [GREEN, ORANGE, RED],
            [town_lights.checks_light(done, 2, december) for done in (2, 1, 0)],
        )
        self.assertEqual(GREEN, town_lights.checks_light(0, 2, date(2026, 3, 1)))

    @given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 50))
    def test_more_done_is_never_a_worse_light(self, share, expected, more):
        before, after = (town_lights.pace_light(one, expected) for one in (share, share + more))
        self.assertLessEqual(LIGHTS.index(after), LIGHTS.index(before))

    @given(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(LIGHTS), min_size=5, max_size=5), st.integers(0, 100)
            ),
            max_size=9,
        )
    )
    def test_worst_first_names_each_once_and_red_before_the_rest(self, rows):
        made = {
            f"站{at}": Line(f"站{at}", tuple(lights), share)
            for at, (lights, share) in enumerate(rows)
        }
        order = town_lights.worst_first(made.values())
        self.assertEqual(sorted(made), sorted(order))
        reds = [made[name].lights.count(RED) for name in order]
        self.assertEqual(sorted(reds, reverse=True), reds)


class TestTownToday(AssessmentCase):
    def setUp(self):
        super().setUp()
        today = getdate()
        self.late = today - timedelta(days=3)
        cutoff = frappe.db.get_value("Town", self.world.town, "bulletin_cutoff_day")
        self.missed = due_today.missed_month(today, cutoff)
        self.rows(today, 1, **self.here(), station_name="甲村")
        self.rows(today, 2, **self.there(), station_name="乙村")

    def rows(self, today: date, times: int, **place):
        """A little of everything, ``times`` over, and of visits and issues one that a leader does not read."""
        this_year = {"year": today.year, **place}
        for at in range(times):
            for sensitive in (0, 1):
                raw("Key Visit Entry", status="Visited", sensitive=sensitive, **this_year)
                raw(
                    "Household Visit", household=f"h{at}", visit_date=today, effective=1, voided=0,
                    sensitive=sensitive, **place,
                )  # fmt: skip
                raw(
                    "Ledger Issue", raised_on=today, due_on=self.late, is_open=1,
                    sensitive=sensitive, state="With the Station", **place,
                )  # fmt: skip
            raw("Key Visit Entry", status="To Visit", **this_year)
            raw("Ledger Issue", raised_on=self.late, closed_on=today, is_open=0, **place)
            raw("Weekly Meeting", meeting_date=today, status="Held", **place)
            raw("Weekly Meeting", meeting_date=today, status="Planned", **place)
            for standing, due in (
                ("Overdue", self.late),
                ("Not Due", today),
                ("Missing", self.late),
            ):
                fields = {"standing": standing, "due_on": due, "month": self.missed}
                raw("Filing", state="To Hand In", **fields, **place)
            raw("Subsidy Project", state="Under Way", expected_finish=self.late, **place)
            raw("Project Progress", status="Due", due_on=self.late, **place)
            raw("Spot Check", state="Recorded", kind="Full Check", check_day=today, **place)
            raw("Rectification", is_open=1, due_on=self.late, state="Open", **place)

    def read(self, role: str = "Town Leader") -> dict:
        with self.by(role):
            return town_today.read()

    def test_every_number_is_the_rows_that_it_opens(self):
        for role in ("Town Leader", "Organization Office"):
            page = self.read(role)
            numbers = [one for tile in page["tiles"] for one in tile["numbers"]]
            numbers += [one for line in page["stations"] for one in line["numbers"]]
            with self.by(role):
                for number in numbers:
                    if number.get("report") or number.get("money"):
                        continue
                    self.assertEqual(number["value"], len(opened(number)), (role, number))
            told = {one["key"] for one in numbers if one["value"]}
            # each was met, but meetings that are missing, of which the first of a month has none
            self.assertEqual(set(), set(town_numbers.NUMBERS) - told - {"not_held"})

    def test_a_leader_and_the_office_see_one_coverage_and_lists_of_their_own(self):
        leader, office = self.read(), self.read("Organization Office")
        shares = [page["tiles"][0]["numbers"][0]["value"] for page in (leader, office)]
        self.assertEqual(shares[0], shares[1])
        visited = [page["tiles"][0]["numbers"][1]["value"] for page in (leader, office)]
        self.assertEqual(3, visited[1] - visited[0])
        self.assertEqual((False, True), (leader["all_rows"], office["all_rows"]))

    def test_numbers_of_the_report_are_those_of_the_report(self):
        page = self.read()
        with self.by("Town Leader"):
            rows = visit_coverage.execute({"town": page["town"], "year": getdate().year})[1]
        total = next(row for row in rows if row.get("bold"))
        told = {
            one["key"]: one["value"]
            for tile in page["tiles"]
            for one in tile["numbers"]
            if one.get("report")
        }
        self.assertEqual((total["coverage"], total["month_seen"]), (told["share"], told["homes"]))

    def test_the_worst_stands_first(self):
        for _number in range(12):
            raw("Filing", standing="Overdue", due_on=self.late, state="To Hand In", **self.there())
        page = self.read()
        self.assertEqual(self.world.other, page["stations"][0]["station"])

    def test_one_town_only_and_only_who_leads_it(self):
        self.assertEqual(self.world.town, self.read()["town"])
        with self.by("Town Leader"), self.assertRaises(frappe.PermissionError):
            town_today.read(self.world.other_town)
        for role in ("Team Head", "Finance Office", "Village Cadre"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                town_today.read()

    def test_queries_do_not_grow_with_the_stations(self):
        self.queries()  # what is remembered of DocTypes and roles
        few = self.queries()
        for number in range(15):
            station = raw("Station", station_name=f"村{number}", town=self.world.town)
            self.rows(getdate(), 1, town=self.world.town, station=station)
        self.assertEqual(few, self.queries())

    def queries(self) -> int:
        seen, sql = [], frappe.db.sql

        def counted(*args, **kwargs):
            seen.append(args)
            return sql(*args, **kwargs)

        with self.by("Town Leader"):
            frappe.db.sql = counted
            try:
                town_today.read()
            finally:
                frappe.db.sql = sql
        return len(seen)
