"""Lines of the daily digest about subsidies: who hears of what on which day, and the projects in the review."""

from datetime import date, timedelta

import frappe
from frappe.utils import add_days, getdate

from zhilian_app import calendar
from zhilian_app.meetings import review_drawing, review_rows, review_rules
from zhilian_app.meetings import review_upkeep as upkeep
from zhilian_app.subsidies import reminders, review, states
from zhilian_app.subsidies.testing import PROGRESS, SubsidyTestCase
from zhilian_app.testing import make

# a month's end that is a Monday, with plain weeks before and after
DUE_ON = date(2026, 11, 30)


class ReminderTestCase(SubsidyTestCase):
    def texts(self, role: str, day: date) -> list[str]:
        """What a person's digest of a day says."""
        return [line.text for line in reminders.lines(day).get(self.user_of(role), [])]

    def progress_row(self, project, due_on: date = DUE_ON):
        """A row that waits, as the first payment makes it."""
        doc = frappe.get_doc({"doctype": PROGRESS, "project": project.name, "month": due_on})
        doc.flags.by_itself = True
        return doc.insert(ignore_permissions=True)


class TestReminders(ReminderTestCase):
    def test_progress_is_asked_for_before_on_and_after_its_day(self):
        self.progress_row(self.project())
        told = {
            left: self.texts("Liaison", DUE_ON - timedelta(days=left))
            for left in (8, 7, 6, 3, 2, 1, 0, -1, -2)
        }
        self.assertEqual({7, 3, 1, 0, -1, -2}, {left for left, texts in told.items() if texts})
        self.assertIn("三组路灯", told[7][0])
        self.assertIn("7 天", told[7][0])
        self.assertIn("今天", told[0][0])
        self.assertIn("迟 2 天", told[-2][0])

    def test_what_is_late_climbs_to_head_and_leader(self):
        self.progress_row(self.project())
        for late, heard in (
            (0, set()),
            (1, {"Team Head"}),
            (3, {"Team Head", "Station Leader"}),
            (9, {"Team Head", "Station Leader", "Organization Office"}),
        ):
            day = calendar.add_working_days(DUE_ON, late).day if late else DUE_ON
            found = {
                role
                for role in ("Team Head", "Station Leader", "Organization Office")
                if self.texts(role, day)
            }
            self.assertEqual(heard, found, f"{late} working days late")

    def test_row_that_is_handed_in_or_not_needed_is_not_asked_for(self):
        row = self.progress_row(self.project())
        for status in ("Handed In", "Not Needed"):
            row.db_set("status", status)
            self.assertEqual([], self.texts("Liaison", DUE_ON))

    def test_payment_waits_for_who_did_not_write_it(self):
        self.fund()
        project = self.planned()
        doc = self.payment(project, 5000)
        self.assertEqual([], self.texts("Finance Office", getdate()))
        (text,) = self.texts("Second Finance", getdate())
        self.assertIn("5,000.00", text)
        self.assertEqual([], self.texts("Town Leader", getdate()))
        doc.db_set("is_exception", 1)
        self.assertEqual([], self.texts("Second Finance", getdate()))
        self.assertEqual([text], self.texts("Town Leader", getdate()))

    def test_plan_before_the_committee(self):
        self.fund()
        self.project()
        plan = self.plan()
        self.assertEqual([], self.texts("Town Leader", getdate()))
        self.step(plan, "Finance Office", states.SEND)
        for role in ("Town Leader", "Organization Office"):
            (text,) = self.texts(role, getdate())
            self.assertIn("20,000.00", text)
        self.assertEqual([], self.texts("Finance Office", getdate()))

    def test_paid_two_weeks_ago_and_not_begun(self):
        project = self.project()
        project.db_set({"state": states.FUNDED, "first_paid_on": add_days(getdate(), -13)})
        self.assertEqual([], self.texts("Liaison", getdate()))
        (text,) = self.texts("Liaison", add_days(getdate(), 1))
        self.assertIn("开工", text)
        project.db_set("state", states.UNDER_WAY)
        self.assertEqual([], self.texts("Liaison", add_days(getdate(), 1)))

    def test_statement_that_is_missing(self):
        self.project("缺材料的", ready=False)
        self.project("齐备的")
        (text,) = self.texts("Liaison", getdate())
        self.assertIn("缺材料的", text)

    def test_few_queries_however_many_rows(self):
        def queries() -> int:
            with self.counted() as count:
                reminders.lines(getdate())
            return count()

        self.project("甲", ready=False)
        self.progress_row(self.project("乙"), getdate())
        queries()
        few = queries()
        for number in range(5):
            self.project(f"缺{number}", ready=False)
            self.progress_row(self.project(f"行{number}"), getdate())
        self.assertEqual(few, queries())

    def counted(self):
        """Count the queries made inside."""
        from contextlib import contextmanager
        from unittest.mock import patch

        @contextmanager
        def counting():
            with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as spy:
                yield lambda: spy.call_count

        return counting()


