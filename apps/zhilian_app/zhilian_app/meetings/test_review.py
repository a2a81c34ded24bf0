"""The monthly reports from the 20th on, and every way past their rules that is refused."""

from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.meetings import review_api as api
from zhilian_app.meetings import review_rules as rules
from zhilian_app.meetings import review_upkeep as upkeep
from zhilian_app.testing import WorldTestCase, make, make_entry, make_household, make_visit

LAST_WORK = "走访二十户，收集问题三件。"


class ReviewTestCase(WorldTestCase):
    def setUp(self):
        super().setUp()
        lang = patch.object(frappe.local, "lang", "zh")
        lang.start()
        self.addCleanup(lang.stop)
        self.month = calendar.month_start(getdate())
        self.before = self.month - timedelta(days=10)

    def meeting(self, **fields):
        """This month's meeting, held today unless told otherwise."""
        fields.setdefault("meeting_date", getdate())
        return make("Review Meeting", town=self.world.town, month=self.month, **fields)

    def report(self, station: str | None = None):
        return frappe.get_doc(
            "Review Report", {"station": station or self.world.own, "month": self.month}
        )

    def issue(self, title: str = "村道路灯不亮", station: str | None = None, **fields):
        return make(
            "Ledger Issue",
            station=station or self.world.own,
            title=title,
            content="坏了。",
            **fields,
        )

    def carried(self, title: str = "水渠堵塞", **fields):
        return self.issue(title, raised_on=self.before, **fields)

    def answer(self, role: str, text: str, issue: str | None = None):
        """Write an answer to every item, or to one, as the form does."""
        with self.by(role):
            report = self.report()
            for row in report.answers:
                if issue in (None, row.issue):
                    row.answer = text
            report.save()
            return report

    def make_ready(self, role: str = "Team Head"):
        with self.by(role):
            report = self.report()
            report.summary = LAST_WORK
            report.save()
            api.make_ready(report.name)
        return self.report()


class TestUpkeep(ReviewTestCase):
    def run_on(self, day):
        with patch.object(upkeep, "getdate", side_effect=lambda value=None: getdate(value or day)):
            upkeep.prepare_reviews()

    def names(self):
        return frappe.get_all(
            "Review Meeting", {"town": self.world.town}, pluck="name", order_by="name"
        )

    def test_made_once_from_the_20th_on_with_a_report_a_station(self):
        frappe.db.set_default(upkeep.FIRST_MONTH, str(self.month))
        self.run_on(self.month.replace(day=19))
        self.assertEqual([], self.names())
        for _again in range(2):
            self.run_on(self.month.replace(day=20))
        self.assertEqual([f"{self.world.town}-汇报会-{self.month:%Y-%m}"], self.names())
        reports = frappe.get_all("Review Report", {"town": self.world.town}, pluck="station")
        self.assertEqual(sorted([self.world.own, self.world.other]), sorted(reports))
        report = self.report()
        self.assertEqual(rules.meeting_day(self.month), report.meeting_date)
        time = frappe.db.get_value("Review Meeting", report.meeting, "meeting_time")
        self.assertEqual("9:00:00", str(time))
        self.assertEqual(self.world.cadres["Team Head"].cadre_name, report.head_name)

    def test_missed_months_are_caught_up_but_none_before_the_first_run(self):
        self.run_on(calendar.next_month(self.month).replace(day=1))
        self.assertEqual([], self.names(), "the first run is next month")
        later = calendar.next_month(calendar.next_month(self.month)).replace(day=25)
        if later.year == self.month.year:
            self.run_on(later)
            self.assertEqual(2, len(self.names()))

    def test_chair_is_as_last_time(self):
        chair = self.world.cadres["Town Leader"].name
        make(
            "Review Meeting",
            town=self.world.town,
            month=self.before,
            chair=chair,
            place="三楼会议室",
        )
        upkeep.make_meeting(self.world.town, self.month)
        name = {"town": self.world.town, "month": self.month}
        self.assertEqual(
            (chair, "三楼会议室"), frappe.db.get_value("Review Meeting", name, ["chair", "place"])
        )

    def test_one_bad_town_stops_no_other(self):
        frappe.db.set_default(upkeep.FIRST_MONTH, str(self.month))
        real = upkeep.make_meeting

        def failing(town, month):
            if town == self.world.town:
                raise ValueError("broken")
            real(town, month)

        with patch.object(upkeep, "make_meeting", failing):
            self.run_on(self.month.replace(day=20))
        self.assertEqual([], self.names())
        self.assertTrue(frappe.db.exists("Review Meeting", {"town": self.world.other_town}))

    def test_open_reports_follow_the_ledger_and_nobodys_words_are_lost(self):
        old = self.carried()
        self.meeting()
        self.answer("Team Head", "已派人清理。")
        issue = self.issue("桥栏松动")
        modified = self.report().modified
        upkeep.follow(self.report().meeting)
        report = self.report()
        self.assertEqual(
            [(old.name, "已派人清理。"), (issue.name, "")],
            [(row.issue, row.answer) for row in report.answers],
        )
        self.assertEqual(modified, report.modified, "who is writing just now can still save")


