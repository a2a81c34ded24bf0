"""附件1 as xlsx, docx and PDF, and the session's papers: what a reader finds on them."""

import io
import shutil
import subprocess
import unittest
from datetime import date, datetime
from decimal import Decimal

import docx
import frappe
import openpyxl
from frappe.utils import getdate
from pypdf import PdfReader

from zhilian_app.calendar import month_start
from zhilian_app.meetings import papers, request_files, sessions_upkeep, states
from zhilian_app.meetings.doctype.committee_request.testing import CommitteeTestCase
from zhilian_app.meetings.request_paper import PaperRow, RequestPaper
from zhilian_app.meetings.request_sheet import write_request
from zhilian_app.meetings.request_word import write_document
from zhilian_app.meetings.session_paper import Decided, SessionPaper
from zhilian_app.testing import make

NASTY = '=1+1 <b>路</b> & "{{ 1 }}" \x0b'
PAPER = RequestPaper(
    town="赤溪镇",
    station="护岭村",
    month=date(2026, 11, 1),
    rows=(
        PaperRow(
            NASTY,
            "三组村道破损。\n雨天难走。",
            "铺水泥路面",
            Decimal("120000.00"),
            Decimal("80000.50"),
            date(2027, 3, 31),
            "急",
        ),
        PaperRow("土地纠纷", "两户争界", "请派人调处"),
    ),
    filled_by="李联络",
    filled_on=datetime(2026, 11, 25, 9, 5),
    signed_by="赵组长",
    signed_on=datetime(2026, 11, 26, 10, 30),
    accepted_by="周组织",
    accepted_on=datetime(2026, 11, 27, 8, 0, 1),
)
TITLE = "赤溪镇 护岭 村（社区） 11 月需提请党委会研究解决问题表"
SAID = (
    "附件1",
    "填报单位：赤溪镇护岭村",
    "填报日期：2026年11月25日",
    "预算总额（元）",
    "申请镇级及以上补贴额（元）",
    "预计完工时间",
    "2027年3月31日",
    "两户争界",
    "壹拾贰万元整",
    "捌万元伍角",
    "填报人：李联络",
    "驻点组长（分管领导）审核签名：赵组长 2026年11月26日 10:30",
    "镇组织办公室受理：周组织 2026年11月27日 08:00",
)


class TestSheet(unittest.TestCase):
    def setUp(self):
        self.sheet = openpyxl.load_workbook(io.BytesIO(write_request(PAPER))).active
        self.cells = [cell for row in self.sheet.iter_rows() for cell in row]

    def test_says_all(self):
        texts = [str(cell.value) for cell in self.cells if cell.value is not None]
        self.assertIn(TITLE, texts)
        for words in SAID:
            self.assertTrue(any(words in text for text in texts), words)

    def test_amounts_are_numbers_and_add_up(self):
        self.assertEqual(["E5", "E7"], [c.coordinate for c in self.cells if c.value == 120000])
        self.assertEqual(80000.5, self.sheet["F7"].value)
        self.assertEqual("#,##0.00", self.sheet["F5"].number_format)
        self.assertIsNone(self.sheet["E6"].value)

    def test_what_looks_like_a_formula_is_none(self):
        cell = self.sheet["B5"]
        self.assertEqual(("s", True), (cell.data_type, cell.quotePrefix))

    def test_page(self):
        self.assertEqual("landscape", self.sheet.page_setup.orientation)
        self.assertEqual(1, self.sheet.page_setup.fitToWidth)


class TestDocument(unittest.TestCase):
    def setUp(self):
        self.document = docx.Document(io.BytesIO(write_document(PAPER)))
        cells = [
            cell.text for table in self.document.tables for row in table.rows for cell in row.cells
        ]
        self.text = "\n".join([*(one.text for one in self.document.paragraphs), *cells])

    def test_says_all(self):
        for words in (TITLE, *SAID, "120,000.00", "80,000.50", "土地纠纷"):
            self.assertIn(words, self.text)

    def test_what_people_typed_is_text(self):
        self.assertIn('=1+1 <b>路</b> & "{{ 1 }}"', self.text)
        self.assertNotIn("{%", self.text)

    def test_a4_across_with_a_row_an_item(self):
        section = self.document.sections[0]
        self.assertEqual((297, 210), (round(section.page_width.mm), round(section.page_height.mm)))
        self.assertEqual(1 + 2 + 1, len(self.document.tables[1].rows))


