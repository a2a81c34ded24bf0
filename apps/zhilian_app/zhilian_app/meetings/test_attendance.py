import unittest
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.meetings import attendance as book

DAY = date(2026, 11, 26)


def person(cadre: str, side: str = "Main", duty: str = "Member", **fields) -> dict:
    return {
        "cadre": cadre,
        "cadre_name": cadre,
        "side": side,
        "duty": duty,
        "position": "干部",
        **fields,
    }


NAMES = st.lists(st.sampled_from("甲乙丙丁戊己庚"), unique=True)
MARKS = st.sampled_from(("", *book.CHOICES))


@st.composite
def listed(draw) -> list[dict]:
    return [person(name, attendance=draw(MARKS)) for name in draw(NAMES)]


class TestFollowTeam(unittest.TestCase):
    def test_new_people_come_and_who_left_goes(self):
        rows = book.follow_team([person("甲"), person("乙")], [person("乙"), person("丙")])
        self.assertEqual([row["cadre"] for row in rows], ["乙", "丙"])

    def test_who_signed_stays_after_leaving_the_team(self):
        signed = person("甲", attendance="Present", signed_on="2026-11-26 08:31:00")
        rows = book.follow_team([signed], [person("丙")])
        self.assertEqual([row["cadre"] for row in rows], ["丙", "甲"])
        self.assertEqual(rows[1]["signed_on"], "2026-11-26 08:31:00")

    def test_new_position_is_taken_until_somebody_has_signed(self):
        team = [person("甲", position="副主任")]
        self.assertEqual(book.follow_team([person("甲")], team)[0]["position"], "副主任")
        signed = person("甲", attendance="Present")
        self.assertEqual(book.follow_team([signed], team)[0]["position"], "干部")

    @given(listed(), NAMES)
    def test_nobody_who_is_marked_is_lost_and_twice_is_once(self, rows, names):
        team = [person(name) for name in names]
        after = book.follow_team(rows, team)
        marked = [row for row in rows if book.is_marked(row)]
        self.assertEqual([row for row in marked if row not in after], [])
        people = [row["cadre"] for row in after]
        self.assertEqual(len(people), len(set(people)))
        self.assertLessEqual(set(names), set(people))
        self.assertEqual(book.follow_team(after, team), after)
        self.assertFalse(book.differs(after, team))


class TestOfficers(unittest.TestCase):
    def test_leader_of_the_main_team_unless_somebody_was_named(self):
        team = [person("甲"), person("乙", duty="Station Leader"), person("丙", "Auxiliary")]
        self.assertEqual(book.officer(None, team, "Station Leader"), "乙")
        self.assertEqual(book.officer("甲", team, "Station Leader"), "甲")
        self.assertEqual(book.officer("走", team, "Station Leader"), "乙")
        self.assertIsNone(book.officer(None, [], "Station Leader"))


class TestMarks(unittest.TestCase):
    def test_counts(self):
        rows = [person("甲", attendance="Present"), person("乙", attendance="Absent"), person("丙")]
        self.assertEqual(book.counts(rows), (3, 1))

    def test_who_is_not_noted_did_not_come(self):
        rows = book.complete([person("甲", attendance="On Leave"), person("乙")], "李联络")
        self.assertEqual([row["attendance"] for row in rows], ["On Leave", "Absent"])

    def test_signing_in_is_for_the_day_and_until_the_minutes_are_closed(self):
        self.assertEqual(book.why_not_sign("Planned", DAY, DAY), "")
        self.assertEqual(book.why_not_sign("Planned", DAY, date(2026, 11, 25)), book.NOT_TODAY)
        self.assertEqual(book.why_not_sign("Planned", DAY, date(2026, 11, 27)), book.NOT_TODAY)
        self.assertEqual(book.why_not_sign("Held", DAY, DAY), book.CLOSED_ALREADY)

    def test_recorder_notes_leave_before_the_day_and_the_rest_from_it_on(self):
        eve, morrow = date(2026, 11, 25), date(2026, 11, 27)
        self.assertEqual(book.why_not_mark("Planned", DAY, eve, "On Leave", "开会"), "")
        self.assertEqual(book.why_not_mark("Planned", DAY, eve, "Present", ""), book.TOO_EARLY)
        self.assertEqual(book.why_not_mark("Planned", DAY, morrow, "Present", ""), "")
        self.assertEqual(book.why_not_mark("Planned", DAY, DAY, "On Leave", " "), book.NO_REASON)
        self.assertEqual(book.why_not_mark("Held", DAY, DAY, "", ""), book.CLOSED_ALREADY)
