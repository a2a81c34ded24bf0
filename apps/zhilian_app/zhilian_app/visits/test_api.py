"""What the phone asks the server: who gets which rows, how much, and with how few queries."""

import io
from contextlib import contextmanager
from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate
from PIL import Image

from zhilian_app.testing import World, ZhilianTestCase, make_entry, make_household, make_visit
from zhilian_app.visits import api


def picture_file(shade: int) -> bytes:
    """A small JPEG; each shade is another file."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, shade, shade)).save(file, "JPEG")
    return file.getvalue()


@contextmanager
def counted_queries():
    counted = []
    database = frappe.db.__class__  # of the connection, behind Frappe's proxy
    run = database.sql

    def sql(self, *args, **kwargs):
        counted.append(args[0] if args else kwargs.get("query"))
        return run(self, *args, **kwargs)

    with patch.object(database, "sql", sql):
        yield counted


class ApiTestCase(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.home = make_household(
            self.world.own, "何小燕", address="六组7号", phone="13800138000"
        ).name
        self.elsewhere = make_household(self.world.other, "何小燕").name

    def acting(self, role: str):
        return self.as_user(self.world.users[role])

    def names(self, role: str, **options) -> list[str]:
        with self.acting(role):
            return [row.name for row in api.households_due(**options)["rows"]]


class TestHouseholdsDue(ApiTestCase):
    def test_every_member_of_the_team_sees_the_own_station_alone(self):
        for role in ("Station Leader", "Team Head", "Liaison", "Station Cadre", "Village Cadre"):
            with self.subTest(role):
                self.assertEqual([self.home], self.names(role, search="何小燕"))

    def test_another_team_sees_its_own(self):
        with self.as_user(self.world.other_liaison):
            rows = api.households_due(search="何小燕")["rows"]
        self.assertEqual([self.elsewhere], [row.name for row in rows])

    def test_a_station_of_others_is_refused(self):
        for station in (self.world.other, self.world.foreign, "没有这个驻点"):
            with (
                self.subTest(station),
                self.acting("Liaison"),
                self.assertRaises(frappe.PermissionError),
            ):
                api.households_due(station=station)

    def test_the_organization_office_chooses_a_station_of_its_town(self):
        self.assertEqual([], self.names("Organization Office"))
        self.assertIn(
            self.elsewhere,
            self.names("Organization Office", station=self.world.other, search="何小燕"),
        )
        with self.acting("Organization Office"):
            answer = api.households_due()
            self.assertEqual(0, answer["own"])
            self.assertEqual(
                {self.world.own, self.world.other}, {row.name for row in answer["stations"]}
            )
            with self.assertRaises(frappe.PermissionError):
                api.households_due(station=self.world.foreign)

    def test_who_may_not_read_households_is_refused(self):
        for role in (
            "Town Leader",
            "Social Affairs Office",
            "Finance Office",
            "Zhilian Administrator",
        ):
            with self.subTest(role), self.acting(role), self.assertRaises(frappe.PermissionError):
                api.households_due(search="何小燕")

    def test_a_row_says_who_where_and_when(self):
        make_entry(self.home, "残疾人")
        make_visit(
            self.home, visit_date=add_days(nowdate(), -12) if nowdate()[5:] > "01-13" else nowdate()
        )
        with self.acting("Liaison"):
            (row,) = api.households_due(search="何小燕")["rows"]
        last = frappe.db.get_value("Household", self.home, "last_visited_on")
        self.assertEqual(
            ("何小燕", "六组7号", "13800138000"), (row.householder, row.address, row.phone)
        )
        self.assertEqual((["残疾人"], str(last)), (row.categories, row.last_visited_on))

    def test_no_id_number_leaves_the_server(self):
        with self.acting("Liaison"):
            (row,) = api.households_due(search="何小燕")["rows"]
        self.assertNotIn("id_number", row)

    def test_pages_are_bounded_and_tell_whether_there_is_more(self):
        for number in range(52):
            make_household(self.world.own, f"分页{number}")
        with self.acting("Liaison"):
            first = api.households_due(search="分页", start=-5, page_len=1000)
            last = api.households_due(search="分页", start=50, page_len=50)
        self.assertEqual((50, True), (len(first["rows"]), first["more"]))
        self.assertEqual((2, False), (len(last["rows"]), last["more"]))

    def test_the_number_of_queries_does_not_grow_with_the_rows(self):
        def asked() -> int:
            with self.acting("Liaison"), counted_queries() as queries:
                self.rows = len(api.households_due(search="数查询", page_len=50)["rows"])
            return len(queries)

        make_entry(make_household(self.world.own, "数查询").name)
        asked()  # fills the caches of roles and descriptions
        few = asked()
        for number in range(20):
            make_entry(make_household(self.world.own, f"数查询{number}").name)
        self.assertEqual(few, asked())
        self.assertEqual(21, self.rows)
        self.assertLessEqual(few, 10)

    def test_an_unknown_filter_is_refused(self):
        with self.acting("Liaison"), self.assertRaises(frappe.ValidationError):
            api.households_due(only="all; drop table")


class TestOneHousehold(ApiTestCase):
    def test_the_brief_names_the_household_its_needs_and_the_own_cadre(self):
        make_entry(self.home, "特困家庭")
        make_visit(self.home, needs="申请低保")
        with self.acting("Liaison"):
            brief = api.household_brief(self.home)
        self.assertEqual("何小燕", brief["household"]["householder"])
        self.assertNotIn("id_number", brief["household"])
        self.assertEqual(["特困家庭"], brief["categories"])
        self.assertEqual(["申请低保"], [visit.needs for visit in brief["visits"]])
        self.assertEqual(1, len(brief["today_visits"]))
        self.assertEqual(self.world.cadres["Liaison"].name, brief["cadre"]["name"])

    def test_history_is_newest_first_and_keeps_what_is_void(self):
        yesterday = make_visit(self.home, "第一次走访的内容", visit_date=nowdate())
        with self.acting("Liaison"):
            frappe.get_doc("Household Visit", yesterday.name).void("点错了户")
        second = make_visit(self.home, "第二次走访的内容")
        with self.acting("Liaison"):
            rows = api.visits_of_household(self.home)["rows"]
            today = api.visits_of_day(self.home, nowdate())
            without = api.visits_of_day(self.home, nowdate(), exclude=second.name)
        self.assertEqual(
            {yesterday.name: 1, second.name: 0}, {row.name: row.voided for row in rows}
        )
        self.assertEqual([second.name], [row.name for row in today])
        self.assertEqual([], without)

    def test_history_comes_by_twenties(self):
        visit = make_visit(self.home)
        for number in range(21):
            copy = frappe.copy_doc(visit)
            copy.update(
                {"visit_date": add_days(nowdate(), -number - 1), "name": f"{self.home}{number}"}
            )
            copy.db_insert()
        with self.acting("Liaison"):
            first = api.visits_of_household(self.home)
            rest = api.visits_of_household(self.home, start=20)
        self.assertEqual((20, True), (len(first["rows"]), first["more"]))
        self.assertEqual((2, False), (len(rest["rows"]), rest["more"]))
        days = [row.visit_date for row in first["rows"] + rest["rows"]]
        self.assertEqual(sorted(days, reverse=True), days)

    def test_others_get_nothing_of_it(self):
        make_visit(self.home)
        strangers = [
            self.world.other_liaison,
            self.world.foreign_liaison,
            self.world.users["Town Leader"],
        ]
        for user in strangers:
            for ask in (
                api.household_brief,
                api.visits_of_household,
                lambda name: api.visits_of_day(name, nowdate()),
            ):
                with (
                    self.subTest(user),
                    self.as_user(user),
                    self.assertRaises(frappe.PermissionError),
                ):
                    ask(self.home)


class TestPictures(ApiTestCase):
    def upload(self, shade: int = 0) -> str:
        fields = {
            "doctype": "File",
            "file_name": "visit.jpg",
            "is_private": 1,
            "content": picture_file(shade),
        }
        return frappe.get_doc(fields).insert().file_url

    def test_a_picture_that_came_late_joins_its_visit_once(self):
        with self.acting("Liaison"):
            visit = make_visit(self.home)
            picture = self.upload()
            api.add_picture(visit.name, picture)
            api.add_picture(visit.name, picture)
            visit.reload()
            self.assertEqual([picture], [row.picture for row in visit.pictures])
            attached = frappe.db.get_value("File", {"file_url": picture}, "attached_to_name")
        self.assertEqual(visit.name, attached)

    def test_nobody_adds_to_the_visits_of_others(self):
        with self.acting("Liaison"):
            visit = make_visit(self.home)
        with self.as_user(self.world.other_liaison):
            picture = self.upload(50)
            with self.assertRaises(frappe.PermissionError):
                api.add_picture(visit.name, picture)

    def test_the_upload_of_another_is_no_picture_of_ones_own(self):
        with self.as_user(self.world.other_liaison):
            picture = self.upload(100)
        with self.acting("Liaison"):
            visit = make_visit(self.home)
            with self.assertRaises(frappe.ValidationError):
                api.add_picture(visit.name, picture)
            self.assertEqual(0, api.discard_picture(picture))
        self.assertTrue(frappe.db.exists("File", {"file_url": picture}))

    def test_a_picture_taken_back_is_deleted_unless_it_hangs_on_a_visit(self):
        with self.acting("Liaison"):
            loose = self.upload(150)
            self.assertEqual(1, api.discard_picture(loose))
            self.assertFalse(frappe.db.exists("File", {"file_url": loose}))
            kept = self.upload(200)
            make_visit(self.home, pictures=[{"picture": kept}])
            self.assertEqual(0, api.discard_picture(kept))
