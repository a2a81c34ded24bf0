"""Each measure of an assessment against rows made by hand, and the list that it opens."""

from datetime import date, timedelta
from itertools import count

import frappe
from frappe.utils import getdate

from zhilian_app.supervision import assessing, measure_links, measures
from zhilian_app.supervision.doctype.annual_assessment.testing import (
    LAST,
    OFFICE,
    AssessmentCase,
    day,
    opened,
    raw,
)
from zhilian_app.supervision.measures import Year

_numbers = count()


class TestMeasures(AssessmentCase):
    """Each number against rows made by hand, and the list behind it."""

    year = property(lambda self: Year(self.world.town, LAST, date(LAST, 12, 31)))

    def is_found(self, measure: str, good: float, of: float, rows: int | None = None):
        """``good`` of ``of``, and the list of the office shows ``rows`` rows (``of`` unless told otherwise)."""
        found = measures.of_stations(self.year)[measure].get(self.world.own)
        self.assertEqual((good, of), (float(found.good), float(found.all)))
        with self.by(OFFICE):
            link = measure_links.link(measure, self.world.own, self.year)
            self.assertEqual(of if rows is None else rows, len(opened(link)), link)

    def test_coverage_leaves_out_what_was_removed(self):
        self.entries(3, 1, **self.here())
        raw("Key Visit Entry", year=LAST, status="Removed", **self.here())
        raw("Key Visit Entry", year=LAST - 1, status="Visited", **self.here())
        self.is_found(measures.COVERAGE, 3, 4)

    def visit(self, on: date, effective: int = 1, **fields):
        fields = {"household": f"home-{next(_numbers)}", "voided": 0, **self.here(), **fields}
        return raw("Household Visit", visit_date=on, effective=effective, **fields)

    def test_visits_with_content_and_months_with_enough_households(self):
        minimum = frappe.db.get_value("Town", self.world.town, "monthly_visit_minimum")
        for at in range(minimum):
            self.visit(day(5), household=f"May-{at}")
            self.visit(day(6), household=f"June-{at % (minimum - 1)}")
        self.visit(day(7), effective=0)
        self.visit(day(7), voided=1)
        # May has enough, June one household too few
        self.is_found(measures.HOUSEHOLDS, 1, 12, rows=2 * minimum)
        self.is_found(measures.EFFECTIVE, 2 * minimum, 2 * minimum + 1)

    def test_meetings_held_of_those_due_and_who_came(self):
        people = [{"cadre": "a", "attendance": "Present"}, {"cadre": "b", "attendance": "Absent"}]
        people.append({"cadre": "c", "attendance": "On Leave"})
        held = {"meeting_date": day(2), "status": "Held"}
        raw("Weekly Meeting", {"attendance": people}, **self.here(**held))
        raw("Weekly Meeting", meeting_date=day(3), status="Planned", **self.here())
        raw("Weekly Meeting", meeting_date=day(4), status="Not Held", **self.here())
        self.is_found(measures.MEETINGS, 1, 2)
        self.is_found(measures.ATTENDANCE, 1, 2, rows=1)

    def test_issues_by_their_due_day_and_what_people_say(self):
        in_time = {"resolved_on": day(4, 9), "told_on": day(4, 9), "satisfaction": "Satisfied"}
        late = {"resolved_on": day(4, 11), "told_on": day(4, 12), "satisfaction": "Not Satisfied"}
        for fields in (in_time, late, {}, {"state": "Withdrawn"}):
            fields = {"state": "Closed" if fields else "Registered", **fields}
            raw("Ledger Issue", raised_on=day(3), due_on=day(4), **self.here(**fields))
        # its day has not come by the end of the year
        raw("Ledger Issue", raised_on=day(12), due_on=date(LAST + 1, 1, 5), **self.here())
        self.is_found(measures.ISSUES, 1, 3)
        self.is_found(measures.SATISFACTION, 1, 2)

    def test_filings_in_time_and_months_without_a_gap(self):
        for month, standing, missed in (
            (3, "On Time", 0),
            (3, "Late", 1),
            (4, "On Time", 0),
            (5, "Not Needed", 0),
        ):
            raw(
                "Filing", month=day(month, 1), due_on=day(month, 28), cutoff_on=day(month + 1, 5),
                standing=standing, missed_cutoff=missed,
                state="Not Needed" if standing == "Not Needed" else "Handed In", **self.here(),
            )  # fmt: skip
        self.is_found(measures.FILINGS, 2, 3)
        # April is without a gap; the list shows what was missing in March
        self.is_found(measures.GAPS, 1, 2, rows=1)

    def test_progress_handed_in_on_the_last_evening_is_in_time(self):
        for month, handed_in, status in (
            (3, f"{LAST}-03-31 23:00:00", "Handed In"),
            (4, f"{LAST}-05-01 00:10:00", "Handed In"),
            (5, None, "Due"),
            (6, None, "Not Needed"),
        ):
            due = day(month, 31 if month in (3, 5) else 30)
            raw(
                "Project Progress", due_on=due, handed_in_on=handed_in, status=status, **self.here()
            )
        self.is_found(measures.PROJECTS, 1, 3)

    def check(self, score: float, result: str = "Met", seen=(), **fields):
        people = [{"cadre": cadre, "seen": word} for cadre, word in seen]
        fields = {"check_day": day(9), "state": "Recorded", "kind": "Patrol", **fields}
        tables = {"results": [{"result": result, "points": 10}], "people": people}
        return raw("Spot Check", tables, score=score, **self.here(**fields))

    def test_checks_and_who_was_there(self):
        self.check(80, seen=(("a", "Present"), ("b", "Absent"), ("c", "On Leave")))
        self.check(60, kind="Book Check")
        self.check(90, state="Draft")
        self.is_found(measures.CHECKS, 140, 200, rows=2)
        self.is_found(measures.PATROLS, 1, 2, rows=1)

    def test_check_of_which_nothing_was_looked_at_costs_nothing(self):
        self.check(0, result="Not Checked", seen=(("a", "Present"),))
        self.assertNotIn(self.world.own, measures.of_stations(self.year)[measures.CHECKS])

    def test_rectifications_done_by_their_day(self):
        for done, state in (
            (f"{LAST}-08-10 17:30:00", "Put Right"),
            (f"{LAST}-08-11 09:00:00", "Put Right"),
            (None, "To Put Right"),
        ):
            raw("Rectification", due_on=day(8), done_on=done, state=state, **self.here())
        self.is_found(measures.RECTIFICATIONS, 1, 3)

    def test_a_cadre_is_measured_by_their_own_rows(self):
        cadre = self.world.cadres["Station Cadre"].name
        for effective in (1, 0):
            visit = self.visit(day(5), effective=effective)
            frappe.get_doc(
                {"doctype": "Visit Cadre", "parent": visit, "parenttype": "Household Visit",
                 "parentfield": "visitors", "cadre": cadre, "name": frappe.generate_hash()}
            ).db_insert()  # fmt: skip
        self.visit(day(5))
        marks = [{"cadre": cadre, "attendance": "Present"}, {"cadre": "b", "attendance": "Absent"}]
        held = {"meeting_date": day(2), "status": "Held"}
        raw("Weekly Meeting", {"attendance": marks}, **self.here(**held))
        raw("Weekly Meeting", **self.here(**held))
        issue = {"raised_on": day(3), "due_on": day(4), "state": "Registered", "handler": cadre}
        raw("Ledger Issue", **self.here(**issue))
        self.check(80, seen=((cadre, "Absent"), ("b", "Present")))
        found = measures.of_cadres(self.year)
        for measure, good, of in (
            (measures.EFFECTIVE, 1, 2),
            (measures.ATTENDANCE, 1, 1),
            (measures.ISSUES, 0, 1),
            (measures.PATROLS, 0, 1),
        ):
            own = found[measure][cadre]
            self.assertEqual((good, of), (own.good, own.all), measure)
            link = measure_links.link(measure, self.world.own, self.year, cadre)
            with self.by(OFFICE):
                self.assertEqual(of, len(opened(link)), link)
            with self.by("Station Cadre"):
                self.assertLessEqual(len(opened(link)), of)

    def test_what_is_due_today_is_not_over(self):
        self.assertEqual(
            getdate() - timedelta(days=1), assessing.year_of(self.world.town, getdate().year).until
        )
        before_new_year = Year(self.world.town, LAST, date(LAST - 1, 12, 31))
        self.assertEqual(0, measures.months_over(before_new_year))