class TestReview(ReminderTestCase):
    def setUp(self):
        super().setUp()
        self.month = calendar.month_start(getdate())

    def report(self):
        where = {"station": self.world.own, "month": self.month}
        return frappe.get_doc("Review Report", where)

    def meeting(self):
        return make(
            "Review Meeting", town=self.world.town, month=self.month, meeting_date=getdate()
        )

    def test_funded_projects_stand_on_the_stations_page_by_themselves(self):
        self.fund()
        project = self.under_way(paid=15000)
        self.meeting()
        (line,) = self.report().projects
        self.assertEqual(("三组路灯", 20000, 15000, 0), self.facts(line))
        self.assertEqual((review_rules.IN_WORK, ""), (line.standing, line.words))
        self.progress(project, 60, 9000)
        review_rows.redraw(self.report().name)
        (line,) = self.report().projects
        self.assertEqual(60, line.percent)
        self.assertEqual((review_rules.HANDED_IN, "灯杆已立好。"), (line.standing, line.words))
        other = {"station": self.world.other, "month": self.month}
        self.assertEqual([], frappe.get_doc("Review Report", other).projects)
        html = frappe.get_print("Review Report", self.report().name, "Review Report")
        for words in ("经费补贴项目进度", "三组路灯", "15,000.00", "60%", "灯杆已立好。"):
            self.assertIn(words, html)

    @staticmethod
    def facts(line) -> tuple:
        return line.title, line.approved_amount, line.paid_amount, line.percent

    def test_frozen_with_the_meeting(self):
        self.fund()
        project = self.under_way()
        meeting = self.meeting()
        upkeep.freeze_reports(meeting)
        self.progress(project, 60, 9000)
        self.assertIsNone(review_rows.redraw(self.report().name))
        self.assertEqual(0, self.report().projects[0].percent)

    def test_nobody_writes_into_them(self):
        self.fund()
        self.under_way()
        self.meeting()
        with self.by("Liaison"):
            report = self.report()
            report.projects[0].percent = 100
            report.append("projects", {"title": "别的项目"})
            report.save()
        self.assertEqual([0], [row.percent for row in self.report().projects])

    def test_ended_in_the_month_is_shown_and_a_cancelled_payment_is_not(self):
        self.fund()
        project = self.under_way()
        frappe.db.set_value(PROGRESS, {"project": project.name}, "status", "Not Needed")
        found = review_drawing.projects([self.world.own], self.month)
        self.assertEqual([], found[self.world.own])
        project.db_set("state", states.STOPPED)
        (line,) = review_drawing.projects([self.world.own], self.month)[self.world.own]
        self.assertEqual((states.STOPPED, ""), (line["state_then"], line["standing"]))

    def test_late_or_not(self):
        for status, handed_in, today, wanted in (
            ("Due", None, DUE_ON, review_rules.IN_WORK),
            ("Due", None, DUE_ON + timedelta(days=1), review_rules.MISSING),
            ("Handed In", DUE_ON, DUE_ON + timedelta(days=9), review_rules.HANDED_IN),
            ("Handed In", DUE_ON + timedelta(days=1), DUE_ON, review_rules.LATE),
            ("Not Needed", None, DUE_ON, ""),
        ):
            self.assertEqual(wanted, review.standing(status, DUE_ON, handed_in, today))
