"""The bulletin of a town: what it draws, that it freezes once, who reads it, and the daily job."""

import json
import subprocess
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from io import BytesIO
from unittest.mock import Mock, patch

import frappe
from docx import Document
from frappe.client import set_value
from frappe.utils import getdate
from openpyxl import load_workbook

from zhilian_app import calendar
from zhilian_app.filings import bulletin_api as api
from zhilian_app.filings import bulletin_job as job
from zhilian_app.filings import bulletin_source as source
from zhilian_app.filings import bulletin_upkeep as upkeep
from zhilian_app.filings import bulletin_view as view
from zhilian_app.testing import (
    WorldTestCase,
    make,
    make_entry,
    make_household,
    make_issue,
    make_station,
    make_town,
    make_visit,
)

BULLETIN = view.BULLETIN
ID = "440781198511020754"
QUICK = {
    kind: (field, lambda paper: paper.title.encode()) for kind, (field, _w) in view.WRITERS.items()
}


class BulletinTestCase(WorldTestCase):
    """``self.month`` is two months ago: its cut-off is over on whatever day this runs."""

    def setUp(self):
        super().setUp()
        self.month = calendar.previous_month(calendar.previous_month(getdate()))
        self.end = calendar.month_end(self.month)
        self.cutoff = calendar.next_month(self.month).replace(day=5)

    def bulletin(self, month=None, **fields):
        with self.by("Organization Office"):
            return make(BULLETIN, town=self.world.town, month=month or self.month, **fields)

    def run_job(self, name: str, freeze: bool = True, writers=QUICK):
        with self.by("Organization Office"), patch.dict(view.WRITERS, writers):
            job.execute(name, freeze)
        return frappe.get_doc(BULLETIN, name)

    def gathered(self, town: str | None = None) -> dict:
        edition = source.Edition(town or self.world.town, self.month, self.cutoff)
        return json.loads(frappe.as_json(source.gather(edition)))

    def row(self, doctype: str, **fields):
        """A row as the database has it, past the steps that lead there."""
        fields.setdefault("name", frappe.generate_hash(length=12))
        doc = frappe.get_doc({"doctype": doctype, **fields})
        doc.db_insert()
        return doc

    def filing(self, days_late: int | None, station: str | None = None, title: str = "附件1"):
        """A filing due at the month's end; ``days_late`` None: not handed in at all."""
        handed_in = None
        if days_late is not None:
            handed_in = datetime.combine(self.end + timedelta(days=days_late), time(10))
        name = f"{self.world.town}-{title}"
        if not frappe.db.exists("Filing Requirement", name):
            self.row("Filing Requirement", name=name, title=title, short_title=title,
                     town=self.world.town, sequence=len(title), from_date=self.month)  # fmt: skip
        return self.row(
            "Filing", requirement=name, requirement_title=title, station=station or self.world.own,
            town=self.world.town, month=self.month, due_on=self.end, cutoff_on=self.cutoff,
            handed_in_on=handed_in, standing="Late" if handed_in else "Not Due", state="Handed In",
        )  # fmt: skip

    def report(self, station: str | None = None, issues=(), **fields):
        doc = self.row(
            "Review Report", station=station or self.world.own, town=self.world.town, month=self.month,
            status="Ready", ready_on=datetime.combine(self.end, time(9)), head_name="赵组长", **fields,
        )  # fmt: skip
        for number, (issue, answer) in enumerate(issues, start=1):
            self.row(
                "Review Answer", parent=doc.name, parenttype="Review Report", parentfield="answers", idx=number,
                kind="Carried Over", issue=issue, title="三组水渠堵塞", answer=answer, state_then="Closed",
            )  # fmt: skip
        return doc

    def name_of(self, station: str) -> str:
        return frappe.db.get_value("Station", station, "station_name")


