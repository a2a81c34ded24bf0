"""The digest of a day: who gets which line, once, with or without a mail server."""

from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, now_datetime

from zhilian_app import calendar, digest
from zhilian_app.digest import Line
from zhilian_app.issues import reminders as issue_reminders
from zhilian_app.meetings import reminders as meeting_reminders
from zhilian_app.testing import World, ZhilianTestCase, make, make_cadre

A_LINE = Line("提醒", "写材料<b>", "Review Report", "村-汇报-2026-01", True)


def one_line(day):
    return {World.shared().users["Liaison"]: [A_LINE]}


def no_line(day):
    return {World.shared().users["Liaison"]: []}


def bad(day):
    raise ValueError("broken")


class DigestTestCase(ZhilianTestCase):
    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def setUp(self):
        super().setUp()
        self.user = self.world.users["Liaison"]
        # jobs commit what they wrote; the tests take it back
        commit = patch.object(frappe.db, "commit")
        commit.start()
        self.addCleanup(commit.stop)

    def sources(self, *names: str):
        """Only these sources of this file."""
        paths = [f"{__name__}.{name}" for name in names or ("one_line",)]
        return patch.object(digest, "source_paths", return_value=paths)

    def make(self, *names: str):
        with self.sources(*names):
            digest.make_digests()
        return self.digests()

    def digests(self):
        return frappe.get_all(
            "Daily Digest",
            {"user": self.user, "day": getdate()},
            ["name", "subject", "body", "lines", "status", "error"],
        )

    def give_address(self, address: str = "liaison@town.example"):
        frappe.db.set_value("User", self.user, "email", address)

    def server(self, there: bool = True):
        return patch.object(digest, "has_mail_server", return_value=there)


class TestDigest(DigestTestCase):
    def test_once_a_person_and_day(self):
        self.make()
        (row,) = self.make()
        self.assertEqual((f"{self.user}-{getdate()}", 1), (row.name, row.lines))
        self.assertIn("1 件", row.subject)
        self.assertIn("写材料&lt;b&gt;", row.body)
        self.assertIn('href="/app/review-report/%E6%9D%91', row.body)
        told = frappe.get_all(
            "Notification Log", {"document_name": row.name, "for_user": self.user}, pluck="name"
        )
        self.assertEqual(1, len(told))

    def test_nothing_to_say_is_no_digest(self):
        self.assertEqual([], self.make("no_line"))

    def test_bad_source_stops_no_other(self):
        self.assertEqual(1, len(self.make("bad", "nowhere_to_be_found", "one_line")))

    def test_who_has_no_account_any_more_gets_none(self):
        frappe.db.set_value("User", self.user, "enabled", 0)
        self.assertEqual([], self.make())

    def test_each_reads_the_own_ones_alone_and_writes_none(self):
        (row,) = self.make()
        for role, user in self.world.users.items():
            with self.as_user(user):
                seen = frappe.get_list("Daily Digest", {"name": row.name}, pluck="name")
                self.assertEqual([row.name] if role == "Liaison" else [], seen, role)
                doc = frappe.get_doc("Daily Digest", row.name)
                self.assertEqual(role == "Liaison", doc.has_permission("read"), role)
                self.assertFalse(doc.has_permission("write"), role)

    def test_made_later_in_the_day_when_the_machine_was_off_at_the_time(self):
        frappe.db.set_default(digest.MADE_ON, "2020-01-01")
        early = now_datetime().replace(hour=6)
        with self.sources():
            with patch.object(digest, "now_datetime", return_value=early):
                digest.follow_digests()
            self.assertEqual([], self.digests())
            with patch.object(digest, "now_datetime", return_value=early.replace(hour=10)):
                digest.follow_digests()
        self.assertEqual(1, len(self.digests()))


