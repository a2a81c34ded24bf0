import json
from datetime import date

import frappe
from frappe.desk.desktop import get_desktop_page
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.desk.query_report import run

from zhilian_app.calendar import month_start
from zhilian_app.testing import make_entry, make_household, make_visit
from zhilian_app.visits import report_data
from zhilian_app.visits.report.testing import ReportTestCase, visit_on

THIS_MONTH, TO_VISIT, COVERAGE = (
    "Households Visited This Month",
    "Register Left to Visit",
    "Coverage of the Year",
)


class TestWorkspace(ReportTestCase):
    """Own station: four on the register, one of them visited today, one sensitive; one household more visited today."""

    @classmethod
    def town_roles(cls):
        return (*super().town_roles(), "Party-Government Office")

    @classmethod
    def make_rows(cls):
        year = report_data.today().year
        homes = [make_household(cls.own).name for _number in range(5)]
        for number, home in enumerate(homes[:4]):
            make_entry(home, "残疾人" if number == 3 else "孤寡老人", year=year)
        make_entry(homes[1], year=year - 1)
        make_visit(homes[0])
        make_visit(homes[4])
        make_entry(make_household(cls.other).name, year=year)

    def page_of(self, role: str) -> dict:
        with self.as_user(self.users[role]):
            return get_desktop_page(
                json.dumps({"name": "Zhilian", "title": "Zhilian", "public": 1})
            )

    def card(self, name: str):
        card = frappe.get_doc("Number Card", name)
        card.run_method("onload")
        return card

    def result(self, role: str, name: str) -> tuple[int, int]:
        """The number on a card, and how many rows its click opens."""
        with self.as_user(self.users[role]):
            card = self.card(name)
            filters = json.loads(card.filters_json)
            rows = frappe.get_list(
                card.document_type, filters=[f[:4] for f in filters], limit_page_length=0
            )
            return get_result(card.as_json(), card.filters_json), len(rows)

    def test_cards_show_what_their_click_opens(self):
        expected = {
            ("Liaison", THIS_MONTH): 2,
            ("Liaison", TO_VISIT): 3,
            ("Town Leader", TO_VISIT): 3,
        }
        for (role, name), number in expected.items():
            self.assertEqual(self.result(role, name), (number, number), (role, name))

    def test_cards_of_who_has_no_station_show_zero(self):
        nobody = frappe.get_doc(
            {
                "doctype": "User",
                "email": "nobody@example.invalid",
                "first_name": "无驻点",
                "send_welcome_email": 0,
            }
        ).insert(ignore_permissions=True)
        nobody.add_roles("Liaison")
        self.users = {**self.users, "Nobody": nobody.name}
        self.assertEqual(self.result("Nobody", THIS_MONTH), (0, 0))
        self.assertEqual(self.result("Nobody", TO_VISIT), (0, 0))
        self.assertEqual(self.coverage_of("Nobody"), 0)

    def coverage_of(self, role: str) -> float:
        with self.as_user(self.users[role]):
            card = self.card(COVERAGE)
            result = run(card.report_name, filters=card.filters_json, ignore_prepared_report=True)
        return max(row.get(card.report_field) or 0 for row in result["result"])

    def test_coverage_card_is_the_highest_month_of_its_report(self):
        self.assertEqual(self.coverage_of("Liaison"), 25.0)
        self.assertEqual(self.coverage_of("Town Leader"), 20.0)

    def test_a_visit_of_last_year_is_no_household_of_this_month(self):
        home = make_household(self.own).name
        visit_on(home, date(month_start(report_data.today()).year - 1, 11, 30))
        self.assertEqual(self.result("Liaison", THIS_MONTH), (2, 2))

    def test_everyone_sees_only_what_they_may_open(self):
        shown = {
            role: {item["link_to"] for item in self.page_of(role)["shortcuts"]["items"]}
            for role in ("Liaison", "Town Leader", "Party-Government Office")
        }
        personal = {"Household", "Register Import"}
        visits = {"Key Visit Entry", "Household Visit"}
        teams = {"Contact Card", "Station Team"}
        self.assertEqual(shown["Liaison"] & (personal | visits | teams), personal | visits | teams)
        self.assertEqual(shown["Town Leader"] & (personal | visits | teams), visits | teams)
        self.assertEqual(shown["Party-Government Office"] & (personal | visits | teams), teams)

    def test_charts_and_cards_follow_the_report_and_the_doctype(self):
        page = self.page_of("Liaison")
        self.assertEqual(len(page["charts"]["items"]), 2)
        self.assertEqual(len(page["number_cards"]["items"]), 3)
        page = self.page_of("Party-Government Office")
        self.assertEqual((page["charts"]["items"], page["number_cards"]["items"]), ([], []))

    def test_every_block_of_the_page_has_its_widget(self):
        doc = frappe.get_doc("Workspace", "Zhilian")
        tables = {"shortcut": doc.shortcuts, "number_card": doc.number_cards, "chart": doc.charts}
        labels = {kind: {row.label for row in rows} for kind, rows in tables.items()}
        labels["onboarding"] = set(frappe.get_all("Module Onboarding", pluck="name"))
        labels["card"] = {row.label for row in doc.links if row.type == "Card Break"}
        for block in json.loads(doc.content):
            if block["type"] != "spacer":
                self.assertIn(block["data"][f"{block['type']}_name"], labels[block["type"]])
        for row in [*doc.shortcuts, *doc.links]:
            if row.link_to:
                kind = row.type if row.parentfield == "shortcuts" else row.link_type
                self.assertTrue(frappe.db.exists(kind, row.link_to), row.link_to)
