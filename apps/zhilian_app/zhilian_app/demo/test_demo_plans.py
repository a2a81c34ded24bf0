"""What the demo plans, without a site: numbers that are nobody's, Thursdays, text that fits."""

import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.demo import register, texts
from zhilian_app.demo.constants import MARK, SEED, STATIONS
from zhilian_app.demo.households import CATEGORIES, Village
from zhilian_app.demo.source import REGION, Source, cadre_phone, household_phone
from zhilian_app.demo.visits import visit_days
from zhilian_app.visits import identity

TODAY = date(2026, 11, 23)


def homes(today: date = TODAY, seed: int = SEED) -> list:
    village = Village(Source(seed), today)
    return [home for plan in STATIONS for home in village.homes(plan)]


class TestHouseholds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.homes = homes()

    def test_the_same_seed_gives_the_same_households(self):
        self.assertEqual(self.homes, homes())

    def test_two_thousand_in_the_town_and_five_next_door(self):
        towns = [home.town for home in self.homes]
        self.assertEqual((2000, 5), (towns.count("赤溪镇"), towns.count("演示邻镇")))

    def test_all_are_marked_where_everybody_sees_it(self):
        self.assertTrue(all(home.address.endswith(MARK) for home in self.homes))

    def test_no_two_have_one_address_or_one_number(self):
        self.assertEqual(
            len(self.homes), len({(home.station, home.address) for home in self.homes})
        )
        numbers = [
            person.id_number
            for home in self.homes
            for person in (home, *home.members)
            if person.id_number
        ]
        self.assertEqual(len(numbers), len(set(numbers)))

    def test_text_is_as_the_forms_would_store_it(self):
        for home in self.homes:
            self.assertEqual(home.address, identity.normalise_address(home.address))
            self.assertEqual(home.householder, identity.normalise_name(home.householder))
            self.assertEqual(home.phone, "、".join(identity.split_phones(home.phone)))

    def test_id_numbers_are_right_but_of_no_county(self):
        numbers = [
            person.id_number
            for home in self.homes
            for person in (home, *home.members)
            if person.id_number
        ]
        checked = [identity.check_id_number(number).status for number in numbers]
        self.assertTrue(all(number.startswith(REGION) for number in numbers))
        self.assertGreater(checked.count("Valid") / len(checked), 0.95)
        self.assertGreater(checked.count("To Verify"), 0)

    def test_about_a_quarter_are_in_the_nine_categories(self):
        found = {name for home in self.homes for name in home.categories}
        self.assertEqual({row[0] for row in CATEGORIES}, found)
        share = sum(bool(home.categories) for home in self.homes) / len(self.homes)
        self.assertTrue(0.2 <= share <= 0.3, share)

    def test_the_lonely_live_alone(self):
        self.assertFalse(
            [home for home in self.homes if "孤寡老人" in home.categories and home.members]
        )


class TestDays(unittest.TestCase):
    @given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
    def test_visits_are_on_thursdays_in_between(self, first, length):
        last = date.fromordinal(first.toordinal() + length)
        days = visit_days(first, last)
        self.assertTrue(all(day.weekday() == 3 and first <= day <= last for day in days))
        self.assertFalse([day for day in days if day.month == 10 and day.day <= 7])

    @given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
    def test_register_holds_on_any_day_of_a_year(self, today):
        entries = list(register.plan_entries(Source(1), self.key_homes(), today))
        for entry in entries:
            self.assertIn(entry.year, (today.year - 1, today.year))
            self.assertLessEqual(entry.added_on, today)
            self.assertEqual(entry.year, entry.added_on.year)
            if entry.removed_on:
                self.assertTrue(entry.added_on <= entry.removed_on <= today)
                self.assertTrue(entry.remove_reason)

    @classmethod
    def key_homes(cls):
        if not hasattr(cls, "_homes"):
            cls._homes = [home for home in homes() if home.categories][:60]
        return cls._homes


class TestTexts(unittest.TestCase):
    def test_something_fits_every_category_in_every_month(self):
        for category in texts.FINDINGS:
            for month in range(1, 13):
                self.assertTrue(texts.findings(category, month), (category, month))

    def test_typhoons_are_no_winter_talk(self):
        self.assertFalse([text for text in texts.findings("孤寡老人", 1) if "台风" in text])

    def test_seasons_name_texts_that_are_there(self):
        known = {text for pool in texts.FINDINGS.values() for text in pool}
        self.assertEqual(set(), set(texts.SEASONS) - known)


class TestPhones(unittest.TestCase):
    def test_no_network_has_such_numbers(self):
        for phone in (cadre_phone(1), cadre_phone(999), household_phone(1), household_phone(9_999)):
            self.assertRegex(phone, r"^100\d{8}$")
        self.assertNotEqual(cadre_phone(9_999)[:5], household_phone(1)[:5])
