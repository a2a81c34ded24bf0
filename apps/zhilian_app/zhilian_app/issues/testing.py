"""For tests of issues: the shared world with an office, issues written by a role, and steps taken as the form does."""

import frappe

from zhilian_app.testing import WorldTestCase, make, make_issue


class IssueTestCase(WorldTestCase):
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

    def issue(self, role: str = "Liaison", **fields):
        """A new issue of the own station, written by ``role``."""
        with self.by(role):
            return make_issue(station=self.world.own, **fields)

    def at_office(self):
        return self.step(self.issue(), "Liaison", "Refer to an Office", town_office=self.office)
