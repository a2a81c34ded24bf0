"""Who is reminded of which filing, article, circulation or bulletin; and that the digest leaves by real mail."""

import email
from datetime import timedelta
from itertools import count
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate

from zhilian_app import calendar, digest
from zhilian_app.filings import reminders
from zhilian_app.filings.test_circulation import make_bulletin
from zhilian_app.testing import World, ZhilianTestCase, make, make_cadre
from zhilian_app.tests.receivers import MailServer, running

_numbers = count(1)


def add_filing(world, title: str, due_on, **fields) -> str:
    """A filing of the world's own station as it is stored; how one comes about is another matter."""
    station = fields.pop("station", world.own)
    facts = frappe.db.get_value("Station", station, ["station_name", "town"], as_dict=True)
    doc = frappe.new_doc("Filing")
    doc.update(
        {
            "name": f"测试上报-{next(_numbers)}-{frappe.generate_hash(length=8)}",
            "title": title,
            "requirement_title": title,
            "station": station,
            "month": calendar.month_start(due_on),
            "due_on": due_on,
            "cutoff_on": due_on + timedelta(days=10),
            "state": "To Hand In",
            "standing": "Not Due",
            "counts": "Upload",
            **facts,
            **fields,
        }
    )
    doc.db_insert()
    return doc.name


class ReminderTestCase(ZhilianTestCase):
    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def setUp(self):
        super().setUp()
        frappe.db.delete("Filing")
        # a Wednesday without holidays around
        self.day = getdate("2026-11-25")

    def lines(self, role: str, day=None) -> list:
        return reminders.lines(day or self.day).get(self.world.users[role], [])

    def texts(self, role: str, day=None) -> list[str]:
        return [line.text for line in self.lines(role, day)]


