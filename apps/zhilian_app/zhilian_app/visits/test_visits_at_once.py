"""Visits that are saved at the same moment: these commit, and take away again what they wrote."""

import threading
import time
from collections.abc import Callable
from functools import partial

import frappe

from zhilian_app.testing import World, ZhilianTestCase, make_household, make_visit

VISIT = "Household Visit"
WORDS = "问了家里老人的身体和收成。"
PATIENCE = 30  # seconds that one thread waits for the other
A_WHILE = 1  # second in which the other comes as far as it can


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

    def at_once(self, *actions: Callable[[], None]) -> list[str]:
        """Do each in a thread and a transaction of its own; what became of each."""
        outcomes = [""] * len(actions)
        site = frappe.local.site, frappe.local.sites_path

        def act(at: int) -> None:
            frappe.init(site[0], sites_path=site[1])
            frappe.connect()
            frappe.set_user(self.world.users["Liaison"])
            try:
                # the transaction has begun before the other's visit is in
                frappe.db.get_value("Town", self.world.town)
                actions[at]()
                frappe.db.commit()
                outcomes[at] = "saved"
            except Exception as error:
                frappe.db.rollback()
                outcomes[at] = type(error).__name__
            finally:
                frappe.destroy()

        threads = [threading.Thread(target=act, args=(at,)) for at in range(len(actions))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        return outcomes

    @staticmethod
    def write(home: str, before_insert: Callable | None = None, **more) -> None:
        doc = frappe.get_doc(
            {
                "doctype": VISIT,
                "household": home,
                "visit_date": frappe.utils.nowdate(),
                "content": WORDS,
                **more,
            }
        )
        if before_insert:
            doc.validate_pictures = before_insert
        doc.insert()

    def test_neighbouring_households_do_not_wait_for_each_other(self):
        # both rows go into the same gap of the index
        both = threading.Barrier(2, timeout=PATIENCE)
        self.assertEqual(
            self.at_once(*(partial(self.write, home, both.wait) for home in self.homes)),
            ["saved", "saved"],
        )
        for home in self.homes:
            self.assertEqual(frappe.db.get_value("Household", home, "visit_count"), 1)

    def test_one_household_twice_is_asked_for(self):
        home = self.homes[0]
        self.assertEqual(
            sorted(self.at_once(*[partial(self.write, home)] * 2)), ["DuplicateVisit", "saved"]
        )
        self.assertEqual(frappe.db.get_value("Household", home, "visit_count"), 1)

    def test_the_second_of_a_day_can_be_wanted(self):
        first = make_visit(self.homes[0])
        second = make_visit(self.homes[0], duplicate_confirmed=1)
        self.assertNotEqual(first.name, second.name)

    def test_one_is_corrected_while_another_is_written(self):
        home = self.homes[0]
        first = make_visit(home).name
        frappe.db.commit()
        has_first = threading.Event()

        def correct() -> None:
            doc = frappe.get_doc(VISIT, first)
            doc.content += "又问了孩子上学。"
            check = doc.check_if_latest

            def check_and_wait() -> None:
                check()
                has_first.set()
                time.sleep(A_WHILE)

            doc.check_if_latest = check_and_wait
            doc.save()

        def write_another() -> None:
            has_first.wait(PATIENCE)
            self.write(home, duplicate_confirmed=1)

        self.assertEqual(self.at_once(correct, write_another), ["saved", "saved"])
        self.assertEqual(frappe.db.get_value("Household", home, "visit_count"), 2)
