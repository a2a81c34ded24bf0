from datetime import date

from zhilian_app.testing import make_entry, make_household
from zhilian_app.visits.report.coverage_burn_down import coverage_burn_down
from zhilian_app.visits.report.testing import ReportTestCase, on_day, rows_of, visit_on

TODAY = date(2026, 11, 23)


class TestCoverageBurnDown(ReportTestCase):
    """Twelve on the register: two first visited in March, one in November; one of them twice in November."""

    @classmethod
    def make_rows(cls):
        homes = [make_household(cls.own).name for _number in range(12)]
        for number, home in enumerate(homes):
            make_entry(home, "残疾人" if number == 0 else "孤寡老人", year=2026)
        for number, month, day in ((0, 3, 3), (1, 3, 4), (2, 11, 5), (2, 11, 6)):
            visit_on(homes[number], date(2026, month, day))
        make_entry(make_household(cls.other).name, year=2026)

    def run_as(self, role: str, **filters):
        with self.as_user(self.users[role]), on_day(TODAY):
            _columns, rows, _message, chart = coverage_burn_down.execute(filters)
        return rows, chart

    def test_left_goes_down_as_counted_by_hand(self):
        rows, _chart = self.run_as("Liaison")
        self.assertEqual(
            [row["left"] for row in rows], [12, 12, 10, 10, 10, 10, 10, 10, 10, 10, 9, None]
        )
        self.assertEqual([row["ideal"] for row in rows], list(range(11, -1, -1)))
        self.assertEqual([row["pace"] for row in rows[9:]], [None, 9, 0])
        self.assertEqual(
            (rows[10]["visits"], rows[10]["homes"], rows[10]["newly_covered"]), (2, 1, 1)
        )
        self.assertEqual(sum(row.get("coverage_now") or 0 for row in rows), 25.0)

    def test_numbers_open_as_many_rows(self):
        rows, _chart = self.run_as("Liaison")
        with self.as_user(self.users["Liaison"]):
            opened = [
                (row["month"], key, row[key], len(rows_of(link)))
                for row in rows
                for key, link in row["links"].items()
            ]
        self.assertEqual([item for item in opened if item[2] != item[3]], [])
        self.assertEqual(len(opened), 22)

    def test_chart_has_a_value_for_each_month_of_each_line(self):
        _rows, chart = self.run_as("Liaison")
        lengths = {len(line["values"]) for line in chart["data"]["datasets"]}
        self.assertEqual((lengths, len(chart["data"]["labels"])), ({12}, 12))
        self.assertEqual(chart["data"]["datasets"][2]["values"][-3:], [10, 9, 0])

    def test_leader_sees_the_town_without_links(self):
        rows, _chart = self.run_as("Town Leader")
        self.assertEqual(rows[10]["left"], 10)
        self.assertEqual([row["links"] for row in rows], [{}] * 12)

    def test_who_has_no_station_sees_zeros_and_no_chart(self):
        rows, chart = self.run_as("Finance Office")
        self.assertEqual(({row["left"] for row in rows[:11]}, chart), ({0}, None))
