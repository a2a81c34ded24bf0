"""The minutes on paper, and the book of a station's minutes."""

import io
import shutil
import subprocess
import unittest
from datetime import timedelta

import frappe
from frappe.utils import getdate
from pypdf import PdfReader

from zhilian_app.meetings import api, book
from zhilian_app.meetings.testing import MeetingTestCase

FORMAT = "Weekly Meeting Minutes"
PROGRAMS = shutil.which("wkhtmltopdf") and shutil.which("pdftotext")


def pdf_text(pdf: bytes) -> str:
    """What pdftotext reads, lines as laid out."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


class MinutesCase(MeetingTestCase):
    def held(self, days: int = 0, **fields):
        """Minutes that were closed, with an issue that was talked about."""
        self.issue(title="三组<b>路灯</b>不亮")
        meeting = self.meeting(days=days, **fields)
        with self.by("Liaison"):
            api.freshen(meeting.name)
            api.mark(meeting.name, self.cadre("Liaison"), "Present")
            api.mark(meeting.name, self.cadre("Team Head"), "On Leave", "到市里开会")
            doc = self.stored(meeting)
            for row in doc.agenda:
                if row.issue:
                    row.update({"discussion": "请村里本周内修好", "put_up": 1})
            doc.notes = "下周走访三组。"
            doc.save()
            api.close_minutes(meeting.name)
        return meeting


class TestMinutes(MinutesCase):
    def html(self, meeting) -> str:
        return frappe.get_print("Weekly Meeting", meeting.name, FORMAT)

    def test_paper_says_who_came_what_was_said_and_what_goes_up(self):
        html = self.html(self.held(month_end=True))
        station = frappe.db.get_value("Station", self.world.own, "station_name")
        for words in (
            station,
            "驻点团队记录本",
            "应到 5 人，实到 1 人",
            "请假：到市里开会",
            "请村里本周内修好",
            "下周走访三组。",
            "新出现的矛盾和问题总结",
            "提请党委会研究解决的问题",
            "主持人签名",
        ):
            self.assertIn(words, html)

    def test_words_are_escaped(self):
        html = self.html(self.held())
        self.assertIn("三组&lt;b&gt;路灯&lt;/b&gt;不亮", html)
        self.assertNotIn("三组<b>路灯", html)

    def test_missing_and_not_held_say_so(self):
        self.assertIn("缺开", self.html(self.meeting(days=-7)))
        meeting = self.meeting()
        with self.by("Liaison"):
            api.set_not_held(meeting.name, "防御台风")
        self.assertIn("本次会议未召开。原因：防御台风", self.html(meeting))


class TestBook(MinutesCase):
    def ask(self, role: str, **changes):
        day = getdate()
        args = {
            "station": self.world.own,
            "from_date": str(day - timedelta(days=20)),
            "to_date": str(day),
            **changes,
        }
        with self.by(role):
            api.record_book(**args)
        return frappe.local.response

    @unittest.skipUnless(PROGRAMS, "no PDF programs")
    def test_one_pdf_with_each_meeting_on_a_page_of_its_own(self):
        self.meeting(days=-7)
        self.held()
        answer = self.ask("Organization Office")
        self.assertTrue(answer.filename.endswith("驻点团队记录本.pdf"))
        pages = PdfReader(io.BytesIO(answer.filecontent)).pages
        self.assertEqual(len(pages), 2)
        self.assertAlmostEqual(float(pages[0].mediabox.height), 842, delta=2)
        text = pdf_text(answer.filecontent)
        # pdftotext reads some characters as the radical of the same shape (里 as ⾥)
        self.assertIn("本周内修好", text)

    def test_who_does_not_read_the_station_gets_none(self):
        self.held()
        with self.assertRaises(frappe.ValidationError):
            self.ask("Liaison", station=self.world.other)
        with self.assertRaises(frappe.PermissionError):
            self.ask("Finance Office")

    def test_book_of_no_meetings_and_of_days_in_the_wrong_order(self):
        with self.assertRaises(frappe.ValidationError):
            self.ask("Liaison", from_date="2020-01-01", to_date="2020-02-01")
        with self.assertRaises(frappe.ValidationError):
            self.ask("Liaison", to_date="2020-02-01")

    def test_title(self):
        name = frappe.db.get_value("Station", self.world.own, "station_name")
        self.assertEqual(book.title_of(self.world.own), f"{self.world.town}{name}驻点团队记录本")
