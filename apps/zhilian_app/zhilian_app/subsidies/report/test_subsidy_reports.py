"""Reports and papers of the subsidies: what each shows, to whom, and that the books agree with the papers."""

import json
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

import frappe
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.utils import getdate
from openpyxl import load_workbook

from zhilian_app import calendar
from zhilian_app.subsidies import annex2_rows, progress_upkeep, reconciliation_source, states
from zhilian_app.subsidies.annex2_export import export_register
from zhilian_app.subsidies.report.fund_reconciliation import fund_reconciliation
from zhilian_app.subsidies.report.project_progress_register import project_progress_register
from zhilian_app.subsidies.report.project_publication import project_publication
from zhilian_app.subsidies.report.subsidy_queue import subsidy_queue
from zhilian_app.subsidies.testing import FUND, PROGRESS, PROJECT, SubsidyTestCase


class ReportCase(SubsidyTestCase):
    def rows(self, role: str, report, **filters):
        with self.by(role):
            return report.execute({"town": self.world.town, **filters})[1]

    def titles(self, role: str, report, **filters):
        rows = self.rows(role, report, **filters)
        return [row["title"] for row in rows if not row.get("bold")]

    @contextmanager
    def queries(self):
        found, sql = [], frappe.db.sql

        def note(query, *args, **kwargs):
            found.append(str(query))
            return sql(query, *args, **kwargs)

        with patch.object(frappe.db, "sql", note):
            yield found


class TestRegister(ReportCase):
    def test_a_month_of_a_project_in_the_columns_of_annex_2(self):
        self.fund()
        project = self.under_way(paid=12000.1, expected_finish="2026-12-30", remark="分两期")
        row = self.rows("Liaison", project_progress_register)[0]
        self.assertEqual(
            ("Not handed in yet", 0, 1), (row["words"], row["percent"], row["missing"])
        )
        self.assertEqual(PROGRESS, row["links"]["words"]["doctype"])
        self.progress(project, 60, 12000)
        (row,) = self.rows("Liaison", project_progress_register)
        labels = [column["fieldname"] for column in project_progress_register.columns()]
        self.assertEqual(
            [1, "三组路灯", row["station_name"], f"赤党会纪〔2026〕12号\n{getdate()}", 40000.0, 20000.0, 20000.0,
             12000.1, getdate(), "灯杆已立好。", 60, getdate("2026-12-30"), None, "分两期", ""],
            [row[label] for label in labels],
        )  # fmt: skip

    def test_as_it_was_at_the_end_of_the_month(self):
        project = {
            **dict.fromkeys(("name", "town", "station", "station_name", "title", "remark"), "x"),
            **dict.fromkeys((*annex2_rows.MONEY, "resolution_no", "expected_finish"), None),
            "state": states.FINISHED,
            "decided_on": None,
            "started_on": getdate("2026-05-10"),
            "finished_on": getdate("2026-07-02"),
            "stopped_on": None,
        }
        told = [
            {
                "name": "五月",
                "month": "2026-05-01",
                "status": "Handed In",
                "percent": 30,
                "words": "",
            },
            {
                "name": "六月",
                "month": "2026-06-01",
                "status": "Due",
                "percent": 55,
                "words": "还没交",
            },
        ]
        row = annex2_rows.row_of(project, told, getdate("2026-06-01"))
        self.assertEqual(
            (getdate("2026-05-10"), None, 30, "", 1),
            tuple(row[key] for key in ("started_on", "finished_on", "percent", "words", "missing")),
        )
        row = annex2_rows.row_of(project, told, getdate("2026-07-01"))
        self.assertEqual((getdate("2026-07-02"), 0), (row["finished_on"], row["missing"]))

    def test_who_is_in_it_and_who_reads_it(self):
        self.fund()
        own = self.project(title="路灯")
        near = self.project(title="水渠", station=self.world.other)
        self.project(title="还没拨的")
        self.agree(self.plan())
        self.pay(own, 1000, "1")
        self.pay(near, 2000.55, "2")
        self.assertEqual(["路灯"], self.titles("Liaison", project_progress_register))
        for role in ("Organization Office", "Finance Office", "Town Leader"):
            rows = self.rows(role, project_progress_register)
            self.assertCountEqual(["路灯", "水渠"], [row["title"] for row in rows[:-1]])
            self.assertEqual(3000.55, rows[-1]["paid"])
            self.assertEqual([1, 1], [row["number"] for row in rows[:-1]])
        before = calendar.previous_month(getdate())
        self.assertEqual(
            [],
            self.rows("Town Leader", project_progress_register, year=before.year, month=before.month),
        )  # fmt: skip

    def test_two_queries_for_any_number_of_projects(self):
        self.fund()
        for number in range(3):
            project = self.project(title=f"路灯{number}")
            project.db_set({"first_paid_on": getdate(), "state": states.FUNDED})
        progress_upkeep.make_rows()
        with self.by("Liaison"):
            annex2_rows.annex2_rows({})
            with self.queries() as queries:
                self.assertEqual(3, len(annex2_rows.annex2_rows({})))
        self.assertEqual(2, len(queries))