class TestFilings(ReminderTestCase):
    def test_before_on_the_day_and_daily_when_late(self):
        due = self.day + timedelta(days=7)
        add_filing(self.world, "书面报告", due)
        told = {
            left: self.texts("Liaison", due - timedelta(days=left)) for left in range(8, -4, -1)
        }
        said = {left for left, texts in told.items() if texts}
        self.assertEqual({7, 3, 1, 0, -1, -2, -3}, said)
        self.assertEqual(["还有 3 天到期（2026-12-02）：书面报告"], told[3])
        self.assertEqual(["今天到期：书面报告"], told[0])
        self.assertEqual(["已逾期 2 天：书面报告"], told[-2])
        urgent = {left: self.lines("Liaison", due - timedelta(days=left)) for left in (1, 0, -1)}
        self.assertEqual([False, True, True], [rows[0].urgent for rows in urgent.values()])

    def test_climbs_to_the_head_and_the_station_leader(self):
        due = self.day  # a Wednesday: 1 and 3 working days later are Thursday and Monday
        add_filing(self.world, "书面报告", due)
        add_filing(self.world, "登记名册", due)
        reached = {}
        for days in range(6):
            day = due + timedelta(days=days)
            reached[days] = tuple(
                len(self.texts(role, day)) for role in ("Liaison", "Team Head", "Station Leader")
            )
        self.assertEqual(
            {0: (2, 0, 0), 1: (2, 2, 0), 2: (2, 2, 0), 3: (2, 2, 0), 4: (2, 2, 0), 5: (2, 2, 1)},
            reached,
        )
        self.assertIn(
            "有 2 份资料逾期未报", self.texts("Station Leader", due + timedelta(days=5))[0]
        )
        self.assertEqual([], self.texts("Organization Office", due + timedelta(days=5)))

    def test_what_is_missing_for_good_is_one_line(self):
        for title in ("书面报告", "登记名册"):
            add_filing(self.world, title, self.day - timedelta(days=40))
        for role in ("Liaison", "Team Head", "Station Leader"):
            (text,) = self.texts(role)
            self.assertIn("往期缺报 2 份", text)

    def test_what_two_bulletins_have_shown_as_missing_is_over(self):
        add_filing(self.world, "书面报告", self.day - timedelta(days=43))
        self.assertEqual([], self.texts("Liaison"))

    def test_a_request_with_issues_is_not_told_twice(self):
        """The meetings' line says how many issues wait; the filing's would say the same again."""
        for title in ("附件1", "书面报告"):
            counts = "Committee Request" if title == "附件1" else "Upload"
            add_filing(self.world, title, self.day + timedelta(days=3), counts=counts)
        place = {(self.world.own, self.world.town): 2}
        with patch.object(reminders, "put_up_by_station", return_value=place):
            (text,) = self.texts("Liaison")
        self.assertIn("书面报告", text)
        self.assertEqual(2, len(self.texts("Liaison")))

    def test_handed_in_is_nobodys_matter_any_more(self):
        for state in ("Handed In", "Taken In", "Not Needed"):
            add_filing(self.world, state, self.day, state=state)
        self.assertEqual([], self.texts("Liaison"))

    def test_whose_step_is_next(self):
        late = self.day - timedelta(days=1)
        add_filing(self.world, "附件2", self.day, state="To Sign")
        add_filing(self.world, "登记名册", self.day + timedelta(days=5), state="Returned")
        for _copy in range(3):
            add_filing(self.world, "书面报告", late, state="Handed In")
        add_filing(self.world, "附件1", late, state="Handed In", counts="Committee Request")
        self.assertEqual(["已退回，请修改后重新报送：登记名册"], self.texts("Liaison"))
        for role in ("Team Head", "Station Leader"):
            self.assertEqual(["请审核签名：附件2"], self.texts(role))
        self.assertEqual(["待收资料：书面报告3份"], self.texts("Organization Office"))

    def test_no_other_station_hears_of_it(self):
        add_filing(self.world, "书面报告", self.day)
        told = reminders.lines(self.day)
        self.assertEqual({self.world.users["Liaison"]}, set(told))

    def test_opens_the_document_that_counts(self):
        name = add_filing(
            self.world,
            "公开栏照片",
            self.day,
            reference_doctype="Board Update",
            reference_name="板-1",
        )
        (line,) = self.lines("Liaison")
        self.assertEqual(("Board Update", "板-1"), (line.doctype, line.name))
        frappe.db.set_value("Filing", name, {"reference_doctype": None, "reference_name": None})
        (line,) = self.lines("Liaison")
        self.assertEqual(("Filing", name), (line.doctype, line.name))

    def test_queries_do_not_grow_with_the_stations(self):
        def queries() -> int:
            with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
                reminders.lines(self.day)
            return sql.call_count

        add_filing(self.world, "书面报告", self.day - timedelta(days=3))
        queries()
        few = queries()
        for number in range(40):
            add_filing(self.world, f"书面报告{number}", self.day - timedelta(days=number % 30))
        self.assertEqual(few, queries())


class TestOthers(ReminderTestCase):
    def test_articles_wait_for_who_did_not_write_them(self):
        for writer, reader in (("Liaison", "Team Head"), ("Team Head", "Station Leader")):
            with self.as_user(self.world.users[writer]):
                doc = make(
                    "Station Article", title="灯亮了", station=self.world.own, body="<p>字</p>"
                )
            doc.db_set("state", "Team Review")
            self.assertEqual(["团队稿件待审核报送：灯亮了"], self.texts(reader), writer)
            doc.db_set("state", "Filed")

    def test_circulations_until_signed(self):
        secretary = make_cadre(self.world.town, roles=["Town Leader"], position="党委书记")
        doc = make(
            "Circulation",
            reference_doctype="Monthly Bulletin",
            reference_name=make_bulletin(self.world.town),
            readers=[{"cadre": secretary.name}],
            read_by=add_days(getdate(), 1),
        )
        doc.db_set("state", "In Circulation")
        for day, urgent in ((getdate(), False), (add_days(getdate(), 1), True)):
            (line,) = reminders.lines(getdate(day))[secretary.user]
            self.assertEqual((doc.name, urgent), (line.name, urgent and line.urgent))
        frappe.db.set_value("Circulation Reader", doc.readers[0].name, "signed_on", self.day)
        self.assertNotIn(secretary.user, reminders.lines(self.day))

    def test_a_bulletin_before_it_is_frozen(self):
        name = make_bulletin(self.world.town, frozen=0)
        frappe.db.set_value("Monthly Bulletin", name, "cutoff_on", self.day)
        told = {
            days: self.texts("Organization Office", self.day + timedelta(days=days))
            for days in (-1, 0, 1)
        }
        self.assertEqual([], told[-1])
        self.assertIn("明天起截止定稿", told[0][0])
        self.assertIn("已过截止日", told[1][0])


