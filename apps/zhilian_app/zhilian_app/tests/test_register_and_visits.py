"""Households, the year's register and visits, as the people who write them meet them."""

from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from zhilian_app.testing import (
    World,
    ZhilianTestCase,
    make,
    make_entry,
    make_household,
    make_visit,
)
from zhilian_app.visits import counters, register_upkeep
from zhilian_app.visits.doctype.household.household import DuplicateIdNumber
from zhilian_app.visits.doctype.household_visit.household_visit import (
    DuplicateVisit,
    VisitOutOfTime,
)

GOOD_ID, OTHER_ID = "440781198511020754", "440781195307183798"


class RegisterCase(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.home = make_household(self.world.own)

    def entry(self, name):
        fields = [
            "status",
            "visit_count",
            "first_visited_on",
            "last_visited_on",
            "sensitive",
            "category_text",
        ]
        return frappe.db.get_value("Key Visit Entry", name, fields, as_dict=True)


class TestHouseholds(RegisterCase):
    def test_what_is_typed_is_cleaned(self):
        home = make_household(
            self.world.own,
            " 罗 玲少",
            id_number="４４０７８１１９８５１１０２０７５４",
            phone="13590830166.0",
        )
        self.assertEqual(
            (home.householder, home.id_number, home.id_status, home.phone),
            ("罗玲少", GOOD_ID, "Valid", "13590830166"),
        )
        self.assertIn("lls", home.pinyin)

    def test_two_phones_in_one_field_are_kept(self):
        home = make_household(self.world.own, phone="0750-5271234 / 13590830166")
        self.assertEqual(home.phone, "0750-5271234、13590830166")

    def test_wrong_id_number_is_kept_and_marked(self):
        home = make_household(self.world.own, id_number="440781198511020755")
        self.assertEqual((home.id_number, home.id_status), ("440781198511020755", "To Verify"))

    def test_same_id_number_twice_in_town_is_refused_without_telling_where(self):
        make_household(self.world.other, "别处人", id_number=GOOD_ID)
        with self.assertRaises(DuplicateIdNumber) as caught:
            make_household(self.world.own, id_number=GOOD_ID)
        self.assertNotIn("别处人", str(caught.exception))

    def test_name_and_address_are_asked_for(self):
        for field in ("householder", "address"):
            with self.assertRaises(frappe.ValidationError):
                make_household(self.world.own, **{field: "  "})

    def test_household_ends_with_a_reason_and_leaves_the_count(self):
        def count():
            return frappe.db.get_value("Station", self.world.own, "household_count")

        before = count()
        self.home.status = "Ended"
        with self.assertRaises(frappe.MandatoryError):
            self.home.save()
        self.home.reload()
        self.home.status = "Ended"
        self.home.end_reason = "迁往县城"
        self.home.save()
        self.assertEqual(count(), before - 1)
        self.assertEqual(str(self.home.ended_on), nowdate())

    def test_household_is_not_moved_into_another_station(self):
        self.home.station = self.world.other
        with self.assertRaises(frappe.ValidationError):
            self.home.save()

    def test_new_name_shows_on_register_and_visits(self):
        entry, visit = make_entry(self.home.name), make_visit(self.home.name)
        self.home.reload()
        self.home.householder = "新户主"
        self.home.save()
        self.assertEqual(
            frappe.db.get_value("Key Visit Entry", entry.name, "householder"), "新户主"
        )
        self.assertEqual(
            frappe.db.get_value("Household Visit", visit.name, "householder"), "新户主"
        )


class TestRegister(RegisterCase):
    def test_household_stands_once_a_year(self):
        make_entry(self.home.name)
        with self.assertRaises(frappe.DuplicateEntryError):
            make_entry(self.home.name, "困难党员")
        make_entry(self.home.name, year=getdate().year - 1)

    def test_entry_is_removed_with_date_and_reason_and_may_come_back(self):
        entry = make_entry(self.home.name)
        with self.assertRaises(frappe.ValidationError):
            entry.remove(nowdate(), " ")
        entry.reload()
        entry.remove(nowdate(), "已脱贫")
        self.assertEqual(self.entry(entry.name).status, "Removed")
        again = make_entry(self.home.name, "困难党员")
        self.assertEqual(self.entry(again.name).status, "To Visit")
        self.assertEqual(frappe.db.count("Key Visit Entry", {"household": self.home.name}), 2)

    def test_removal_cannot_lie_in_the_future(self):
        entry = make_entry(self.home.name)
        with self.assertRaises(frappe.ValidationError):
            entry.remove(add_days(nowdate(), 1), "已脱贫")

    def test_removed_entry_stays_as_it_is(self):
        entry = make_entry(self.home.name)
        entry.remove(nowdate(), "已脱贫")
        entry.removed_on = entry.remove_reason = None
        with self.assertRaises(frappe.ValidationError):
            entry.save()

    def test_most_pressing_category_shows_on_the_household(self):
        make_entry(self.home.name, "失业人员", "特困家庭")
        found = frappe.db.get_value(
            "Household", self.home.name, ["register_year", "visit_priority"]
        )
        self.assertEqual(found, (getdate().year, 3))

    def test_new_year_begins_with_the_entries_in_force(self):
        last, year = getdate().year - 1, getdate().year
        kept = make_entry(self.home.name, "残疾人", "困难党员", year=last)
        gone = make_entry(make_household(self.world.own).name, year=last, added_on=f"{last}-02-01")
        gone.remove(f"{last}-06-01", "已迁出")
        register_upkeep.open_registers()
        fields = ["household", "category_text", "sensitive", "status", "added_on"]
        made = frappe.get_all("Key Visit Entry", {"town": self.world.town, "year": year}, fields)
        self.assertEqual(
            [
                (row.household, row.category_text, row.sensitive, row.status, str(row.added_on))
                for row in made
            ],
            [(kept.household, kept.category_text, 1, "To Visit", f"{year}-01-01")],
        )
        carried = frappe.get_doc("Key Visit Entry", {"household": kept.household, "year": year})
        carried.save()  # a carried row is as good as one that was typed
        register_upkeep.open_registers()
        self.assertEqual(
            frappe.db.count("Key Visit Entry", {"town": self.world.town, "year": year}), 1
        )

    def test_one_bad_town_does_not_stop_the_others(self):
        make_entry(self.home.name, year=getdate().year - 1)
        original = register_upkeep.open_register

        def failing(town, year):
            if town == self.world.other_town:
                raise ValueError("broken row")
            return original(town, year)

        with patch.object(register_upkeep, "open_register", failing):
            register_upkeep.open_registers()
        self.assertEqual(
            frappe.db.count("Key Visit Entry", {"town": self.world.town, "year": getdate().year}), 1
        )

    def test_category_that_becomes_sensitive_hides_its_entries_and_visits(self):
        entry, visit = make_entry(self.home.name, "失业人员"), make_visit(self.home.name)
        frappe.db.set_value("Key Person Category", "失业人员", {"sensitive": 1, "rank": 2})
        with patch.object(frappe.db, "commit"):
            register_upkeep.refresh_category("失业人员")
        self.assertEqual(
            frappe.db.get_value("Key Visit Entry", entry.name, ["sensitive", "priority"]), (1, 2)
        )
        self.assertEqual(frappe.db.get_value("Household Visit", visit.name, "sensitive"), 1)
        self.assertEqual(frappe.db.get_value("Household", self.home.name, "visit_priority"), 2)


class TestVisits(RegisterCase):
    def setUp(self):
        super().setUp()
        self.key = make_entry(self.home.name)

    def test_visit_covers_its_entry(self):
        visit = make_visit(self.home.name)
        self.assertEqual((visit.visit_kind, visit.effective), ("Key Visit", 1))
        entry = self.entry(self.key.name)
        self.assertEqual(
            (entry.status, entry.visit_count, str(entry.first_visited_on)),
            ("Visited", 1, nowdate()),
        )
        home = frappe.db.get_value("Household", self.home.name, ["visit_count", "last_visited_on"])
        self.assertEqual((home[0], str(home[1])), (1, nowdate()))

    def test_visit_without_content_is_kept_but_covers_nothing(self):
        visit = make_visit(self.home.name, content="在家。")
        self.assertEqual(visit.effective, 0)
        self.assertEqual(self.entry(self.key.name).status, "To Visit")

    def test_empty_form_is_not_a_visit(self):
        with self.assertRaises(frappe.ValidationError):
            make_visit(self.home.name, content=" ")

    def test_second_visit_covers_no_more(self):
        day = add_days(nowdate(), -1) if getdate().timetuple().tm_yday > 1 else nowdate()
        make_visit(self.home.name, visit_date=day)
        make_visit(self.home.name, duplicate_confirmed=1)
        entry = self.entry(self.key.name)
        self.assertEqual(
            (entry.status, entry.visit_count, str(entry.first_visited_on)), ("Visited", 2, str(day))
        )

    def test_second_visit_of_the_day_is_asked_for_first(self):
        make_visit(self.home.name)
        with self.assertRaises(DuplicateVisit):
            make_visit(self.home.name)
        make_visit(self.home.name, duplicate_confirmed=1)
        self.assertEqual(frappe.db.count("Household Visit", {"household": self.home.name}), 2)

    def test_future_and_closed_years_are_refused(self):
        for day in (add_days(nowdate(), 1), f"{getdate().year - 2}-12-31"):
            with self.assertRaises(VisitOutOfTime):
                make_visit(self.home.name, visit_date=day)

    def test_day_that_does_not_exist_is_refused(self):
        with self.assertRaises(frappe.ValidationError):
            make_visit(self.home.name, visit_date="2026-02-30")

    def test_void_visit_stays_in_the_book_and_counts_no_more(self):
        visit = make_visit(self.home.name)
        with self.assertRaises(frappe.ValidationError):
            visit.void(" ")
        visit.reload()
        visit.void("走错门")
        self.assertEqual(self.entry(self.key.name).status, "To Visit")
        stored = frappe.get_doc("Household Visit", visit.name)
        self.assertEqual(
            (stored.voided, stored.void_reason, stored.voided_by), (1, "走错门", "Administrator")
        )
        stored.content = "改写"
        with self.assertRaises(frappe.ValidationError):
            stored.save()

    def test_void_mark_is_not_written_by_hand(self):
        visit = make_visit(self.home.name)
        visit.update({"voided": 1, "void_reason": "x"})
        visit.save()
        self.assertEqual(frappe.db.get_value("Household Visit", visit.name, "voided"), 0)

    def test_visitor_is_who_is_signed_in(self):
        with self.as_user(self.world.users["Liaison"]):
            visit = frappe.get_doc(
                {
                    "doctype": "Household Visit",
                    "household": self.home.name,
                    "content": "谈了收成和低保",
                }
            ).insert()
        self.assertEqual(visit.visitor_names, self.world.cadres["Liaison"].cadre_name)
        self.assertEqual(str(visit.visit_date), nowdate())

    def test_changed_words_change_the_coverage(self):
        visit = make_visit(self.home.name, content="在家。")
        visit.content = "在家,谈了低保申请的材料"
        visit.save()
        self.assertEqual(self.entry(self.key.name).status, "Visited")

    def test_impossible_position_never_stops_a_visit(self):
        visit = make_visit(self.home.name, latitude=123.4, longitude=500)
        self.assertFalse(visit.latitude or visit.longitude)

    def test_recount_of_all_agrees_with_one_by_one(self):
        make_visit(self.home.name)
        other = make_household(self.world.own)
        make_entry(other.name, "残疾人")
        make_visit(other.name, content="无")
        fields = ["name", "visit_count", "last_visited_on", "register_year", "visit_priority"]
        before = frappe.get_all("Household", {"station": self.world.own}, fields, order_by="name")
        entries = frappe.get_all(
            "Key Visit Entry",
            {"station": self.world.own},
            ["name", "status", "visit_count"],
            order_by="name",
        )
        counters.recount_all([self.world.own])
        self.assertEqual(
            before,
            frappe.get_all("Household", {"station": self.world.own}, fields, order_by="name"),
        )
        self.assertEqual(
            entries,
            frappe.get_all(
                "Key Visit Entry",
                {"station": self.world.own},
                ["name", "status", "visit_count"],
                order_by="name",
            ),
        )


class TestCardDelivery(RegisterCase):
    def test_each_household_is_ticked_once_and_the_percentage_follows(self):
        station = self.world.own
        make_household(station)
        card = make("Contact Card", station=station)
        make("Card Delivery", card=card.name, household=self.home.name)
        with self.assertRaises(frappe.DuplicateEntryError):
            make("Card Delivery", card=card.name, household=self.home.name)
        total = frappe.db.get_value("Station", station, "household_count")
        found = frappe.db.get_value(
            "Contact Card", card.name, ["household_count", "delivered_count", "delivered_percent"]
        )
        self.assertEqual(found, (total, 1, round(100 / total, 2)))

    def test_household_of_another_station_is_refused(self):
        card = make("Contact Card", station=self.world.other)
        with self.assertRaises(frappe.ValidationError):
            make("Card Delivery", card=card.name, household=self.home.name)
