"""A request to the committee from the ledger to its acceptance, and every way past its steps that is refused."""

from datetime import date
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate

from zhilian_app import steps
from zhilian_app.meetings import committee_api, ledger_items, requests_upkeep, states
from zhilian_app.meetings.doctype.committee_request.testing import SAID, CommitteeTestCase
from zhilian_app.steps import StepIncomplete
from zhilian_app.testing import make

REQUEST = "Committee Request"
TODAY = date(2026, 11, 12)


class TestDrawing(CommitteeTestCase):
    """The paper writes itself from the ledger."""

    def setUp(self):
        super().setUp()
        patched = patch("zhilian_app.meetings.requests_upkeep.getdate", return_value=TODAY)
        self.today = patched.start()
        self.addCleanup(patched.stop)

    def test_an_issue_that_goes_up_stands_on_the_months_draft_at_once(self):
        issue = self.issue()
        doc = self.request()
        self.assertEqual(f"{self.world.own}-提请-2026-11", doc.name)
        self.assertEqual((states.DRAFT, date(2026, 11, 30)), (doc.state, doc.due_on))
        row = doc.items[0]
        self.assertEqual(
            (issue.name, "村道破损", "三组村道破了。"),
            (row.issue, row.title, row.current_situation),
        )
        self.issue("路灯不亮")
        self.assertEqual(["村道破损", "路灯不亮"], [row.title for row in self.request().items])

    def test_the_job_changes_nothing_twice_and_places_what_was_missed(self):
        with patch("zhilian_app.meetings.requests_upkeep.place"):
            self.issue()
        self.assertEqual([], frappe.get_all(REQUEST, {"station": self.world.own}))
        requests_upkeep.make_requests()
        requests_upkeep.make_requests()
        self.assertEqual(1, len(self.request().items))

    def test_a_bad_station_does_not_stop_the_others(self):
        with patch("zhilian_app.meetings.requests_upkeep.place"):
            self.issue()
            self.issue(station=self.world.other)
        place = requests_upkeep.place
        bad = min(self.world.own, self.world.other)

        def place_or_fail(station):
            if station == bad:
                raise frappe.ValidationError("bad")
            return place(station)

        with patch("zhilian_app.meetings.requests_upkeep.place", place_or_fail):
            requests_upkeep.make_requests()
        good = ({self.world.own, self.world.other} - {bad}).pop()
        self.assertEqual([good], frappe.get_all(REQUEST, pluck="station"))
        self.assertTrue(frappe.db.exists("Error Log", {"method": ["like", f"%{bad}%"]}))

    def test_after_the_due_day_it_is_the_next_months(self):
        self.today.return_value = date(2026, 12, 31)
        self.issue()
        self.assertEqual(date(2027, 1, 1), self.request().month)

    def test_a_request_that_is_under_way_takes_no_more(self):
        self.issue()
        doc = self.step(self.written(), "Liaison", states.SEND)
        self.issue("路灯不亮")
        self.assertEqual(1, len(frappe.get_doc(REQUEST, doc.name).items))
        self.assertEqual(date(2026, 12, 1), self.request().month)
        self.assertEqual(["路灯不亮"], [row.title for row in self.request().items])

    def test_of_a_sensitive_household_the_paper_names_nobody(self):
        self.sensitive_issue()
        row = self.request().items[0]
        self.assertEqual(1, row.sensitive)
        self.assertNotIn("张大民", row.as_json())

    def test_taken_back_before_anybody_wrote(self):
        issue = self.issue()
        self.step(issue, "Team Head", "Take Back", "村里能办")
        self.assertEqual([], self.request().items)

    def test_taken_back_after_somebody_wrote(self):
        issue = self.issue()
        self.issue("路灯不亮")
        self.written()
        self.step(issue, "Station Leader", "Take Back", "村里能办")
        doc = self.request()
        self.assertEqual([1, 0], [row.taken_back for row in doc.items])
        self.assertTrue(
            frappe.db.exists(
                "Notification Log",
                {"document_name": doc.name, "for_user": self.world.users["Liaison"]},
            )
        )
        self.put_up(issue)
        self.assertEqual([0, 0], [row.taken_back for row in self.request().items])
        self.assertEqual(SAID["current_situation"], self.request().items[0].current_situation)

    def test_begun_by_hand_it_holds_what_waits_and_nothing_else(self):
        self.today.return_value = getdate()
        issue = self.issue()
        frappe.delete_doc(REQUEST, self.request().name, force=True)
        with self.by("Liaison"):
            doc = make(
                REQUEST,
                station=self.world.own,
                month=getdate(),
                items=[{"title": "想要的", "kind": "Problem to Decide"}],
            )
        self.assertEqual([issue.name], [row.issue for row in doc.items])
        with self.by("Liaison"), self.assertRaises(frappe.ValidationError):
            make(REQUEST, station=self.world.own, month=add_days(getdate(), 70))

    def test_button(self):
        with self.by("Liaison"):
            name = committee_api.draft_request(self.world.own)
            self.assertEqual(name, committee_api.draft_request(self.world.own))
        for role in ("Village Cadre", "Organization Office", "Town Leader"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                committee_api.draft_request(self.world.own)
        with self.as_user(self.world.other_liaison), self.assertRaises(frappe.PermissionError):
            committee_api.draft_request(self.world.own)

    def test_nothing_waits_twice(self):
        self.issue()
        self.assertEqual([], ledger_items.waiting(self.world.own))


class TestWay(CommitteeTestCase):
    def test_from_the_draft_to_the_office(self):
        self.issue()
        doc = self.step(self.project(), "Liaison", states.SEND)
        liaison, head = (self.world.cadres[role] for role in ("Liaison", "Team Head"))
        self.assertEqual((states.TO_SIGN, liaison.cadre_name), (doc.state, doc.sent_by_name))
        doc = self.step(doc, "Team Head", states.SIGN)
        self.assertEqual(
            (states.SIGNED, head.name, head.cadre_name),
            (doc.state, doc.signed_by, doc.signed_by_name),
        )
        doc = self.step(doc, "Organization Office", states.ACCEPT, paper_received=1)
        self.assertEqual((states.ACCEPTED, 1), (doc.state, doc.paper_received))
        self.assertEqual(0, doc.accepted_on.microsecond)
        self.assertEqual(
            [states.DRAFT, states.TO_SIGN, states.SIGNED, states.ACCEPTED],
            [row.to_state for row in doc.steps],
        )

    def test_returned_with_a_reason_and_sent_again(self):
        self.issue()
        doc = self.step(self.project(), "Liaison", states.SEND)
        with self.by("Team Head"), self.assertRaises(StepIncomplete):
            steps.take_step(REQUEST, doc.name, states.RETURN)
        doc = self.step(doc, "Team Head", states.RETURN, "预算写细一点")
        self.assertEqual("预算写细一点", doc.steps[-1].reason)
        with self.by("Liaison"):
            doc.items[0].proposed_solution = "铺水泥路面，分两段。"
            doc.save()
        doc = self.signed(frappe.get_doc(REQUEST, doc.name))
        doc = self.step(doc, "Organization Office", states.RETURN, "请附说明材料")
        self.assertEqual((states.RETURNED, None), (doc.state, doc.signed_on))

    def test_the_paper_may_come_later(self):
        self.issue()
        doc = self.accepted(months_ago=0)
        with self.by("Liaison"), self.assertRaises(frappe.PermissionError):
            frappe.get_doc(REQUEST, doc.name).receive_paper()
        with self.by("Organization Office"):
            frappe.get_doc(REQUEST, doc.name).receive_paper()
        stored = frappe.get_doc(REQUEST, doc.name)
        self.assertEqual((1, getdate()), (stored.paper_received, stored.paper_received_on))
        self.assertEqual(doc.accepted_on, stored.accepted_on)

    def test_what_is_missing_is_named_by_row(self):
        self.issue()
        self.issue("路灯不亮")
        past = add_days(getdate(), -1)
        self.project(amount_asked=130000, expected_finish=past, proposed_solution=" ")
        with self.by("Liaison"), self.assertRaises(StepIncomplete) as caught:
            steps.take_step(REQUEST, self.request().name, states.SEND)
        message = str(caught.exception)
        for words in (
            "No. 1 “村道破损”",
            "No. 2 “路灯不亮”",
            "proposed solution",
            "more than the total budget",
            "lies in the past",
        ):
            self.assertIn(words, message)

    def test_without_items_it_is_not_sent(self):
        with self.by("Liaison"):
            name = committee_api.draft_request(self.world.own)
            with self.assertRaises(StepIncomplete):
                steps.take_step(REQUEST, name, states.SEND)

    def test_a_statement_counts_from_when_it_came_in(self):
        self.issue()
        doc = self.project()
        with self.by("Liaison"):
            first = self.file("说明.pdf")
            doc.items[0].statement = first.file_url
            doc.save()
        came = frappe.get_doc(REQUEST, doc.name).items[0].statement_in_on
        self.assertEqual(0, came.microsecond)
        self.assertEqual(doc.name, frappe.db.get_value("File", first.name, "attached_to_name"))
        with self.by("Liaison"):
            doc = frappe.get_doc(REQUEST, doc.name)
            doc.items[0].update(
                {"statement": self.file("改.pdf").file_url, "statement_in_on": "2020-01-01"}
            )
            doc.save()
        self.assertEqual(came, frappe.get_doc(REQUEST, doc.name).items[0].statement_in_on)

    def test_a_statement_may_still_come_after_the_signature_but_is_not_exchanged(self):
        self.issue()
        doc = self.accepted(months_ago=0)
        for name, wanted in (("说明.pdf", "说明"), ("别的.pdf", "说明")):
            with self.by("Liaison"):
                doc = frappe.get_doc(REQUEST, doc.name)
                doc.items[0].statement = self.file(name).file_url
                doc.save()
            stored = frappe.db.get_value("Committee Request Item", doc.items[0].name, "statement")
            self.assertIn(wanted, stored)

    def test_a_statement_of_somebody_else_or_of_another_kind(self):
        self.issue()
        doc = self.project()
        foreign = self.file("别人.pdf")
        with self.by("Liaison"):
            for url in (foreign.file_url, "/private/files/run.exe", "https://a.example/x.pdf"):
                doc = frappe.get_doc(REQUEST, doc.name)
                doc.items[0].statement = url
                with self.subTest(url), self.assertRaises(frappe.ValidationError):
                    doc.save()

    @staticmethod
    def file(name: str):
        content = f"%PDF {name} {frappe.generate_hash()}"
        return make("File", file_name=name, is_private=1, content=content)