class TestChannels(ReminderTestCase):
    """One digest a person and day: in the desk, and by mail to a real receiver."""

    def setUp(self):
        super().setUp()
        self.user = self.world.users["Liaison"]
        frappe.db.delete("Daily Digest", {"user": self.user})
        frappe.db.set_value("User", self.user, "email", "lianluo@town.example")
        add_filing(self.world, "书面报告", getdate())
        commit = patch.object(frappe.db, "commit")
        commit.start()
        self.addCleanup(commit.stop)

    def account(self, port: int):
        frappe.db.delete("Email Account")
        account = frappe.new_doc("Email Account")
        account.update(
            {
                "email_account_name": "试验",
                "email_id": "office@town.example",
                "enable_outgoing": 1,
                "default_outgoing": 1,
                "smtp_server": "127.0.0.1",
                "smtp_port": port,
                "no_smtp_authentication": 1,
                "awaiting_password": 0,
            }
        )
        account.insert()
        frappe.local.outgoing_email_account = {}

    def flush(self):
        """What the scheduler's job of each mail does."""
        names = frappe.get_all(
            "Email Queue", {"reference_doctype": "Daily Digest"}, pluck="name", order_by="creation"
        )
        with patch.dict(frappe.flags, {"in_test": False, "mute_emails": False}):
            for name in names:
                frappe.get_doc("Email Queue", name).send()

    def digest(self):
        return frappe.get_last_doc("Daily Digest", {"user": self.user})

    def make(self):
        paths = ["zhilian_app.filings.reminders.lines"]
        with patch.object(digest, "source_paths", return_value=paths):
            digest.make_digests()

    def test_desk_and_mail(self):
        with running(MailServer()) as server:
            self.account(server.port)
            self.make()
            self.make()
            self.flush()
            messages = [email.message_from_bytes(raw) for raw in server.messages]
        (mine,) = [one for one in messages if "lianluo@town.example" in str(one["To"])]
        html = "".join(
            part.get_payload(decode=True).decode()
            for part in mine.walk()
            if part.get_content_type() == "text/html"
        )
        self.assertIn("今天到期：书面报告", html)
        row = self.digest()
        self.assertEqual(("Sent", 1), (row.status, row.lines))
        told = frappe.get_all(
            "Notification Log", {"for_user": self.user, "document_name": row.name}
        )
        self.assertEqual(1, len(told))

    def test_a_mail_server_that_is_off_stops_no_desk_and_the_mail_comes_later(self):
        with running(MailServer()) as server:
            port = server.port
            self.account(port)
        self.make()
        with self.assertRaises(frappe.ValidationError):
            self.flush()
        row = self.digest()
        self.assertTrue(frappe.db.exists("Notification Log", {"document_name": row.name}))
        queued = frappe.get_doc("Email Queue", row.email_queue)
        self.assertNotEqual("Sent", queued.status)
        with running(MailServer()) as server:
            frappe.db.set_value("Email Account", {"enable_outgoing": 1}, "smtp_port", server.port)
            frappe.local.outgoing_email_account = {}
            self.flush()
            self.assertEqual(1, len(server.messages))
