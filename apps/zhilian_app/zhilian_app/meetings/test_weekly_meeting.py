"""A weekly meeting from its agenda to the closed minutes."""

from datetime import timedelta

import frappe
from frappe.utils import getdate

from zhilian_app import steps
from zhilian_app.issues import states
from zhilian_app.meetings import agenda_source, api
from zhilian_app.meetings.doctype.weekly_meeting.weekly_meeting import MinutesClosed
from zhilian_app.meetings.minutes import MinutesIncomplete
from zhilian_app.meetings.testing import MeetingTestCase
from zhilian_app.testing import make, make_entry, make_household, make_visit


class TestMaking(MeetingTestCase):
    def test_one_a_week(self):
        meeting = self.meeting()
        monday = getdate() - timedelta(days=getdate().weekday())
        self.assertEqual(meeting.name, f"{self.world.own}-周会-{monday}")
        with self.assertRaises(frappe.DuplicateEntryError):
            self.meeting(days=6 - 2 * getdate().weekday() if getdate().weekday() == 0 else 0)

    def test_by_hand_for_the_own_station_alone(self):
        with self.by("Liaison"):
            own = make("Weekly Meeting", station=self.world.own, meeting_date=getdate())
            self.assertEqual(own.town, self.world.town)
            with self.assertRaises(frappe.PermissionError):
                make("Weekly Meeting", station=self.world.other, meeting_date=getdate())

    def test_moved_within_its_week_alone(self):
        with self.by("Liaison"):
            meeting = make("Weekly Meeting", station=self.world.own, meeting_date=getdate())
            meeting.meeting_date = meeting.week
            meeting.save()
            meeting.meeting_date = getdate(meeting.week) + timedelta(days=7)
            with self.assertRaises(frappe.ValidationError):
                meeting.save()

    def test_records_cannot_be_written_by_a_form(self):
        meeting = self.meeting()
        with self.by("Liaison"):
            doc = self.stored(meeting)
            doc.update({"status": "Held", "held_on": "2026-11-26 09:00:00", "put_up_count": 9})
            doc.update({"present_count": 9, "title": "别的"})
            doc.save()
        stored = self.stored(meeting)
        self.assertEqual(
            (stored.status, stored.held_on, stored.put_up_count, stored.present_count),
            ("Planned", None, 0, 0),
        )
        self.assertIn("周会", stored.title)


