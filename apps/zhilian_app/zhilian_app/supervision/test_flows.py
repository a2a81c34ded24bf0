"""What flows from checks: reminders, the committee's papers, the bulletin, the filing's sheet, the checks of a year."""

from datetime import date, timedelta

import frappe
from frappe.utils import add_days, getdate, now_datetime

from zhilian_app import calendar
from zhilian_app.filings import sheets
from zhilian_app.supervision import bulletin, full_checks, reminders, session_papers, states
from zhilian_app.supervision.report.checks_of_the_year import checks_of_the_year
from zhilian_app.supervision.testing import OFFICE, CheckTestCase

# a Thursday of plain weeks, in the last quarter
PATROL_DAY = date(2026, 11, 19)


class TestReminders(CheckTestCase):
    def texts(self, role: str, day: date) -> list[str]:
        """What a person's digest of a day says of rectifications."""
        found = reminders.lines(day).get(self.world.users[role], [])
        return [line.text for line in found if line.doctype == "Rectification"]

    def test_asked_for_before_on_and_after_its_day(self):
        due = self.rectification(problem="公开栏没有更新").due_on
        told = {left for left in range(8, -3, -1) if self.texts("Liaison", add_days(due, -left))}
        self.assertEqual({7, 3, 1, 0, -1, -2}, told)
        (late,) = self.texts("Liaison", add_days(due, 2))
        self.assertIn("超期 2 天", late)

    def test_what_is_late_climbs(self):
        due = self.rectification().due_on
        for late, heard in (
            (1, {"Team Head"}),
            (3, {"Team Head", "Station Leader"}),
            (9, {"Team Head", "Station Leader", OFFICE}),
        ):
            day = calendar.add_working_days(due, late).day
            roles = ("Team Head", "Station Leader", OFFICE)
            self.assertEqual(heard, {role for role in roles if self.texts(role, day)})

    def test_handed_in_it_is_the_offices_turn(self):
        doc = self.handed_in(self.rectification())
        self.assertEqual([], self.texts("Liaison", add_days(doc.due_on, 1)))
        self.assertIn("待核查", self.texts(OFFICE, getdate())[0])

    def test_the_day_of_patrols_and_the_full_checks_that_are_missing(self):
        def lines(day: date) -> list[str]:
            found = reminders.lines(day).get(self.world.users[OFFICE], [])
            return [line.text for line in found if line.doctype == "Spot Check"]

        self.assertEqual([], lines(PATROL_DAY - timedelta(days=1)))
        patrol, missing = lines(PATROL_DAY)
        self.assertIn("已检查 0 次", patrol)
        self.assertIn("全面检查次数未满", missing)
        self.assertEqual(1, len(lines(date(2026, 5, 14))))


class TestPapers(CheckTestCase):
    def test_recorded_checks_come_before_the_committee_without_names(self):
        check = self.recorded(seen={"Liaison": ("Absent", "", 1)}, findings="一人缺勤。")
        self.notified()
        found = session_papers.waiting(self.world.town)
        self.assertEqual([check.name], [row["reference_name"] for row in found])
        self.assertIn("应在岗 4 人，在岗 3 人", found[0]["summary"])
        self.assertIn("一人缺勤。", found[0]["summary"])
        self.assertEqual(0, found[0]["needs_decision"])
        self.assertNotIn(self.world.cadres["Liaison"].cadre_name, str(found))

    def test_the_bulletin_has_what_was_recorded_by_the_cut_off(self):
        month = calendar.month_start(getdate())
        self.assertEqual([], bulletin.tables(self.world.town, month, now_datetime()))
        self.recorded(seen={"Liaison": ("Absent", "", 1)}, findings="一人缺勤。")
        (table,) = bulletin.tables(self.world.town, month, now_datetime())
        self.assertEqual(len(table["columns"]), len(table["rows"][0]))
        self.assertIn("下乡巡查", table["rows"][0])
        self.assertNotIn(self.world.cadres["Liaison"].cadre_name, str(table))
        before = now_datetime() - timedelta(hours=1)
        self.assertEqual([], bulletin.tables(self.world.town, month, before))

    def test_the_filing_of_the_books_opens_its_check(self):
        check = self.notified()
        filing = frappe.get_doc("Filing", {"reference_name": check.name})
        self.assertIn(
            f"spot-check/{check.name}", [row.get("route") for row in sheets.of(filing)["links"]]
        )

    def test_full_checks_are_counted_against_what_the_town_asks_for(self):
        self.recorded(states.FULL)
        self.notified(states.FULL)
        self.assertEqual({self.world.own: 1}, full_checks.done(getdate().year))
        frappe.db.set_value("Town", self.world.town, "full_checks_per_year", 1)
        behind = full_checks.behind(getdate())[self.world.town]
        names = dict(frappe.get_all("Station", fields=["name", "station_name"], as_list=True))
        self.assertNotIn(names[self.world.own], behind)
        self.assertIn(names[self.world.other], behind)
        with self.by(OFFICE):
            rows = checks_of_the_year.execute({"town": self.world.town})[1]
            self.assertEqual([1, 0], sorted((row["full"] for row in rows), reverse=True))
            row = next(row for row in rows if row["full"])
            shown = frappe.get_list("Spot Check", row["links"]["full"]["filters"])
        self.assertEqual(1, len(shown))
