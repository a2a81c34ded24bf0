"""Signatures: who may, when, and that none is lost."""

from datetime import timedelta

import frappe
from frappe.utils import getdate

from zhilian_app.meetings import api, attendance_book
from zhilian_app.meetings.attendance_book import AttendanceRefused
from zhilian_app.meetings.testing import MeetingTestCase
from zhilian_app.testing import make_cadre


class TestSignIn(MeetingTestCase):
    def test_each_of_the_team_signs_once_with_the_time(self):
        meeting = self.meeting()
        first = self.sign("Village Cadre", meeting)
        self.assertEqual(first.attendance, "Present")
        self.assertEqual(getdate(first.signed_on), getdate())
        frappe.db.set_value("Meeting Attendance", first.name, "signed_on", f"{getdate()} 08:01:00")
        self.sign("Village Cadre", meeting)
        self.assertEqual(str(self.row("Village Cadre", meeting).signed_on), f"{getdate()} 08:01:00")
        self.assertEqual(self.stored(meeting).present_count, 1)

    def test_not_on_the_list(self):
        meeting = self.meeting()
        with self.by("Organization Office"), self.assertRaises(AttendanceRefused):
            api.sign_in(meeting.name)
        for user in (self.world.other_liaison, self.world.users["Finance Office"]):
            with self.as_user(user), self.assertRaises(frappe.PermissionError):
                api.sign_in(meeting.name)

    def test_only_on_the_day_and_until_it_is_closed(self):
        with self.assertRaises(AttendanceRefused):
            self.sign("Liaison", self.meeting(days=-7))
        with self.assertRaises(AttendanceRefused):
            self.sign("Liaison", self.meeting(days=7))
        meeting = self.meeting()
        self.sign("Liaison", meeting)
        with self.by("Liaison"):
            api.close_minutes(meeting.name)
        with self.assertRaises(AttendanceRefused):
            self.sign("Station Cadre", meeting)


class TestNothingIsLost(MeetingTestCase):
    def test_recorder_saves_a_form_that_is_older_than_the_signatures(self):
        meeting = self.meeting()
        with self.by("Liaison"):
            stale = frappe.get_doc("Weekly Meeting", meeting.name)
        self.sign("Village Cadre", meeting)
        self.sign("Station Cadre", meeting)
        with self.by("Liaison"):
            stale.notes = "下周四继续走访三组。"
            stale.attendance[0].attendance = "Absent"
            stale.save()
        for role in ("Village Cadre", "Station Cadre"):
            self.assertEqual(self.row(role, meeting).attendance, "Present", role)
        # a form cannot write of others, either
        self.assertEqual(self.row("Station Leader", meeting).attendance, None)
        stored = self.stored(meeting)
        self.assertEqual((stored.notes, stored.present_count), ("下周四继续走访三组。", 2))

    def test_form_without_people_takes_nobody_off(self):
        meeting = self.meeting()
        self.sign("Village Cadre", meeting)
        with self.by("Liaison"):
            doc = self.stored(meeting)
            doc.set("attendance", [])
            doc.save()
        self.assertEqual(len(self.stored(meeting).attendance), len(meeting.attendance))
        self.assertEqual(self.row("Village Cadre", meeting).attendance, "Present")

    def test_two_who_sign_in_forms_of_the_same_time(self):
        meeting = self.meeting()
        for role in ("Village Cadre", "Station Cadre", "Team Head", "Liaison", "Station Leader"):
            self.sign(role, meeting)
        self.assertEqual(self.stored(meeting).present_count, 5)

    def test_signing_waits_for_nobody_who_writes_and_leaves_their_form_savable(self):
        meeting = self.meeting()
        before = meeting.modified
        self.sign("Village Cadre", meeting)
        self.assertEqual(str(self.stored(meeting).modified), str(before))