class TestRegisterSheet(ReportCase):
    def export(self, role: str, **filters):
        with self.by(role):
            export_register(**filters)
        self.addCleanup(frappe.response.pop, "filecontent", None)
        return load_workbook(BytesIO(frappe.response["filecontent"]))

    def paid(self, title: str, **fields):
        project = self.project(title=title, **fields)
        project.db_set({"first_paid_on": getdate(), "state": states.FUNDED})
        return project

    def test_sheet_of_a_station(self):
        self.paid("=HYPERLINK(1)", approved=20000.1)
        sheet = self.export("Liaison", station=self.world.own).active
        place = frappe.db.get_value("Station", self.world.own, "station_name")
        year = getdate().year
        self.assertEqual("附件2", sheet["A1"].value)
        self.assertEqual(
            f"{self.world.town}{year}年直联工作专项经费补贴项目进度登记表", sheet["A2"].value
        )
        self.assertEqual(f"填报单位：{self.world.town}{place}驻点", sheet["A3"].value)
        self.assertEqual(
            ["序号", "项目名称", "驻点", "决议文号和日期"], [c.value for c in sheet[4]][:4]
        )
        title, approved = sheet["B5"], sheet["G5"]
        self.assertEqual(
            ("=HYPERLINK(1)", "s", True), (title.value, title.data_type, title.quotePrefix)
        )
        self.assertEqual((20000.1, "#,##0.00"), (approved.value, approved.number_format))
        self.assertEqual(("合计", 20000.1), (sheet["B6"].value, sheet["G6"].value))
        self.assertEqual(
            ("landscape", 9), (sheet.page_setup.orientation, sheet.page_setup.paperSize)
        )

    def test_workbook_of_a_town_has_a_sheet_a_station_for_the_signatures(self):
        self.paid("路灯")
        self.paid("水渠", station=self.world.other)
        book = self.export("Organization Office", town=self.world.town)
        names = frappe.get_all("Station", {"town": self.world.town}, pluck="station_name")
        self.assertEqual("全镇", book.sheetnames[0])
        self.assertCountEqual(names, book.sheetnames[1:])
        self.assertEqual([1, 2], [book["全镇"].cell(row, 1).value for row in (5, 6)])

    def test_refused(self):
        self.paid("路灯")
        with self.assertRaises(frappe.ValidationError):
            self.export("Liaison", station=self.world.other)
        with self.as_user("Guest"), self.assertRaises(frappe.PermissionError):
            export_register(station=self.world.own)


