"""Snapshots of years that are over: the copy goes, what was found stays."""

from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils import add_to_date, getdate, now_datetime

from zhilian_app.supervision import books, keeping, states
from zhilian_app.supervision.testing import OFFICE, CheckTestCase
from zhilian_app.testing import make_household, make_visit

DAYS = 1827
OLD = DAYS + 30


class TestThinning(CheckTestCase):
    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(frappe.db, "commit"))
        self.day = getdate() - timedelta(days=OLD)

    def old_check(self):
        """A recorded check of long ago, with a visit that was put in after the notice."""
        check = self.notified()
        visit = make_visit(make_household(self.world.own).name)
        check = self.step(self.write(check), OFFICE, states.RECORD)
        frappe.db.set_value("Household Visit", visit.name, "visit_date", self.day)
        moment = add_to_date(now_datetime(), days=-OLD)
        frappe.db.set_value("Book Snapshot", {"spot_check": check.name}, "taken_on", moment)
        return check

    def assessment(self, state: str = "Announced", name: str = "a"):
        doc = frappe.get_doc({
            "doctype": "Annual Assessment", "name": f"test-{name}", "town": self.world.town,
            "year": self.day.year, "state": state,
        })  # fmt: skip
        doc.db_insert()
        return doc

    def thinned(self, check) -> int:
        return frappe.db.count(
            "Book Snapshot", {"spot_check": check.name, "thinned_on": ["is", "set"]}
        )

    def test_what_was_found_stays_as_it_was(self):
        check = self.old_check()
        self.assessment()
        before = books.compared(check.name)
        self.assertTrue(before[0]["differences"])
        keeping.thin(DAYS)
        self.assertEqual(3, self.thinned(check))
        self.assertEqual(
            {""}, set(frappe.get_all("Book Snapshot", {"spot_check": check.name}, pluck="content"))
        )
        # a change of today is no finding of that check
        make_visit(make_household(self.world.own).name, visit_date=getdate())
        self.assertEqual(frappe.as_json(before), frappe.as_json(books.compared(check.name)))
        self.assertEqual(0, keeping.thin(DAYS))

    def test_it_stays_whole_as_long_as_somebody_may_need_it(self):
        check = self.old_check()
        keeping.thin(DAYS)
        self.assertEqual(0, self.thinned(check), "no assessment of the year yet")
        self.assessment()
        other = self.assessment("In Work", "b")
        keeping.thin(DAYS)
        self.assertEqual(0, self.thinned(check), "one of two assessments is in work")
        other.db_set("state", "Announced")
        asked = self.rectification(spot_check=check.name)
        keeping.thin(DAYS)
        self.assertEqual(0, self.thinned(check), "what was asked for is not put right")
        asked.db_set("is_open", 0)
        keeping.thin(0)
        self.assertEqual(0, self.thinned(check), "0 keeps for ever")
        keeping.thin(DAYS)
        self.assertEqual(3, self.thinned(check))

    def test_one_that_was_touched_stays_as_it_is_and_stops_no_other(self):
        check = self.old_check()
        self.assessment()
        touched = frappe.get_all(
            "Book Snapshot", {"spot_check": check.name, "book": books.LOG}, pluck="name"
        )[0]
        broken = frappe.get_all(
            "Book Snapshot", {"spot_check": check.name, "book": books.LEDGER}, pluck="name"
        )[0]
        frappe.db.set_value("Book Snapshot", touched, "content", "[ ]")
        frappe.db.set_value("Book Snapshot", broken, "content", "no list")
        keeping.thin(DAYS)
        self.assertEqual(1, self.thinned(check))
        self.assertEqual("[ ]", frappe.db.get_value("Book Snapshot", touched, "content"))
