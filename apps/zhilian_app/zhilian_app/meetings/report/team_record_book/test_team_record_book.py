from datetime import timedelta

import frappe
from frappe.utils import getdate

from zhilian_app.meetings import api
from zhilian_app.meetings.report.team_record_book import team_record_book
from zhilian_app.meetings.testing import MeetingTestCase


class TestTeamRecordBook(MeetingTestCase):
    def run_as(self, role: str, **filters):
        day = getdate()
        days = {"from_date": str(day - timedelta(days=30)), "to_date": str(day)}
        with self.by(role):
            return team_record_book.execute({"station": self.world.own, **days, **filters})

    def test_meetings_of_the_days_with_who_came_and_what_is_missing(self):
        self.issue()
        missing, held = self.meeting(days=-7), self.meeting()
        self.sign("Liaison", held)
        with self.by("Liaison"):
            api.freshen(held.name)
            api.close_minutes(held.name)
        _columns, rows, _message, _chart, sums = self.run_as("Organization Office")
        self.assertEqual([row["state"] for row in rows], ["Meeting Missing", "Held"])
        self.assertEqual(rows[0]["links"]["title"]["name"], missing.name)
        self.assertEqual((rows[1]["present"], rows[1]["items"]), ("1/5", 1))
        self.assertEqual([one["value"] for one in sums], [2, 1, 1])

    def test_neighbour_and_office_without_need_read_nothing(self):
        self.meeting()
        self.assertEqual(self.run_as("Liaison", station=self.world.other)[1], [])
        with self.assertRaises(frappe.PermissionError):
            self.run_as("Finance Office")

    def test_without_a_station_there_is_a_request(self):
        with self.by("Liaison"):
            _columns, rows, message = team_record_book.execute({})
        self.assertEqual(rows, [])
        self.assertTrue(message)

    def test_days_must_be_in_order(self):
        with self.assertRaises(frappe.ValidationError):
            self.run_as("Liaison", from_date="2026-12-01", to_date="2026-11-01")
