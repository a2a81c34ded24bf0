"""Rectifications and personal files: who does it and who looks at it, who reads it and who replies."""

import frappe
from frappe.handler import run_doc_method
from frappe.utils import add_days, getdate

from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.supervision import states
from zhilian_app.supervision.doctype.cadre_record.cadre_record import RecordRefused
from zhilian_app.supervision.doctype.rectification.rectification import RectificationRefused
from zhilian_app.supervision.report.personal_file import personal_file
from zhilian_app.supervision.testing import OFFICE, RECORD, RECTIFICATION, CheckTestCase
from zhilian_app.testing import make


class TestRectification(CheckTestCase):
    def test_done_by_the_team_and_checked_by_the_office(self):
        doc = self.rectification()
        with self.assertRaises(StepIncomplete):
            self.step(doc, "Liaison", states.HAND_IN)
        doc = self.handed_in(doc)
        self.assertEqual((states.DONE, 1), (doc.state, doc.is_open))
        doc = self.step(doc, OFFICE, states.CONFIRM)
        self.assertEqual((states.CLOSED, 0), (doc.state, doc.is_open))

    def test_who_did_it_does_not_confirm_it(self):
        """A person of the office who is on the team, too."""
        team = frappe.get_doc("Station Team", self.world.team.name)
        team.append(
            "members",
            {"side": "Main", "duty": "Member", "cadre": self.world.cadres[OFFICE].name},
        )
        team.save()
        frappe.clear_cache(user=self.world.users[OFFICE])
        doc = self.handed_in(self.rectification(), OFFICE)
        with self.assertRaises(StepRefused):
            self.step(doc, OFFICE, states.CONFIRM)

    def test_not_good_it_is_open_again_until_a_new_day(self):
        doc = self.handed_in(self.rectification())
        with self.assertRaises(StepIncomplete):
            self.step(doc, OFFICE, states.REOPEN, "第三户仍没有内容")
        with self.assertRaises(StepIncomplete):
            self.step(
                doc, OFFICE, states.REOPEN, "第三户仍没有内容", due_on=add_days(getdate(), -1)
            )
        later = add_days(getdate(), 10)
        doc = self.step(doc, OFFICE, states.REOPEN, "第三户仍没有内容", due_on=later)
        self.assertEqual(
            (states.REOPENED, later, 1, None), (doc.state, doc.due_on, doc.reopened, doc.done_on)
        )
        self.assertEqual(states.DONE, self.step(doc, "Liaison", states.HAND_IN).state)

    def test_each_writes_their_part_alone(self):
        doc = self.rectification()
        with self.by("Liaison"):
            mine = frappe.get_doc(RECTIFICATION, doc.name)
            mine.update({"problem": "没有问题", "due_on": add_days(getdate(), 99), "is_open": 0})
            mine.evidence = "补写了"
            mine.save()
        with self.by(OFFICE):
            office = frappe.get_doc(RECTIFICATION, doc.name)
            office.evidence = "办公室代写"
            office.save()
        stored = frappe.get_doc(RECTIFICATION, doc.name)
        self.assertEqual(
            (doc.problem, doc.due_on, 1, "补写了"),
            (stored.problem, stored.due_on, stored.is_open, stored.evidence),
        )

    def test_whom_and_when_it_asks(self):
        with self.assertRaises(RectificationRefused):
            self.rectification(due_on=add_days(getdate(), -1))
        with self.assertRaises(RectificationRefused):
            self.rectification(responsible=self.world.other_team.liaison)
        check = self.check(station=self.world.other)
        with self.assertRaises(RectificationRefused):
            self.rectification(spot_check=check.name)
        with self.as_user(self.world.other_liaison), self.assertRaises(frappe.PermissionError):
            make(RECTIFICATION, station=self.world.other, problem="随便", due_on=getdate())


class TestPersonalFile(CheckTestCase):
    def test_the_person_the_office_and_the_leaders_alone(self):
        entry = self.entry()
        for role, user in self.world.users.items():
            reads = role in ("Liaison", OFFICE, "Town Leader")
            with self.as_user(user), self.subTest(role):
                listed = frappe.get_list(RECORD, {"name": entry.name})
                self.assertEqual(reads, bool(listed))
                self.assertEqual(reads, frappe.get_doc(RECORD, entry.name).has_permission("read"))
                rows = personal_file.execute({"cadre": entry.cadre})[1]
                self.assertEqual(reads, bool(rows))
        with self.as_user(self.world.foreign_liaison):
            self.assertFalse(frappe.get_list(RECORD, {"name": entry.name}))

    def test_own_word_once(self):
        entry = self.entry()
        with self.by(OFFICE), self.assertRaises(frappe.PermissionError):
            frappe.get_doc(RECORD, entry.name).answer("替他说")
        with self.by("Liaison"):
            doc = frappe.get_doc(RECORD, entry.name)
            with self.assertRaises(RecordRefused):
                doc.answer("  ")
            doc.answer("当天下午在县里开会，通知附后。")
            with self.assertRaises(RecordRefused):
                frappe.get_doc(RECORD, entry.name).answer("再说一次")
            (row,) = personal_file.execute({})[1]
        self.assertEqual("当天下午在县里开会，通知附后。", row.reply)
        told = frappe.get_all("Notification Log", {"document_name": entry.name}, pluck="for_user")
        self.assertIn(self.world.users[OFFICE], told)

    def test_a_form_that_claims_to_be_ones_own_is_not_believed(self):
        """Frappe runs a form's method on what the browser sends."""
        entry = self.entry()
        with self.by("Team Head"):
            sent = {
                "doctype": RECORD,
                "name": entry.name,
                "user": self.world.users["Team Head"],
                "modified": str(entry.modified),
            }
            frappe.local.form_dict = frappe._dict(cmd="run_doc_method")
            frappe.local.request = frappe._dict(method="POST")
            self.addCleanup(delattr, frappe.local, "request")
            with self.assertRaises(frappe.PermissionError):
                run_doc_method("answer", docs=sent, args={"words": "替他说"})
        self.assertFalse(frappe.db.get_value(RECORD, entry.name, "reply"))

    def test_what_is_written_stays_and_is_corrected_by_a_further_entry(self):
        entry = self.entry()
        with self.by(OFFICE), self.assertRaises(frappe.PermissionError):
            doc = frappe.get_doc(RECORD, entry.name)
            doc.text = "没有这回事"
            doc.save()
        doc = frappe.get_doc(RECORD, entry.name)
        doc.flags.ignore_validate_constants = True
        with self.by(OFFICE), self.assertRaises(RecordRefused):
            make(
                RECORD, cadre=self.world.cadres["Team Head"].name, entry_date=getdate(),
                kind="Correction", text="更正", corrects=entry.name,
            )  # fmt: skip
        self.entry(kind="Correction", text="经核实当天已请假。", corrects=entry.name)
        with self.by("Liaison"):
            notes = [row.note for row in personal_file.execute({})[1]]
        self.assertEqual(1, frappe.db.get_value(RECORD, entry.name, "corrected"))
        self.assertTrue(all(notes))
        with self.assertRaises(frappe.PermissionError), self.by(OFFICE):
            frappe.delete_doc(RECORD, entry.name)

    def test_nobody_writes_into_their_own_file_or_another_towns(self):
        with self.assertRaises(RecordRefused):
            self.entry(OFFICE)
        with self.by(OFFICE), self.assertRaises(frappe.PermissionError):
            make(
                RECORD, cadre=self.world.cadres["Foreign Liaison"].name, town=self.world.town,
                entry_date=getdate(), kind="Finding", text="别镇的人",
            )  # fmt: skip
