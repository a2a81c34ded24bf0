import unittest

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.meetings import agenda
from zhilian_app.meetings.agenda import ANSWER, LAST_VISITS, NEW_ISSUE, OPEN_ISSUE, Item

VISITS = Item(agenda.VISITS_KEY, LAST_VISITS, "上次走访情况", "走访 12 户")
KEYS = st.sampled_from("abcdef")


def item(key: str, kind: str = OPEN_ISSUE, facts: str = "") -> Item:
    return Item(key, kind, f"问题{key}", facts, key)


def row(key: str, kind: str = OPEN_ISSUE, **fields) -> dict:
    return {
        "item_key": key,
        "kind": kind,
        "title": f"问题{key}",
        "issue": key,
        "facts": "",
        "discussion": "",
        "put_up": 0,
        **fields,
    }


def items_of(kind: str):
    return st.lists(KEYS, unique=True).map(lambda keys: [item(key, kind) for key in keys])


@st.composite
def drawn(draw) -> list[Item]:
    kinds = (ANSWER, NEW_ISSUE, OPEN_ISSUE)
    return agenda.draw(VISITS, *(draw(items_of(kind)) for kind in kinds))


@st.composite
def written(draw) -> list[dict]:
    keys = draw(st.lists(st.sampled_from("abcdefxyz"), unique=True))
    words = st.sampled_from(("", " ", "下周派人去看"))
    return [row(key, discussion=draw(words), put_up=draw(st.integers(0, 1))) for key in keys]


class TestDraw(unittest.TestCase):
    def test_order_of_the_talk(self):
        found = agenda.draw(
            VISITS, [item("b", ANSWER)], [item("c", NEW_ISSUE)], [item("a"), item("d")]
        )
        self.assertEqual([one.key for one in found], ["visits", "b", "c", "a", "d"])

    def test_issue_stands_there_once_as_what_says_most(self):
        found = agenda.draw(
            None, [item("a", ANSWER)], [item("a", NEW_ISSUE), item("b", NEW_ISSUE)], [item("b")]
        )
        self.assertEqual([(one.key, one.kind) for one in found], [("a", ANSWER), ("b", NEW_ISSUE)])

    def test_last_answer_counts(self):
        found = agenda.draw(None, [item("a", ANSWER, "收到"), item("a", ANSWER, "修好")], [], [])
        self.assertEqual([one.facts for one in found], ["修好"])

    def test_what_was_talked_about_last_time_is_not_new(self):
        found = agenda.draw(
            None, [], [item("a", NEW_ISSUE), item("b", NEW_ISSUE)], [item("a")], "a"
        )
        self.assertEqual(
            [(one.key, one.kind) for one in found], [("b", NEW_ISSUE), ("a", OPEN_ISSUE)]
        )

    @given(drawn())
    def test_each_key_once_and_kinds_in_order(self, items):
        keys = [one.key for one in items]
        self.assertEqual(len(keys), len(set(keys)))
        places = [agenda.KINDS.index(one.kind) for one in items]
        self.assertEqual(places, sorted(places))


class TestMerge(unittest.TestCase):
    def test_words_stay_facts_are_new_and_untouched_rows_go(self):
        rows = [row("a", discussion="派人去看", facts="旧"), row("b"), row("c", put_up=1)]
        after = agenda.merge(rows, [item("d", NEW_ISSUE), item("a", ANSWER, "新")])
        self.assertEqual([one["item_key"] for one in after], ["d", "a", "c"])
        self.assertEqual(
            (after[1]["kind"], after[1]["facts"], after[1]["discussion"]),
            (ANSWER, "新", "派人去看"),
        )
        self.assertEqual(after[2]["put_up"], 1)

    @given(written(), drawn())
    def test_no_word_and_no_tick_is_lost_and_twice_is_once(self, rows, items):
        after = agenda.merge(rows, items)
        kept = {one["item_key"]: (one["discussion"], one["put_up"]) for one in after}
        for one in rows:
            if agenda.is_touched(one):
                self.assertEqual(kept[one["item_key"]], (one["discussion"], one["put_up"]))
        self.assertLessEqual({one.key for one in items}, set(kept))
        left = set(kept) - {one.key for one in items}
        touched = {one["item_key"] for one in rows if agenda.is_touched(one)}
        self.assertLessEqual(left, touched)
        self.assertFalse(agenda.differs(after, agenda.merge(after, items)))


class TestWords(unittest.TestCase):
    def test_form_brings_words_and_nothing_else(self):
        stored = [row("a", facts="限办 12-01")]
        given_rows = [row("a", title="改了", facts="改了", discussion="已联系", put_up=1)]
        after = agenda.with_words(stored, given_rows)
        self.assertEqual((after[0]["title"], after[0]["facts"]), ("问题a", "限办 12-01"))
        self.assertEqual((after[0]["discussion"], after[0]["put_up"]), ("已联系", 1))

    def test_row_that_was_drawn_meanwhile_is_not_lost(self):
        after = agenda.with_words([row("a"), row("b")], [row("a", discussion="好")])
        self.assertEqual([one["item_key"] for one in after], ["a", "b"])

    def test_words_in_a_row_that_has_gone_come_back(self):
        after = agenda.with_words([row("a")], [row("b", discussion="已修好"), row("c")])
        self.assertEqual([one["item_key"] for one in after], ["a", "b"])
        self.assertEqual(after[1]["discussion"], "已修好")
