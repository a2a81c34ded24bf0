"""The ledger as report, sheet and cards: who reads which row, whom it names, and numbers that open their rows."""

import json
from io import BytesIO

import frappe
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.utils import add_days, getdate
from openpyxl import load_workbook

from zhilian_app.issues import api, states
from zhilian_app.issues.ledger_export import export_ledger
from zhilian_app.issues.ledger_rows import ledger_rows
from zhilian_app.issues.report.issue_ledger import issue_ledger
from zhilian_app.issues.report.issue_summary import issue_summary
from zhilian_app.issues.testing import IssueTestCase
from zhilian_app.testing import make_entry, make_household, make_issue, make_visit


class ReportCase(IssueTestCase):
    def rows(self, role: str, **filters):
        with self.by(role):
            return issue_ledger.execute({"town": self.world.town, **filters})[1]

    def titles(self, role: str, **filters):
        return {row.title for row in self.rows(role, **filters)}

    def sensitive_issue(self):
        home = make_household(self.world.own, "何某某")
        make_entry(home.name, "社区矫正人员")
        visit = make_visit(home.name, needs="想找工作")
        with self.by("Liaison"):
            return api.register_from_visit(visit.name)["name"]


class TestLedger(ReportCase):
    def test_columns_of_the_paper(self):
        labels = [column["fieldname"] for column in issue_ledger.execute({})[0]]
        self.assertEqual(
            ["number", "station_name", "raised_on", "householder", "title", "kind_words", "level_words", "in_charge",
             "due_on", "state_words", "result", "feedback", "remark"],
            labels,
        )  # fmt: skip

    def test_everyone_reads_their_own_rows(self):
        self.issue(title="路灯")
        make_issue(station=self.world.other, title="水渠")
        make_issue(station=self.world.foreign, title="别镇的事")
        referred = self.issue(title="危桥")
        self.step(referred, "Liaison", "Refer to an Office", town_office=self.office)
        seen = {
            "Liaison": {"路灯", "危桥"},
            "Organization Office": {"路灯", "危桥", "水渠"},
            "Town Leader": {"路灯", "危桥", "水渠"},
            "Town Office Staff": {"危桥"},
            "Finance Office": set(),
        }
        for role, titles in seen.items():
            self.assertEqual(titles, self.titles(role), role)

    def test_a_sensitive_person_is_named_to_the_team_and_the_office_alone(self):
        name = self.sensitive_issue()
        issue = frappe.get_doc("Ledger Issue", name)
        self.step(issue, "Liaison", "Refer to an Office", town_office=self.office)
        named = {
            role: [row.householder for row in self.rows(role)]
            for role in ("Liaison", "Organization Office", "Town Office Staff", "Town Leader")
        }
        self.assertEqual(
            {
                "Liaison": ["何某某"],
                "Organization Office": ["何某某"],
                "Town Office Staff": [""],
                "Town Leader": [],
            },
            named,
        )

    def test_filters(self):
        late, done = self.issue(title="超期的"), self.issue(title="办完的")
        frappe.db.set_value("Ledger Issue", late.name, "due_on", add_days(getdate(), -3))
        self.step(done, "Liaison", "Solved at Once", result="已办", satisfaction="Satisfied")
        self.issue(title="上月的", raised_on=add_days(getdate(), -40))
        cases = (
            ({"only_overdue": 1}, {"超期的", "上月的"}),
            ({"only_open": 1}, {"超期的", "上月的"}),
            ({"state": states.ON_THE_SPOT}, {"办完的"}),
            ({"to_date": add_days(getdate(), -10)}, {"上月的"}),
            ({"from_date": add_days(getdate(), -10), "only_open": 1}, {"超期的"}),
            ({"level": states.COMMITTEE}, set()),
            ({"station": self.world.other}, set()),
        )
        for filters, titles in cases:
            self.assertEqual(titles, self.titles("Liaison", **filters), filters)

    def test_words_of_result_and_feedback(self):
        issue = self.issue()
        self.step(issue, "Liaison", "Solved at Once", result="已解释", satisfaction="Satisfied")
        frappe.local.lang = "zh"
        self.addCleanup(setattr, frappe.local, "lang", "en")
        (row,) = self.rows("Liaison")
        self.assertEqual(
            (f"{getdate()} 当面 满意", "已解释", "当场办结", "村（社区）"),
            (row.feedback, row.result, row.state_words, row.level_words),
        )

    def test_one_query_and_one_for_persons(self):
        for _number in range(3):
            self.sensitive_issue()
        with self.by("Liaison"):
            ledger_rows({})
            before = frappe.db.transaction_writes
            with self.count_queries() as queries:
                self.assertEqual(3, len(ledger_rows({})))
        self.assertEqual(before, frappe.db.transaction_writes)
        self.assertEqual(
            2,
            len(
                [
                    sql
                    for sql in queries
                    if "tabLedger Issue` i" in sql or "tabIssue Household` a" in sql
                ]
            ),
        )
        self.assertLessEqual(len(queries), 4)

    @staticmethod
    def count_queries():
        from contextlib import contextmanager
        from unittest.mock import patch

        @contextmanager
        def counting():
            found, sql = [], frappe.db.sql

            def note(query, *args, **kwargs):
                found.append(str(query))
                return sql(query, *args, **kwargs)

            with patch.object(frappe.db, "sql", note):
                yield found

        return counting()


