"""Standings as of the cut-off, ranks, hidden ID numbers and the check sum, by example and for any input."""

import json
import unittest
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.filings import bulletin_rules as rules
from zhilian_app.filings.bulletin_paper import _parts

DUE, CUTOFF = date(2026, 10, 30), date(2026, 11, 5)
days = st.dates(date(2026, 9, 1), date(2027, 1, 31))
moments = st.datetimes(datetime(2026, 9, 1), datetime(2027, 1, 31))


def standing(handed_in=None, today=date(2026, 12, 1), due=DUE, until=CUTOFF, cutoff=CUTOFF):
    moment = handed_in and datetime.fromisoformat(handed_in)
    return rules.standing_at(due, until, moment, cutoff, today)


class TestStanding(unittest.TestCase):
    def test_by_the_day_on_which_it_came_in(self):
        self.assertEqual(rules.ON_TIME, standing("2026-10-30 23:59:59"))
        self.assertEqual(rules.LATE, standing("2026-10-31 00:00:00"))
        self.assertEqual(rules.LATE, standing("2026-11-05 23:59:59"))
        self.assertEqual(rules.MISSING, standing("2026-11-06 00:00:00"))
        self.assertEqual(rules.MISSING, standing())

    def test_before_the_cut_off_it_is_not_missing_yet(self):
        self.assertEqual(rules.NOT_DUE, standing(today=date(2026, 10, 30)))
        self.assertEqual(rules.OVERDUE, standing(today=date(2026, 10, 31)))
        self.assertEqual(rules.OVERDUE, standing(today=date(2026, 11, 5)))
        self.assertEqual(rules.MISSING, standing(today=date(2026, 11, 6)))

    def test_due_after_the_cut_off_is_not_due(self):
        late = date(2026, 11, 7)
        self.assertEqual(rules.NOT_DUE, standing(due=late, until=date(2026, 12, 5)))
        self.assertEqual(
            rules.ON_TIME, standing("2026-11-04 08:00:00", due=late, until=date(2026, 12, 5))
        )

    def test_its_own_last_day_counts_where_it_is_earlier(self):
        self.assertEqual(rules.MISSING, standing("2026-11-04 08:00:00", until=date(2026, 11, 3)))

    @given(days, days, st.none() | moments, days, st.integers(1, 400))
    def test_once_the_cut_off_is_over_it_never_changes(self, due, until, handed_in, cutoff, later):
        first = rules.standing_at(due, until, handed_in, cutoff, cutoff + timedelta(days=1))
        self.assertEqual(
            first,
            rules.standing_at(due, until, handed_in, cutoff, cutoff + timedelta(days=later)),
        )

    @given(days, days, moments, days)
    def test_what_comes_in_after_the_cut_off_is_as_if_it_never_came(
        self, due, until, moment, today
    ):
        if moment.date() > CUTOFF:
            self.assertEqual(
                rules.standing_at(due, until, None, CUTOFF, today),
                rules.standing_at(due, until, moment, CUTOFF, today),
            )


class TestRanking(unittest.TestCase):
    rows = st.lists(
        st.fixed_dictionaries(
            {
                "station": st.text(min_size=1, max_size=4),
                "coverage": st.sampled_from([0.0, 33.33, 50.0, 100.0]),
                "households": st.integers(0, 3),
            }
        ),
        max_size=12,
    )

    def test_alike_share_a_rank_and_the_next_is_left_out(self):
        rows = [("丙", 50.0, 9), ("乙", 80.0, 20), ("甲", 80.0, 20), ("丁", 80.0, 21)]
        found = rules.ranked(
            {"station": name, "coverage": coverage, "households": homes}
            for name, coverage, homes in rows
        )
        self.assertEqual(
            [("丁", 1), ("乙", 2), ("甲", 2), ("丙", 4)],
            [(row["station"], row["rank"]) for row in found],
        )

    @given(rows)
    def test_a_rank_is_one_more_than_the_number_of_better_ones(self, rows):
        for row in rules.ranked(rows):
            better = [
                one
                for one in rows
                if (one["coverage"], one["households"]) > (row["coverage"], row["households"])
            ]
            self.assertEqual(len(better) + 1, row["rank"])


class TestMatrix(unittest.TestCase):
    def row(self, station, requirement, standing, handed_in="", nil=False):
        return {
            "station": station, "requirement": requirement, "standing": standing, "handed_in": handed_in, "nil": nil,
        }  # fmt: skip

    def test_several_of_a_kind_stand_in_one_cell_by_the_worst(self):
        columns = [
            {"name": "b", "title": "台账", "sequence": 2},
            {"name": "a", "title": "照片", "sequence": 1},
        ]
        filings = [
            self.row("田头村", "a", rules.ON_TIME, "2026-10-02"),
            self.row("田头村", "b", rules.ON_TIME, "2026-10-09"),
            self.row("田头村", "b", rules.MISSING),
        ]
        found = rules.matrix(["田头村", "长沙村"], columns, filings)
        self.assertEqual(["照片", "台账"], found["columns"])
        photos, books = found["rows"][0]["cells"]
        self.assertEqual("2026-10-02", photos["handed_in"])
        self.assertEqual(rules.MISSING, books["standing"])
        self.assertEqual({rules.MISSING: 1, rules.ON_TIME: 1}, books["counts"])
        self.assertEqual("", found["rows"][1]["cells"][0]["standing"])
        self.assertEqual({rules.ON_TIME: 2, rules.MISSING: 1}, found["counts"])

    @given(st.integers(1, 40))
    def test_wide_ones_are_broken_into_parts_that_fit(self, count):
        parts = [list(range(count))[part] for part in _parts(count)]
        self.assertEqual(list(range(count)), sum(parts, []))
        self.assertTrue(all(1 <= len(part) <= 8 for part in parts))


class TestWords(unittest.TestCase):
    def test_id_numbers_lose_their_middle(self):
        for told, shown in (
            ("身份证440781198511020754。", "身份证440781********0754。"),
            ("44078119851102075X", "440781********075X"),
            ("440781 19851102 0754", "440781********0754"),
            ("440781851102075", "440781******075"),
            ("电话13812345678，金额12000000元", "电话13812345678，金额12000000元"),
            (None, ""),
        ):
            self.assertEqual(shown, rules.without_ids(told))


class TestCheckSum(unittest.TestCase):
    content = st.dictionaries(
        st.text(max_size=5), st.text() | st.integers() | st.lists(st.text(max_size=5)), max_size=4
    )

    @given(content)
    def test_stored_and_read_it_is_the_same(self, content):
        stored = rules.canonical(content)
        self.assertEqual(content, json.loads(stored))
        self.assertNotIn("<", stored)
        self.assertTrue(rules.is_intact(stored, rules.check_sum(content)))

    def test_a_change_shows(self):
        known = rules.check_sum({"a": 1})
        self.assertFalse(rules.is_intact('{"a":2}', known))
        self.assertFalse(rules.is_intact(None, known))
        self.assertFalse(rules.is_intact("{", known))
        self.assertFalse(rules.is_intact('{"a":1}', None))