class TestContent(BulletinTestCase):
    def cells(self, content: dict) -> dict:
        return {
            row["station"]: [cell["standing"] for cell in row["cells"]]
            for row in content["filings"]["rows"]
        }

    def test_in_after_the_cut_off_is_missing_though_it_was_taken_in_since(self):
        self.filing(0)
        self.filing(2, title="书面汇报")
        self.filing(30, station=self.world.other)
        self.filing(None, station=self.world.other, title="书面汇报")
        found = self.cells(self.gathered())
        self.assertEqual(["On Time", "Late"], found[self.name_of(self.world.own)])
        self.assertEqual(["Missing", "Missing"], found[self.name_of(self.world.other)])

    def test_visits_and_register_as_they_were_at_the_end_of_the_month(self):
        homes = [make_household(self.world.own).name for _number in range(3)]
        for home in homes:
            entry = make_entry(home, year=self.month.year)
            entry.db_set("added_on", self.month)
        with patch("zhilian_app.visits.coverage.opened_on", return_value=self.month):
            for home, day in ((homes[0], self.end), (homes[0], self.month), (homes[1], getdate())):
                make_visit(home, visit_date=day, duplicate_confirmed=1)
        frappe.db.set_value(
            "Key Visit Entry", {"household": homes[0]}, "first_visited_on", self.month
        )
        (row,) = (
            row for row in self.gathered()["ranking"]
            if row["station"] == self.name_of(self.world.own)
        )  # fmt: skip
        self.assertEqual(
            (3, 1, 33.33, 1, 2),
            tuple(
                row[key] for key in ("registered", "visited", "coverage", "households", "effective")
            ),
        )

    def test_sensitive_issues_and_id_numbers_are_not_told(self):
        quiet = make_issue(station=self.world.own, title="矫正人员就业", raised_on=self.month)
        quiet.db_set("sensitive", 1)
        loud = make_issue(station=self.world.own, raised_on=self.month)
        self.report(
            issues=[(quiet.name, "与矫正人员本人谈了话"), (loud.name, f"已清淤，联系人{ID}")],
            summary=f"走访二十户，{ID}一户重点帮扶。",
        )
        text = frappe.as_json(content := self.gathered())
        self.assertNotIn("矫正", text)
        self.assertNotIn(ID, text)
        (report,) = (one for one in content["reports"] if not one["missing"])
        self.assertEqual((1, 1), (report["unnamed"], len(report["carried"])))
        (counts,) = (one for one in content["issues"] if one["station"] == report["station"])
        self.assertEqual(2, counts["new"])

    def test_a_report_after_the_cut_off_is_missing(self):
        report = self.report(summary="迟到的")
        report.db_set("ready_on", datetime.combine(self.cutoff + timedelta(days=1), time(0)))
        self.assertTrue(all(one["missing"] for one in self.gathered()["reports"]))

    def test_as_many_queries_for_many_stations(self):
        def queries(town: str) -> int:
            with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as spy:
                self.gathered(town)
            return spy.call_count

        def fill(station: str):
            issue = make_issue(station=station, raised_on=self.month)
            self.report(station, [(issue.name, "已办")])
            self.filing(0, station)

        fill(self.world.own)
        queries(self.world.town)
        few = queries(self.world.town)
        for _number in range(4):
            fill(make_station(self.world.town).name)
        self.assertEqual(few, queries(self.world.town))
        self.assertLessEqual(few, 20)

    def test_an_empty_town_has_a_bulletin(self):
        content = self.gathered(make_town().name)
        self.assertEqual([], content["ranking"])
        self.assertIn("本月没有抽查记录。", view.bulletin_pdf.body(view.paper_of(content, False)))