class TestExport(ReportCase):
    def export(self, role: str, **filters):
        with self.by(role):
            export_ledger(**filters)
        self.addCleanup(frappe.response.pop, "filecontent", None)
        return load_workbook(BytesIO(frappe.response["filecontent"])).active

    def test_sheet_of_a_station(self):
        self.issue(content="=HYPERLINK(1)")
        sheet = self.export("Liaison", station=self.world.own)
        station = frappe.db.get_value("Station", self.world.own, "station_name")
        self.assertEqual(f"{self.world.town}{station}问题台账", sheet["A1"].value)
        self.assertEqual(
            ["序号", "反映日期", "反映人", "问题"], [cell.value for cell in sheet[3]][:4]
        )
        self.assertEqual(
            (1, "=HYPERLINK(1)", "s"), (sheet["A4"].value, sheet["D4"].value, sheet["D4"].data_type)
        )
        self.assertEqual("landscape", sheet.page_setup.orientation)

    def test_refused(self):
        self.issue()
        with self.assertRaises(frappe.PermissionError):
            self.export("Town Office Staff")
        with self.assertRaises(frappe.ValidationError):
            self.export("Liaison", station=self.world.other)


class TestSummary(ReportCase):
    def test_numbers_open_their_rows(self):
        late = self.issue()
        frappe.db.set_value("Ledger Issue", late.name, "due_on", add_days(getdate(), -3))
        done, gone = self.issue(), self.issue("Liaison")
        self.step(done, "Liaison", "Solved at Once", result="已办", satisfaction="Satisfied")
        self.step(gone, "Team Head", "Withdraw", "重复")
        self.issue(raised_on=add_days(getdate(), -70))
        frappe.db.set_value(
            "Ledger Issue", self.issue(raised_on=add_days(getdate(), -70)).name,
            {"closed_on": add_days(getdate(), -1), "is_open": 0, "state": "Closed"},
        )  # fmt: skip
        self.sensitive_issue()
        spans = (
            (add_days(getdate(), -10), getdate()),
            (add_days(getdate(), -80), add_days(getdate(), -60)),
        )
        expected = {
            ("Liaison", 0): (3, 2, 3, 2),
            ("Town Leader", 0): (2, 2, 2, 2),
            ("Liaison", 1): (2, 0, 2, 0),
        }
        for (role, at), numbers in expected.items():
            with self.by(role):
                filters = {
                    "station": self.world.own,
                    "from_date": spans[at][0],
                    "to_date": spans[at][1],
                }
                row = issue_summary.execute(filters)[1][0]
                self.assertEqual(numbers, tuple(row[n] for n in issue_summary.NUMBERS), (role, at))
                for number, link in row["links"].items():
                    self.assertEqual(row[number], self.opened(link), (role, at, number))

    @staticmethod
    def opened(link) -> int:
        if "report" in link:
            return len(ledger_rows(link["filters"]))
        filters = [
            [key, *(value if isinstance(value, list) else ("=", value))]
            for key, value in link["filters"].items()
        ]
        return len(frappe.get_list(link["doctype"], filters=filters, limit_page_length=0))


class TestCards(ReportCase):
    def result(self, role: str, name: str):
        """The number on a card, and how many rows its click opens."""
        with self.by(role):
            card = frappe.get_doc("Number Card", name)
            card.run_method("onload")
            filters = [f[:4] for f in json.loads(card.filters_json)]
            rows = frappe.get_list("Ledger Issue", filters=filters, limit_page_length=0)
            return get_result(card.as_json(), card.filters_json), len(rows)

    def test_cards_show_what_their_click_opens(self):
        late, told = self.issue(), self.issue()
        frappe.db.set_value("Ledger Issue", late.name, "due_on", add_days(getdate(), -3))
        told = self.step(told, "Liaison", "Handle at the Station")
        self.step(told, "Liaison", "Report as Resolved", result="已修")
        self.issue()
        self.assertEqual((3, 3), self.result("Liaison", "Issues on Me"))
        self.assertEqual((1, 1), self.result("Liaison", "Overdue Issues"))
        self.assertEqual((1, 1), self.result("Liaison", "Issues to Tell the People"))
        self.assertEqual((0, 0), self.result("Town Office Staff", "Issues on Me"))

    def test_every_block_of_the_page_has_its_widget(self):
        doc = frappe.get_doc("Workspace", "Issues and Meetings")
        tables = {"shortcut": doc.shortcuts, "number_card": doc.number_cards}
        labels = {kind: {row.label for row in found} for kind, found in tables.items()}
        labels["card"] = {row.label for row in doc.links if row.type == "Card Break"}
        for block in json.loads(doc.content):
            if block["type"] not in ("spacer", "header"):
                self.assertIn(block["data"][f"{block['type']}_name"], labels[block["type"]])
        for row in [*doc.shortcuts, *doc.links]:
            if row.link_to:
                kind = row.type if row.parentfield == "shortcuts" else row.link_type
                self.assertTrue(frappe.db.exists(kind, row.link_to), row.link_to)