class TestMark(MeetingTestCase):
    def mark(self, role: str, of: str, meeting, choice: str, reason: str = ""):
        with self.by(role):
            return api.mark(meeting.name, self.cadre(of), choice, reason)

    def test_recorder_notes_others(self):
        meeting = self.meeting()
        self.mark("Liaison", "Team Head", meeting, "Present")
        self.mark("Liaison", "Station Leader", meeting, "On Leave", "到市里开会")
        self.mark("Station Cadre", "Village Cadre", meeting, "Absent")
        liaison = self.world.cadres["Liaison"].cadre_name
        self.assertEqual(self.row("Team Head", meeting).signed_by, liaison)
        self.assertEqual(self.row("Station Leader", meeting).leave_reason, "到市里开会")
        self.assertEqual(self.row("Village Cadre", meeting).attendance, "Absent")

    def test_leave_has_a_reason_and_may_be_noted_before_the_day(self):
        meeting = self.meeting(days=1)
        with self.assertRaises(AttendanceRefused):
            self.mark("Liaison", "Team Head", meeting, "On Leave", "")
        with self.assertRaises(AttendanceRefused):
            self.mark("Liaison", "Team Head", meeting, "Present")
        self.mark("Liaison", "Team Head", meeting, "On Leave", "培训")
        self.assertEqual(self.row("Team Head", meeting).attendance, "On Leave")

    def test_village_cadre_and_office_note_nobody(self):
        meeting = self.meeting()
        for role in ("Village Cadre", "Organization Office", "Town Leader"):
            with self.assertRaises(frappe.PermissionError):
                self.mark(role, "Village Cadre", meeting, "Present")

    def test_unknown_person_and_unknown_word(self):
        meeting = self.meeting()
        stranger = make_cadre(self.world.town, account=False)
        with self.by("Liaison"), self.assertRaises(AttendanceRefused):
            api.mark(meeting.name, stranger.name, "Present")
        with self.assertRaises(AttendanceRefused):
            self.mark("Liaison", "Team Head", meeting, "Late")

    def test_signature_is_taken_back_by_officers_alone_and_stays_in_the_history(self):
        meeting = self.meeting()
        self.sign("Village Cadre", meeting)
        with self.assertRaises(frappe.PermissionError):
            self.mark("Station Cadre", "Village Cadre", meeting, "Absent")
        self.mark("Liaison", "Village Cadre", meeting, "Absent")
        self.assertEqual(self.row("Village Cadre", meeting).signed_on, None)
        history = frappe.get_all(
            "Version", {"ref_doctype": "Weekly Meeting", "docname": meeting.name}, pluck="data"
        )
        changes = [frappe.parse_json(data).get("row_changed") or [] for data in history]
        changed = [change for rows in changes for change in rows]
        self.assertIn(["attendance", "Present", "Absent"], changed[0][3])


class TestList(MeetingTestCase):
    def test_people_of_the_team_with_chair_and_recorder(self):
        meeting = self.meeting()
        self.assertEqual(
            [row.cadre for row in meeting.attendance],
            [row.cadre for row in self.world.team.members],
        )
        self.assertEqual(meeting.chair, self.cadre("Station Leader"))
        self.assertEqual(meeting.recorder, self.cadre("Liaison"))
        self.assertEqual(meeting.expected_count, 5)

    def test_change_of_the_team_before_the_meeting(self):
        meeting = self.meeting()
        self.sign("Village Cadre", meeting)
        begin = str(getdate() - timedelta(days=1))
        new = frappe.get_doc("Station Team", self.world.team.change_from(begin, "人员调整"))
        newcomer = make_cadre(self.world.town, account=False)
        gone = {self.cadre("Village Cadre"), self.cadre("Station Cadre")}
        new.members = [row for row in new.members if row.cadre not in gone]
        new.append("members", {"side": "Main", "duty": "Member", "cadre": newcomer.name})
        frappe.db.delete("Station Team Member", {"parent": new.name, "cadre": ["in", list(gone)]})
        new.members[-1].update({"parent": new.name, "name": frappe.generate_hash(length=10)})
        new.members[-1].db_insert()
        with self.by("Liaison"):
            api.freshen(meeting.name)
        listed = [row.cadre for row in self.stored(meeting).attendance]
        self.assertIn(newcomer.name, listed)
        self.assertNotIn(self.cadre("Station Cadre"), listed)
        self.assertEqual(listed[-1], self.cadre("Village Cadre"))
        self.assertEqual(len(attendance_book.rows_of(meeting.name)), 5)
