"""A Ledger Issue from the doorstep to the answer, and every way past its steps that is refused."""

import json
from contextlib import contextmanager
from unittest.mock import patch

import frappe
from frappe.client import set_value
from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs
from frappe.desk.doctype.kanban_board.kanban_board import update_order
from frappe.model.workflow import apply_workflow, bulk_workflow_approval
from frappe.utils import getdate

from zhilian_app import steps
from zhilian_app.calendar import add_working_days
from zhilian_app.issues import committee, states
from zhilian_app.issues.committee import Decision
from zhilian_app.issues.testing import IssueTestCase
from zhilian_app.steps import StepIncomplete, StepRefused

TOLD = {"told_how": "Face to Face", "satisfaction": "Satisfied"}


class TestWay(IssueTestCase):
    def told(self, **changes):
        cadre = self.world.cadres["Liaison"].name
        return {"told_on": str(getdate()), "told_by": cadre, **TOLD, **changes}

    def test_through_an_office_to_the_people(self):
        issue = self.at_office()
        self.assertEqual(("Town Office", self.office), (issue.level, issue.town_office))
        self.assertEqual(add_working_days(getdate(), 15).day, issue.due_on)
        self.assertEqual(self.world.users["Town Office Staff"], issue.handler_user)
        issue = self.step(issue, "Town Office Staff", "Accept")
        issue = self.step(issue, "Town Office Staff", "Report as Resolved", result="已换灯")
        self.assertEqual(("Resolved", "已换灯"), (issue.state, issue.result))
        self.assertEqual(self.world.users["Liaison"], issue.handler_user)
        issue = self.step(issue, "Liaison", "Tell the People", **self.told())
        self.assertEqual(
            (states.CLOSED, 0, getdate()), (issue.state, issue.is_open, issue.closed_on)
        )
        self.assertEqual(
            [
                states.REGISTERED,
                states.REFERRED,
                states.IN_PROGRESS,
                states.RESOLVED,
                states.CLOSED,
            ],
            [row.to_state for row in issue.steps],
        )
        self.assertEqual(self.world.cadres["Liaison"].cadre_name, issue.steps[0].by_name)

    def test_not_satisfied_begins_anew_with_a_new_due_day(self):
        issue = self.step(self.issue(), "Liaison", "Handle at the Station")
        issue = self.step(issue, "Liaison", "Report as Resolved", result="已修")
        with self.assertRaises(StepRefused):
            self.step(
                issue, "Liaison", "Tell the People", **self.told(satisfaction="Not Satisfied")
            )
        issue = self.step(issue, "Liaison", "Tell the People", **self.told())
        frappe.db.set_value("Ledger Issue", issue.name, "due_on", "2020-01-02")
        issue = self.step(issue, "Liaison", "People Not Satisfied", "又坏了")
        self.assertEqual((states.REOPENED, 1, 1), (issue.state, issue.is_open, issue.reopened))
        self.assertEqual(add_working_days(getdate(), 7).day, issue.due_on)
        self.assertEqual("又坏了", issue.steps[-1].reason)

    def test_solved_at_once_is_closed(self):
        issue = self.step(
            self.issue(),
            "Liaison",
            "Solved at Once",
            result="当场解释清楚",
            satisfaction="Satisfied",
        )
        self.assertEqual((states.ON_THE_SPOT, 0), (issue.state, issue.is_open))
        self.assertEqual(self.world.cadres["Liaison"].name, issue.told_by)

    def test_committee_decides(self):
        for decision, state in (
            ("Agreed", states.IN_PROGRESS),
            ("Not Agreed", states.RESOLVED),
            ("Deferred", states.PUT_UP),
        ):
            with self.subTest(decision):
                issue = self.step(self.issue(), "Liaison", "Put to the Committee")
                self.assertEqual("Committee", issue.level)
                paper = Decision(
                    decision, "会议", getdate(), "赤党纪〔2026〕9号", "按程序办", self.office
                )
                with self.by("Town Leader"):
                    self.assertTrue(committee.decide(issue.name, paper))
                    self.assertFalse(committee.decide(issue.name, paper), "twice is once")
                issue.reload()
                self.assertEqual((state, decision), (issue.state, issue.decision))
                self.assertEqual("赤党纪〔2026〕9号", issue.resolution_no)

    def test_a_limit_beyond_the_published_holidays_says_so(self):
        issue = self.issue()
        frappe.db.set_value("Town", self.world.town, "committee_issue_days", 300)
        frappe.clear_document_cache("Town", self.world.town)
        issue = self.step(issue, "Liaison", "Put to the Committee")
        self.assertEqual(1, issue.due_estimated)


