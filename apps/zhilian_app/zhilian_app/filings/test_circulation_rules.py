"""The order in which the town's leaders read, by what their positions say."""

import unittest

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.filings.circulation_rules import (
    DEPUTY,
    MAYOR,
    MEMBER,
    OTHER,
    SECRETARY,
    Reader,
    all_signed,
    in_order,
    rank,
)

POSITIONS = {
    "党委书记": SECRETARY,
    "赤溪镇党委书记": SECRETARY,
    "书记": SECRETARY,
    "党委书记、人大主席": SECRETARY,
    "党委副书记、镇长": MAYOR,
    "镇长": MAYOR,
    "代镇长": MAYOR,
    "副镇长": MEMBER,
    "党委委员、副镇长": MEMBER,
    "党委副书记": DEPUTY,
    "党委副书记,政法委员": DEPUTY,
    "镇人大主席": DEPUTY,
    "党委委员、纪委书记": MEMBER,
    "党委委员 武装部长": MEMBER,
    "田头村党支部书记": OTHER,
    "镇长助理": OTHER,
    "组织干事": OTHER,
    "": OTHER,
}


class TestOrder(unittest.TestCase):
    def test_positions(self):
        self.assertEqual(POSITIONS, {position: rank(position) for position in POSITIONS})

    @given(st.permutations(sorted(POSITIONS)))
    def test_secretary_first_then_the_mayor_whatever_the_roster_says(self, positions):
        readers = [Reader(str(number), "某", one) for number, one in enumerate(positions)]
        ranks = [rank(one.position) for one in in_order(readers)]
        self.assertEqual(sorted(ranks), ranks)
        self.assertEqual(len(positions), len(ranks))

    def test_all_signed(self):
        self.assertFalse(all_signed([]))
        self.assertFalse(all_signed(["2026-01-01", None]))
        self.assertTrue(all_signed(["2026-01-01"]))
