"""ID numbers, sensitive categories and foreign stations, asked for in every way that the desk and the API offer."""

import json

import frappe
import pymysql
from frappe.desk import reportview
from frappe.desk.form.load import getdoc
from frappe.desk.search import search_link

from zhilian_app import permissions
from zhilian_app.child_tables import CHILDREN
from zhilian_app.testing import (
    World,
    ZhilianTestCase,
    make_cadre,
    make_entry,
    make_household,
    make_visit,
)

ID = "440781198511020754"
PERSONAL = ("Household", "Key Visit Entry", "Household Visit", "Card Delivery")


class TestNeedToKnow(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.home = make_household(self.world.own, "秘密人", id_number=ID)
        self.entry = make_entry(self.home.name, "社区矫正人员")
        self.visit = make_visit(self.home.name, content="谈了矫正期间的就业问题")
        self.rows = {
            "Household": self.home.name,
            "Key Visit Entry": self.entry.name,
            "Household Visit": self.visit.name,
        }
        self.outsiders = [
            self.world.other_liaison,
            self.world.foreign_liaison,
            *(self.world.users[role] for role in self.world.users if role in (
                "Town Leader", "Social Affairs Office", "Finance Office", "Town Office Staff",
                "Party-Government Office", "Zhilian Administrator",
            )),
        ]  # fmt: skip

    def refused_or_empty(self, call):
        try:
            return not call()
        except (frappe.PermissionError, frappe.DoesNotExistError, pymysql.err.OperationalError):
            # Frappe lets a join with a DocType that is no child table fail in the database
            return True

    def for_outsiders(self, call):
        for user in self.outsiders:
            for doctype, name in self.rows.items():
                with self.as_user(user), self.subTest(user=user, doctype=doctype):
                    self.assertTrue(self.refused_or_empty(lambda: call(doctype, name)))  # noqa: B023

    def test_team_reads_all_of_it(self):
        with self.as_user(self.world.users["Liaison"]):
            for doctype, name in self.rows.items():
                self.assertTrue(frappe.get_doc(doctype, name).has_permission("read"))
            self.assertEqual(
                frappe.get_list("Household", {"name": self.home.name}, pluck="id_number"), [ID]
            )

    def test_form(self):
        def load(doctype, name):
            frappe.response.docs = []
            getdoc(doctype, name)
            return frappe.response.docs

        self.for_outsiders(load)

    def test_client_get_and_value(self):
        self.for_outsiders(
            lambda doctype, name: frappe.call("frappe.client.get", doctype=doctype, name=name)
        )
        self.for_outsiders(
            lambda doctype, name: frappe.call(
                "frappe.client.get_value",
                doctype=doctype,
                fieldname="station",
                filters={"name": name},
            )
        )

    def test_list_report_view_and_export(self):
        def ask(doctype, name, **more):
            frappe.local.form_dict = frappe._dict(
                doctype=doctype,
                fields=json.dumps([f"`tab{doctype}`.`name`", f"`tab{doctype}`.`station`"]),
                filters=json.dumps([[doctype, "name", "=", name]]),
                **more,
            )

        def listed(doctype, name):
            ask(doctype, name)
            return (reportview.get() or {}).get("values")

        self.for_outsiders(listed)

        def exported(doctype, name):
            ask(doctype, name, file_format_type="CSV", title=doctype)
            reportview.export_query()
            return name in str(frappe.response.get("result") or frappe.response.get("filecontent"))

        self.for_outsiders(exported)

    def test_filters_on_what_cannot_be_read(self):
        for field in ("id_number", "phone"):
            self.for_outsiders(
                lambda doctype, name: frappe.get_list("Household", {"id_number": ID})
            )
            self.for_outsiders(
                lambda doctype, name, field=field: frappe.get_list(
                    "Key Visit Entry",
                    fields=["name", f"household.{field}"],
                    filters={"name": self.entry.name},
                )
            )
        self.for_outsiders(
            lambda doctype, name: frappe.get_list(
                "Key Visit Entry", [["Household", "id_number", "=", ID]]
            )
        )
        self.for_outsiders(
            lambda doctype, name: frappe.get_list(
                "Key Visit Entry",
                [
                    ["Key Visit Category", "category", "=", "社区矫正人员"],
                    ["name", "=", self.entry.name],
                ],
            )
        )

    def test_rows_within_documents_are_no_way_around(self):
        """A list of the members of households, asked for by itself."""
        member = "Household Member"
        self.home.append("members", {"member_name": "秘密人之妻", "relation": "配偶"})
        self.home.save()
        of_home = {"parent": self.home.name}

        def by_client(kind: str, parent: str, name: str):
            return frappe.call(
                "frappe.client.get_list", doctype=kind, parent=parent, filters={"parent": name}
            )

        def by_view(kind: str, parent: str, name: str):
            frappe.local.form_dict = frappe._dict(
                doctype=kind,
                parent_doctype=parent,
                fields=json.dumps([f"`tab{kind}`.`name`"]),
                filters=json.dumps([[kind, "parent", "=", name]]),
            )
            return (reportview.get() or {}).get("values")

        tables = {
            "Household": member,
            "Key Visit Entry": "Key Visit Category",
            "Household Visit": "Visit Cadre",
        }
        for ask in (by_client, by_view):
            self.for_outsiders(lambda doctype, name, ask=ask: ask(tables[doctype], doctype, name))
            with self.as_user(self.world.users["Liaison"]):
                for doctype, name in self.rows.items():
                    self.assertTrue(ask(tables[doctype], doctype, name), doctype)
        self.for_outsiders(
            lambda doctype, name: frappe.call(
                "frappe.client.get_value",
                doctype=member,
                fieldname="member_name",
                filters=of_home,
                parent="Household",
            )
        )

    def test_every_table_can_be_asked(self):
        """The condition of each is one that the database understands, and lets nothing out to a stranger."""
        stranger = make_cadre(self.world.town).user
        for user, wanted in ((self.world.users["Liaison"], None), (stranger, [])):
            with self.as_user(user):
                for child, parents in CHILDREN.items():
                    condition = permissions.rows_conditions(user, child)
                    found = frappe.db.sql(
                        f"select name from `tab{child}` where {condition} limit 1"
                    )
                    with self.subTest(child, parents=parents):
                        self.assertTrue(wanted is None or list(found) == wanted)

    def test_link_search_even_when_the_client_asks_to_skip_the_rules(self):
        def found(doctype, name):
            frappe.response.pop("results", None)
            frappe.response.pop("values", None)
            search_link(doctype, "秘密", ignore_user_permissions=1)
            return frappe.response.get("results")

        self.for_outsiders(found)
        with self.as_user(self.world.users["Liaison"]):
            self.assertTrue(found("Household", None))

    def test_foreign_row_is_not_taken_over_by_writing_ones_own_station_into_it(self):
        with self.as_user(self.world.other_liaison):
            home = frappe.get_doc("Household", self.home.name)
            home.update({"station": self.world.other, "town": self.world.town})
            with self.assertRaises(frappe.PermissionError):
                home.save()
        self.assertEqual(
            frappe.db.get_value("Household", self.home.name, "station"), self.world.own
        )

    def test_row_for_a_foreign_household_is_not_made_by_naming_ones_own_station(self):
        spare = make_household(self.world.own)
        with self.as_user(self.world.other_liaison):
            for doctype, fields in (
                ("Household Visit", {"content": "谈了家里的近况"}),
                ("Key Visit Entry", {"year": 2026, "categories": [{"category": "孤寡老人"}]}),
            ):
                doc = frappe.get_doc(
                    {"doctype": doctype, "household": spare.name, "station": self.world.other,
                     "town": self.world.town, **fields}
                )  # fmt: skip
                with self.assertRaises(frappe.PermissionError):
                    doc.insert()

    def test_rows_are_not_shared_past_the_roster(self):
        with self.as_user(self.world.users["Liaison"]), self.assertRaises(frappe.PermissionError):
            frappe.share.add("Household", self.home.name, user=self.world.other_liaison, read=1)
        with self.assertRaises(frappe.PermissionError):  # not even by the Administrator
            frappe.share.add("Household", self.home.name, user=self.world.other_liaison, read=1)

    def test_leaders_read_what_is_not_sensitive_and_no_household(self):
        plain = make_household(self.world.own)
        entry, visit = make_entry(plain.name, "困难党员"), make_visit(plain.name)
        with self.as_user(self.world.users["Town Leader"]):
            self.assertEqual(
                frappe.get_list("Key Visit Entry", {"station": self.world.own}, pluck="name"),
                [entry.name],
            )
            self.assertEqual(
                frappe.get_list("Household Visit", {"station": self.world.own}, pluck="name"),
                [visit.name],
            )
            with self.assertRaises(frappe.PermissionError):
                frappe.get_list("Household")

    def test_visit_stays_sensitive_when_the_entry_is_removed(self):
        self.entry.reload()
        self.entry.remove(frappe.utils.nowdate(), "期满解除")
        self.visit.reload()
        self.visit.save()
        with self.as_user(self.world.users["Town Leader"]):
            self.assertFalse(frappe.get_list("Household Visit", {"name": self.visit.name}))


class TestFiles(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.home = make_household(self.world.own)
        self.visit = make_visit(self.home.name)

    def upload(self, **fields):
        fields = {"file_name": f"{frappe.generate_hash(length=8)}.png", "is_private": 1, **fields}
        if "file_url" not in fields:
            fields.setdefault("content", PNG + frappe.generate_hash(length=8).encode())
        return frappe.get_doc({"doctype": "File", **fields}).insert()

    def test_picture_of_a_visit_is_read_by_the_team_and_nobody_else(self):
        with self.as_user(self.world.users["Liaison"]):
            file = self.upload()
            visit = frappe.get_doc("Household Visit", self.visit.name)
            visit.append("pictures", {"picture": file.file_url})
            visit.save()
        file.reload()
        self.assertEqual(
            (file.attached_to_doctype, file.attached_to_name), ("Household Visit", self.visit.name)
        )
        for user, may in ((self.world.users["Team Head"], True), (self.world.other_liaison, False)):
            with self.as_user(user):
                self.assertEqual(frappe.get_doc("File", file.name).is_downloadable(), may)
        with self.as_user(self.world.other_liaison):
            self.assertEqual(frappe.get_list("File", {"name": file.name}), [])

    def test_foreign_private_file_is_not_opened_by_naming_its_url(self):
        with self.as_user(self.world.users["Liaison"]):
            file = self.upload()
        with self.as_user(self.world.other_liaison):
            with self.assertRaises(frappe.PermissionError):
                self.upload(file_url=file.file_url)
            own = self.upload()
            own.file_url = file.file_url
            with self.assertRaises(frappe.PermissionError):
                own.save()
        home = make_household(self.world.other)
        with self.as_user(self.world.other_liaison), self.assertRaises(frappe.ValidationError):
            frappe.get_doc(
                {"doctype": "Household Visit", "household": home.name, "content": "谈了家里的近况",
                 "pictures": [{"picture": file.file_url}]}
            ).insert()  # fmt: skip

    def test_nothing_is_hung_on_a_foreign_row(self):
        with self.as_user(self.world.other_liaison), self.assertRaises(frappe.PermissionError):
            self.upload(attached_to_doctype="Household Visit", attached_to_name=self.visit.name)
        with self.as_user(self.world.users["Liaison"]):
            self.upload(attached_to_doctype="Household Visit", attached_to_name=self.visit.name)

    def test_files_of_the_app_are_private(self):
        with self.as_user(self.world.users["Liaison"]), self.assertRaises(frappe.ValidationError):
            self.upload(is_private=0)

    def test_only_pictures_hang_in_the_picture_table(self):
        with self.as_user(self.world.users["Liaison"]):
            file = self.upload(
                file_name=f"{frappe.generate_hash(length=8)}.html", content=b"<script>"
            )
            visit = frappe.get_doc("Household Visit", self.visit.name)
            visit.append("pictures", {"picture": file.file_url})
            with self.assertRaises(frappe.ValidationError):
                visit.save()


# the smallest picture there is
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
