"""The demo on a site: it loads what the forms would have stored, and only that goes again."""

import json
import unittest
from unittest.mock import patch

import frappe
from click.testing import CliRunner
from frappe.utils import getdate

from zhilian_app import commands, permissions, testing
from zhilian_app.demo.constants import OWNER, PASSWORD, STATIONS, TOWN, TOWNS
from zhilian_app.demo.load import DemoRefused, load
from zhilian_app.demo.people import PEOPLE, people
from zhilian_app.demo.remove import RealRowsInDemo, remove
from zhilian_app.demo.status import demo_towns, status, town_doctypes, town_field
from zhilian_app.demo.test_demo_checks import SupervisionChecks
from zhilian_app.demo.test_demo_subsidies import SubsidyChecks
from zhilian_app.setup.roles import ROLES
from zhilian_app.visits import counters

COUNTERS = {
    "Household": ("visit_count", "last_visited_on", "register_year", "visit_priority"),
    "Key Visit Entry": ("status", "visit_count", "first_visited_on", "last_visited_on"),
    "Station": ("household_count",),
    "Contact Card": ("household_count", "delivered_count", "delivered_percent"),
}


LOADED: dict[str, int] = {}


def setUpModule():
    """The demo is loaded once, which takes seconds, and never committed."""
    frappe.set_user("Administrator")
    frappe.db.rollback()
    remove(including_real=True)
    testing.make_household(testing.make_station(testing.make_town().name).name)
    LOADED.update(load(beside_real_towns=True))


def tearDownModule():
    frappe.db.rollback()
    frappe.clear_cache()
    permissions.clear_scopes()


class DemoTestCase(unittest.TestCase):
    """Each test goes back to the loaded demo."""

    def setUp(self):
        frappe.db.savepoint("demo_test")
        self.addCleanup(self._undo)

    @staticmethod
    def _undo():
        frappe.set_user("Administrator")
        frappe.db.rollback(save_point="demo_test")
        permissions.clear_scopes()


