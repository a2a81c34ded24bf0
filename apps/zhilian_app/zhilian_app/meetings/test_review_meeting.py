"""The review meeting: who is here, what keeps it open, and that nothing changes after it."""

import frappe
from frappe.utils import add_days, getdate, now_datetime

from zhilian_app.meetings import review_api as api
from zhilian_app.meetings import review_rules as rules
from zhilian_app.meetings import review_upkeep as upkeep
from zhilian_app.meetings.test_review import ReviewTestCase


class TestMeeting(ReviewTestCase):
    def seat(self, meeting: str, role: str):
        doc = frappe.get_doc("Review Meeting", meeting)
        return next(row for row in doc.attendance if row.cadre == self.world.cadres[role].name)

    def test_who_is_expected(self):
        meeting = self.meeting(chair=self.world.cadres["Town Leader"].name)
        found = {row.cadre: row.capacity for row in meeting.attendance}
        for role, capacity in (
            ("Town Leader", "Chair"),
            ("Organization Office", "Organization Office"),
            ("Team Head", "Team Head"),
            ("Liaison", "Liaison"),
        ):
            self.assertEqual(capacity, found[self.world.cadres[role].name])
        self.assertNotIn(self.world.cadres["Station Cadre"].name, found)

    def test_sign_in_oneself_on_the_day(self):
        meeting = self.meeting().name
        with self.by("Team Head"):
            api.sign_in(meeting)
        row = self.seat(meeting, "Team Head")
        self.assertEqual(("Present", row.cadre_name), (row.attendance, row.signed_by))
        self.assertAlmostEqual(0, (now_datetime() - row.signed_on).total_seconds(), delta=60)
        with self.by("Town Leader"), self.assertRaisesRegex(frappe.ValidationError, "名单"):
            api.sign_in(meeting)

    def test_sign_in_is_for_the_day_alone(self):
        meeting = self.meeting(meeting_date=add_days(getdate(), 1)).name
        with self.by("Team Head"), self.assertRaisesRegex(frappe.ValidationError, "会议当天"):
            api.sign_in(meeting)

    def test_office_marks_and_a_stale_form_takes_no_mark_away(self):
        meeting = self.meeting().name
        with self.by("Organization Office"):
            form = frappe.get_doc("Review Meeting", meeting)
            api.mark(meeting, self.world.cadres["Liaison"].name, "On Leave", "家有急事")
            form.notes = "下月继续。"
            for row in form.attendance:
                row.attendance = "Present"
            form.save()
        row = self.seat(meeting, "Liaison")
        self.assertEqual(("On Leave", "家有急事"), (row.attendance, row.leave_reason))
        self.assertFalse(self.seat(meeting, "Team Head").attendance)
        with self.by("Team Head"), self.assertRaises(frappe.PermissionError):
            api.mark(meeting, self.world.cadres["Liaison"].name, "Present")

    def test_not_closed_while_something_lacks_an_answer(self):
        issue = self.carried("水渠<b>堵塞</b>")
        self.carried("别村水渠", station=self.world.other)
        meeting = self.meeting().name
        station = frappe.db.get_value("Station", self.world.own, "station_name")
        with self.by("Organization Office"):
            with self.assertRaises(frappe.ValidationError) as refused:
                api.close(meeting)
            self.assertIn(f"{station}：水渠&lt;b&gt;堵塞", str(refused.exception))
            self.assertIn("别村水渠", str(refused.exception))
        self.answer("Liaison", "已清理。", issue.name)
        with self.by("Organization Office"):
            other = self.report(self.world.other)
            other.answers[0].answer = "会上说明：下周清理。"
            other.save()
            api.close(meeting)
        self.assertEqual("Concluded", frappe.db.get_value("Review Meeting", meeting, "status"))

    def test_everything_is_frozen_afterwards(self):
        meeting = self.meeting().name
        self.make_ready()
        with self.by("Organization Office"):
            api.close(meeting)
        self.issue("之后的事")
        before = self.report()
        upkeep.prepare_reviews()
        self.assertEqual(before.issues_new, self.report().issues_new)
        self.assertEqual(
            (rules.HANDED_IN, rules.MISSING),
            (before.standing(), self.report(self.world.other).standing()),
        )
        with self.by("Team Head"):
            report = self.report()
            with self.assertRaisesRegex(frappe.ValidationError, "会议已结束"):
                api.take_back(report.name)
            report.summary = "改"
            with self.assertRaisesRegex(frappe.ValidationError, "会议已结束"):
                report.save()
        with self.by("Organization Office"):
            doc = frappe.get_doc("Review Meeting", meeting)
            doc.notes = "补写"
            with self.assertRaisesRegex(frappe.ValidationError, "会议已结束"):
                doc.save()
            for act in (api.close, lambda name: api.mark(name, "x", "Present")):
                with self.assertRaisesRegex(frappe.ValidationError, "会议已结束"):
                    act(meeting)

    def test_not_closed_before_its_day_nor_by_others(self):
        meeting = self.meeting(meeting_date=add_days(getdate(), 1)).name
        with (
            self.by("Organization Office"),
            self.assertRaisesRegex(frappe.ValidationError, "当天起"),
        ):
            api.close(meeting)
        for role in ("Team Head", "Town Leader", "Party-Government Office"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                api.close(meeting)

    def test_a_new_day_reaches_the_reports(self):
        meeting = self.meeting()
        meeting.meeting_date = self.month
        meeting.save()
        self.assertEqual(self.month, self.report().meeting_date)
        meeting.meeting_date = add_days(self.month, 90)
        with self.assertRaises(frappe.ValidationError):
            meeting.save()

    def test_reports_are_listed_to_who_may_read_them(self):
        meeting = self.meeting().name
        for role, stations in (
            ("Organization Office", 2),
            ("Town Leader", 2),
            ("Team Head", 1),
            ("Party-Government Office", 0),
        ):
            with self.by(role):
                self.assertEqual(stations, len(api.reports_of(meeting)), role)
