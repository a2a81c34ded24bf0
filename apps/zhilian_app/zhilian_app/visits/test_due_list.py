"""The list on the phone: its order in SQL is the order of the pure rule, and its search finds what was meant."""

from datetime import date, timedelta

import frappe
from hypothesis import given, settings
from hypothesis import strategies as st

from zhilian_app.testing import ZhilianTestCase, make_entry, make_household, make_station, make_town
from zhilian_app.visits import due_list
from zhilian_app.visits.due import NOT_ON_REGISTER, Candidate, in_due_order

TODAY = date(2026, 11, 23)
SIZE = 9

days = (
    st.none()
    | st.dates(date(2024, 1, 1), TODAY)
    | st.sampled_from((date(2025, 12, 31), date(2026, 1, 1)))
)
facts = st.tuples(
    days, st.sampled_from((2025, 2026, 0)), st.integers(1, 9) | st.just(NOT_ON_REGISTER)
)


def names(rows) -> list[str]:
    return [row.name for row in rows]


class DueListTestCase(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.station = make_station(make_town().name).name

    def home(self, householder: str, **fields) -> str:
        fields.setdefault("address", "护岭村六组1号")
        return make_household(self.station, householder, **fields).name

    def due(self, **options) -> list[str]:
        return names(due_list.due_households([self.station], TODAY, **options))


class TestOrder(DueListTestCase):
    def test_the_order_in_sql_is_the_pure_order(self):
        homes = [self.home("张三") for _ in range(SIZE)]

        @settings(max_examples=25)
        @given(st.lists(facts, min_size=SIZE, max_size=SIZE))
        def check(drawn):
            candidates = []
            for name, (last, year, priority) in zip(homes, drawn, strict=True):
                values = {
                    "last_visited_on": last,
                    "register_year": year,
                    "visit_priority": priority,
                }
                frappe.db.set_value("Household", name, values, update_modified=False)
                counted = priority if year == TODAY.year else NOT_ON_REGISTER
                candidates.append(Candidate(name, "张三", counted, last))
            self.assertEqual(
                [one.name for one in in_due_order(candidates, TODAY.year)], self.due(limit=SIZE)
            )

        check()

    def test_pages_joined_are_the_whole_list(self):
        homes = {self.home(f"李{n}") for n in range(7)}
        pages = [self.due(start=start, limit=3) for start in (0, 3, 6)]
        self.assertEqual([3, 3, 1], [len(page) for page in pages])
        self.assertEqual(homes, {name for page in pages for name in page})

    def test_only_active_households_of_the_station_are_due(self):
        here = self.home("王五")
        self.home("赵六", status="Ended", end_reason="迁出")
        make_household(make_station(make_town().name).name, "王五")
        self.assertEqual([here], self.due())


class TestSearch(DueListTestCase):
    def setUp(self):
        super().setUp()
        self.zhang = self.home("张桂丽", address="护岭村六组12号", group_name="六组")
        self.li = self.home("李大明", address="石坡村100%路_3号", group_name="三组")

    def test_name_address_group_and_pinyin_find_the_household(self):
        for typed in (
            "桂丽",
            "六组",
            "12号",
            "zgl",
            "ZGL",
            "zhanggui",
            "ｚｇｌ",
            "张 六组",
            " zgl  12号 ",
        ):
            with self.subTest(typed):
                self.assertEqual([self.zhang], self.due(search=typed))

    def test_every_word_must_be_found(self):
        self.assertEqual([], self.due(search="张桂丽 三组"))

    def test_wildcards_are_meant_as_written(self):
        for typed, found in (
            ("%", [self.li]),
            ("_", [self.li]),
            ("\\", []),
            ("0%路", [self.li]),
            ("张%丽", []),
        ):
            with self.subTest(typed):
                self.assertEqual(found, self.due(search=typed))

    def test_quotes_do_no_harm(self):
        self.assertEqual([], self.due(search="' or 1=1 -- "))


class TestFilters(DueListTestCase):
    def setUp(self):
        super().setUp()
        self.key = self.home("重点未访")
        self.key_seen = self.home("重点已访")
        self.plain_seen = self.home("普通已访")
        self.plain = self.home("普通未访")
        for name in (self.key, self.key_seen):
            self.set(name, register_year=TODAY.year, visit_priority=3)
        self.set(self.key, last_visited_on=date(TODAY.year - 1, 12, 31))
        self.set(self.key_seen, last_visited_on=TODAY.replace(day=1))
        self.set(self.plain_seen, last_visited_on=TODAY.replace(day=1) - timedelta(days=1))

    def set(self, name: str, **values):
        frappe.db.set_value("Household", name, values, update_modified=False)

    def test_key_households_not_visited_this_year(self):
        self.assertEqual([self.key], self.due(only="key_unvisited"))

    def test_visited_this_month(self):
        self.assertEqual([self.key_seen], self.due(only="visited_this_month"))

    def test_all(self):
        self.assertEqual([self.key, self.plain, self.key_seen, self.plain_seen], self.due())


class TestCategories(DueListTestCase):
    def test_categories_by_rank_of_the_year_without_what_was_removed(self):
        both, removed, old = self.home("甲"), self.home("乙"), self.home("丙")
        make_entry(both, "残疾人", "特困家庭")
        make_entry(removed).remove(str(frappe.utils.getdate()), "迁出")
        make_entry(old, year=frappe.utils.getdate().year - 1)
        found = due_list.categories_of([both, removed, old], frappe.utils.getdate().year)
        self.assertEqual({both: ["特困家庭", "残疾人"]}, found)

    def test_no_household_no_query(self):
        self.assertEqual({}, due_list.categories_of([], TODAY.year))
