from datetime import date
from unittest.mock import patch

import frappe

from zhilian_app.testing import make_entry, make_household, make_station, make_visit
from zhilian_app.visits import report_data
from zhilian_app.visits.report.testing import ReportTestCase, on_day, rows_of, visit_on
from zhilian_app.visits.report.visit_coverage import visit_coverage

TODAY = date(2026, 11, 23)
OLD, POOR, DISABLED = "孤寡老人", "特困家庭", "残疾人"


class TestVisitCoverage(ReportTestCase):
    """Own station, counted by hand: 6 on the register (1 of them sensitive), 1 removed, 1 household beside.

    a OLD visited in March; b OLD+POOR visited in March and this month; c OLD first visited this month, twice;
    d POOR to visit; e DISABLED to visit; f POOR visit without content; g OLD removed; h not on the register,
    visited this month.
    """

    @classmethod
    def town_roles(cls):
        return (*super().town_roles(), "Zhilian Administrator")

    @classmethod
    def make_rows(cls):
        homes = {letter: make_household(cls.own).name for letter in "abcdefgh"}
        categories = {
            "a": [OLD],
            "b": [OLD, POOR],
            "c": [OLD],
            "d": [POOR],
            "e": [DISABLED],
            "f": [POOR],
        }
        for letter, names in categories.items():
            make_entry(homes[letter], *names, year=2026)
        removed = make_entry(homes["g"], OLD, year=2026)
        removed.update({"removed_on": removed.added_on, "remove_reason": "已搬走"})
        removed.save()
        make_entry(homes["a"], OLD, year=2025)
        for letter, month, day in (
            ("a", 3, 5),
            ("b", 3, 5),
            ("b", 11, 5),
            ("c", 11, 5),
            ("c", 11, 12),
            ("h", 11, 12),
        ):
            visit_on(homes[letter], date(2026, month, day))
        visit_on(homes["f"], TODAY, content="。", effective=0)
        visit_on(homes["d"], TODAY, voided=1)
        make_entry(make_household(cls.other).name, OLD, year=2026)
        make_entry(make_household(cls.foreign).name, OLD, year=2026)

    def run_as(self, role: str, **filters):
        with self.as_user(self.users[role]), on_day(TODAY):
            columns, rows, _message, chart, summary = visit_coverage.execute(
                {"year": 2026, **filters}
            )
        frappe.as_json([columns, rows, chart, summary])  # as the answer to a browser
        return columns, rows, chart, summary

    def numbers(self, row) -> tuple:
        return tuple(
            row.get(key) for key in ("registered", "visited", "left", "month_seen", "month_new")
        )

    def test_liaison_sees_own_station_as_counted_by_hand(self):
        _columns, rows, chart, summary = self.run_as("Liaison")
        self.assertEqual(len(rows), 1)
        self.assertEqual(self.numbers(rows[0]), (6, 3, 3, 3, 1))
        self.assertEqual(rows[0]["coverage"], 50.0)
        self.assertEqual((rows[0]["month_target"], rows[0]["needed_per_month"]), (20, 20))
        self.assertEqual(chart["data"]["datasets"][0]["values"], [3])
        self.assertEqual([item["value"] for item in summary], [6, 3, 3, 50.0, 3])

    def test_month_number_is_the_visits_of_the_month_by_household(self):
        _columns, rows, *_ = self.run_as("Liaison")
        by_visits = frappe.db.sql(
            """select count(distinct household) from `tabHousehold Visit` where station = %s and effective = 1
            and voided = 0 and visit_date between '2026-11-01' and '2026-11-30'""",
            self.own,
        )[0][0]
        self.assertEqual(rows[0]["month_seen"], by_visits)

    def test_three_households_of_twenty_on_the_23rd_is_red(self):
        _columns, rows, *_ = self.run_as("Liaison")
        self.assertEqual(rows[0]["light_color"], "red")

    def test_categories_count_a_household_of_two_in_each(self):
        _columns, rows, *_ = self.run_as("Liaison", by_category=1)
        by_label = {row["label"]: self.numbers(row) for row in rows if row["indent"]}
        self.assertEqual(
            by_label, {OLD: (3, 3, 0, 2, 1), POOR: (3, 1, 2, 1, 0), DISABLED: (1, 0, 1, 0, 0)}
        )

    def test_every_number_opens_as_many_rows(self):
        for role in ("Liaison", "Organization Office", "Town Leader"):
            _columns, rows, *_ = self.run_as(role, by_category=1)
            with self.as_user(self.users[role]):
                opened = [
                    (role, row["label"], key, row[key], len(rows_of(link)))
                    for row in rows
                    for key, link in row["links"].items()
                ]
            self.assertTrue(opened)
            self.assertEqual([item for item in opened if item[3] != item[4]], [])

    def test_office_sees_the_town_and_a_sum_that_opens_it(self):
        _columns, rows, *_ = self.run_as("Organization Office")
        self.assertEqual([row["registered"] for row in rows], [6, 1, 7])
        self.assertIn("registered", rows[-1]["links"])

    def test_leader_counts_all_but_opens_and_tells_apart_only_what_is_public(self):
        _columns, rows, *_ = self.run_as("Town Leader", by_category=1, station=self.own)
        self.assertEqual((self.numbers(rows[0]), rows[0]["links"]), ((6, 3, 3, 3, 1), {}))
        labels = [row["label"] for row in rows]
        self.assertNotIn(DISABLED, labels)
        hidden = rows[-1]
        self.assertEqual((self.numbers(hidden)[:3], hidden["links"]), ((1, 0, 1), {}))

    def test_leader_on_a_team_opens_the_own_station(self):
        cadre = self.cadres["Town Leader"]
        self.team.append("members", {"side": "Main", "duty": "Member", "cadre": cadre.name})
        self.team.save()
        _columns, rows, *_ = self.run_as("Town Leader", by_category=1)
        opened = {row["label"] for row in rows if row["links"]}
        self.assertIn(DISABLED, opened)
        self.assertEqual(
            rows[-1]["links"], {}, "the sum holds rows of the other station that stay closed"
        )

    def test_who_has_no_station_and_no_town_role_sees_nothing(self):
        for role in ("Finance Office", "Zhilian Administrator"):
            _columns, rows, chart, summary = self.run_as(role)
            self.assertEqual((rows, chart, summary), ([], None, []))

    def test_another_town_is_out_of_reach_by_filter_too(self):
        for role in ("Liaison", "Organization Office", "Town Leader"):
            self.assertEqual(self.run_as(role, station=self.foreign)[1], [])
            self.assertEqual(self.run_as(role, town=self.other_town)[1], [])
        self.assertEqual(self.run_as("Liaison", station=self.other)[1], [])

    def test_year_that_is_over_has_no_month_and_a_plain_light(self):
        columns, rows, *_ = self.run_as("Liaison", year=2025)
        self.assertNotIn("month_seen", [column["fieldname"] for column in columns])
        self.assertEqual((rows[0]["registered"], rows[0]["light_color"]), (1, "red"))

    def test_coverage_rises_by_one_with_a_real_visit(self):
        year = report_data.today().year
        home = make_household(self.own).name
        make_entry(home, OLD, year=year)
        with self.as_user(self.users["Liaison"]):
            before = visit_coverage.execute({})[1][0]
            make_visit(home)
            after = visit_coverage.execute({})[1][0]
        self.assertEqual(after["visited"], before["visited"] + 1)
        self.assertEqual(after["month_seen"], before["month_seen"] + 1)

    def test_queries_do_not_grow_with_stations(self):
        def count() -> int:
            with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
                rows = self.run_as("Organization Office", by_category=1)[1]
            return sql.call_count, len(rows)

        count()
        few, few_rows = count()
        for _number in range(5):
            make_entry(make_household(make_station(self.town).name).name, OLD, DISABLED, year=2026)
        many, many_rows = count()
        self.assertGreater(many_rows, few_rows)
        self.assertEqual(many, few)
