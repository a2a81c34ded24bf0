"""How long logs stay: the days of Log Settings, who may set them, and what goes in the night."""

from datetime import date, timedelta
from unittest.mock import patch

import frappe
from frappe.core.doctype.log_settings.log_settings import run_log_clean_up
from frappe.utils import add_days, add_to_date, getdate, now_datetime

from zhilian_app import log_days, retention
from zhilian_app.hooks import default_log_clearing_doctypes
from zhilian_app.setup.log_settings import make_log_settings
from zhilian_app.supervision.doctype.annual_assessment.annual_assessment import IN_WORK
from zhilian_app.supervision.testing import CheckTestCase
from zhilian_app.testing import WorldTestCase, make_household

DAYS = 1096


class RetentionTestCase(WorldTestCase):
    def setUp(self):
        super().setUp()
        # batches are committed, and a test's rows must not be
        self.commits = self.enterContext(patch.object(frappe.db, "commit"))
        self.home = make_household(self.world.own).name

    def change(self, days_ago: int) -> str:
        """A record of a change, as old as told."""
        doc = frappe.new_doc("Version")
        doc.update({"ref_doctype": "Household", "docname": self.home, "data": "{}"})
        doc.insert(ignore_permissions=True)
        moment = add_to_date(now_datetime(), days=-days_ago)
        frappe.db.set_value("Version", doc.name, "modified", moment, update_modified=False)
        return doc.name

    def kept(self) -> set[str]:
        return set(frappe.get_all("Version", {"docname": self.home}, pluck="name"))

    def settings(self):
        return frappe.get_doc(retention.SETTINGS)


class TestDropping(RetentionTestCase):
    def test_what_is_older_goes_in_small_batches(self):
        for _number in range(5):
            self.change(DAYS + 1)
        young = self.change(DAYS - 1)
        with patch.object(retention, "BATCH", 2), patch.object(retention, "needed_from", list):
            retention.drop("Version", DAYS)
        self.assertEqual({young}, self.kept())
        self.assertGreaterEqual(self.commits.call_count, 3)

    def test_what_there_is_no_time_for_goes_in_the_next_night(self):
        old = self.change(DAYS + 1)
        with patch.object(retention, "needed_from", list):
            retention.drop("Version", DAYS, seconds=0)
            self.assertEqual({old}, self.kept())
            retention.drop("Version", DAYS)
        self.assertEqual(set(), self.kept())

    def test_nought_is_for_ever_and_nobody_gets_below_the_fewest(self):
        old, young = self.change(DAYS + 1), self.change(400)
        with patch.object(retention, "needed_from", list):
            retention.drop("Version", 0)
            self.assertEqual({old, young}, self.kept())
            retention.drop("Version", 1)
        self.assertEqual({young}, self.kept())

    def test_a_year_that_is_still_assessed_keeps_its_changes(self):
        year = getdate().year - 4
        days_ago = (getdate() - date(year, 1, 1)).days
        of_year, before = self.change(days_ago - 1), self.change(days_ago + 1)
        doc = frappe.get_doc({
            "doctype": "Annual Assessment", "name": f"test-{year}", "town": self.world.town, "year": year,
            "state": IN_WORK,
        })  # fmt: skip
        doc.db_insert()
        retention.drop("Version", DAYS)
        self.assertEqual({of_year}, self.kept() & {of_year, before})
        doc.db_set("state", "Announced")
        retention.drop("Version", DAYS)
        self.assertEqual(set(), self.kept())

    def test_a_failure_is_logged_and_stops_no_other(self):
        with patch.object(retention, "_drop", side_effect=ValueError("broken")):
            self.assertEqual(0, retention.drop("Version", DAYS))
        self.assertTrue(frappe.db.exists("Error Log", {"method": "Clean-up of Version"}))

    def test_the_night_of_frappe_drops_reminders_too(self):
        user = self.user_of("Liaison")
        days = {days: str(add_days(getdate(), -days)) for days in (365, 367)}
        for day in days.values():
            doc = frappe.get_doc(
                {"doctype": "Daily Digest", "user": user, "day": day, "subject": "今日事项"}
            )
            doc.insert(ignore_permissions=True)
        run_log_clean_up()
        left = frappe.get_all("Daily Digest", {"user": user}, pluck="day")
        self.assertIn(getdate(days[365]), left)
        self.assertNotIn(getdate(days[367]), left)