class TestWords(unittest.TestCase):
    def test_place(self):
        for station, place in (
            ("护岭村", "护岭"),
            ("圩镇社区", "圩镇"),
            ("村", "村"),
            ("铜鼓", "铜鼓"),
        ):
            self.assertEqual(place, RequestPaper("赤溪镇", station, date(2026, 1, 1)).place)

    def test_sentence(self):
        agreed = Decided(
            "护岭村",
            "村道",
            decision="同意",
            agreed=True,
            resolution_no="赤党纪〔2026〕9号",
            words="年内完成。",
            office="规划办",
            due_on=date(2026, 12, 31),
            approved=Decimal("50000.00"),
        )
        self.assertEqual(
            "同意，核准补贴金额50,000.00元（伍万元整），由规划办负责，2026年12月31日前完成。"
            "年内完成（赤党纪〔2026〕9号）。",
            agreed.sentence,
        )
        self.assertEqual("暂缓。再议。", Decided("a", "b", decision="暂缓", words="再议").sentence)
        self.assertIn("自行办理", Decided("a", "b", decision="同意", agreed=True).sentence)
        self.assertEqual("未决定。", Decided("a", "b").sentence)

    def test_numbers_and_stations(self):
        items = tuple(Decided(station, "x") for station in ("甲", "乙", "甲"))
        paper = SessionPaper("中共赤溪镇委员会", date(2026, 11, 1), items=items)
        self.assertEqual(["一", "二", "三"], [number for number, _item in paper.numbered])
        self.assertEqual([("甲", 2), ("乙", 1)], [(name, len(of)) for name, of in paper.by_station])


def pdf_text(pdf: bytes) -> str:
    """What pdftotext reads, without blanks and line breaks."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode("utf-8").split())


class TestPrints(CommitteeTestCase):
    def session(self):
        self.issue("村道<b>破损</b>")
        self.accepted()
        office = make("Town Office", office_name="规划建设办公室", town=self.world.town).name
        name = sessions_upkeep.session_of(self.world.town, month_start(getdate()))
        with self.by("Party-Government Office"):
            doc = frappe.get_doc("Committee Session", name)
            leader = self.world.cadres["Town Leader"].name
            doc.update(
                {
                    "session_date": getdate(),
                    "session_time": "09:30:00",
                    "place": "镇三楼会议室",
                    "chair": leader,
                    "recorder": leader,
                    "other_business": "传阅十一月通报。",
                }
            )
            doc.attendees[0].attendance = "Present"
            doc.items[0].update(
                {
                    "decision": "Agreed",
                    "resolution_no": "赤党纪〔2026〕9号",
                    "approved_amount": 50000,
                    "office": office,
                    "words": "年内完成",
                }
            )
            doc.save()
        return frappe.get_doc("Committee Session", name)

    def html(self, doc, name: str) -> str:
        return frappe.get_print(doc.doctype, doc.name, name)

    def test_request(self):
        self.issue("村道<b>破损</b>")
        html = self.html(self.signed(), "Committee Request")
        head = self.world.cadres["Team Head"].cadre_name
        for words in ("附件1", "120,000.00", "捌万元伍角", head, "村道&lt;b&gt;破损"):
            self.assertIn(words, html)
        self.assertNotIn("村道<b>", html)

    def test_what_was_taken_back_is_not_on_the_paper(self):
        issue = self.issue()
        self.issue("路灯不亮")
        self.written()
        self.step(issue, "Team Head", "Take Back", "村里能办")
        self.assertEqual(
            ["路灯不亮"], [row.title for row in papers.request_paper(self.request()).rows]
        )

    def test_minutes_and_resolution(self):
        doc = self.session()
        draft = self.html(doc, "Committee Session Minutes")
        self.assertIn("草稿", draft)
        doc = self.step(doc, "Town Leader", states.DECIDE)
        minutes = self.html(doc, "Committee Session Minutes")
        leader = self.world.cadres["Town Leader"].cadre_name
        for words in (
            "09:30",
            "镇三楼会议室",
            leader,
            "伍万元整",
            "传阅十一月通报",
            "规划建设办公室负责",
        ):
            self.assertIn(words, minutes)
        self.assertNotIn("草稿", minutes)
        self.assertNotIn("村道<b>", minutes)
        notice = self.html(doc, "Committee Resolution")
        for words in ("赤党纪〔2026〕9号", "规划建设办公室", "50,000.00元（伍万元整）", "同意"):
            self.assertIn(words, notice)

    @unittest.skipUnless(
        shutil.which("wkhtmltopdf") and shutil.which("pdftotext"), "no PDF programs"
    )
    def test_request_is_a4_across(self):
        self.issue()
        doc = self.signed()
        pdf = frappe.get_print(doc.doctype, doc.name, "Committee Request", as_pdf=True)
        box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
        self.assertGreater(box.width, box.height)
        self.assertIn("需提请党委会研究解决问题表", pdf_text(pdf))

    def test_who_may_not_read_gets_no_paper(self):
        self.issue()
        doc = self.request()
        with self.as_user(self.world.other_liaison):
            for kind in ("xlsx", "docx"):
                with self.assertRaises(frappe.PermissionError):
                    request_files.download_request(doc.name, kind)
            with self.assertRaises(frappe.PermissionError):
                papers.request_paper(doc)
        with self.by("Liaison"), self.assertRaises(frappe.ValidationError):
            request_files.download_request(doc.name, "exe")

    def test_download(self):
        self.issue()
        doc = self.project()
        for kind in ("xlsx", "docx"):
            with self.by("Liaison"):
                request_files.download_request(doc.name, kind)
            self.assertTrue(frappe.response["filename"].endswith(f"问题表.{kind}"))
            self.assertTrue(frappe.response["filecontent"].startswith(b"PK"))
