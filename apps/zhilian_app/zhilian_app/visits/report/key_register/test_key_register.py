import re
import unittest
from datetime import date
from pathlib import Path

import frappe

from zhilian_app.testing import make_entry, make_household
from zhilian_app.visits.report.key_register import key_register
from zhilian_app.visits.report.testing import ReportTestCase, visit_on

ID = "440781198511020754"


class TestTemplates(unittest.TestCase):
    def test_text_of_report_templates_has_no_single_quote(self):
        """Frappe compiles them to JavaScript between single quotes and escapes one a piece of text at most."""
        app = Path(frappe.get_app_path("zhilian_app"))
        files = [*app.glob("*/report/*/*.html"), app / "public" / "css" / "print_paper.css"]
        self.assertGreater(len(files), 3)
        for file in files:
            text = re.sub(r"{%.*?%}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
            self.assertNotIn("'", text, file.name)


class TestKeyRegister(ReportTestCase):
    @classmethod
    def make_rows(cls):
        fields = {"phone": "13590830166", "id_number": ID, "group_name": "第一村民小组"}
        cls.home = make_household(cls.own, "陈大文", **fields).name
        make_entry(cls.home, "孤寡老人", "特困家庭", year=2026, remark="独居")
        visit_on(cls.home, date(2026, 3, 5))
        make_entry(
            make_household(cls.own, "林小军", group_name="第二村民小组").name, "残疾人", year=2026
        )
        gone = make_entry(make_household(cls.own, "张搬走").name, year=2026)
        gone.update({"removed_on": gone.added_on, "remove_reason": "已搬走"})
        gone.save()
        make_entry(make_household(cls.other, "邻村人", phone="13700000000").name, year=2026)

    def run_as(self, role: str, **filters):
        with self.as_user(self.users[role]):
            columns, rows = key_register.execute({"year": 2026, **filters})
        return [column["fieldname"] for column in columns], rows

    def test_columns_are_the_offices_own_in_its_order(self):
        columns, _rows = self.run_as("Liaison")
        self.assertEqual(
            columns,
            ["number", "station_name", "group_name", "householder", "id_number", "address", "phone",
             "category_text", "first_visited_on", "remark"],
        )  # fmt: skip

    def test_liaison_reads_own_rows_with_id_number_and_first_visit(self):
        _columns, rows = self.run_as("Liaison")
        self.assertEqual(
            [(row.number, row.householder) for row in rows], [(1, "陈大文"), (2, "林小军")]
        )
        first = rows[0]
        self.assertEqual((first.id_number, first.phone, first.remark), (ID, "13590830166", "独居"))
        self.assertEqual(
            (str(first.first_visited_on), first.category_text), ("2026-03-05", "特困家庭、孤寡老人")
        )

    def test_rows_stand_in_the_order_of_the_paper(self):
        for group in ("第十村民小组", "第三村民小组"):
            make_entry(make_household(self.own, "黄某", group_name=group).name, year=2026)
        groups = [row.group_name for row in self.run_as("Liaison")[1]]
        self.assertEqual(groups, [f"第{n}村民小组" for n in "一二三十"])

    def test_removed_rows_come_with_day_and_reason_only_when_asked_for(self):
        columns, rows = self.run_as("Liaison", include_removed=1)
        self.assertEqual([row.remove_reason for row in rows if row.removed_on], ["已搬走"])
        self.assertIn("removed_on", columns)
        self.assertEqual(
            [row.householder for row in self.run_as("Liaison", status="Removed")[1]], ["张搬走"]
        )

    def test_filters_of_status_and_category(self):
        self.assertEqual(
            [row.householder for row in self.run_as("Liaison", status="To Visit")[1]], ["林小军"]
        )
        self.assertEqual(
            [row.householder for row in self.run_as("Liaison", category="特困家庭")[1]], ["陈大文"]
        )

    def test_office_reads_the_town(self):
        _columns, rows = self.run_as("Organization Office")
        self.assertEqual(
            {row.phone for row in rows if row.householder == "邻村人"}, {"13700000000"}
        )

    def test_leader_has_no_personal_columns_and_no_personal_values(self):
        columns, rows = self.run_as("Town Leader")
        self.assertEqual({"id_number", "phone"} & set(columns), set())
        self.assertEqual({row.householder for row in rows}, {"陈大文", "邻村人"})
        self.assertEqual({(row.id_number, row.phone) for row in rows}, {(None, None)})

    def test_leader_on_a_team_reads_personal_values_of_that_station_only(self):
        self.team.append(
            "members", {"side": "Main", "duty": "Member", "cadre": self.cadres["Town Leader"].name}
        )
        self.team.save()
        _columns, rows = self.run_as("Town Leader")
        self.assertEqual(
            {row.householder: row.phone for row in rows if row.phone}, {"陈大文": "13590830166"}
        )
        self.assertIn("林小军", {row.householder for row in rows})

    def test_other_stations_cannot_be_asked_for(self):
        self.assertEqual(self.run_as("Liaison", station=self.other)[1], [])
        self.assertEqual(self.run_as("Finance Office")[1], [])