class TestAgenda(MeetingTestCase):
    def fresh(self, meeting, role: str = "Liaison") -> bool:
        with self.by(role):
            return api.freshen(meeting.name)

    def test_ledger_and_visits_appear_by_themselves(self):
        home = make_household(self.world.own, "陈大文").name
        with self.by("Liaison"):
            make_visit(home, needs="门前排水沟堵了")
        issue = self.issue()
        meeting = self.meeting()
        self.assertTrue(self.fresh(meeting))
        rows = self.agenda(meeting)
        self.assertEqual(rows[issue.name].kind, "New Issue")
        self.assertIn("陈大文：门前排水沟堵了", rows[None].facts)
        self.assertIn("走访 1 户", self.stored(meeting).last_visits)

    def test_same_ledger_gives_the_same_agenda(self):
        self.issue()
        meeting = self.meeting()
        self.assertTrue(self.fresh(meeting))
        self.assertFalse(self.fresh(meeting))

    def test_sensitive_household_is_counted_and_not_told(self):
        home = make_household(self.world.own, "林小军").name
        make_entry(home, "残疾人")
        with self.by("Liaison"):
            make_visit(home, needs="申请护理补贴")
        meeting = self.meeting()
        self.fresh(meeting)
        text = self.stored(meeting).last_visits
        self.assertIn("走访 1 户", text)
        self.assertNotIn("林小军", text)
        self.assertNotIn("护理", text)

    def test_open_issue_that_was_talked_about_is_not_new_again(self):
        issue = self.issue()
        last = self.meeting(days=-7)
        issue.db_set("raised_on", last.meeting_date)
        self.fresh(last)
        with self.by("Liaison"):
            api.mark(last.name, self.cadre("Liaison"), "Present")
            api.close_minutes(last.name)
        meeting = self.meeting()
        self.fresh(meeting)
        self.assertEqual(self.agenda(meeting)[issue.name].kind, "Open Issue")

    def test_answer_of_an_office_comes_with_its_words(self):
        office = make("Town Office", office_name="规划建设办公室", town=self.world.town).name
        staff = self.world.cadres["Town Office Staff"].name
        frappe.db.set_value("Cadre", staff, "town_office", office)
        issue = self.issue()
        with self.by("Liaison"):
            steps.go(
                frappe.get_doc("Ledger Issue", issue.name), "Refer to an Office", town_office=office
            )
        with self.by("Town Office Staff"):
            doc = frappe.get_doc("Ledger Issue", issue.name)
            steps.go(doc, "Report as Resolved", "灯泡已换", result="路灯全部修好")
        meeting = self.meeting()
        self.fresh(meeting)
        row = self.agenda(meeting)[issue.name]
        self.assertEqual(row.kind, "Answer")
        self.assertIn("灯泡已换", row.facts)

    def test_words_survive_a_new_drawing_and_a_stale_form(self):
        first, meeting = self.issue(), self.meeting()
        self.fresh(meeting)
        with self.by("Liaison"):
            stale = self.stored(meeting)
        second = self.issue("Team Head", title="水渠漏水")
        self.fresh(meeting, "Team Head")
        with self.by("Liaison"):
            next(row for row in stale.agenda if row.issue == first.name).discussion = "本周派人修"
            stale.save()
        rows = self.agenda(meeting)
        self.assertEqual(rows[first.name].discussion, "本周派人修")
        self.assertIn(second.name, rows)
        # what is settled meanwhile leaves the agenda, unless somebody wrote of it
        for issue in (first, second):
            frappe.db.set_value(
                "Ledger Issue", issue.name, {"is_open": 0, "state": states.WITHDRAWN}
            )
        self.fresh(meeting)
        self.assertEqual({first.name, None}, set(self.agenda(meeting)))

    def test_form_cannot_bring_in_an_issue_of_another_station(self):
        foreign = make(
            "Ledger Issue", station=self.world.other, title="别村的事", content="别村的事"
        ).name
        meeting = self.meeting()
        with self.by("Liaison"):
            doc = self.stored(meeting)
            doc.append("agenda", {"item_key": foreign, "issue": foreign, "put_up": 1})
            with self.assertRaises(frappe.ValidationError):
                doc.save()

    def test_not_before_its_day_and_not_by_who_only_reads(self):
        self.issue()
        self.assertFalse(self.fresh(self.meeting(days=7)))
        meeting = self.meeting()
        with self.assertRaises(frappe.PermissionError):
            self.fresh(meeting, "Village Cadre")

    def test_new_issue_of_the_meeting(self):
        meeting = self.meeting()
        with self.by("Village Cadre"):
            name = api.register_issue(meeting.name, "桥面破损", "二组小桥桥面破损。")
        issue = frappe.get_doc("Ledger Issue", name)
        self.assertEqual((issue.source, issue.source_name), ("Weekly Meeting", meeting.name))
        self.assertEqual(self.agenda(meeting)[name].kind, "New Issue")
        for role in ("Town Leader", "Finance Office"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                api.register_issue(meeting.name, "桥面破损", "二组小桥桥面破损。")

    def test_which_states_go_up(self):
        self.assertIn(states.REGISTERED, agenda_source.MAY_GO_UP)
        self.assertNotIn(states.PUT_UP, agenda_source.MAY_GO_UP)
        self.assertNotIn(states.CLOSED, agenda_source.MAY_GO_UP)


class TestClosing(MeetingTestCase):
    def ticked(self, *issues, **fields):
        """A meeting with somebody present and these issues ticked."""
        meeting = self.meeting(**fields)
        self.sign("Liaison", meeting)
        with self.by("Liaison"):
            api.freshen(meeting.name)
            doc = self.stored(meeting)
            for row in doc.agenda:
                row.put_up = int(row.issue in {issue.name for issue in issues})
            doc.save()
        return meeting

    def close(self, meeting, role: str = "Liaison") -> dict:
        with self.by(role):
            return api.close_minutes(meeting.name)

    def test_needs_somebody_who_came(self):
        meeting = self.meeting()
        with self.assertRaises(MinutesIncomplete):
            self.close(meeting)
        self.sign("Team Head", meeting)
        self.close(meeting)
        stored = self.stored(meeting)
        self.assertEqual(stored.status, "Held")
        self.assertEqual(getdate(stored.held_on), getdate())
        # of whom nothing was noted, did not come
        self.assertEqual(self.row("Village Cadre", meeting).attendance, "Absent")

    def test_ticked_issue_goes_up_with_its_words(self):
        issue = self.issue()
        meeting = self.ticked(issue)
        with self.by("Liaison"):
            doc = self.stored(meeting)
            next(row for row in doc.agenda if row.issue).discussion = "需镇里补贴"
            doc.save()
        outcome = self.close(meeting)
        self.assertEqual(outcome, {"went_up": [issue.title], "refused": []})
        issue.reload()
        self.assertEqual(issue.state, states.PUT_UP)
        self.assertIn("需镇里补贴", issue.steps[-1].reason)
        self.assertEqual(self.stored(meeting).put_up_count, 1)

    def test_what_cannot_go_up_is_named_and_stops_nothing_else(self):
        closed, fine = self.issue(title="已办结的"), self.issue(title="要上会的")
        meeting = self.ticked(closed, fine)
        with self.by("Liaison"):
            doc = frappe.get_doc("Ledger Issue", closed.name)
            steps.go(doc, "Solved at Once", result="当场解决", satisfaction="Satisfied")
        outcome = self.close(meeting)
        self.assertEqual(outcome["went_up"], ["要上会的"])
        self.assertEqual([one["title"] for one in outcome["refused"]], ["已办结的"])
        self.assertIn("未能提请", self.agenda(meeting)[closed.name].put_up_note)
        self.assertEqual(self.stored(meeting).status, "Held")

    def test_who_may_not_put_up_closes_and_is_told(self):
        issue = self.issue()
        outcome = self.close(self.ticked(issue), "Station Cadre")
        self.assertEqual([one["title"] for one in outcome["refused"]], [issue.title])
        issue.reload()
        self.assertEqual(issue.state, states.REGISTERED)

    def test_end_of_the_month_has_a_report_drafted_from_the_ledger(self):
        self.issue(title="水渠漏水")
        meeting = self.ticked(month_end=True)
        text = self.stored(meeting).month_summary
        self.assertIn("水渠漏水", text)
        self.assertIn("新出现问题 1 个", text)
        with self.by("Liaison"):
            doc = self.stored(meeting)
            doc.month_summary = " "
            doc.save()
        with self.assertRaises(MinutesIncomplete):
            self.close(meeting)
        with self.by("Liaison"):
            self.assertEqual(api.draft_summary(meeting.name), text)

    def test_draft_follows_the_ledger_until_somebody_writes(self):
        self.issue(title="水渠漏水")
        meeting = self.ticked(month_end=True)
        self.issue(title="桥面破损")
        with self.by("Liaison"):
            self.assertTrue(api.freshen(meeting.name))
            self.assertIn("桥面破损", self.stored(meeting).month_summary)
            doc = self.stored(meeting)
            doc.month_summary = "本月问题以道路为主。"
            doc.save()
        self.issue(title="路灯不亮")
        with self.by("Liaison"):
            api.freshen(meeting.name)
        self.assertEqual(self.stored(meeting).month_summary, "本月问题以道路为主。")

    def test_not_before_its_day_and_not_twice(self):
        with self.assertRaises(MinutesIncomplete):
            self.close(self.meeting(days=7))
        meeting = self.ticked()
        self.close(meeting)
        with self.assertRaises(MinutesIncomplete):
            self.close(meeting)

    def test_who_only_reads_closes_nothing(self):
        meeting = self.ticked()
        for role in ("Village Cadre", "Organization Office", "Town Leader"):
            for act in (
                lambda: api.close_minutes(meeting.name),
                lambda: api.set_not_held(meeting.name, "台风"),
                lambda: api.reopen(meeting.name, "漏记"),
                lambda: api.draft_summary(meeting.name),
            ):
                with self.by(role), self.assertRaises(frappe.PermissionError):
                    act()


class TestClosed(MeetingTestCase):
    def held(self):
        meeting = self.meeting()
        self.sign("Liaison", meeting)
        with self.by("Liaison"):
            api.close_minutes(meeting.name)
        return meeting

    def test_closed_minutes_stay_as_they_are(self):
        meeting = self.held()
        with self.by("Liaison"), self.assertRaises(MinutesClosed):
            doc = self.stored(meeting)
            doc.notes = "后来想起的事"
            doc.save()

    def test_officers_open_them_again_with_a_reason(self):
        meeting = self.held()
        with self.by("Station Cadre"), self.assertRaises(frappe.PermissionError):
            api.reopen(meeting.name, "漏记一人")
        with self.by("Liaison"):
            with self.assertRaises(MinutesIncomplete):
                api.reopen(meeting.name, " ")
            api.reopen(meeting.name, "漏记一人")
            api.mark(meeting.name, self.cadre("Team Head"), "Present")
            api.close_minutes(meeting.name)
        stored = self.stored(meeting)
        self.assertEqual((stored.status, stored.reopen_reason), ("Held", "漏记一人"))
        self.assertEqual(stored.present_count, 2)

    def test_not_after_three_days(self):
        meeting = self.held()
        meeting.db_set("closed_on", frappe.utils.add_days(frappe.utils.now_datetime(), -4))
        with self.by("Team Head"), self.assertRaises(MinutesIncomplete):
            api.reopen(meeting.name, "漏记一人")

    def test_not_held_with_a_reason_and_only_if_nobody_came(self):
        meeting = self.meeting()
        with self.by("Liaison"):
            with self.assertRaises(MinutesIncomplete):
                api.set_not_held(meeting.name, "")
            api.mark(meeting.name, self.cadre("Team Head"), "Present")
            with self.assertRaises(MinutesIncomplete):
                api.set_not_held(meeting.name, "防御台风")
            api.mark(meeting.name, self.cadre("Team Head"), "")
            api.set_not_held(meeting.name, "防御台风")
        stored = self.stored(meeting)
        self.assertEqual((stored.status, stored.not_held_reason), ("Not Held", "防御台风"))