class TestSettings(RetentionTestCase):
    def days(self, doctype: str = "Version") -> int:
        return next(row.days for row in self.settings().logs_to_clear if row.ref_doctype == doctype)

    def set_days(self, days: int, doctype: str = "Version"):
        doc = self.settings()
        next(row for row in doc.logs_to_clear if row.ref_doctype == doctype).days = days
        doc.save()

    def site_administrator(self) -> str:
        """Who sets up all towns: holds the role and is no cadre of a town."""
        cadre = self.world.cadres["Zhilian Administrator"].name
        frappe.db.set_value("Cadre", cadre, "user", None)
        return self.user_of("Zhilian Administrator")

    def test_the_days_stand_there_from_the_beginning(self):
        listed = {row.ref_doctype: row.days for row in self.settings().logs_to_clear}
        self.assertLessEqual(log_days.DEFAULTS.items(), listed.items())
        self.assertEqual(default_log_clearing_doctypes, log_days.DEFAULTS)
        doc = self.settings()
        doc.remove_unsupported_doctypes()
        self.assertLessEqual(set(log_days.DEFAULTS), {row.ref_doctype for row in doc.logs_to_clear})
        for doctype, days in log_days.DEFAULTS.items():
            self.assertGreaterEqual(days, log_days.least_days(doctype))

    def test_days_below_the_fewest_from_before_are_raised(self):
        held = {"parent": "Log Settings", "ref_doctype": "Activity Log"}
        frappe.db.set_value("Logs To Clear", held, "days", 90)
        make_log_settings()
        self.assertGreaterEqual(frappe.db.get_value("Logs To Clear", held, "days"), 184)

    def test_the_administrator_of_the_site_sets_them(self):
        with self.as_user(self.site_administrator()):
            self.set_days(1500)
            self.set_days(0, "Book Snapshot")
        self.assertEqual((1500, 0), (self.days(), self.days("Book Snapshot")))

    def test_too_few_are_refused(self):
        for days, doctype in ((730, "Version"), (90, "Activity Log"), (0, "Access Log")):
            with self.subTest(doctype), self.assertRaises(frappe.ValidationError):
                self.set_days(days, doctype)

    def test_an_administrator_of_one_town_and_others_do_not(self):
        for role in ("Zhilian Administrator", "Organization Office", "Liaison"):
            with self.subTest(role), self.by(role), self.assertRaises(frappe.PermissionError):
                self.set_days(1500)

    def test_what_the_framework_adds_is_raised_to_the_fewest(self):
        doc = self.settings()
        doc.set(
            "logs_to_clear", [row for row in doc.logs_to_clear if row.ref_doctype != "Activity Log"]
        )
        doc.save()
        doc.append("logs_to_clear", {"ref_doctype": "Activity Log", "days": 90})
        doc.save()
        self.assertEqual(184, self.days("Activity Log"))


class TestRules(CheckTestCase):
    def test_the_earliest_need_counts(self):
        today = date(2026, 11, 26)
        self.assertEqual(date(2023, 11, 26), retention.first_day_kept(today, 1096, [None]))
        self.assertEqual(
            date(2022, 1, 1), retention.first_day_kept(today, 1096, [None, date(2022, 1, 1)])
        )

    def test_a_check_under_way_needs_its_year(self):
        check = self.notified()
        frappe.db.set_value("Spot Check", check.name, "check_day", getdate() - timedelta(days=800))
        self.assertEqual(
            date((getdate() - timedelta(days=800)).year, 1, 1),
            min(filter(None, retention.needed_from())),
        )
