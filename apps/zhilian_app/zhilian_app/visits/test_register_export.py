"""Handing out the register: to whom, and what is in it."""

from io import BytesIO

import frappe
from frappe.utils import getdate
from openpyxl import load_workbook

from zhilian_app import permissions
from zhilian_app.testing import World, ZhilianTestCase, make_entry, make_household, make_visit
from zhilian_app.visits.importing.testing import id_number
from zhilian_app.visits.register_export import export_register

YEAR = getdate().year


class TestExport(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.homes = [
            make_household(station, name, id_number=id_number(number), phone=f"1370000000{number}")
            for number, (station, name) in enumerate(
                [(self.world.own, "张三"), (self.world.own, "李四"), (self.world.other, "王五")],
                start=1,
            )
        ]
        self.entries = [make_entry(home.name, "残疾人", year=YEAR) for home in self.homes]

    def export(self, role: str, **arguments) -> list[tuple]:
        """The rows below the header that a role gets."""
        with self.as_user(self.world.users[role]):
            export_register(YEAR, **arguments)
        self.assertTrue(frappe.response["filename"].endswith(".xlsx"))
        sheet = load_workbook(BytesIO(frappe.response["filecontent"])).active
        return [tuple(cell.value for cell in cells) for cells in sheet.iter_rows(min_row=4)]

    def names(self, role: str, **arguments) -> list[str]:
        return [row[3] for row in self.export(role, **arguments)]

    def test_what_is_in_it(self):
        make_visit(self.homes[0].name)
        rows = {row[3]: row for row in self.export(permissions.LIAISON, station=self.world.own)}
        self.assertEqual({"张三", "李四"}, set(rows))
        visited = rows["张三"]
        self.assertEqual(
            (id_number(1), "13700000001", "残疾人"), (visited[4], visited[6], visited[7])
        )
        self.assertEqual(getdate(), visited[8].date())
        self.assertIsNone(rows["李四"][8])

    def test_removed_entries_are_left_out(self):
        self.entries[1].remove(str(getdate()), "搬离")
        self.assertEqual(["张三"], self.names(permissions.LIAISON))

    def test_the_office_gets_the_whole_town(self):
        self.assertEqual({"张三", "李四", "王五"}, set(self.names(permissions.ORGANIZATION)))
        self.assertEqual(["王五"], self.names(permissions.ORGANIZATION, station=self.world.other))

    def test_a_liaison_gets_no_other_station(self):
        for arguments in (
            {"station": self.world.other},
            {"station": self.world.foreign},
            {"town": self.world.other_town},
        ):
            with self.assertRaises(frappe.PermissionError):
                self.export(permissions.LIAISON, **arguments)
        self.assertEqual(
            {"张三", "李四"}, set(self.names(permissions.LIAISON, town=self.world.town))
        )

    def test_who_may_not_export_gets_nothing(self):
        for role in (
            "Town Leader",
            "Social Affairs Office",
            "Station Leader",
            "Village Cadre",
            "Zhilian Administrator",
        ):
            with self.subTest(role), self.assertRaises(frappe.PermissionError):
                self.export(role, station=self.world.own)

    def test_it_is_remembered_who_took_it(self):
        before = frappe.db.count("Access Log")
        self.export(permissions.LIAISON)
        self.assertEqual(before + 1, frappe.db.count("Access Log"))
