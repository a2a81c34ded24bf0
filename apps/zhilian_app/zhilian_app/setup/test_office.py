"""The settings of a Chinese office, and the account that keeps staff from becoming managers."""

import frappe

from zhilian_app.setup import caretaker, office
from zhilian_app.setup.module_profile import PROFILE, sync_module_profile
from zhilian_app.testing import ZhilianTestCase, make_cadre, make_town


class TestOfficeDefaults(ZhilianTestCase):
    def test_every_setting_that_this_edition_has_is_set(self):
        office.apply_office_defaults()
        for doctype, values in (
            ("System Settings", office.SYSTEM_SETTINGS),
            ("Website Settings", office.WEBSITE_SETTINGS),
            ("Print Settings", office.PRINT_SETTINGS),
        ):
            doc = frappe.get_doc(doctype)
            wrong = {
                key: doc.get(key)
                for key, value in values.items()
                if doc.meta.has_field(key) and str(doc.get(key)) != str(value)
            }
            self.assertEqual({}, wrong, doctype)

    def test_what_formats_and_money_are_read_from(self):
        office.apply_office_defaults()
        defaults = frappe.defaults.get_defaults()
        self.assertEqual(
            ("zh", "Asia/Shanghai", "China", "CNY", "yyyy-mm-dd", "HH:mm:ss"),
            tuple(
                defaults.get(key)
                for key in (
                    "lang",
                    "time_zone",
                    "country",
                    "currency",
                    "date_format",
                    "time_format",
                )
            ),
        )
        self.assertEqual(["zh"], frappe.translate.get_all_languages())

    def test_no_wizard_no_tours_no_sign_up(self):
        office.apply_office_defaults()
        system = frappe.get_doc("System Settings")
        self.assertEqual((1, 1), (system.setup_complete, system.enable_onboarding))
        # the first day's steps are shown, the framework's own tours are not: see test_first_day.py
        self.assertFalse(frappe.db.exists("Form Tour", {"ui_tour": 1, "module": "Desk"}))
        self.assertEqual("workspace", frappe.db.get_default("desktop:home_page"))
        self.assertEqual(1, frappe.get_doc("Website Settings").disable_signup)
        self.assertEqual(
            ["Administrator"], [row.role for row in frappe.get_doc("Page", "setup-wizard").roles]
        )

    def test_second_run_changes_nothing(self):
        office.apply_office_defaults()
        before = self.stamps()
        office.apply_office_defaults()
        self.assertEqual(before, self.stamps())

    def test_what_the_framework_advertises_is_not_in_the_menus(self):
        office.apply_office_defaults()
        navbar = frappe.get_single("Navbar Settings")
        shown = {
            item.item_label
            for item in [*navbar.settings_dropdown, *navbar.help_dropdown]
            if not item.hidden
        }
        self.assertFalse(shown & office.HIDDEN_NAVBAR_ITEMS)
        self.assertIn("Log out", shown)

    def stamps(self) -> list:
        singles = ("System Settings", "Website Settings", "Print Settings", "Navbar Settings")
        stamps = [str(frappe.get_doc(doctype).modified) for doctype in singles]
        stamps += [
            frappe.db.get_value("Module Profile", PROFILE, "modified"),
            frappe.db.count("User"),
        ]
        return stamps


class TestModuleProfile(ZhilianTestCase):
    def test_blocks_the_modules_of_every_other_app(self):
        sync_module_profile()
        blocked = {row.module for row in frappe.get_doc("Module Profile", PROFILE).block_modules}
        self.assertTrue({"Core", "Website", "Integrations"} <= blocked)
        self.assertFalse({"Stations", "Visits"} & blocked)

    def test_a_module_that_comes_later_is_blocked_for_who_is_there_already(self):
        sync_module_profile()
        user = make_cadre(make_town().name).user
        frappe.get_doc(
            {"doctype": "Module Def", "module_name": "Later Things", "app_name": "frappe"}
        ).insert()
        sync_module_profile()
        self.assertIn("Later Things", frappe.get_doc("User", user).get_blocked_modules())


class TestCaretaker(ZhilianTestCase):
    def test_staff_never_become_system_managers(self):
        self.without_system_managers()
        frappe.db.set_single_value("System Settings", "setup_complete", 1)
        caretaker.make_caretaker()
        user = make_cadre(make_town().name, roles=["Town Leader"]).user
        self.assertNotIn("System Manager", frappe.get_roles(user))

    def test_nobody_signs_in_as_the_caretaker(self):
        self.without_system_managers()
        caretaker.make_caretaker()
        self.assertIn("System Manager", frappe.get_roles(caretaker.USER))
        self.assertFalse(
            frappe.db.sql(
                "select 1 from `__Auth` where doctype = 'User' and name = %s", caretaker.USER
            )
        )

    def test_none_is_made_beside_a_real_system_manager(self):
        self.without_system_managers()
        real = frappe.get_doc(
            {
                "doctype": "User",
                "email": "real@example.com",
                "first_name": "管理",
                "send_welcome_email": 0,
            }
        )
        real.append("roles", {"role": "System Manager"})
        real.insert()
        caretaker.make_caretaker()
        self.assertEqual(["real@example.com"], self.system_managers())

    def without_system_managers(self):
        frappe.db.delete("Has Role", {"role": "System Manager", "parent": ["!=", "Administrator"]})

    def system_managers(self) -> list[str]:
        filters = {
            "role": "System Manager",
            "parenttype": "User",
            "parent": ["!=", "Administrator"],
        }
        return frappe.get_all("Has Role", filters, pluck="parent")
