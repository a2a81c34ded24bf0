"""Frappe's own functions behind the checks that they lack; tests/security tries them with everything."""

import frappe

from zhilian_app import door_guards
from zhilian_app.testing import WorldTestCase


class TestPreparedReports(WorldTestCase):
    def test_no_report_of_ours_is_prepared_in_the_background(self):
        for role in ("Liaison", "Town Leader"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                door_guards.make_prepared_report("Visit Coverage", {})
        self.assertEqual(frappe.db.count("Prepared Report"), 0)

    def test_one_that_is_for_others_neither(self):
        frappe.db.set_value("Report", "Visit Coverage", "prepared_report", 1)
        with self.by("Finance Office"), self.assertRaises(frappe.PermissionError):
            door_guards.make_prepared_report("Visit Coverage", {})
