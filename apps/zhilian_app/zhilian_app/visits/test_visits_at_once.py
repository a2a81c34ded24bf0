"""Visits that are saved at the same moment: these commit, and take away again what they wrote."""

import threading
from collections.abc import Callable

import frappe

from zhilian_app.testing import World, ZhilianTestCase, make_household, make_visit

VISIT = "Household Visit"
WORDS = "问了家里老人的身体和收成。"
PATIENCE = 30  # seconds that one thread waits for the other


class TestVisitsAtOnce(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.homes = [self.last_home() for _ in range(2)]
        frappe.db.commit()
        self.addCleanup(self.take_away)

    def last_home(self) -> str:
        """A household whose name comes after all others, so that no visit lies between two of them."""
        made = make_household(self.world.own).name
        name = f"zzzz{made}"
        frappe.db.sql("update tabHousehold set name = %s where name = %s", (name, made))
        return name

    def take_away(self):
        frappe.db.rollback()
        for name in frappe.get_all(VISIT, {"household": ["in", self.homes]}, pluck="name"):
            frappe.db.delete("Visit Cadre", {"parent": name})
            frappe.db.delete(VISIT, {"name": name})
        frappe.db.delete("Household", {"name": ["in", self.homes]})
        frappe.db.commit()

    def save_at_once(self, homes: list[str], before_insert: Callable | None = None) -> list[str]:
        """Save a visit of each household in a thread of its own; what became of each."""
        outcomes = [""] * len(homes)
        site = frappe.local.site, frappe.local.sites_path

        def save(at: int) -> None:
            frappe.init(site[0], sites_path=site[1])
            frappe.connect()
            frappe.set_user(self.world.users["Liaison"])
            try:
                # the transaction has begun before the other's visit is in
                frappe.db.get_value("Town", self.world.town)
                doc = frappe.get_doc(
                    {
                        "doctype": VISIT,
                        "household": homes[at],
                        "visit_date": frappe.utils.nowdate(),
                        "content": WORDS,
                    }
                )
                if before_insert:
                    doc.validate_pictures = before_insert
                doc.insert()
                frappe.db.commit()
                outcomes[at] = "saved"
            except Exception as error:
                frappe.db.rollback()
                outcomes[at] = type(error).__name__
            finally:
                frappe.destroy()

        threads = [threading.Thread(target=save, args=(at,)) for at in range(len(homes))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        return outcomes

    def test_neighbouring_households_do_not_wait_for_each_other(self):
        # both rows go into the same gap of the index
        both = threading.Barrier(2, timeout=PATIENCE)
        self.assertEqual(self.save_at_once(self.homes, both.wait), ["saved", "saved"])
        for home in self.homes:
            self.assertEqual(frappe.db.get_value("Household", home, "visit_count"), 1)

    def test_one_household_twice_is_asked_for(self):
        home = self.homes[0]
        self.assertEqual(sorted(self.save_at_once([home, home])), ["DuplicateVisit", "saved"])
        self.assertEqual(frappe.db.get_value("Household", home, "visit_count"), 1)

    def test_the_second_of_a_day_can_be_wanted(self):
        first = make_visit(self.homes[0])
        second = make_visit(self.homes[0], duplicate_confirmed=1)
        self.assertNotEqual(first.name, second.name)