class TestQueue(ReportCase):
    def test_own_rows_with_the_rank_of_the_whole_town(self):
        self.fund(90000)
        self.project("普通的", 20000.5)
        self.project("特急的", 9000, urgency="Most Urgent", station=self.world.other)
        self.project("缺材料", 500, ready=False)
        rows = self.rows("Finance Office", subsidy_queue)
        self.assertEqual(["特急的", "普通的", "缺材料"], [row["title"] for row in rows])
        self.assertEqual([9000.0, 29000.5, 29500.5], [row["running_total"] for row in rows])
        self.assertEqual([0, 0, 1], [row["not_ready"] for row in rows])
        own = self.rows("Liaison", subsidy_queue)
        self.assertEqual(
            [(2, "普通的"), (3, "缺材料")], [(row["rank"], row["title"]) for row in own]
        )
        self.assertIn("缓急程度低于“特急的”", own[0]["why"])
        self.assertEqual({"doctype": PROJECT, "name": own[0]["name"]}, own[0]["links"]["title"])

    def test_sums_for_who_may_read_the_fund(self):
        self.fund(90000)
        self.project("路灯", 20000)
        self.project("水渠", 1000, station=self.world.other)
        values = {}
        for role in ("Finance Office", "Liaison"):
            with self.by(role):
                values[role] = [one["value"] for one in subsidy_queue.execute({})[4]]
        self.assertEqual({"Finance Office": [2, "21,000.00", "90,000.00"], "Liaison": [2]}, values)

    def test_another_town_and_who_has_no_place(self):
        self.project()
        with self.by("Liaison"):
            self.assertEqual([], subsidy_queue.execute({"town": self.world.other_town})[1])
        self.assertEqual([], self.rows("Town Office Staff", subsidy_queue))


class TestReconciliation(ReportCase):
    def test_every_way_of_the_money_ends_without_a_difference(self):
        self.fund(100000)
        done, stopped, outside = (
            self.project("完工的"),
            self.project("终止的"),
            self.project("计划外", ready=False),
        )
        self.agree(self.plan())
        first = self.pay(done, 12000.1, "1")
        self.pay(stopped, 5000, "2")
        self.pay(outside, 800.55, "3", "Town Leader", is_exception=1, exception_reason="抢险")
        self.step(first, "Second Finance", states.CANCEL, "账号有误")
        self.pay(done, 9000.01, "4")
        stopped = frappe.get_doc(PROJECT, stopped.name)
        self.step(stopped, "Town Leader", states.STOP, "改由县里出资", stopped_on=getdate())
        returned = self.pay(stopped, 3000, "5", kind="Return")
        self.step(returned, "Second Finance", states.CANCEL, "未到账")
        self.finish(done, cost=15000)
        self.assertEqual([], reconciliation_source.check(self.world.town))
        rows = self.rows("Finance Office", fund_reconciliation)
        self.assertEqual(
            (100000.0, 20800.55, 14800.56, 0.0),
            tuple(rows[0][key] for key in ("budget", "promised", "paid", "difference")),
        )
        self.assertEqual(
            {"完工的": 15000.0, "终止的": 5000.0, "计划外": 800.55},
            {row["words"].split()[-1]: row["promised_by_papers"] for row in rows[1:-1]},
        )
        self.assertEqual(0.0, rows[-1]["difference"])

    def finish(self, project, cost: float):
        project = self.step(project, "Liaison", states.START, started_on=getdate())
        self.progress(project, spent=cost)
        with self.by("Liaison"):
            project = frappe.get_doc(PROJECT, project.name)
            project.update({"finished_on": getdate(), "final_cost": cost, "acceptance": "合格。"})
            self.add_picture(project)
            project.save()
        self.step(project, "Organization Office", states.FINISH, accepted_on=getdate())

    def test_a_row_that_was_changed_past_the_books_is_shown(self):
        fund = self.fund()
        project = self.planned()
        frappe.db.set_value(FUND, fund.name, "committed", 20000.01)
        frappe.db.set_value(PROJECT, project.name, "paid_amount", 5)
        found = reconciliation_source.check(self.world.town)
        self.assertEqual(
            {("Subsidy Fund", "committed", "0.01"), ("Subsidy Project", "paid", "5.00")},
            {(line.doctype, line.measure, str(line.difference)) for line in found},
        )
        self.assertEqual(5.01, self.rows("Town Leader", fund_reconciliation)[-1]["difference"])

    def test_of_the_own_town_alone_and_in_as_many_queries_for_many(self):
        self.fund()
        self.planned()
        with self.by("Finance Office"):
            with self.queries() as queries:
                reconciliation_source.gather([self.world.town])
            rows = fund_reconciliation.execute({"town": self.world.other_town})[1]
        self.assertEqual(1, len(rows))
        self.assertEqual(5, len(queries))


