"""What surrounds an issue's steps: longer limits, the tap at a visit, and what the night does."""

import frappe
from frappe.utils import add_days, getdate

from zhilian_app.issues import api
from zhilian_app.issues.testing import IssueTestCase
from zhilian_app.issues.upkeep import follow_due_days
from zhilian_app.steps import StepRefused
from zhilian_app.testing import make_cadre, make_entry, make_household, make_visit


class TestExtension(IssueTestCase):
    def extend(self, issue, role: str, days: int = 10, reason: str = "等材料"):
        with self.by(role):
            frappe.get_doc("Ledger Issue", issue.name).extend_due(
                str(add_days(issue.due_on, days)), reason
            )

    def test_once_with_a_reason_by_somebody_else(self):
        issue = self.issue()
        self.extend(issue, "Team Head")
        stored = frappe.get_doc("Ledger Issue", issue.name)
        self.assertEqual(add_days(issue.due_on, 10), stored.due_on)
        self.assertEqual(
            ("等材料", issue.due_on), (stored.extension_reason, stored.due_before_extension)
        )
        self.assertEqual("等材料", stored.steps[-1].reason)
        with self.assertRaises(frappe.ValidationError):
            self.extend(stored, "Station Leader")

    def test_refused(self):
        issue = self.issue("Team Head")
        for role, days, reason, error in (
            ("Liaison", 10, "等材料", frappe.PermissionError),
            ("Team Head", 10, "等材料", StepRefused),
            ("Station Leader", 10, " ", frappe.MandatoryError),
            ("Station Leader", -1, "等材料", frappe.ValidationError),
            ("Station Leader", 61, "等材料", frappe.ValidationError),
        ):
            with self.subTest((role, days, reason)), self.assertRaises(error):
                self.extend(issue, role, days, reason)


class TestFromVisit(IssueTestCase):
    def visit(self, *categories, **fields):
        home = make_household(self.world.own, "张大民")
        if categories:
            make_entry(home.name, *categories)
        return make_visit(home.name, needs="想修屋顶\n雨天漏水", **fields)

    def test_one_tap_carries_all_over_and_a_second_tap_opens_the_same(self):
        visit = self.visit()
        with self.by("Liaison"):
            answer = api.register_from_visit(visit.name)
            again = api.register_from_visit(visit.name)
        self.assertEqual({"name": answer["name"], "created": False}, again)
        issue = frappe.get_doc("Ledger Issue", answer["name"])
        self.assertEqual(
            ("想修屋顶", "想修屋顶\n雨天漏水", "张大民", visit.household, self.world.own),
            (issue.title, issue.content, issue.householder, issue.household, issue.station),
        )

    def test_a_sensitive_household_is_named_to_the_team_alone(self):
        visit = self.visit("社区矫正人员")
        with self.by("Liaison"):
            name = api.register_from_visit(visit.name)["name"]
            self.assertEqual("张大民", api.person_of(name)["householder"])
        issue = frappe.get_doc("Ledger Issue", name)
        self.assertEqual((1, None, None), (issue.sensitive, issue.household, issue.householder))
        issue = self.step(issue, "Liaison", "Refer to an Office", town_office=self.office)
        with self.by("Town Office Staff"):
            self.assertTrue(issue.has_permission("read"))
            with self.assertRaises(frappe.PermissionError):
                api.person_of(name)
            with self.assertRaises(frappe.PermissionError):
                frappe.get_list("Issue Household")
        with self.by("Town Leader"):
            self.assertFalse(issue.has_permission("read"))
            self.assertNotIn(name, frappe.get_list("Ledger Issue", pluck="name"))

    def test_refused(self):
        visit = self.visit()
        with self.as_user(self.world.other_liaison), self.assertRaises(frappe.PermissionError):
            api.register_from_visit(visit.name)
        with self.by("Liaison"):
            visit.void("写错")
            with self.assertRaises(frappe.ValidationError):
                api.register_from_visit(visit.name)


class TestUpkeep(IssueTestCase):
    def test_escalates_once_each_and_survives_a_bad_row(self):
        issue, bad = self.issue(), self.issue()
        frappe.db.set_value("Ledger Issue", issue.name, "due_on", add_days(getdate(), -40))
        frappe.db.set_value(
            "Ledger Issue", bad.name, {"due_on": add_days(getdate(), -40), "escalation": "nobody"}
        )
        follow_due_days()
        self.assertEqual(
            "Organization Office", frappe.db.get_value("Ledger Issue", issue.name, "escalation")
        )
        told = frappe.get_all(
            "Notification Log",
            {"document_name": issue.name, "subject": ["like", "%逾期%"]},
            pluck="for_user",
        )
        wanted = [
            self.world.users[r] for r in ("Team Head", "Station Leader", "Organization Office")
        ]
        self.assertEqual(sorted(wanted), sorted(told))
        follow_due_days()
        self.assertEqual(
            3,
            frappe.db.count(
                "Notification Log", {"document_name": issue.name, "subject": ["like", "%逾期%"]}
            ),
        )

    def test_an_estimate_is_reckoned_again(self):
        issue = self.issue()
        frappe.db.set_value(
            "Ledger Issue", issue.name, {"due_estimated": 1, "due_on": add_days(issue.due_on, 3)}
        )
        follow_due_days()
        self.assertEqual(
            (issue.due_on, 0),
            frappe.db.get_value("Ledger Issue", issue.name, ["due_on", "due_estimated"]),
        )

    def test_told_whose_turn_it_is(self):
        issue = self.issue("Station Cadre")
        told = frappe.get_all("Notification Log", {"document_name": issue.name}, pluck="for_user")
        self.assertEqual([self.world.users["Liaison"]], told)
        self.assertFalse(
            frappe.db.exists("Notification Log", {"document_name": self.issue("Liaison").name})
        )
        self.assertTrue(make_cadre(self.world.town).name)