class TestFreezing(BulletinTestCase):
    def test_what_comes_later_does_not_alter_it(self):
        self.filing(None)
        self.report(summary="<b>粗</b>走访二十户。")
        doc = self.run_job(self.bulletin(foreword="请对照整改。").name)
        before = (doc.content, doc.content_hash, doc.pdf_file, doc.modified)
        self.assertTrue(view.bulletin_rules.is_intact(doc.content, doc.content_hash))
        frappe.db.set_value(
            "Filing", {"station": self.world.own}, "handed_in_on", f"{self.end} 10:00"
        )
        make_issue(station=self.world.own, raised_on=self.month)
        again = self.run_job(doc.name)
        self.assertEqual(
            before, (again.content, again.content_hash, again.pdf_file, again.modified)
        )
        self.assertIn("缺报", view.preview(again))
        self.assertIn("请对照整改。", view.preview(again))
        printed = frappe.get_print(BULLETIN, doc.name, "Monthly Bulletin")
        self.assertIn("请对照整改。", printed)
        for html in (printed, view.preview(again)):
            self.assertNotIn("<b>粗", html)

    def test_a_changed_content_shows(self):
        doc = self.run_job(self.bulletin().name)
        doc.run_method("onload")
        self.assertTrue(doc.get_onload("intact"))
        doc.reload()
        doc.db_set("content", doc.content.replace('"number":', '"number":9'))
        doc.run_method("onload")
        self.assertFalse(doc.get_onload("intact"))

    def test_not_before_the_cut_off_is_over(self):
        doc = self.bulletin(month=getdate())
        with self.by("Organization Office"):
            self.assertRaises(api.BulletinRefused, api.freeze, doc.name)
        self.assertFalse(self.run_job(doc.name).frozen)

    def test_one_at_a_time_and_never_again(self):
        doc = self.bulletin()
        with self.by("Organization Office"), patch.object(frappe, "enqueue"):
            api.freeze(doc.name)
            self.assertEqual("Building", api.build_state(doc.name)["status"])
            self.assertRaises(api.BulletinRefused, api.freeze, doc.name)
            self.assertRaises(api.BulletinRefused, api.build, doc.name)
        self.run_job(doc.name)
        with self.by("Organization Office"):
            self.assertRaises(api.BulletinRefused, api.build, doc.name)

    def test_a_killed_job_is_set_free(self):
        doc = self.bulletin()
        long_ago = f"{getdate() - timedelta(days=1)} 08:00:00"
        doc.db_set({"build_status": "Building", "modified": long_ago}, update_modified=False)
        with self.by("Organization Office"):
            self.assertEqual("Failed", api.build_state(doc.name)["status"])

    def test_nobody_writes_what_the_job_writes(self):
        doc = self.run_job(self.bulletin().name, freeze=False)
        with self.by("Organization Office"):
            for field, value in (
                ("content", "{}"), ("frozen", 1), ("state", "Frozen"), ("content_hash", "x"),
                ("pdf_file", "/private/files/x.pdf"), ("cutoff_on", "2020-01-01"),
            ):  # fmt: skip
                set_value(BULLETIN, doc.name, field, value)
            after = frappe.get_doc(BULLETIN, doc.name)
            self.assertEqual(
                (doc.content, 0, "In Work", doc.content_hash, None, self.cutoff),
                (after.content, after.frozen, after.state, after.content_hash, after.pdf_file, after.cutoff_on),
            )  # fmt: skip
            set_value(BULLETIN, doc.name, "foreword", "前言")
        frozen = self.run_job(doc.name)
        with self.by("Organization Office"):
            for field, value in (("foreword", "别的"), ("content", "{}"), ("month", "2020-01-01")):
                self.assertRaises(
                    frappe.ValidationError, set_value, BULLETIN, frozen.name, field, value
                )
            self.assertRaises(frappe.PermissionError, frappe.delete_doc, BULLETIN, frozen.name)
        self.assertEqual("前言", frappe.db.get_value(BULLETIN, frozen.name, "foreword"))

    def test_the_papers(self):
        self.filing(None, title="=1+1")
        for station in (self.world.own, self.world.other):
            self.report(station, summary="本月走访二十户，收集问题两件。\n" * 30)
        doc = self.run_job(self.bulletin(foreword="请对照整改。").name, writers={})
        with self.by("Liaison"):
            papers = {kind: self.download(doc.name, kind) for kind in view.WRITERS}
        pages = subprocess.run(
            ("pdftotext", "-layout", "-", "-"), input=papers["pdf"], capture_output=True, check=True
        ).stdout.decode().split("\f")  # fmt: skip
        part = next(line for line in pages[0].split("\n") if "各驻点工作情况汇报" in line)
        page = int(part.split()[-1].strip("."))
        self.assertIn("各驻点工作情况汇报", pages[page - 1])
        self.assertIn(f"共{len(pages) - 1}页", "".join(pages[0].split()))
        self.assertIn("缺报名单", pages[1])
        text = "\n".join(one.text for one in Document(BytesIO(papers["docx"])).paragraphs)
        self.assertIn("本月走访二十户，收集问题两件。", text)
        book = load_workbook(BytesIO(papers["xlsx"]))
        self.assertEqual(["排名", "上报情况", "问题", "项目"], book.sheetnames)
        cell = book["上报情况"]["B3"]
        self.assertEqual(("=1+1", "s"), (cell.value, cell.data_type))

    def download(self, name: str, kind: str) -> bytes:
        api.download(name, kind)
        return frappe.response.pop("filecontent")


