"""Texts that are stored past what Frappe cleans: no script comes along."""

import frappe

from zhilian_app.meetings import api
from zhilian_app.meetings.testing import MeetingTestCase
from zhilian_app.subsidies import states
from zhilian_app.subsidies.testing import SubsidyTestCase

WORDS = "户名有误"
SCRIPT = f"{WORDS}<img src=x onerror=zx()><script>zx()</script>"


class TestSubmitted(SubsidyTestCase):
    def reason(self, doc) -> str:
        return frappe.get_doc(doc.doctype, doc.name).steps[-1].reason

    def booked(self, reason: str = ""):
        self.fund()
        project = self.project()
        doc = self.payment(project, 1000, is_exception=1, exception_reason="台风抢修")
        return self.step(doc, "Town Leader", states.BOOK, reason)

    def test_reason_of_the_step_that_submits(self):
        stored = self.reason(self.booked(SCRIPT))
        self.assertIn(WORDS, stored)
        self.assertNotIn("onerror", stored)
        self.assertNotIn("<script", stored)

    def test_reason_of_the_step_that_cancels(self):
        stored = self.reason(self.step(self.booked(), "Town Leader", states.CANCEL, SCRIPT))
        self.assertIn(WORDS, stored)
        self.assertNotIn("onerror", stored)
        self.assertNotIn("<script", stored)

    def test_what_was_stored_before_does_not_change(self):
        doc = self.booked("甲>乙")
        frappe.db.set_value("Subsidy Payment", doc.name, "exception_reason", SCRIPT)
        doc = self.step(doc, "Town Leader", states.CANCEL, WORDS)
        self.assertEqual(SCRIPT, doc.exception_reason)


class TestLeave(MeetingTestCase):
    def test_reason_of_a_leave(self):
        meeting = self.meeting()
        with self.by("Liaison"):
            api.mark(meeting.name, self.cadre("Team Head"), "On Leave", SCRIPT)
        stored = self.row("Team Head", meeting).leave_reason
        self.assertIn(WORDS, stored)
        self.assertNotIn("onerror", stored)
        self.assertNotIn("<script", stored)
