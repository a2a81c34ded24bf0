"""Who is led through the first day, who may tick its steps, and how it ends."""

import json

import frappe
from frappe.desk.desktop import Workspace

from zhilian_app.setup import first_day, office
from zhilian_app.testing import ZhilianTestCase, make_cadre, make_town

FIRST_DAY = "First Day"


class TestFirstDay(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        office.apply_office_defaults()
        self.steps = [row.step for row in frappe.get_doc(first_day.ONBOARDING, FIRST_DAY).steps]
        for step in self.steps:
            frappe.db.set_value(first_day.STEP, step, dict.fromkeys(first_day.TICKS, 0))
        frappe.db.set_value(first_day.ONBOARDING, FIRST_DAY, "is_complete", 0)
        town = make_town().name
        self.office = make_cadre(town, roles=["Organization Office"]).user
        self.leader = make_cadre(town, roles=["Town Leader"]).user

    def shown_to(self, user: str) -> list[str]:
        with self.as_user(user):
            page = frappe.get_doc("Workspace", "Zhilian")
            workspace = Workspace({"name": page.name, "title": page.title, "public": 1})
            workspace.build_workspace()
            return [block["title"] for block in workspace.onboardings["items"]]

    def tick(self, user: str, step: str, field: str = "is_complete") -> None:
        with self.as_user(user):
            first_day.update_onboarding_step(step, field, 1)

    def test_the_office_sees_it_and_nobody_else(self):
        self.assertEqual(["头一天，把系统用起来"], self.in_chinese(self.office))
        self.assertEqual([], self.shown_to(self.leader))

    def in_chinese(self, user: str) -> list[str]:
        before, frappe.local.lang = frappe.local.lang, "zh"
        self.addCleanup(setattr, frappe.local, "lang", before)
        return self.shown_to(user)

    def test_it_is_over_with_its_last_step(self):
        for step in self.steps[:-1]:
            self.tick(self.office, step)
        self.assertEqual(1, len(self.shown_to(self.office)))
        self.tick(self.office, self.steps[-1], "is_skipped")
        # the page opens still, for the office that may not write the list
        self.assertEqual([], self.shown_to(self.office))

    def test_others_tick_nothing(self):
        with self.assertRaises(frappe.PermissionError):
            self.tick(self.leader, self.steps[0])
        with self.assertRaises(frappe.PermissionError):
            self.tick(self.office, self.steps[0], "title")
        self.assertFalse(frappe.db.get_value(first_day.STEP, self.steps[0], "is_complete"))

    def test_what_the_desk_calls_is_ours(self):
        (path,) = frappe.get_hooks("override_whitelisted_methods")[
            "frappe.desk.desktop.update_onboarding_step"
        ]
        self.assertIs(first_day.update_onboarding_step, frappe.get_attr(path))

    def test_tours_of_the_forms_are_there(self):
        tours = frappe.get_all(
            "Form Tour", {"name": ["in", ["Household Visit", "Filing"]]}, pluck="ui_tour"
        )
        self.assertEqual([0, 0], tours)


class TestToursOfTheFramework(ZhilianTestCase):
    def started_by_itself(self) -> list:
        from frappe.desk.doctype.form_tour.form_tour import get_onboarding_ui_tours

        return get_onboarding_ui_tours()

    def bring_back(self) -> None:
        """What an upgrade of the framework does."""
        frappe.db.set_single_value("System Settings", "enable_onboarding", 1)
        tour = frappe.get_doc(
            {
                "doctype": "Form Tour",
                "title": "A Tour of the Framework",
                "ui_tour": 1,
                "is_standard": 1,
                "module": "Desk",
                "page_route": json.dumps(["Workspaces"]),
                "view_name": "Page",
                "steps": [{"title": "Look", "description": "Here"}],
            }
        )
        tour.insert(ignore_mandatory=True, ignore_links=True)

    def test_none_starts_by_itself(self):
        self.bring_back()
        self.assertIn(
            "A Tour of the Framework", [name for name, _route in self.started_by_itself()]
        )
        office.apply_office_defaults()
        self.assertEqual([], self.started_by_itself())

    def test_none_comes_back_with_an_upgrade(self):
        office.apply_office_defaults()
        self.bring_back()
        office.keep_tours_aside()
        self.assertEqual([], self.started_by_itself())

    def test_sites_of_others_keep_theirs(self):
        self.bring_back()
        frappe.db.set_single_value("System Settings", "app_name", "Another Site")
        office.keep_tours_aside()
        self.assertTrue(self.started_by_itself())

    def test_no_list_of_theirs_stands_on_a_page(self):
        office.apply_office_defaults()
        modules = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name")
        filters = {"is_complete": 0, "module": ["in", modules]}
        self.assertEqual([], frappe.get_all(first_day.ONBOARDING, filters))
