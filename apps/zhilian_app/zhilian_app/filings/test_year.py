"""The clock walks through a leap year with outages, and the filings are exactly those that the plan asks for."""

from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.filings import requirements, rules, states, upkeep
from zhilian_app.filings.testing import FILING, FilingTestCase, clock
from zhilian_app.testing import make_station, make_town

YEAR = 2028
FIRST = date(YEAR, 1, 1)
# days on which the machine is off: a week, a month's end with February's, the whole of summer, the turn of the year
OUTAGES = (
    (date(YEAR, 1, 28), date(YEAR, 2, 4)),
    (date(YEAR, 2, 25), date(YEAR, 3, 2)),
    (date(YEAR, 6, 20), date(YEAR, 9, 10)),
    (date(YEAR, 12, 28), date(YEAR + 1, 1, 9)),
)
MONTHLY = ("公开栏照片", "已走访登记名册", "提请党委会研究解决问题表", "直联工作书面汇报材料")
# by hand, from the plan: the 3rd; the 30th or the last of February; the month's end
BOARD_DAYS = [f"{YEAR}-{month:02d}-03" for month in range(1, 13)]
THIRTIETHS = [f"{YEAR}-{month:02d}-30" if month != 2 else f"{YEAR}-02-29" for month in range(1, 13)]
MONTH_ENDS = [
    f"{YEAR}-{month:02d}-{day}"
    for month, day in enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1)
]


