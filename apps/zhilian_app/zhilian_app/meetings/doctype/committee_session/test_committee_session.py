"""A session of the committee: its agenda, its decisions and what they do, and every way past its one signature."""

from unittest.mock import patch

import frappe
from frappe.client import set_value
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate

from zhilian_app import steps
from zhilian_app.calendar import month_start, previous_month
from zhilian_app.issues import states as ledger
from zhilian_app.meetings import committee_api, sessions_upkeep, states
from zhilian_app.meetings.doctype.committee_request.testing import CommitteeTestCase
from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.testing import make

SESSION = "Committee Session"
AGREED = {"decision": "Agreed", "resolution_no": "赤党纪〔2026〕9号"}
REFUSED = {"decision": "Not Agreed", "words": "由村集体自筹", "resolution_no": "赤党纪〔2026〕9号"}
DEFERRED = {"decision": "Deferred", "words": "请先做预算"}


class SessionTestCase(CommitteeTestCase):
    def session(self):
        name = sessions_upkeep.session_of(self.world.town, month_start(getdate()))
        sessions_upkeep.refresh(self.world.town)
        return frappe.get_doc(SESSION, name)

    def write(self, doc, *rulings: dict, role: str = "Party-Government Office", **fields):
        """Write decisions down, item by item, as the form does."""
        with self.by(role):
            doc = frappe.get_doc(SESSION, doc.name)
            doc.update({"session_date": getdate(), "chair": self.leader().name, **fields})
            for row, ruling in zip(doc.items, rulings, strict=False):
                row.update(ruling)
            doc.save()
        return frappe.get_doc(SESSION, doc.name)

    def leader(self):
        return self.world.cadres["Town Leader"]

    def decide(self, doc, role: str = "Town Leader"):
        return self.step(doc, role, states.DECIDE)

    def ready(self):
        """A session with one project, decided upon, not signed."""
        self.issue()
        self.accepted()
        return self.write(self.session(), {**AGREED, "approved_amount": 50000.25})


