import io
import shutil
import subprocess
import unittest

import frappe
from frappe.utils import getdate
from pypdf import PdfReader

from zhilian_app.meetings import review_api as api
from zhilian_app.meetings import review_paper
from zhilian_app.meetings.test_review import LAST_WORK, ReviewTestCase


class TestReviewPrints(ReviewTestCase):
    def setUp(self):
        super().setUp()
        self.old = self.carried("水渠<i>堵塞</i>")
        self.issue("桥栏松动")
        chair = self.world.cadres["Town Leader"]
        self.held = self.meeting(chair=chair.name, place="三楼会议室", notes="下月重点修渠。").name
        self.answer("Liaison", "已派人清理。", self.old.name)
        self.make_ready()
        with self.by("Organization Office"):
            api.mark(self.held, chair.name, "Present")
            api.mark(self.held, self.world.cadres["Liaison"].name, "On Leave", "病")

    def book(self) -> str:
        return frappe.get_print("Review Meeting", self.held, "Review Meeting")

    def test_report_has_what_the_plan_asks_for_escaped(self):
        html = frappe.get_print("Review Report", self.report().name, "Review Report")
        for words in (
            "月驻点直联工作汇报材料",
            "上月未解决问题",
            "处理措施",
            "水渠&lt;i&gt;堵塞",
            "已派人清理。",
            "桥栏松动",
            LAST_WORK,
            self.world.cadres["Team Head"].cadre_name,
        ):
            self.assertIn(words, html)
        self.assertNotIn("<i>堵塞", html)

    def test_book_has_people_stations_and_what_was_settled(self):
        html = self.book()
        names = {
            role: self.world.cadres[role].cadre_name
            for role in ("Town Leader", "Liaison", "Team Head")
        }
        leave, absent = html.index(">请假<"), html.index(">缺席<")
        self.assertLess(html.index(names["Town Leader"]), leave)
        self.assertTrue(leave < html.index(names["Liaison"]) < absent)
        self.assertLess(absent, html.index(names["Team Head"]))
        for words in ("三楼会议室", "未交", "已交", "下月重点修渠。"):
            self.assertIn(words, html)
        for station in (self.world.own, self.world.other):
            self.assertIn(frappe.db.get_value("Station", station, "station_name"), html)

    def test_book_of_a_head_has_the_own_page_alone(self):
        with self.by("Team Head"):
            html = self.book()
        self.assertIn("桥栏松动", html)
        other = frappe.db.get_value("Station", self.world.other, "station_name")
        self.assertNotIn(f"{other}<br />", html)

    def test_who_may_not_read_the_report_prints_none(self):
        with self.by("Party-Government Office"):
            with self.assertRaises(frappe.PermissionError):
                review_paper.review_page(self.report())
            self.assertNotIn("桥栏松动", self.book())

    @unittest.skipUnless(
        shutil.which("wkhtmltopdf") and shutil.which("pdftotext"), "no PDF programs"
    )
    def test_pdf_begins_a_page_for_each_station(self):
        pdf = frappe.get_print("Review Meeting", self.held, "Review Meeting", as_pdf=True)
        self.assertEqual(4, len(PdfReader(io.BytesIO(pdf)).pages))
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
        )
        pages = done.stdout.decode("utf-8").split("\f")
        self.assertIn(str(getdate().year), pages[0])
        self.assertIn("堵塞", pages[1] + pages[2])
