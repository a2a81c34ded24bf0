from datetime import date

import frappe

from zhilian_app.testing import make_household
from zhilian_app.visits.report.station_log import station_log
from zhilian_app.visits.report.testing import ReportTestCase, visit_on


class TestStationLog(ReportTestCase):
    @classmethod
    def make_rows(cls):
        cls.home = make_household(cls.own, "陈大文").name
        secret = make_household(cls.own, "林小军").name
        cls.seen = visit_on(cls.home, date(2026, 11, 19), needs="路灯坏了")
        visit_on(secret, date(2026, 11, 19), sensitive=1)
        visit_on(cls.home, date(2026, 11, 12), voided=1, void_reason="记错户")
        visit_on(cls.home, date(2026, 10, 29))
        picture = {
            "doctype": "Visit Picture",
            "picture": "/private/files/a.jpg",
            "parenttype": "Household Visit",
        }
        frappe.get_doc(
            {
                **picture,
                "parent": cls.seen,
                "parentfield": "pictures",
                "name": frappe.generate_hash(),
            }
        ).db_insert()

    def run_as(self, role: str, **filters):
        days = {"from_date": "2026-11-01", "to_date": "2026-11-30"}
        with self.as_user(self.users[role]):
            columns, rows, *_message = station_log.execute({"station": self.own, **days, **filters})
        return [column["fieldname"] for column in columns], rows

    def test_liaison_reads_the_month_in_order_of_days(self):
        _columns, rows = self.run_as("Liaison", from_date="2026-10-01")
        self.assertEqual(
            [str(row.visit_date) for row in rows], ["2026-10-29", "2026-11-19", "2026-11-19"]
        )
        self.assertEqual(rows[1].day_title, "2026年11月19日 星期四")
        self.assertEqual((rows[1].needs, rows[1].pictures, rows[2].pictures), ("路灯坏了", 1, 0))

    def test_voided_visits_only_when_asked_for_with_their_reason(self):
        self.assertEqual(len(self.run_as("Liaison")[1]), 2)
        columns, rows = self.run_as("Liaison", include_voided=1)
        self.assertEqual([row.void_reason for row in rows if row.voided], ["记错户"])
        self.assertIn("void_reason", columns)

    def test_leader_does_not_read_sensitive_visits(self):
        self.assertEqual([row.householder for row in self.run_as("Town Leader")[1]], ["陈大文"])

    def test_liaison_of_another_station_and_office_without_need_read_nothing(self):
        for role in ("Liaison", "Finance Office"):
            self.assertEqual(self.run_as(role, station=self.other)[1], [])
        self.assertEqual(self.run_as("Finance Office")[1], [])

    def test_without_a_station_there_is_a_request_and_no_row(self):
        with self.as_user(self.users["Organization Office"]):
            _columns, rows, message = station_log.execute({})
        self.assertEqual(rows, [])
        self.assertTrue(message)

    def test_days_must_be_in_order(self):
        with self.assertRaises(frappe.ValidationError):
            self.run_as("Liaison", from_date="2026-12-01")
