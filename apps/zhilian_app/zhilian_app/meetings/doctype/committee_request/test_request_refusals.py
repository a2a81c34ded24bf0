"""Every way past the steps and the writers of a request to the committee, and that it is refused."""

import json
from contextlib import contextmanager
from unittest.mock import patch

import frappe
from frappe.client import set_value
from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs
from frappe.model.workflow import apply_workflow, bulk_workflow_approval
from frappe.utils import getdate

from zhilian_app import steps
from zhilian_app.calendar import due_day, month_start, next_month
from zhilian_app.issues import states as ledger
from zhilian_app.meetings import states
from zhilian_app.meetings.doctype.committee_request.testing import (
    MONEY,
    SAID,
    CommitteeTestCase,
)
from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.testing import make

REQUEST = "Committee Request"


class TestIllegalWays(CommitteeTestCase):
    """One test for each way past the rules."""

    def setUp(self):
        super().setUp()
        self.issue()

    @contextmanager
    def no_commit(self):
        """Frappe commits or rolls back after each row of a list: that would end the test's own transaction."""
        with patch.object(frappe.db, "commit"), patch.object(frappe.db, "rollback"):
            yield

    def sent(self, role: str = "Liaison"):
        return self.step(self.project(), role, states.SEND)

    def state(self) -> str:
        return frappe.db.get_value(REQUEST, self.request().name, "state")

    def test_signed_by_who_wrote_it(self):
        self.written("Team Head")
        doc = self.step(self.project(), "Liaison", states.SEND)
        for action in (states.SIGN,):
            with self.by("Team Head"), self.assertRaises(StepRefused):
                steps.take_step(REQUEST, doc.name, action)
        with self.by("Team Head"), self.assertRaises((StepRefused, frappe.PermissionError)):
            apply_workflow(doc, states.SIGN)
        self.assertEqual(states.SIGNED, self.step(doc, "Station Leader", states.SIGN).state)

    def test_signed_by_who_sent_it(self):
        doc = self.sent("Team Head")
        with self.by("Team Head"), self.assertRaises(StepRefused):
            steps.take_step(REQUEST, doc.name, states.SIGN)

    def test_signed_by_the_head_of_another_station(self):
        doc = self.sent()
        frappe.db.set_value("Station Team", self.world.team.name, "team_head", None)
        with self.by("Team Head"), self.assertRaises(StepRefused):
            steps.take_step(REQUEST, doc.name, states.SIGN)

    def test_signed_by_a_liaison(self):
        doc = self.sent()
        with self.by("Liaison"), self.assertRaises(StepRefused):
            steps.take_step(REQUEST, doc.name, states.SIGN)

    def test_put_of_the_state(self):
        doc = self.written()
        for state in (states.SIGNED, states.ACCEPTED):
            with self.by("Liaison"), self.assertRaises(StepRefused):
                set_value(REQUEST, doc.name, "state", state)
        with self.by("Liaison"), self.assertRaises(StepIncomplete):
            set_value(REQUEST, self.project(proposed_solution="").name, "state", states.TO_SIGN)

    def test_accepted_by_a_liaison(self):
        doc = self.signed()
        with self.by("Liaison"), self.assertRaises(StepRefused):
            steps.take_step(REQUEST, doc.name, states.ACCEPT)
        with self.by("Liaison"), self.assertRaises(StepRefused):
            set_value(REQUEST, doc.name, "state", states.ACCEPTED)

    def test_items_changed_after_sending(self):
        doc = self.sent()
        with self.by("Liaison"):
            doc.items[0].update({"amount_asked": 90000, "title": "别的"})
            doc.save()
        row = self.request().items[0]
        self.assertEqual((80000.5, "村道破损"), (row.amount_asked, row.title))

    def test_items_changed_along_with_the_signature(self):
        doc = self.sent()
        with self.by("Station Leader"):
            doc = frappe.get_doc(REQUEST, doc.name)
            doc.items[0].amount_asked = 90000
            doc.state = states.SIGNED
            doc.save()
        self.assertEqual(80000.5, self.request().items[0].amount_asked)

    def test_items_changed_by_the_office(self):
        doc = self.written()
        with self.by("Organization Office"):
            doc.items[0].proposed_solution = "别的办法"
            doc.save()
        self.assertEqual(SAID["proposed_solution"], self.request().items[0].proposed_solution)

    def test_an_item_of_ones_own_making(self):
        doc = self.request()
        with self.by("Liaison"):
            doc.append("items", {"title": "想要的", "kind": "Problem to Decide"})
            with self.assertRaises(frappe.ValidationError):
                doc.save()

    def test_an_item_left_out(self):
        doc = self.request()
        with self.by("Liaison"):
            doc.items = []
            with self.assertRaises(frappe.ValidationError):
                doc.save()

    def test_fields_of_others_written_directly(self):
        doc = self.written()
        with self.by("Liaison"):
            doc.update(
                {
                    "accepted_on": "2020-01-01 00:00:00",
                    "signed_by_name": "别人",
                    "paper_received": 1,
                    "sent_by": "Administrator",
                    "written_by_users": "",
                    "due_on": "2030-01-01",
                }
            )
            doc.items[0].update(
                {"decision": "Agreed", "approved_amount": 5, "issue": None, "taken_back": 1}
            )
            doc.save()
        doc = self.request()
        self.assertEqual(
            (None, None, 0, None),
            (doc.accepted_on, doc.signed_by_name, doc.paper_received, doc.sent_by),
        )
        self.assertEqual(due_day(doc.month.year, doc.month.month, 30), doc.due_on)
        self.assertIn(self.world.users["Liaison"], doc.authors())
        row = doc.items[0]
        self.assertEqual((None, 0, 0), (row.decision or None, row.approved_amount, row.taken_back))
        self.assertTrue(row.issue)

    def test_accepted_once_and_for_all(self):
        doc = self.accepted(months_ago=0)
        with self.by("Organization Office"):
            set_value(REQUEST, doc.name, "accepted_on", "2020-01-01 00:00:00")
            with self.assertRaises(StepRefused):
                set_value(REQUEST, doc.name, "state", states.SIGNED)
        self.assertEqual(doc.accepted_on, self.request().accepted_on)

    def test_list_bulk_edit_and_bulk_step(self):
        doc = self.request()
        with self.by("Liaison"), self.no_commit():
            submit_cancel_or_update_docs(
                REQUEST,
                json.dumps([doc.name]),
                action="update",
                data=json.dumps({"state": states.ACCEPTED}),
            )
            bulk_workflow_approval(json.dumps([doc.name]), REQUEST, states.SEND)
        self.assertEqual(states.DRAFT, self.state())

    def test_another_station_and_another_town(self):
        doc = self.sent()
        for user in (self.world.other_liaison, self.world.foreign_liaison):
            with self.as_user(user):
                self.assertFalse(doc.has_permission("read"))
                with self.assertRaises(frappe.PermissionError):
                    steps.take_step(REQUEST, doc.name, states.SIGN)

    def test_finance_reads_no_request_without_a_project(self):
        with self.by("Finance Office"):
            self.assertFalse(self.written().has_permission("read"))
        doc = self.project()
        with self.by("Finance Office"):
            self.assertTrue(doc.has_permission("read"))

    def test_new_in_a_later_state(self):
        frappe.delete_doc(REQUEST, self.request().name, force=True)
        with self.by("Liaison"), self.assertRaises(StepRefused):
            make(REQUEST, station=self.world.own, month=getdate(), state=states.ACCEPTED)

    def test_submit_cancel_and_delete(self):
        doc = self.request()
        with self.assertRaises((StepRefused, frappe.PermissionError, frappe.ValidationError)):
            doc.submit()
        with self.by("Liaison"), self.assertRaises(frappe.PermissionError):
            frappe.delete_doc(REQUEST, doc.name)

    def test_money_that_is_none(self):
        for amount in (-1, 10**12):
            with self.subTest(amount), self.assertRaises(frappe.ValidationError):
                self.written(**{**MONEY, "total_budget": amount})

    def test_taken_back_while_under_way(self):
        self.issue("路灯不亮")
        doc = self.sent()
        issue = frappe.get_doc("Ledger Issue", doc.items[0].issue)
        self.step(issue, "Team Head", "Take Back", "村里能办")
        doc = frappe.get_doc(REQUEST, doc.name)
        self.assertEqual([1, 0], [row.taken_back for row in doc.items])
        self.assertEqual(
            ledger.WITH_STATION, frappe.db.get_value("Ledger Issue", issue.name, "state")
        )
        self.assertEqual(states.SIGNED, self.step(doc, "Team Head", states.SIGN).state)

    def test_the_next_month_is_reckoned_from_the_calendar(self):
        self.assertIn(
            self.request().month, (month_start(getdate()), next_month(month_start(getdate())))
        )
