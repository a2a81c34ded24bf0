"""For tests of issues: the shared world with an office, issues written by a role, and steps taken as the form does."""

import json

import frappe

from zhilian_app import steps
from zhilian_app.testing import World, ZhilianTestCase, make, make_issue


class IssueTestCase(ZhilianTestCase):
    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def setUp(self):
        super().setUp()
        self.office = make(
            "Town Office",
            office_name="规划建设办公室",
            town=self.world.town,
            head=self.world.cadres["Town Office Staff"].name,
        ).name
        frappe.db.set_value(
            "Cadre", self.world.cadres["Town Office Staff"].name, "town_office", self.office
        )

    def by(self, role: str):
        return self.as_user(self.world.users[role])

    def issue(self, role: str = "Liaison", **fields):
        """A new issue of the own station, written by ``role``."""
        with self.by(role):
            return make_issue(station=self.world.own, **fields)

    def step(self, issue, role: str, action: str, reason: str = "", **values):
        """Take a step as the form does; returns the issue as it is stored then."""
        with self.by(role):
            steps.take_step("Ledger Issue", issue.name, action, reason, json.dumps(values))
        return frappe.get_doc("Ledger Issue", issue.name)

    def at_office(self):
        return self.step(self.issue(), "Liaison", "Refer to an Office", town_office=self.office)