class TestReport(ReviewTestCase):
    def test_numbers_and_the_rows_that_they_open(self):
        home = make_household(self.world.own).name
        make_entry(home)
        make_visit(home)
        self.carried()
        self.issue()
        self.meeting()
        with self.by("Team Head"):
            report = self.report()
            report.run_method("onload")
            links = report.get_onload("links")
            self.assertGreaterEqual(report.issues_open, 2)
            for field, link in links.items():
                rows = frappe.get_list(link["doctype"], filters=link["filters"], pluck="name")
                self.assertEqual(report.get(field), len(rows), field)
        self.assertEqual(1, report.visits_of_month)

    def test_a_number_of_a_past_month_opens_what_was_open_then(self):
        issue = self.carried()
        make("Review Meeting", town=self.world.town, month=self.before)
        name = {"station": self.world.own, "month": calendar.month_start(self.before)}
        report = frappe.get_doc("Review Report", name)
        frappe.db.set_value(
            "Ledger Issue", issue.name, {"closed_on": getdate(), "is_open": 0, "state": "Closed"}
        )
        report.run_method("onload")
        link = report.get_onload("links")["issues_open"]
        self.assertIn(issue.name, frappe.get_all("Ledger Issue", link["filters"], pluck="name"))

    def test_leaders_get_no_list_of_rows_that_they_may_not_all_read(self):
        self.meeting()
        with self.by("Town Leader"):
            report = self.report()
            report.run_method("onload")
            self.assertEqual({}, report.get_onload("links"))

    def test_carried_over_and_new_with_what_the_ledger_knows(self):
        old, new = self.carried(), self.issue()
        self.meeting()
        rows = {row.issue: row for row in self.report().answers}
        self.assertEqual((rules.CARRIED, rules.NEW), (rows[old.name].kind, rows[new.name].kind))
        self.assertIn("已超期。", rows[old.name].suggestion)
        self.assertEqual("", rows[old.name].answer)

    def test_of_a_sensitive_household_the_report_tells_nothing(self):
        home = make_household(self.world.own, "黄保密").name
        make_entry(home, "社区矫正人员")
        self.carried("黄保密与邻居争吵", household=home)
        self.meeting()
        row = self.report().answers[0]
        self.assertNotIn("黄保密", row.title + row.suggestion)
        self.assertIn("内容见台账", row.title)

    def test_a_client_changes_the_answer_and_nothing_else(self):
        self.carried()
        foreign = self.issue("别村的事", station=self.world.other)
        self.meeting()
        with self.by("Liaison"):
            report = self.report()
            report.answers[0].update({"answer": "已清理", "title": "改了", "suggestion": "改了"})
            report.append(
                "answers", {"issue": foreign.name, "title": "别村的事", "answer": "看到了"}
            )
            report.update({"issues_open": 99, "status": "Ready", "closed": 1, "ready_by": "我"})
            report.save()
        report = self.report()
        self.assertEqual(
            [("水渠堵塞", "已清理")], [(row.title, row.answer) for row in report.answers]
        )
        self.assertEqual(("Draft", 0, None), (report.status, report.closed, report.ready_by))
        self.assertEqual(1, report.issues_open)

    def test_head_makes_it_ready_when_all_is_answered(self):
        self.carried()
        self.meeting()
        with self.by("Team Head"), self.assertRaisesRegex(frappe.ValidationError, "当月工作情况"):
            api.make_ready(self.report().name)
        with self.assertRaisesRegex(frappe.ValidationError, "水渠堵塞"):
            self.make_ready()
        self.answer("Liaison", "已清理。")
        report = self.make_ready()
        self.assertEqual(
            ("Ready", self.world.cadres["Team Head"].cadre_name), (report.status, report.ready_by)
        )
        self.assertEqual(rules.HANDED_IN, report.standing())

    def test_only_head_and_leader_make_it_ready(self):
        self.meeting()
        for role in ("Liaison", "Organization Office"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                api.make_ready(self.report().name)
        self.make_ready("Station Leader")

    def test_ready_is_for_the_head_to_change_or_take_back(self):
        self.carried()
        self.meeting()
        self.answer("Liaison", "已清理。")
        self.make_ready()
        with self.assertRaisesRegex(frappe.ValidationError, "已定稿"):
            self.answer("Liaison", "改一改")
        self.answer("Team Head", "已清理完毕。")
        with self.by("Team Head"):
            api.take_back(self.report().name)
        self.answer("Liaison", "再改")
        self.assertIsNone(self.report().ready_on)

    def test_another_stations_report_is_out_of_reach(self):
        self.meeting()
        with self.by("Team Head"):
            other = self.report(self.world.other)
            with self.assertRaises(frappe.PermissionError):
                other.save()
            for act in (api.refresh_report, api.make_ready, api.take_back):
                with self.assertRaises(frappe.PermissionError):
                    act(other.name)

    def test_requests_of_the_month_in_detail(self):
        request = frappe.get_doc(
            {
                "doctype": "Committee Request",
                "name": frappe.generate_hash(),
                "station": self.world.own,
                "town": self.world.town,
                "month": self.month,
            }
        )
        request.db_insert()
        fields = {
            "title": "修三组路",
            "kind": "Project to Fund",
            "total_budget": 50000,
            "amount_asked": 20000,
        }
        for number, more in enumerate(({}, {"taken_back": 1}), 1):
            place = {
                "parent": request.name,
                "parenttype": "Committee Request",
                "parentfield": "items",
            }
            frappe.get_doc(
                {"doctype": "Committee Request Item", **place, "idx": number, **fields, **more}
            ).db_insert()
        self.meeting()
        self.assertEqual(
            [("修三组路", 20000)], [(row.title, row.amount_asked) for row in self.report().requests]
        )