class TestPublication(ReportCase):
    def test_titles_money_and_state_and_no_persons(self):
        self.fund()
        self.planned(current_situation="梁惠德家门口的路灯坏了。", remark="联系李某")
        older, ended = self.project("上年定的"), self.project("上年终止的")
        last_year = getdate().replace(year=getdate().year - 1, day=1)
        older.db_set("decided_on", last_year)
        ended.db_set({"decided_on": last_year, "state": states.STOPPED, "stopped_on": last_year})
        rows = self.rows("Village Cadre", project_publication)
        self.assertEqual({"三组路灯", "上年定的"}, {row["title"] for row in rows[:-1]})
        self.assertEqual(40000.0, rows[-1]["approved_amount"])
        self.assertEqual(
            {"title", "town", "station_name", "resolution_no", "decided_on", "approved_amount", "paid_amount",
             "percent", "state", "number"},
            set(rows[0]),
        )  # fmt: skip
        before = self.titles("Village Cadre", project_publication, year=last_year.year)
        self.assertCountEqual(["上年定的", "上年终止的"], before)
        self.assertEqual([], self.rows("Liaison", project_publication, station=self.world.other))


class TestViews(ReportCase):
    def test_cards_show_what_their_click_opens(self):
        self.fund()
        self.project("在库的")
        paid = self.planned(title="已拨的")
        self.pay(paid, 1000, "1")
        self.payment(paid, 500, "2")
        frappe.db.set_value(PROGRESS, {"project": paid.name}, "due_on", "2026-01-31")
        expected = {
            ("Liaison", "Projects in the Queue"): 0,
            ("Liaison", "Progress to Hand In"): 1,
            ("Liaison", "Progress That Is Late"): 1,
            ("Finance Office", "Payments to Approve"): 1,
        }
        for (role, name), number in expected.items():
            self.assertEqual((number, number), self.card(role, name), (role, name))

    def card(self, role: str, name: str):
        with self.by(role):
            card = frappe.get_doc("Number Card", name)
            card.run_method("onload")
            filters = [f[:4] for f in json.loads(card.filters_json)]
            rows = frappe.get_list(card.document_type, filters=filters, limit_page_length=0)
            return get_result(card.as_json(), card.filters_json), len(rows)

    def test_board_has_the_states_of_a_project(self):
        board = frappe.get_doc("Kanban Board", "补贴项目看板")
        self.assertEqual(
            [state.name for state in states.PROJECT.states],
            [column.column_name for column in board.columns],
        )

    def test_every_block_of_the_page_has_its_widget(self):
        doc = frappe.get_doc("Workspace", "Subsidies")
        tables = {"shortcut": doc.shortcuts, "number_card": doc.number_cards, "chart": doc.charts}
        labels = {kind: {row.label for row in found} for kind, found in tables.items()}
        labels["card"] = {row.label for row in doc.links if row.type == "Card Break"}
        for block in json.loads(doc.content):
            if block["type"] != "spacer":
                self.assertIn(block["data"][f"{block['type']}_name"], labels[block["type"]])
        for row in [*doc.shortcuts, *doc.links]:
            if row.link_to:
                kind = row.type if row.parentfield == "shortcuts" else row.link_type
                self.assertTrue(frappe.db.exists(kind, row.link_to), row.link_to)