class TestAgenda(SessionTestCase):
    def test_takes_accepted_items_of_earlier_months_and_refreshes_itself(self):
        self.issue()
        doc = self.session()
        self.assertEqual([], doc.items, "not accepted yet")
        self.accepted()
        sessions_upkeep.prepare_sessions()
        doc = frappe.get_doc(SESSION, doc.name)
        row = doc.items[0]
        self.assertEqual(
            ("村道破损", 80000.5, self.world.own), (row.title, row.amount_asked, row.station)
        )
        sessions_upkeep.prepare_sessions()
        self.assertEqual(doc.modified, frappe.db.get_value(SESSION, doc.name, "modified"))

    def test_what_is_accepted_this_month_comes_next_month(self):
        self.issue()
        self.accepted(months_ago=0)
        self.assertEqual([], self.session().items)

    def test_accepting_puts_it_on_at_once(self):
        self.issue()
        doc = self.session()
        request = self.signed()
        frappe.db.set_value(
            "Committee Request",
            request.name,
            "month",
            add_days(month_start(getdate()), -1).replace(day=1),
        )
        self.step(request, "Organization Office", states.ACCEPT)
        self.assertEqual(1, len(frappe.get_doc(SESSION, doc.name).items))

    def test_what_is_written_stays_when_the_agenda_changes(self):
        doc = self.ready()
        doc.items[0].db_set("idx", 5)
        frappe.db.set_value(
            "Committee Request Item", doc.items[0].request_item, "title", "三组村道破损"
        )
        with self.by("Party-Government Office"):
            doc = frappe.get_doc(SESSION, doc.name)
            doc.items = doc.items[:0]
            doc.save()
        stored = frappe.get_doc(SESSION, doc.name)
        self.assertEqual(["三组村道破损"], [row.title for row in stored.items])

    def test_facts_are_those_of_the_request(self):
        doc = self.ready()
        with self.by("Organization Office"):
            doc.items[0].update({"amount_asked": 999999, "title": "别的", "issue": None})
            doc.save()
        row = frappe.get_doc(SESSION, doc.name).items[0]
        self.assertEqual((80000.5, "村道破损"), (row.amount_asked, row.title))
        self.assertTrue(row.issue)

    def test_taken_back_it_is_off_the_agenda(self):
        doc = self.ready()
        issue = frappe.get_doc("Ledger Issue", doc.items[0].issue)
        self.step(issue, "Team Head", "Take Back", "村里能办")
        self.assertEqual([], frappe.get_doc(SESSION, doc.name).items)

    def test_leaders_are_invited(self):
        doc = self.session()
        self.assertIn(self.leader().name, [row.cadre for row in doc.attendees])

    def test_button(self):
        for role in ("Organization Office", "Party-Government Office"):
            with self.by(role):
                name = committee_api.prepare_session()
        self.assertEqual(f"{self.world.town}-党委会-{getdate():%Y-%m}", name)
        for role in ("Liaison", "Town Leader", "Town Office Staff"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                committee_api.prepare_session(self.world.town)
        with self.by("Organization Office"), self.assertRaises(frappe.PermissionError):
            committee_api.prepare_session(self.world.other_town)


class TestDecisions(SessionTestCase):
    def test_one_signature_goes_to_the_ledger_the_request_and_the_people(self):
        for title in ("村道", "水渠", "路灯"):
            self.issue(title)
        request = self.accepted()
        office = make("Town Office", office_name="规划办", town=self.world.town).name
        due = add_days(getdate(), 30)
        doc = self.write(
            self.session(),
            {"decision": "Agreed", "approved_amount": 50000.25, "office": office, "due_on": due},
            {"decision": "Not Agreed", "words": "由村集体自筹"},
            DEFERRED,
            resolution_no="赤党纪〔2026〕9号",
        )
        doc = self.decide(doc)
        self.assertEqual((1, states.DECIDED), (doc.docstatus, doc.state))
        self.assertEqual(self.leader().cadre_name, doc.decided_by_name)
        issues = [frappe.get_doc("Ledger Issue", row.issue) for row in doc.items]
        self.assertEqual(
            [ledger.IN_PROGRESS, ledger.RESOLVED, ledger.PUT_UP], [one.state for one in issues]
        )
        self.assertEqual(
            ("赤党纪〔2026〕9号", 50000.25, office, due),
            (
                issues[0].resolution_no,
                issues[0].approved_amount,
                issues[0].town_office,
                issues[0].due_on,
            ),
        )
        rows = frappe.get_doc("Committee Request", request.name).items
        self.assertEqual(["Agreed", "Not Agreed", "Deferred"], [row.decision for row in rows])
        self.assertEqual(
            (50000.25, getdate(), doc.name, due, office),
            (
                rows[0].approved_amount,
                rows[0].decided_on,
                rows[0].decided_in,
                rows[0].decision_due_on,
                rows[0].office,
            ),
        )
        told = frappe.get_all(
            "Notification Log",
            {"document_name": request.name, "subject": ["like", "%由村集体自筹%"]},
        )
        self.assertEqual([], told, "the words are read in the request")
        for role in ("Liaison", "Team Head", "Station Leader"):
            self.assertTrue(
                frappe.db.exists(
                    "Notification Log",
                    {
                        "document_name": request.name,
                        "for_user": self.world.users[role],
                        "subject": ["like", "%水渠%"],
                    },
                ),
                role,
            )

    def test_what_was_deferred_comes_again_with_what_was_said(self):
        self.issue()
        self.accepted(months_ago=2)
        first = sessions_upkeep.session_of(self.world.town, previous_month(getdate()))
        self.decide(self.write(frappe.get_doc(SESSION, first), DEFERRED))
        doc = self.session()
        self.assertEqual(1, len(doc.items))
        self.assertIn("请先做预算", doc.items[0].earlier)
        doc = self.decide(self.write(doc, {**AGREED, "approved_amount": 80000.5}))
        self.assertEqual(
            ledger.IN_PROGRESS, frappe.db.get_value("Ledger Issue", doc.items[0].issue, "state")
        )

    def test_a_leader_signs_what_is_about_a_sensitive_household(self):
        issue = self.sensitive_issue()
        self.accepted(self.signed(self.written()))
        doc = self.write(self.session(), {**AGREED, "words": "由社会事务办公室帮扶"})
        with self.by("Town Leader"):
            self.assertFalse(issue.has_permission("read"))
        doc = self.decide(doc)
        issue.reload()
        self.assertEqual((ledger.IN_PROGRESS, doc.name), (issue.state, issue.decided_in))
        self.assertNotIn("张大民", doc.as_json())

    def test_what_is_missing_is_named_by_row(self):
        self.issue()
        self.issue("水渠")
        self.accepted()
        for ruling, words in (
            ({}, "No. 1 “村道破损”: please choose a decision."),
            ({"decision": "Agreed", "resolution_no": "9号"}, "approved amount"),
            ({"decision": "Agreed", "approved_amount": 1}, "resolution number"),
            ({"decision": "Not Agreed", "resolution_no": "9号"}, "words of the resolution"),
            ({"decision": "Studied Separately"}, "words of the resolution"),
            ({**DEFERRED, "due_on": getdate()}, "in the future"),
        ):
            doc = self.session()
            blank = {"resolution_no": "", "words": "", "approved_amount": 0, "due_on": None}
            doc = self.write(doc, {"decision": "", **blank, **ruling}, REFUSED)
            with self.subTest(ruling), self.by("Town Leader"):
                with self.assertRaises(StepIncomplete) as caught:
                    steps.take_step(SESSION, doc.name, states.DECIDE)
                self.assertIn(words, str(caught.exception))

    def test_refused_while_it_is_written_down(self):
        self.issue()
        self.accepted()
        for ruling in (
            {**AGREED, "approved_amount": 80000.51},
            {**AGREED, "approved_amount": -1},
            {**REFUSED, "approved_amount": 5},
            {"decision": "Perhaps"},
        ):
            with self.subTest(ruling), self.assertRaises(frappe.ValidationError):
                self.write(self.session(), ruling)

    def test_another_towns_office_and_people(self):
        self.issue()
        self.accepted()
        office = make("Town Office", office_name="别镇办", town=self.world.other_town).name
        stranger = self.world.cadres["Foreign Liaison"].name
        with self.assertRaises(frappe.ValidationError):
            self.write(self.session(), {**AGREED, "office": office})
        with self.assertRaises(frappe.ValidationError):
            self.write(self.session(), AGREED, attendees=[{"cadre": stranger}])
        with self.assertRaises(frappe.ValidationError):
            self.write(self.session(), AGREED, chair=stranger)

    def test_without_day_or_chair_or_before_the_day(self):
        doc = self.ready()
        for fields in (
            {"session_date": None},
            {"chair": None},
            {"session_date": add_days(getdate(), 1)},
        ):
            self.write(doc, **fields)
            with (
                self.subTest(fields),
                self.by("Town Leader"),
                self.assertRaises(frappe.ValidationError),
            ):
                steps.take_step(SESSION, doc.name, states.DECIDE)


class TestIllegalWays(SessionTestCase):
    """One test for each way past the one signature."""

    def undecided(self, doc):
        self.assertEqual(
            (0, states.PREPARING), frappe.db.get_value(SESSION, doc.name, ["docstatus", "state"])
        )
        self.assertEqual(
            ledger.PUT_UP, frappe.db.get_value("Ledger Issue", doc.items[0].issue, "state")
        )

    def test_signed_by_who_wrote_the_decisions(self):
        doc = self.ready()
        doc = self.write(doc, {"approved_amount": 60000}, role="Organization Office")
        with self.by("Organization Office"):
            with self.assertRaises(StepRefused):
                steps.take_step(SESSION, doc.name, states.DECIDE)
            with self.assertRaises(StepRefused):
                apply_workflow(frappe.get_doc(SESSION, doc.name), states.DECIDE)
            self.assertEqual([], steps.offered(frappe.get_doc(SESSION, doc.name)))
        self.undecided(doc)
        self.decide(doc)

    def test_who_once_wrote_is_not_forgotten(self):
        doc = self.ready()
        self.write(doc, {"approved_amount": 1}, role="Town Leader")
        doc = self.write(doc, {"approved_amount": 2})
        with self.by("Town Leader"), self.assertRaises(StepRefused):
            set_value(SESSION, doc.name, {"recorded_by_users": "", "state": states.DECIDED})
        self.undecided(doc)

    def test_decisions_changed_along_with_the_signature(self):
        doc = self.ready()
        with self.by("Town Leader"):
            doc = frappe.get_doc(SESSION, doc.name)
            doc.items[0].approved_amount = 80000
            doc.items[0].resolution_no = "别的"
            doc.state = states.DECIDED
            doc.submit()
        row = frappe.get_doc(SESSION, doc.name).items[0]
        self.assertEqual((50000.25, "赤党纪〔2026〕9号"), (row.approved_amount, row.resolution_no))

    def test_submitted_past_the_step(self):
        doc = self.ready()
        for role in ("Town Leader", "Party-Government Office"):
            with self.by(role), self.assertRaises((StepRefused, frappe.PermissionError)):
                frappe.get_doc(SESSION, doc.name).submit()
        self.undecided(doc)

    def test_state_written_without_submitting(self):
        doc = self.ready()
        with self.by("Town Leader"), self.assertRaises((StepRefused, frappe.ValidationError)):
            set_value(SESSION, doc.name, "state", states.DECIDED)
        self.undecided(doc)

    def test_signed_by_who_may_not(self):
        doc = self.ready()
        for role in ("Party-Government Office", "Team Head", "Finance Office"):
            with self.by(role), self.assertRaises((StepRefused, frappe.PermissionError)):
                steps.take_step(SESSION, doc.name, states.DECIDE)
        with self.as_user(self.world.foreign_liaison), self.assertRaises(frappe.PermissionError):
            steps.take_step(SESSION, doc.name, states.DECIDE)
        self.undecided(doc)

    def test_decided_twice(self):
        doc = self.decide(self.ready())
        with self.by("Town Leader"):
            with self.assertRaises(StepRefused):
                steps.take_step(SESSION, doc.name, states.DECIDE)
            with self.assertRaises((StepRefused, frappe.ValidationError)):
                frappe.get_doc(SESSION, doc.name).submit()
        decided = [
            row
            for row in frappe.get_doc("Ledger Issue", doc.items[0].issue).steps
            if row.to_state == ledger.IN_PROGRESS
        ]
        self.assertEqual(1, len(decided))

    def test_changed_afterwards(self):
        doc = self.decide(self.ready())
        for role in ("Organization Office", "Town Leader"):
            with self.by(role), self.assertRaises(frappe.ValidationError):
                changed = frappe.get_doc(SESSION, doc.name)
                changed.items[0].approved_amount = 1
                changed.save()
            with self.by(role), self.assertRaises(frappe.ValidationError):
                set_value(SESSION, doc.name, "notes", "别的")

    def test_cancelled(self):
        doc = self.decide(self.ready())
        with self.assertRaises(StepRefused):
            frappe.get_doc(SESSION, doc.name).cancel()
        with self.by("Town Leader"), self.assertRaises((StepRefused, frappe.PermissionError)):
            frappe.get_doc(SESSION, doc.name).cancel()

    def test_an_item_that_was_settled_elsewhere(self):
        doc = self.ready()
        frappe.db.set_value(
            "Committee Request Item", doc.items[0].request_item, "decision", "Agreed"
        )
        with self.by("Town Leader"), self.assertRaises(StepIncomplete):
            steps.take_step(SESSION, doc.name, states.DECIDE)
        self.undecided(doc)

    def test_all_or_nothing(self):
        """Where one item cannot be carried out, none is."""
        doc = self.ready()
        never = patch("zhilian_app.meetings.session_items.committee.decide", return_value=False)
        with never, self.by("Town Leader"), self.assertRaises(StepRefused):
            steps.take_step(SESSION, doc.name, states.DECIDE)

    def test_a_station_reads_no_session(self):
        doc = self.ready()
        for role in ("Liaison", "Team Head", "Station Leader", "Town Office Staff"):
            with self.by(role):
                self.assertFalse(frappe.has_permission(SESSION, "read", doc=doc), role)