class TestMail(DigestTestCase):
    def test_no_address_is_said_and_nothing_is_queued(self):
        with self.server():
            (row,) = self.make()
        self.assertEqual("No Address", row.status)
        self.assertFalse(frappe.db.exists("Email Queue", {"reference_name": row.name}))

    def test_waits_without_a_mail_server_and_goes_out_later(self):
        self.give_address()
        with self.server(False):
            (row,) = self.make()
        self.assertEqual("Waiting", row.status)
        self.add_mail_account()
        with self.sources():
            digest.follow_digests()
            digest.follow_digests()
        self.assertEqual(("Sent", None), (self.digests()[0].status, self.digests()[0].error))
        queued = frappe.get_all("Email Queue", {"reference_name": row.name}, pluck="name")
        self.assertEqual(1, len(queued))
        frappe.db.set_value(
            "Email Queue", queued[0], {"status": "Error", "error": "a\n550 refused"}
        )
        for answers, status in ((False, "Error"), (True, "Not Sent")):
            with patch.object(digest, "server_answers", return_value=answers):
                digest.note_errors()
            self.assertEqual("Sent", self.digests()[0].status)
            self.assertEqual(status, frappe.db.get_value("Email Queue", queued[0], "status"))
        # the server is back and refuses it
        frappe.db.set_value("Email Queue", queued[0], "status", "Error")
        with patch.object(digest, "server_answers", return_value=True):
            digest.note_errors()
        (row,) = self.digests()
        self.assertEqual(("Not Sent", "550 refused"), (row.status, row.error))

    def test_trouble_with_mail_loses_no_digest(self):
        self.give_address()
        for problem in (frappe.OutgoingEmailError("no account"), OSError("no route")):
            with self.server(), patch.object(digest.frappe, "sendmail", side_effect=problem):
                (row,) = self.make()
            self.assertEqual(("Waiting", str(problem)), (row.status, row.error))

    def test_given_up_after_seven_days(self):
        self.give_address()
        with self.server(False):
            (row,) = self.make()
            old = add_days(getdate(), -8)
            frappe.db.set_value("Daily Digest", row.name, "day", old)
            digest.send_waiting()
        status, error = frappe.db.get_value("Daily Digest", row.name, ["status", "error"])
        self.assertEqual("Not Sent", status)
        self.assertIn("7 天", error)

    def add_mail_account(self):
        """An account to send from, as an administrator sets it up."""
        frappe.get_doc(
            {
                "doctype": "Email Account",
                "name": "镇政府",
                "email_account_name": "镇政府",
                "email_id": "office@town.example",
                "enable_outgoing": 1,
                "default_outgoing": 1,
                "smtp_server": "localhost",
                "no_smtp_authentication": 1,
            }
        ).db_insert()
        frappe.local.outgoing_email_account = {}
        self.addCleanup(setattr, frappe.local, "outgoing_email_account", {})

    def test_only_an_account_is_a_mail_server(self):
        muted = "frappe.email.doctype.email_account.email_account.are_emails_muted"
        frappe.local.outgoing_email_account = {}
        with patch(muted, return_value=False):
            self.assertFalse(digest.has_mail_server())
            self.add_mail_account()
            self.assertTrue(digest.has_mail_server())


class SourceTestCase(DigestTestCase):
    def issue(self, title="村道路灯不亮", **values):
        doc = make("Ledger Issue", station=self.world.own, title=title, content="坏了。")
        frappe.db.set_value("Ledger Issue", doc.name, values)
        return doc

    def texts(self, source, role: str) -> list[str]:
        return [line.text for line in source.lines(getdate()).get(self.world.users[role], [])]

    def others(self, source) -> list[str]:
        """Lines that reach another station."""
        found = source.lines(getdate())
        return found.get(self.world.other_liaison, []) + found.get(self.world.foreign_liaison, [])


class TestIssueLines(SourceTestCase):
    def test_overdue_due_today_soon_and_new(self):
        mine = {"handler_user": self.world.users["Liaison"]}
        self.issue("甲", due_on=add_days(getdate(), -2), **mine)
        self.issue("乙", due_on=getdate(), **mine)
        self.issue("丙", due_on=add_days(getdate(), 3), **mine)
        self.issue("丁", due_on=add_days(getdate(), 40), **mine)
        quiet = self.issue("戊", due_on=add_days(getdate(), 5), **mine)
        frappe.db.set_value(
            "Step Record", {"parent": quiet.name}, "stepped_on", add_days(now_datetime(), -5)
        )
        text = "\n".join(self.texts(issue_reminders, "Liaison"))
        for words in ("逾期 2 天", "今天到期，请办理：乙", "还有 3 天到期：丙", "请办理：丁"):
            self.assertIn(words, text)
        self.assertNotIn("戊", text)
        self.assertEqual([], self.others(issue_reminders))

    def test_result_is_for_the_liaison_to_tell(self):
        self.issue(state="Resolved", handler_user=self.world.users["Liaison"])
        texts = self.texts(issue_reminders, "Liaison")
        self.assertEqual(1, len(texts))
        self.assertIn("请告诉群众", texts[0])

    def test_escalated_goes_up(self):
        self.issue(escalation="Station Leader", due_on=add_days(getdate(), -9), handler_user=None)
        self.assertIn("请督办", self.texts(issue_reminders, "Team Head")[0])
        self.assertIn("1 个超期问题", self.texts(issue_reminders, "Station Leader")[0])
        self.assertEqual([], self.texts(issue_reminders, "Organization Office"))
        frappe.db.set_value(
            "Ledger Issue", {"station": self.world.own}, "escalation", "Organization Office"
        )
        self.assertIn("1 个超期问题", self.texts(issue_reminders, "Organization Office")[0])
        self.assertEqual([], self.others(issue_reminders))

    def test_who_left_the_team_hears_of_it_no_more(self):
        stranger = make_cadre(self.world.town)
        self.issue(due_on=add_days(getdate(), -2), handler_user=stranger.user)
        self.assertNotIn(stranger.user, issue_reminders.lines(getdate()))

    def test_few_queries_however_many_issues(self):
        def count():
            queries = []
            real = frappe.db.sql
            with patch.object(
                frappe.db, "sql", side_effect=lambda *a, **k: queries.append(1) or real(*a, **k)
            ):
                issue_reminders.lines(getdate())
            return len(queries)

        self.issue("甲", due_on=getdate(), handler_user=self.user)
        one = count()
        for number in range(5):
            self.issue(f"乙{number}", due_on=getdate(), handler_user=self.user)
        self.assertEqual(one, count())