class TestYear(FilingTestCase):
    def setUp(self):
        super().setUp()
        with clock(FIRST):
            self.town = make_town(monthly_visit_minimum=20).name
            self.always = make_station(self.town, started_on=f"{YEAR - 1}-01-01").name
            self.begins = make_station(self.town, started_on=f"{YEAR}-04-17").name
            self.ends = make_station(
                self.town,
                started_on=f"{YEAR - 1}-01-01",
                ended_on=f"{YEAR}-08-30",
                end_reason="并村",
            ).name

    def walk(self, first: date, last: date) -> None:
        """Let the job run day by day, but on days of an outage."""
        day = first
        while day <= last:
            off = any(start <= day <= end for start, end in OUTAGES)
            # the days around which something is due or begins are enough
            telling = day.day in (1, 3, 15) or day.day % 7 == 0 or day == calendar.month_end(day)
            if telling and not off:
                with clock(day):
                    upkeep.make_filings()
            day += timedelta(days=1)

    def due_days(self, station: str, title: str) -> list[str]:
        rows = frappe.get_all(
            FILING,
            filters={
                "station": station,
                "requirement": f"{self.town}-{title}",
                "state": ["!=", states.NOT_NEEDED],
                "month": ["<=", date(YEAR, 12, 31)],
            },
            pluck="due_on",
            order_by="due_on asc",
        )
        return [str(day) for day in rows]

    def test_exactly_those_expected(self):
        notice = f"{YEAR}-05-27"
        self.walk(FIRST, date(YEAR, 5, 27))
        with clock(notice):
            books = frappe.get_doc("Filing Requirement", f"{self.town}-驻点台账资料")
            first = books.notify([self.always])
            self.assertEqual(first, books.notify([self.always]), "given twice")
        self.walk(date(YEAR, 5, 28), date(YEAR + 1, 1, 10))
        with clock(date(YEAR + 1, 1, 10)):
            upkeep.make_filings()
            upkeep.make_filings()
        self.check_always()
        self.check_begun_in_april()
        self.check_ended_in_august()
        self.check_standings()

    def check_always(self):
        self.assertEqual(BOARD_DAYS, self.due_days(self.always, "公开栏照片"))
        self.assertEqual(THIRTIETHS, self.due_days(self.always, "已走访登记名册"))
        self.assertEqual(THIRTIETHS, self.due_days(self.always, "提请党委会研究解决问题表"))
        self.assertEqual(MONTH_ENDS, self.due_days(self.always, "直联工作书面汇报材料"))
        # a week after the notice of 27 May
        self.assertEqual([f"{YEAR}-06-03"], self.due_days(self.always, "驻点台账资料"))
        self.assertEqual([], self.due_days(self.always, "经费补贴项目进度登记表"))

    def check_begun_in_april(self):
        """It began on 17 April: that month's photos were due before."""
        self.assertEqual(BOARD_DAYS[4:], self.due_days(self.begins, "公开栏照片"))
        self.assertEqual(THIRTIETHS[3:], self.due_days(self.begins, "已走访登记名册"))
        self.assertEqual(MONTH_ENDS[3:], self.due_days(self.begins, "直联工作书面汇报材料"))

    def check_ended_in_august(self):
        """It ended on 30 August, in the middle of an outage: due that day, yes; on the 31st, no."""
        self.assertEqual(BOARD_DAYS[:8], self.due_days(self.ends, "公开栏照片"))
        self.assertEqual(THIRTIETHS[:8], self.due_days(self.ends, "已走访登记名册"))
        self.assertEqual(MONTH_ENDS[:7], self.due_days(self.ends, "直联工作书面汇报材料"))

    def check_standings(self):
        """Nothing was handed in: all of the year is missing, and January's photos were due on a day gone by."""
        standings = frappe.get_all(
            FILING,
            filters={"town": self.town, "month": ["<=", date(YEAR, 12, 31)]},
            fields=["standing", "missed_cutoff", "state"],
        )
        kept = {(row.standing, row.missed_cutoff) for row in standings if row.state != "Not Needed"}
        self.assertEqual({(rules.MISSING, 1)}, kept)
        january = frappe.db.get_value(
            FILING, {"station": self.always, "due_on": f"{YEAR + 1}-01-03"}, "standing"
        )
        self.assertEqual(rules.OVERDUE, january)

    def test_a_holiday_is_shown_and_does_not_move_the_day(self):
        with clock("2026-10-01"):
            town = make_town().name
            station = make_station(town).name
            upkeep.make_filings()
        found = frappe.db.get_value(
            FILING,
            {"station": station, "requirement": f"{town}-公开栏照片"},
            ["due_on", "due_is_holiday"],
        )
        self.assertEqual((date(2026, 10, 3), 1), found)

    def test_a_station_that_ends_later_on_is_not_waited_for(self):
        with clock(f"{YEAR}-05-02"):
            upkeep.make_filings()
            station = frappe.get_doc("Station", self.always)
            station.update({"ended_on": f"{YEAR}-05-10", "end_reason": "并村"})
            station.save()
            upkeep.make_filings()
        rows = frappe.get_all(
            FILING,
            filters={"station": self.always, "month": f"{YEAR}-05-01"},
            fields=["requirement_title", "standing"],
        )
        by_title = {row.requirement_title: row.standing for row in rows}
        self.assertEqual(rules.NOT_DUE, by_title["公开栏照片"])
        self.assertEqual(
            {rules.NOT_NEEDED}, {by_title[title] for title in MONTHLY if title != "公开栏照片"}
        )

    def test_the_number_of_queries_does_not_grow_with_the_stations(self):
        with clock(f"{YEAR}-05-31"):
            upkeep.make_filings()
        few = self.queries(f"{YEAR}-06-01")
        for _number in range(12):
            make_station(self.town, started_on=f"{YEAR}-06-01")
        with clock(f"{YEAR}-06-30"):
            upkeep.make_filings()
        many = self.queries(f"{YEAR}-07-01")
        self.assertEqual(few, many)

    def queries(self, day: str) -> int:
        """Queries of a day on which a month begins: filings are made, and those of last month become late."""
        count = 0
        sql = frappe.db.sql

        def counted(*args, **kwargs):
            nonlocal count
            count += 1
            return sql(*args, **kwargs)

        frappe.db.sql = counted
        try:
            with clock(day):
                upkeep.make_filings()
        finally:
            frappe.db.sql = sql
        return count

    def test_one_bad_requirement_does_not_stop_the_others(self):
        bad = f"{self.town}-公开栏照片"
        frappe.db.set_value("Filing Requirement", bad, {"due_day": 0})
        with clock(f"{YEAR}-05-02"):
            upkeep.make_filings()
        self.assertEqual([], self.due_days(self.always, "公开栏照片"))
        self.assertIn(f"{YEAR}-05-30", self.due_days(self.always, "已走访登记名册"))
        frappe.db.set_value("Filing Requirement", bad, {"due_day": 3})
        with clock(f"{YEAR}-05-20"):
            upkeep.make_filings()
        self.assertEqual(BOARD_DAYS[:5], self.due_days(self.always, "公开栏照片"))

    def test_a_new_day_moves_what_is_to_come_alone_and_is_the_towns_number(self):
        with clock(f"{YEAR}-03-10"):
            upkeep.make_filings()
            one = frappe.get_doc("Filing Requirement", f"{self.town}-已走访登记名册")
            one.due_day = 25
            one.save()
        days = self.due_days(self.always, "已走访登记名册")
        self.assertEqual([f"{YEAR}-01-30", f"{YEAR}-02-29", f"{YEAR}-03-25"], days)
        self.assertEqual(25, frappe.db.get_value("Town", self.town, "register_due_day"))
        with clock(f"{YEAR}-03-11"):
            town = frappe.get_doc("Town", self.town)
            town.board_photo_due_day = 8
            town.save()
        requirement = f"{self.town}-公开栏照片"
        self.assertEqual(8, frappe.db.get_value("Filing Requirement", requirement, "due_day"))

    def test_for_some_stations_only(self):
        with clock(f"{YEAR}-05-02"):
            doc = frappe.get_doc(
                {
                    "doctype": "Filing Requirement",
                    "town": self.town,
                    "title": "防汛值班表",
                    "counts": requirements.UPLOAD,
                    "rhythm": rules.EVERY_MONTH,
                    "due_rule": rules.END_OF_MONTH,
                    "from_date": f"{YEAR}-05-01",
                    "all_stations": 0,
                    "stations": [{"station": self.always}],
                }
            ).insert()
            upkeep.make_filings()
            self.assertEqual([f"{YEAR}-05-31"], self.due_days(self.always, doc.title))
            self.assertEqual([], self.due_days(self.begins, doc.title))
            made_until = frappe.db.get_value("Filing Requirement", doc.name, "made_until")
            self.assertEqual(getdate(), made_until)