class TestReaders(BulletinTestCase):
    def readers(self, name: str) -> set[str]:
        users = {**self.world.users, "Foreign Liaison": self.world.foreign_liaison}
        found = set()
        for role, user in users.items():
            with self.as_user(user):
                if frappe.has_permission(BULLETIN, "read", doc=name):
                    self.assertEqual(
                        [name], frappe.get_list(BULLETIN, {"name": name}, pluck="name")
                    )
                    found.add(role)
        return found

    def test_leaders_any_time_the_town_when_it_is_frozen_others_never(self):
        doc = self.bulletin()
        self.assertEqual({"Organization Office", "Town Leader"}, self.readers(doc.name))
        self.run_job(doc.name)
        readers = self.readers(doc.name)
        self.assertTrue({"Team Head", "Liaison", "Finance Office"} <= readers)
        self.assertNotIn("Foreign Liaison", readers)

    def test_only_the_office_builds(self):
        doc = self.bulletin()
        for role in ("Town Leader", "Team Head"):
            with self.by(role):
                for act in (api.build, api.freeze):
                    self.assertRaises(frappe.PermissionError, act, doc.name)
        with self.by("Liaison"):
            self.assertRaises(frappe.PermissionError, api.download, doc.name, "pdf")


class TestUpkeep(BulletinTestCase):
    def setUp(self):
        super().setUp()
        frappe.db.set_default(upkeep.FIRST_MONTH, "2031-01-01")

    def run_on(self, day: str) -> list[tuple[str, bool]]:
        """Run the job on a day; what it had built or frozen."""
        calls = Mock()
        with (
            self.clock(day),
            patch.object(job, "enqueue", calls.enqueue),
            patch.object(upkeep.upkeep, "make_filings", calls.make_filings),
        ):
            upkeep.prepare_bulletins()
        self.order = [call[0] for call in calls.mock_calls]
        enqueue = calls.enqueue
        return [(call.args[0], call.kwargs["freeze"]) for call in enqueue.call_args_list]

    @contextmanager
    def clock(self, day: str):
        def today(value=None):
            return getdate(value or day)

        module = "zhilian_app.filings.doctype.monthly_bulletin.monthly_bulletin"
        with patch.object(upkeep, "getdate", today), patch(f"{module}.getdate", today):
            yield

    def months(self) -> list[str]:
        filters = {"town": self.world.town, "month": [">=", "2031-01-01"]}
        return [
            str(day)
            for day in frappe.get_all(BULLETIN, filters, pluck="month", order_by="month asc")
        ]

    def test_once_a_month_and_caught_up(self):
        self.run_on("2031-01-31")
        self.assertEqual([], self.months())
        asked = self.run_on("2031-02-01")
        self.assertIn((f"{self.world.town}-通报-2031-01", False), asked)
        self.run_on("2031-02-02")
        self.assertEqual(["2031-01-01"], self.months())
        self.run_on("2031-04-20")
        self.assertEqual([f"2031-0{number}-01" for number in (1, 2, 3)], self.months())

    def test_frozen_the_day_after_the_cut_off_and_tried_again(self):
        name = f"{self.world.town}-通报-2031-01"
        self.run_on("2031-02-01")
        self.assertNotIn((name, True), self.run_on("2031-02-05"))
        self.assertIn((name, True), self.run_on("2031-02-06"))
        self.assertEqual("make_filings", self.order[0])
        self.assertIn((name, True), self.run_on("2031-02-07"))

    def test_one_failing_town_does_not_stop_the_others(self):
        make_bulletin = upkeep._make

        def fail_for_ours(place):
            if place[0] == self.world.town:
                raise ValueError("broken")
            make_bulletin(place)

        with patch.object(upkeep, "_make", fail_for_ours):
            self.run_on("2031-02-01")
        self.assertEqual([], self.months())
        self.assertTrue(
            frappe.db.exists(BULLETIN, {"town": self.world.other_town, "month": "2031-01-01"})
        )
        self.run_on("2031-02-02")
        self.assertEqual(["2031-01-01"], self.months())