class TestMeetingLines(SourceTestCase):
    def row(self, doctype: str, **fields):
        """A row as the other forms leave it."""
        doc = frappe.get_doc(
            {
                "doctype": doctype,
                "name": frappe.generate_hash(),
                "station": self.world.own,
                "town": self.world.town,
                **fields,
            }
        )
        doc.db_insert()
        return doc

    def test_weekly_meeting_of_today_for_who_is_expected(self):
        meeting = self.row(
            "Weekly Meeting",
            meeting_date=getdate(),
            meeting_time="08:30:00",
            status="Planned",
            place="村委会",
        )
        for role in ("Liaison", "Village Cadre"):
            seat = {"doctype": "Meeting Attendance", "cadre": self.world.cadres[role].name}
            seat |= {
                "parent": meeting.name,
                "parenttype": "Weekly Meeting",
                "parentfield": "attendance",
            }
            frappe.get_doc(seat).db_insert()
        for role in ("Liaison", "Village Cadre"):
            self.assertIn("今天开周会，8:30 村委会", self.texts(meeting_reminders, role)[0])
        self.assertEqual([], self.texts(meeting_reminders, "Station Cadre"))
        self.assertEqual([], self.others(meeting_reminders))

    def test_last_weeks_meeting_without_a_record(self):
        week = calendar.week_start(getdate()) - timedelta(days=7)
        recorder = self.world.cadres["Liaison"].name
        self.row(
            "Weekly Meeting", week=week, meeting_date=week, status="Planned", recorder=recorder
        )
        for role in ("Liaison", "Team Head"):
            self.assertIn("没有记录", self.texts(meeting_reminders, role)[0])

    def test_requests_by_their_state(self):
        request = self.row("Committee Request", month="2020-01-01")
        for state, role, words in (
            ("To Sign", "Station Leader", "等您审核签名"),
            ("Returned", "Liaison", "被退回"),
            ("Signed", "Organization Office", "请接收"),
        ):
            frappe.db.set_value("Committee Request", request.name, "state", state)
            self.assertIn(words, "\n".join(self.texts(meeting_reminders, role)), state)
            self.assertEqual([], self.others(meeting_reminders))

    def test_request_is_due_where_something_is_put_up(self):
        frappe.db.set_value("Town", self.world.town, "request_due_day", min(getdate().day, 31))
        self.assertEqual([], self.texts(meeting_reminders, "Liaison"))
        self.issue(state="Put to the Committee")
        self.assertIn("1 个问题要提请党委会", self.texts(meeting_reminders, "Liaison")[0])
        self.row("Committee Request", month=calendar.month_start(getdate()), state="Accepted")
        self.assertEqual([], self.texts(meeting_reminders, "Liaison"))

    def test_report_that_is_not_ready(self):
        month = calendar.month_start(getdate())
        meeting = make("Review Meeting", town=self.world.town, month=month, meeting_date=getdate())
        self.assertIn("还没有定稿", self.texts(meeting_reminders, "Team Head")[0])
        frappe.db.set_value(
            "Review Report", {"meeting": meeting.name}, "meeting_date", add_days(getdate(), 5)
        )
        self.assertEqual([], self.texts(meeting_reminders, "Team Head"))

    def test_decision_of_yesterday(self):
        self.issue(decision="Agreed", decided_on=add_days(getdate(), -1))
        self.assertIn("党委会已研究", self.texts(meeting_reminders, "Liaison")[0])
        self.assertEqual([], self.others(meeting_reminders))
