"""Ticking contact cards off: whole groups at once, twice is once, and nobody else's households."""

import json

import frappe
from frappe.utils import add_days, nowdate

from zhilian_app.stations import cards
from zhilian_app.testing import World, ZhilianTestCase, make_household
from zhilian_app.visits import api


class TestDeliveries(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.homes = [
            make_household(self.world.own, f"领卡{n}", group_name="二组").name for n in range(3)
        ]
        self.card = cards.make_card(self.world.own)

    def acting(self, role: str):
        return self.as_user(self.world.users[role])

    def left(self) -> set[str]:
        with self.acting("Liaison"):
            return {row.name for row in api.undelivered_households(self.card)}

    def deliver(self, households, role: str = "Liaison", day: str | None = None) -> int:
        with self.acting(role):
            return api.deliver_cards(self.card, households, day or nowdate())["added"]

    def test_ticked_households_leave_the_list_and_the_card_counts_them(self):
        before = self.left()
        self.assertLessEqual(set(self.homes), before)
        self.assertEqual(2, self.deliver(json.dumps(self.homes[:2])))
        self.assertEqual(set(self.homes[:2]), before - self.left())
        row = frappe.get_doc("Card Delivery", {"household": self.homes[0], "card": self.card})
        self.assertEqual((self.world.own, self.world.town), (row.station, row.town))
        self.assertEqual(self.world.cadres["Liaison"].name, row.delivered_by)
        self.assertEqual(self.world.users["Liaison"], row.owner)
        self.assertEqual(2, frappe.db.get_value("Contact Card", self.card, "delivered_count"))

    def test_twice_is_once(self):
        self.deliver(self.homes)
        self.assertEqual(0, self.deliver(self.homes))
        self.assertEqual(3, frappe.db.count("Card Delivery", {"card": self.card}))

    def test_a_new_card_goes_to_every_door_again(self):
        self.deliver(self.homes)
        self.card = cards.make_card(self.world.own)
        self.assertLessEqual(set(self.homes), self.left())

    def test_households_of_others_and_those_that_ended_are_left_out(self):
        foreign = make_household(self.world.other).name
        frappe.get_doc("Household", self.homes[0]).update(
            {"status": "Ended", "end_reason": "迁出"}
        ).save()
        self.assertEqual(1, self.deliver([foreign, self.homes[0], self.homes[1], "没有这一户"]))

    def test_days_that_cannot_be_are_refused(self):
        for day in (add_days(nowdate(), 1), add_days(nowdate(), -1)):
            with self.subTest(day), self.assertRaises(frappe.ValidationError):
                self.deliver(self.homes, day=day)

    def test_a_replaced_card_is_refused(self):
        frappe.db.set_value("Contact Card", self.card, "status", "Replaced")
        with self.assertRaises(frappe.ValidationError):
            self.deliver(self.homes)

    def test_only_the_own_team_ticks(self):
        for role in (
            "Station Leader",
            "Organization Office",
            "Town Leader",
            "Party-Government Office",
        ):
            with self.subTest(role), self.assertRaises(frappe.PermissionError):
                self.deliver(self.homes, role=role)
        for user in (self.world.other_liaison, self.world.foreign_liaison):
            with self.subTest(user), self.as_user(user), self.assertRaises(frappe.PermissionError):
                api.undelivered_households(self.card)
