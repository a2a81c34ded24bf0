"""Every role × DocType × action × (own station, other station, other town), held against matrix.py."""

from unittest.mock import patch

import frappe

from zhilian_app import permissions
from zhilian_app.testing import World, ZhilianTestCase, make_cadre
from zhilian_app.tests.matrix import ANNOUNCED, FROZEN, MATRIX, SENSITIVE, TEAM, TOLD
from zhilian_app.tests.matrix_rows import PLACES, PLAIN, SECRET, Rows

MODULES = ("Stations", "Visits", "Issues", "Meetings", "Subsidies", "Filings", "Supervision")
ACTIONS = {
    "r": "read",
    "w": "write",
    "c": "create",
    "s": "submit",
    "k": "cancel",
    "a": "amend",
    "x": "export",
}
NEVER = ("delete", "share", "import")


class TestPermissionMatrix(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.rows = Rows(self.world)

    def held_against(self, table: dict, category: str):
        saved = {
            (doctype, place): self.rows.saved(doctype, place, category)
            for doctype in table
            for place in PLACES
        }
        new = {(doctype, place): self.rows.new(doctype, place) for doctype, place in saved}
        wrong = []
        for role, user in self.world.users.items():
            # one sign-in a role: who is asked for changes nothing of what they may
            with self.as_user(user):
                for doctype, words in table.items():
                    of_role = words.get(role, ("", "", ""))
                    found = self.of_doctype(doctype, of_role, saved, new)
                    wrong += [f"{role}: {line}" for line in found]
        self.assertEqual([], wrong, "\n" + "\n".join(wrong))

    def of_doctype(self, doctype: str, words: tuple, saved: dict, new: dict) -> list[str]:
        """How what who is signed in may do with the rows of a DocType differs from the table's words."""
        names = {place: saved[doctype, place].name for place in PLACES}
        listed = self.listed(doctype, names)
        kinds = {
            action
            for action in (*ACTIONS.values(), *NEVER)
            if frappe.has_permission(doctype, action)
        }
        wrong = []
        for allowed, place in zip(words, PLACES, strict=True):
            found = "".join(
                letter
                for letter, action in ACTIONS.items()
                if self.may(doctype, action, place, saved, new, place in listed)
            )
            if found != allowed:
                wrong.append(f"{doctype} {place}: may {found or '-'}, should {allowed or '-'}")
            if (place in listed) != ("r" in allowed):
                wrong.append(f"{doctype} {place}: {'' if place in listed else 'not '}in the list")
            wrong += [
                # a row gives nobody what the kind of row does not
                f"{doctype} {place}: may {action}"
                for action in NEVER
                if action in kinds
                and frappe.has_permission(doctype, action, doc=saved[doctype, place])
            ]
        return wrong

    @staticmethod
    def may(doctype: str, action: str, place: str, saved: dict, new: dict, listed: bool) -> bool:
        if action == "create":
            return bool(frappe.has_permission(doctype, "create", doc=new[doctype, place]))
        if action == "export":
            # exporting takes the right to the kind of row, and the list's own rows
            return listed and bool(frappe.has_permission(doctype, "export"))
        return bool(frappe.has_permission(doctype, action, doc=saved[doctype, place]))

    @staticmethod
    def listed(doctype: str, names: dict[str, str]) -> set[str]:
        """Places whose row who is signed in finds in the list."""
        try:
            filters = {"name": ["in", sorted(set(names.values()))]}
            found = set(frappe.get_list(doctype, filters=filters, pluck="name"))
        except frappe.PermissionError:
            return set()
        return {place for place, name in names.items() if name in found}

    def test_matrix(self):
        self.held_against(MATRIX, PLAIN)

    def test_sensitive_rows(self):
        self.held_against(SENSITIVE, SECRET)

    def test_frozen_bulletins(self):
        for place in PLACES:
            self.rows.saved("Monthly Bulletin", place).db_set("frozen", 1)
        self.held_against(FROZEN, PLAIN)

    def test_checks_that_are_told_and_assessments_that_are_announced(self):
        for table, field in ((TOLD, "told"), (ANNOUNCED, "announced")):
            kept = {place: self.rows.saved(next(iter(table)), place) for place in PLACES}
            for doc in kept.values():
                doc.db_set(field, 1)
            with patch.object(self.rows, "saved", lambda _doctype, place, _c: kept[place]):  # noqa: B023
                self.held_against(table, PLAIN)

    def test_every_doctype_has_its_row(self):
        own = frappe.get_all(
            "DocType",
            filters={"module": ["in", MODULES], "istable": 0},
            pluck="name",
        )
        self.assertEqual(sorted(own), sorted(MATRIX))
        self.assertEqual(sorted(own), sorted(permissions.CLAUSES))

    def test_no_team_and_no_town_role_sees_nothing(self):
        stranger = make_cadre(self.world.town)
        for doctype in MATRIX:
            self.rows.saved(doctype, "own")
            with self.as_user(stranger.user):
                self.assertEqual([], self.all_of(doctype), doctype)

    def test_team_that_has_ended_sees_nothing(self):
        home = self.rows.households["own"]
        for role in TEAM:
            self.assertTrue(
                frappe.has_permission("Household", "read", doc=home, user=self.world.users[role])
            )
        frappe.db.set_value(
            "Station Team", self.world.team.name, "to_date", frappe.utils.add_days(None, -1)
        )
        permissions.clear_scopes()
        for role in TEAM:
            self.assertFalse(
                frappe.has_permission("Household", "read", doc=home, user=self.world.users[role])
            )

    def test_cadre_who_left_sees_nothing(self):
        cadre = self.world.cadres["Organization Office"]
        cadre.reload()
        cadre.update({"status": "Left", "leave_reason": "调离"})
        cadre.save()
        for doctype in MATRIX:
            self.rows.saved(doctype, "own")
            with self.as_user(cadre.user):
                self.assertEqual([], self.all_of(doctype), doctype)
        self.assertFalse(frappe.db.get_value("User", cadre.user, "enabled"))

    @staticmethod
    def all_of(doctype):
        try:
            return frappe.get_list(doctype, pluck="name")
        except frappe.PermissionError:
            return []