class TestLoad(DemoTestCase):
    def test_twice_is_once(self):
        self.assertEqual(LOADED, load(beside_real_towns=True))
        self.assertEqual(2000, frappe.db.count("Household", {"town": TOWN}))
        self.assertEqual(10, frappe.db.count("Station", {"town": TOWN}))

    def test_counters_are_what_a_recount_finds(self):
        before = self.stored_counters()
        counters.recount_all([plan.docname for plan in STATIONS])
        for card in frappe.get_all("Contact Card", {"owner": OWNER}, pluck="name"):
            counters.refresh_card(card)
        self.assertEqual(before, self.stored_counters())

    def stored_counters(self) -> dict:
        return {
            doctype: frappe.get_all(
                doctype, {"owner": OWNER}, ["name", *fields], order_by="name asc"
            )
            for doctype, fields in COUNTERS.items()
        }

    def test_forms_would_have_stored_the_same(self):
        for doctype in (
            "Household",
            "Key Visit Entry",
            "Household Visit",
            "Card Delivery",
            "Station Team",
            "Cadre",
            "Ledger Issue",
        ):
            # one in many: saving all would take minutes; a void visit cannot be saved at all
            names = frappe.get_all(
                doctype, {"town": ["in", TOWNS]}, pluck="name", order_by="name asc"
            )
            void = (
                set(frappe.get_all(doctype, {"voided": 1}, pluck="name"))
                if doctype == "Household Visit"
                else set()
            )
            for name in [name for name in names[:: max(1, len(names) // 15)] if name not in void]:
                before = frappe.get_doc(doctype, name).as_dict()
                doc = frappe.get_doc(doctype, name)
                doc.save()
                self.assertEqual(self.facts(before), self.facts(doc.as_dict()), f"{doctype} {name}")

    def facts(self, values: dict) -> dict:
        """All but who saved it when; no text is the same as an empty one."""
        kept = {}
        for key, value in values.items():
            if key in ("modified", "modified_by") or key.startswith("_"):
                continue
            kept[key] = (
                [self.facts(row) for row in value] if isinstance(value, list) else str(value or "")
            )
        return kept

    def test_void_and_removed_rows_pass_their_forms_too(self):
        for doctype, filters in (
            ("Household Visit", {"voided": 1, "town": TOWN}),
            ("Household Visit", {"effective": 0, "voided": 0, "town": TOWN}),
            ("Key Visit Entry", {"status": "Removed", "town": TOWN}),
            ("Household", {"status": "Ended", "town": TOWN}),
        ):
            names = frappe.get_all(doctype, filters, pluck="name", limit=3)
            self.assertTrue(names, (doctype, filters))
            for name in names:
                doc = frappe.get_doc(doctype, name)
                if not doc.get("voided"):
                    doc.save()
                    self.assertEqual(1, frappe.db.count(doctype, {**filters, "name": name}))

    def test_coverage_differs_and_one_station_lags_far_behind(self):
        year = getdate().year
        shares = {}
        for plan in STATIONS[:10]:
            of_station = {"station": plan.docname, "year": year}
            visited = frappe.db.count("Key Visit Entry", {**of_station, "status": "Visited"})
            shares[plan.name] = visited / frappe.db.count(
                "Key Visit Entry", {**of_station, "status": ["!=", "Removed"]}
            )
        last = shares.pop("北门村")
        self.assertLess(last, min(shares.values()))
        if getdate().month >= 11:
            self.assertTrue(min(shares.values()) >= 0.55 and max(shares.values()) <= 1, shares)
            self.assertLess(last, 0.45)

    def test_no_visit_lies_in_the_future_and_all_are_on_thursdays(self):
        self.assertEqual(
            0,
            frappe.db.count(
                "Household Visit", {"town": ["in", TOWNS], "visit_date": [">", getdate()]}
            ),
        )
        days = frappe.get_all("Household Visit", {"town": TOWN}, pluck="visit_date", distinct=True)
        self.assertEqual({3}, {day.weekday() for day in days})

    def test_everything_is_marked(self):
        self.assertEqual(
            0, frappe.db.count("Household", {"town": TOWN, "address": ["not like", "%(演示)"]})
        )
        self.assertEqual(
            0,
            frappe.db.count("Household Visit", {"town": TOWN, "address": ["not like", "%(演示)"]}),
        )

    def test_real_towns_are_not_mixed_with_people_whose_password_is_known(self):
        remove()
        with self.assertRaises(DemoRefused):
            load()
        testing.make_town(TOWN)
        with self.assertRaisesRegex(DemoRefused, TOWN):
            load(beside_real_towns=True)


class TestSubsidies(SubsidyChecks, DemoTestCase):
    """Money, states and forms of the subsidies (test_demo_subsidies.py)."""


class TestChecks(SupervisionChecks, DemoTestCase):
    """Draws, checks, rectifications and files (test_demo_checks.py)."""

    facts = TestLoad.facts


class TestPeople(DemoTestCase):
    def test_every_role_has_somebody_and_nobody_has_more_than_their_own(self):
        held = {}
        for row in people():
            user = frappe.db.get_value("User", {"username": row["username"]})
            roles = set(frappe.get_roles(user))
            self.assertNotIn("System Manager", roles)
            held[row["username"]] = roles & set(ROLES)
        self.assertEqual(set(PEOPLE), set(held))
        self.assertEqual(set(ROLES), set().union(*held.values()))
        self.assertTrue(all(len(roles) == 1 for roles in held.values()), held)

    def test_each_sees_their_own_station(self):
        stations = {}
        for row in people():
            user = frappe.db.get_value("User", {"username": row["username"]})
            permissions.clear_scopes()
            stations[row["username"]] = set(permissions.scope(user).stations)
        for username in ("lianluo1", "zuzhang1", "fenguan1", "ganbu1", "cungan1"):
            self.assertEqual({f"{TOWN}-田头社区"}, stations[username], username)
        self.assertEqual({f"{TOWN}-长沙村"}, stations["lianluo2"])
        self.assertEqual({"演示邻镇-滨海村"}, stations["linzhen1"])
        self.assertEqual(set(), stations["shuji"])

    def test_sign_in_with_mobile_number_or_user_name(self):
        person = people()[0]
        for setting in ("allow_login_using_mobile_number", "allow_login_using_user_name"):
            frappe.db.set_single_value("System Settings", setting, 1)
        for name in (person["mobile"], person["username"]):
            self.assertTrue(sign_in(name, PASSWORD), name)
            self.assertFalse(sign_in(name, "wrong"), name)

    def test_guessing_locks_the_account(self):
        frappe.db.set_single_value("System Settings", "allow_consecutive_login_attempts", 5)
        frappe.db.set_single_value("System Settings", "allow_login_after_fail", 300)
        frappe.clear_cache()
        person = people()[1]
        user = frappe.db.get_value("User", {"username": person["username"]})
        for key in ("login_failed_count", "login_failed_time"):
            frappe.cache.hdel(key, user)
            self.addCleanup(frappe.cache.hdel, key, user)
        for _attempt in range(6):
            self.assertFalse(sign_in(user, "wrong"))
        with self.assertRaises(frappe.SecurityException):
            sign_in(user, PASSWORD)


def sign_in(name: str, password: str) -> bool:
    """Whether Frappe's login takes the two; it writes its log without committing."""
    from frappe.auth import LoginManager

    manager = LoginManager.__new__(LoginManager)
    frappe.local.response = frappe._dict()
    with patch.object(frappe.db, "commit"):
        try:
            manager.authenticate(user=name, pwd=password)
        except frappe.AuthenticationError:
            return False
    return True


class TestRemove(DemoTestCase):
    def test_takes_the_demo_and_leaves_the_real(self):
        real = self.real_rows()
        removed = remove()
        self.assertEqual(LOADED, removed)
        self.assertEqual(({}, []), (status(), demo_towns()))
        self.assertEqual(real, self.real_rows())
        for table in (
            "Household Member",
            "Visit Cadre",
            "Key Visit Category",
            "Station Team Member",
            "Cadre Role",
        ):
            self.assertFalse(frappe.db.exists(table, {"parent": ["like", "demo-%"]}), table)
        self.assertFalse(frappe.db.exists("User", {"owner": OWNER}))
        for table, field in (
            ("Contact", "mobile_no"),
            ("Contact Phone", "phone"),
            ("DefaultValue", "parent"),
        ):
            self.assertFalse(frappe.db.exists(table, {field: ["like", "1000000%"]}), table)
        # nothing is left that a second load, which gives the same names, could meet
        for doctype in town_doctypes():
            left = frappe.db.exists(doctype, {town_field(doctype): ["in", TOWNS]})
            self.assertFalse(left, doctype)

    def real_rows(self) -> dict:
        kinds = (
            "Town",
            "Station",
            "Cadre",
            "Ledger Issue",
            "Household",
            "Station Team",
            "Household Visit",
            "User",
            "Has Role",
            "Version",
        )
        mine = [OWNER, *frappe.get_all("User", {"owner": OWNER}, pluck="name")]
        demo_parents = {"parent": ["not in", mine]}
        return {
            kind: frappe.db.count(
                kind, {"owner": ["not in", mine], **(demo_parents if kind == "Has Role" else {})}
            )
            for kind in kinds
        }

    def test_is_all_or_nothing_and_takes_what_came_later(self):
        """Sessions of demo people, what they wrote, and a register that the scheduler carried over: one removal."""
        from zhilian_app.visits.register_upkeep import open_register

        frappe.db.sql(
            "insert into `tabSessions` (sid, user) select md5(name), name from tabUser where owner = %s",
            OWNER,
        )
        household = frappe.db.get_value(
            "Household", {"station": f"{TOWN}-田头社区", "status": "Active"}
        )
        frappe.set_user(frappe.db.get_value("User", {"username": "lianluo1"}))
        permissions.clear_scopes()
        visit = testing.make_visit(household)
        frappe.set_user("Administrator")
        self.assertGreater(open_register(TOWN, getdate().year + 1), 0)
        with patch.object(frappe.db, "commit") as commit:
            remove()
        commit.assert_not_called()
        self.assertFalse(frappe.db.sql("select sid from `tabSessions` where user like '100000%%'"))
        self.assertFalse(frappe.db.exists("Household Visit", visit.name))
        self.assertFalse(frappe.db.exists("Key Visit Entry", {"town": TOWN}))

    def test_a_real_persons_row_stops_it_and_is_named(self):
        household = frappe.db.get_value(
            "Household", {"station": f"{TOWN}-田头社区", "status": "Active"}
        )
        visit = testing.make_visit(household, content="真实的一次走访记录。")
        with self.assertRaisesRegex(RealRowsInDemo, visit.name):
            remove()
        self.assertEqual(LOADED["Household Visit"] + 1, status()["Household Visit"])
        remove(including_real=True)
        self.assertFalse(frappe.db.exists("Household Visit", visit.name))


class TestCommands(DemoTestCase):
    def run_command(self, *words: str):
        with (
            patch.object(frappe, "init"),
            patch.object(frappe, "connect"),
            patch.object(frappe, "destroy"),
            patch.object(frappe.db, "commit"),
        ):
            return CliRunner().invoke(
                commands.zhilian_demo, words, obj={"sites": [frappe.local.site], "profile": False}
            )

    def test_people_as_json_tell_how_to_sign_in(self):
        rows = json.loads(self.run_command("people", "--json").output)
        self.assertEqual(list(PEOPLE), [row["username"] for row in rows])
        self.assertEqual({PASSWORD}, {row["password"] for row in rows})

    def test_status_counts(self):
        self.assertIn("2005", self.run_command("status").output)

    def test_a_refusal_ends_with_an_error_and_its_reason(self):
        household = frappe.db.get_value("Household", {"town": TOWN, "status": "Active"})
        visit = testing.make_visit(household)
        with patch.object(frappe.db, "rollback"):
            result = self.run_command("remove")
        self.assertEqual(1, result.exit_code)
        self.assertIn(visit.name, result.output)