class TestIllegalWays(IssueTestCase):
    """One test for each way past the rules."""

    @contextmanager
    def no_commit(self):
        """Frappe commits or rolls back after each row of a list: that would end the test's own transaction."""
        with patch.object(frappe.db, "commit"), patch.object(frappe.db, "rollback"):
            yield

    def test_new_in_a_later_state(self):
        with self.assertRaises(StepRefused):
            self.issue(state=states.CLOSED)

    def test_form_save_without_what_the_step_needs(self):
        issue = self.issue()
        with self.by("Liaison"), self.assertRaises(StepIncomplete):
            issue.update({"state": states.REFERRED, "town_office": self.office})
            issue.save()

    def test_set_value_of_the_state(self):
        issue = self.issue()
        with self.by("Liaison"), self.assertRaises(StepRefused):
            set_value("Ledger Issue", issue.name, "state", states.CLOSED)

    def test_list_bulk_edit(self):
        issue = self.issue()
        with self.by("Liaison"), self.no_commit():
            failed = submit_cancel_or_update_docs(
                "Ledger Issue",
                json.dumps([issue.name]),
                action="update",
                data=json.dumps({"state": states.RESOLVED}),
            )
        self.assertEqual([issue.name], failed)
        self.assertEqual(
            states.REGISTERED, frappe.db.get_value("Ledger Issue", issue.name, "state")
        )

    def test_list_bulk_step_without_what_it_needs(self):
        issue = self.issue()
        with self.by("Liaison"), self.no_commit():
            bulk_workflow_approval(json.dumps([issue.name]), "Ledger Issue", "Refer to an Office")
        self.assertEqual(
            states.REGISTERED, frappe.db.get_value("Ledger Issue", issue.name, "state")
        )

    def test_kanban_card_moved(self):
        issue = self.issue()
        board = frappe.db.get_value("Kanban Board", {"reference_doctype": "Ledger Issue"})
        with self.by("Liaison"), self.assertRaises(StepRefused):
            update_order(board, json.dumps({states.RESOLVED: [issue.name]}))

    def test_frappes_own_button_without_what_it_needs(self):
        issue = self.issue()
        with self.by("Liaison"), self.assertRaises(StepIncomplete):
            apply_workflow(issue, "Refer to an Office")

    def test_a_role_that_has_no_such_step(self):
        issue = self.issue()
        with self.by("Village Cadre"), self.assertRaises(StepRefused):
            steps.take_step("Ledger Issue", issue.name, "Put to the Committee")

    def test_an_office_that_it_was_not_referred_to(self):
        issue = self.at_office()
        other = self.world.users["Finance Office"]
        with self.as_user(other), self.assertRaises(frappe.PermissionError):
            steps.take_step("Ledger Issue", issue.name, "Accept")

    def test_another_station(self):
        issue = self.issue()
        with self.as_user(self.world.other_liaison), self.assertRaises(frappe.PermissionError):
            steps.take_step("Ledger Issue", issue.name, "Handle at the Station")

    def test_own_writing_withdrawn(self):
        issue = self.issue("Team Head")
        with self.by("Team Head"), self.assertRaises(StepRefused):
            steps.take_step("Ledger Issue", issue.name, "Withdraw", "写错了")
        issue = self.step(issue, "Station Leader", "Withdraw", "重复")
        self.assertEqual(states.WITHDRAWN, issue.state)

    def test_values_that_are_no_plain_ones(self):
        issue = self.issue()
        with self.by("Liaison"), self.assertRaises(StepRefused):
            steps.take_step(
                "Ledger Issue", issue.name, "Refer to an Office", "", {"town_office": ["in", []]}
            )
        # a text that is no JSON
        with self.by("Liaison"), self.assertRaises(StepRefused):
            steps.take_step("Ledger Issue", issue.name, "Refer to an Office", "", "2026-11-26")

    def test_the_committees_decision_taken_by_hand(self):
        issue = self.step(self.issue(), "Liaison", "Put to the Committee")
        with self.by("Organization Office"), self.assertRaises(StepRefused):
            set_value("Ledger Issue", issue.name, "state", states.IN_PROGRESS)

    def test_fields_of_a_step_written_directly(self):
        issue = self.issue()
        with self.by("Liaison"):
            set_value(
                "Ledger Issue",
                issue.name,
                {"due_on": "2030-01-01", "is_open": 0, "decision": "Agreed", "extended": 1},
            )
        stored = frappe.get_doc("Ledger Issue", issue.name)
        self.assertEqual(
            (issue.due_on, 1, None, 0),
            (stored.due_on, stored.is_open, stored.decision or None, stored.extended),
        )

    def test_the_record_of_steps_rewritten(self):
        issue = self.at_office()
        with self.by("Liaison"):
            doc = frappe.get_doc("Ledger Issue", issue.name)
            doc.steps = doc.steps[:1]
            doc.steps[0].by_name = "别人"
            doc.save()
        stored = frappe.get_doc("Ledger Issue", issue.name)
        self.assertEqual(
            [(row.by_name, row.to_state) for row in issue.steps],
            [(row.by_name, row.to_state) for row in stored.steps],
        )

    def test_words_changed_once_work_has_begun(self):
        issue = self.at_office()
        with self.by("Liaison"):
            set_value("Ledger Issue", issue.name, "content", "别的事")
        self.assertEqual(
            "三组村道的路灯坏了。", frappe.db.get_value("Ledger Issue", issue.name, "content")
        )

    def test_submit(self):
        issue = self.issue()
        with self.by("Liaison"), self.assertRaises((StepRefused, frappe.PermissionError)):
            issue.submit()
        with self.assertRaises(StepRefused):
            frappe.get_doc("Ledger Issue", issue.name).submit()

    def test_cancel(self):
        issue = self.issue()
        with self.assertRaises((StepRefused, frappe.DocstatusTransitionError)):
            frappe.get_doc("Ledger Issue", issue.name).cancel()

    def test_import_in_a_later_state(self):
        frappe.flags.in_import = True
        self.addCleanup(setattr, frappe.flags, "in_import", False)
        with self.assertRaises(StepRefused):
            self.issue(state=states.RESOLVED)

    def test_delete(self):
        issue = self.issue()
        with self.by("Organization Office"), self.assertRaises(frappe.PermissionError):
            frappe.delete_doc("Ledger Issue", issue.name)

    def test_somebody_else_was_quicker(self):
        issue = self.issue()
        with self.by("Liaison"):
            mine = frappe.get_doc("Ledger Issue", issue.name)
            load = mine.load_doc_before_save

            def load_then_lose(*args, **kwargs):
                load(*args, **kwargs)
                frappe.db.set_value(
                    "Ledger Issue", issue.name, "state", states.WITH_STATION, update_modified=False
                )

            mine.load_doc_before_save = load_then_lose
            mine.state = states.PUT_UP
            with self.assertRaises(StepRefused) as caught:
                mine.save()
        self.assertIn("Somebody else", str(caught.exception))
