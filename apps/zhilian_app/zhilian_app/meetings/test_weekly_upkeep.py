"""The daily job: meetings are there, once each, and one bad station stops no other."""

from datetime import date, timedelta
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from zhilian_app.meetings import week_rules, weekly_data, weekly_upkeep
from zhilian_app.meetings.testing import MeetingTestCase
from zhilian_app.testing import make_cadre, make_station, make_team, make_town

THURSDAY = date(2026, 11, 26)


class TestUpkeep(MeetingTestCase):
    def run_on(self, day: date, since: date | None = None):
        if since:
            frappe.db.set_default(weekly_upkeep.FIRST_DAY, str(since))
        with patch.object(weekly_upkeep, "getdate", lambda value=None: getdate(value or day)):
            weekly_upkeep.make_meetings()

    def days(self, station: str) -> list[str]:
        rows = frappe.get_all(
            "Weekly Meeting",
            {"station": station},
            pluck="meeting_date",
            order_by="meeting_date asc",
        )
        return [str(day) for day in rows]

    def setUp(self):
        super().setUp()
        frappe.db.delete("Weekly Meeting")
        frappe.db.delete("Meeting Attendance")

    def test_this_week_and_the_next_once_each(self):
        for _time in range(2):
            self.run_on(THURSDAY, since=THURSDAY)
        for station in (self.world.own, self.world.other, self.world.foreign):
            self.assertEqual(self.days(station), ["2026-11-26", "2026-12-03"])
        meeting = frappe.get_last_doc("Weekly Meeting", {"station": self.world.own})
        self.assertEqual(len(meeting.attendance), 5)
        self.assertEqual(str(meeting.meeting_time), "8:30:00")

    def test_first_run_asks_for_nothing_of_before(self):
        frappe.db.delete("DefaultValue", {"defkey": weekly_upkeep.FIRST_DAY})
        frappe.clear_cache()
        self.run_on(date(2026, 11, 27))
        self.assertEqual(self.days(self.world.own), ["2026-12-03"])

    def test_weeks_without_a_run_are_caught_up_back_to_five(self):
        self.run_on(THURSDAY, since=date(2026, 1, 1))
        days = self.days(self.world.own)
        self.assertEqual((days[0], len(days)), ("2026-10-22", 7))

    def test_station_that_began_later_or_has_ended(self):
        new = make_station(self.world.town, started_on="2026-12-01").name
        old = make_station(self.world.town).name
        frappe.db.set_value("Station", old, "ended_on", "2026-11-20")
        self.run_on(THURSDAY, since=date(2026, 11, 16))
        self.assertEqual(self.days(new), ["2026-12-03"])
        self.assertEqual(self.days(old), ["2026-11-19"])

    def test_weekday_and_hour_of_the_town(self):
        town = make_town(visit_weekday="Tuesday", weekly_meeting_time="15:00:00").name
        station = make_station(town).name
        self.run_on(date(2026, 11, 23), since=date(2026, 11, 23))
        self.assertEqual(self.days(station), ["2026-11-24", "2026-12-01"])
        meeting = frappe.get_last_doc("Weekly Meeting", {"station": station})
        self.assertEqual(str(meeting.meeting_time), "15:00:00")

    def test_bad_station_stops_no_other(self):
        make = weekly_upkeep.make_meeting

        def broken(station, monday, day):
            if station == self.world.other:
                raise ValueError("broken")
            make(station, monday, day)

        with patch.object(weekly_upkeep, "make_meeting", broken):
            self.run_on(THURSDAY, since=THURSDAY)
        self.assertEqual(self.days(self.world.other), [])
        self.assertEqual(len(self.days(self.world.own)), 2)
        self.assertTrue(frappe.db.exists("Error Log", {"method": ["like", "%Weekly Meeting%"]}))

    def test_few_queries_when_there_is_nothing_to_do(self):
        self.run_on(getdate(), since=getdate())
        frappe.db.set_value("Weekly Meeting", {"meeting_date": ["<=", getdate()]}, "status", "Held")
        asked = []
        sql = frappe.db.sql
        with patch.object(frappe.db, "sql", lambda *a, **k: asked.append(a[0]) or sql(*a, **k)):
            weekly_upkeep.make_meetings()
        self.assertLess(len(asked), 12)

    def test_lists_of_meetings_to_come_follow_the_team(self):
        station = make_station(self.world.town).name
        make_team(station, officers=False)
        self.run_on(getdate(), since=getdate())
        newcomer = make_cadre(self.world.town, account=False)
        team = frappe.get_last_doc("Station Team", {"station": station})
        team.append("members", {"side": "Auxiliary", "duty": "Member", "cadre": newcomer.name})
        team.save()
        self.run_on(getdate())
        meeting = frappe.get_last_doc("Weekly Meeting", {"station": station})
        self.assertIn(newcomer.name, [row.cadre for row in meeting.attendance])
        self.assertEqual(meeting.expected_count, 4)

    def test_agenda_is_there_on_the_morning_of_the_day(self):
        issue = self.issue()
        meeting = self.meeting()
        weekly_upkeep.make_meetings()
        self.assertIn(issue.name, self.agenda(meeting))


class TestData(MeetingTestCase):
    def test_missing_until_it_was_held_or_is_explained(self):
        missing, held, ahead = (self.meeting(days=days) for days in (-14, -7, 7))
        frappe.db.set_value("Weekly Meeting", held.name, "status", "Held")
        first, last = getdate() - timedelta(days=30), getdate() + timedelta(days=30)
        found = weekly_data.missing_meetings([self.world.own], first, last)
        self.assertEqual([row.name for row in found], [missing.name])
        rows = weekly_data.meetings_between([self.world.own], first, last)
        self.assertEqual([row.missing for row in rows], [True, False, False])
        self.assertEqual(rows[-1].name, ahead.name)
        self.assertEqual(weekly_data.missing_meetings([], first, last), [])

    def test_of_a_month(self):
        meeting = self.meeting(days=-7)
        rows = weekly_data.meetings_of_month([self.world.own], meeting.meeting_date)
        self.assertIn(meeting.name, [row.name for row in rows])

    def test_today_is_not_missing_yet(self):
        self.assertFalse(weekly_data.is_missing("Planned", getdate(), getdate()))
        self.assertGreater(week_rules.LOOK_BACK, 0)
