"""Assessments: worked out by the office, frozen when announced, and read by whom it concerns."""

import json
from datetime import date
from decimal import Decimal

import frappe

from zhilian_app import permissions
from zhilian_app.supervision import assessing, own_points
from zhilian_app.supervision.assessing import ASSESSMENT
from zhilian_app.supervision.doctype.annual_assessment.annual_assessment import AssessmentRefused
from zhilian_app.supervision.doctype.annual_assessment.testing import (
    LAST,
    OFFICE,
    SCHEME,
    AssessmentCase,
    opened,
    raw,
)
from zhilian_app.supervision.doctype.assessment_scheme.assessment_scheme import SchemeRefused
from zhilian_app.supervision.measures import Year
from zhilian_app.testing import make


class TestScheme(AssessmentCase):
    def test_refused_with_row_and_measure(self):
        doc = frappe.get_doc(SCHEME, self.scheme())
        with self.by(OFFICE):
            doc.measures[1].zero_at = 100
            with self.assertRaisesRegex(SchemeRefused, "Row 2, Weekly Meetings Held"):
                doc.save()
            doc.reload()
            doc.append("measures", {"measure": "Coverage", "weight": 5, "full_at": 100})
            with self.assertRaisesRegex(SchemeRefused, "Row 1, Coverage"):
                doc.save()
            doc.reload()
            for row in doc.measures:
                row.weight = 0
            with self.assertRaisesRegex(SchemeRefused, "weights of more than 0"):
                doc.save()

    def test_a_town_begins_with_two(self):
        rows = frappe.get_all(
            SCHEME, filters={"town": self.world.town}, pluck="subject", order_by="subject"
        )
        self.assertEqual(["Cadre", "Station"], rows[:1] + rows[-1:])


class TestAssessment(AssessmentCase):
    def test_scores_places_and_the_rows_behind_them(self):
        self.two_stations()
        doc = self.assessment()
        self.assertEqual((65.0, 1), self.score_of(doc, self.world.own))
        self.assertEqual((55.0, 2), self.score_of(doc, self.world.other))
        with self.by(OFFICE):
            points = doc.points_of(doc.scores[0].name)
            self.assertEqual([45.0, 20.0], [row["points"] for row in points])
            self.assertEqual([4, 2], [len(opened(row["link"])) for row in points])

    def test_scheme_of_another_town_and_a_year_to_come_are_refused(self):
        scheme = frappe.db.get_value(SCHEME, {"town": self.world.other_town})
        with self.by(OFFICE):
            for fields in ({"scheme": scheme}, {"scheme": self.scheme(), "year": LAST + 2}):
                with self.assertRaises((AssessmentRefused, frappe.PermissionError)):
                    make(ASSESSMENT, **{"town": self.world.town, "year": LAST, **fields})

    def test_nobody_but_the_office_computes_or_announces(self):
        doc = self.assessment()
        for role in ("Town Leader", "Team Head", "Party-Government Office"):
            with self.by(role), self.assertRaises(frappe.PermissionError):
                frappe.get_doc(ASSESSMENT, doc.name).compute()
            with self.by(role), self.assertRaises(frappe.PermissionError):
                frappe.get_doc(ASSESSMENT, doc.name).announce()

    def test_nothing_to_announce_before_it_is_worked_out(self):
        with self.by(OFFICE):
            doc = make(ASSESSMENT, town=self.world.town, year=LAST, scheme=self.scheme())
            with self.assertRaises(AssessmentRefused):
                doc.announce()

    def test_announced_it_stays_whatever_comes_later(self):
        self.two_stations()
        doc = self.assessment()
        with self.by(OFFICE):
            doc.announce()
            self.meetings(5, 0, **self.here())
            fresh = frappe.get_doc(ASSESSMENT, doc.name)
            with self.assertRaises(AssessmentRefused):
                fresh.compute()
            fresh.update({"state": "In Work", "announced": 0, "scheme": self.scheme()})
            fresh.scores[0].update({"score": 100, "points": "[]"})
            fresh.scores = fresh.scores[:1]
            fresh.save()
            stored = frappe.get_doc(ASSESSMENT, doc.name)
            self.assertEqual((65.0, 1), self.score_of(stored, self.world.own))
            self.assertEqual(("Announced", doc.scheme), (stored.state, stored.scheme))
            self.assertEqual(stored.content_hash, stored.seal())
            self.assertGreaterEqual(len(stored.scores), 2)
            with self.assertRaises(frappe.PermissionError):
                stored.scores[0].update({"score": 100})
                stored.scores[0].save()

    def test_check_sum_tells_what_was_changed_in_the_database(self):
        doc = self.assessment()
        with self.by(OFFICE):
            doc.announce()
        stored = frappe.get_doc(ASSESSMENT, doc.name)
        stored.run_method("onload")
        self.assertTrue(stored.get_onload("whole"))
        frappe.db.set_value("Assessment Score", stored.scores[0].name, "score", 99)
        stored = frappe.get_doc(ASSESSMENT, doc.name)
        stored.run_method("onload")
        self.assertFalse(stored.get_onload("whole"))

    def test_other_weights_are_tried_and_not_stored(self):
        self.two_stations()
        doc = self.assessment()
        before = frappe.get_doc(ASSESSMENT, doc.name).as_dict()
        weights = [
            {"measure": "Coverage", "weight": 10, "zero_at": 0, "full_at": 100},
            {"measure": "Weekly Meetings Held", "weight": 90, "zero_at": 0, "full_at": 100},
        ]
        with self.by("Town Leader"):
            rows = frappe.get_doc(ASSESSMENT, doc.name).what_if(json.dumps(weights))
        best = rows[0]
        self.assertEqual(self.world.other, best["name"])
        self.assertEqual((92.5, 1, 55.0, 2), tuple(best[key] for key in BEFORE_AND_AFTER))
        self.assertEqual(before, frappe.get_doc(ASSESSMENT, doc.name).as_dict())
        with self.by(OFFICE):
            for wrong in ("[1]", "{}", "[]", json.dumps([{"measure": "Coverage", "weight": -1}])):
                with self.assertRaises(AssessmentRefused, msg=wrong):
                    doc.what_if(wrong)
        with self.by("Team Head"), self.assertRaises(frappe.PermissionError):
            doc.what_if(json.dumps(weights))

    def test_change_is_told_against_the_year_before(self):
        self.two_stations()
        doc = self.assessment()
        with self.by(OFFICE):
            doc.announce()
        places = assessing.places_of(self.world.town, "Station", LAST)
        self.assertEqual((1, 2), (places[self.world.own], places[self.world.other]))

    def test_queries_do_not_grow_with_the_stations(self):
        year = Year(self.world.town, LAST, date(LAST, 12, 31))
        self.two_stations()
        few = self.queries(year)
        for number in range(20):
            station = raw("Station", station_name=f"村{number}", town=self.world.town)
            self.entries(1, 1, town=self.world.town, station=station)
        self.assertEqual(few, self.queries(year))
        self.assertLessEqual(few, 25)

    def queries(self, year: Year) -> int:
        seen = []
        sql = frappe.db.sql

        def counted(*args, **kwargs):
            seen.append(args)
            return sql(*args, **kwargs)

        frappe.db.sql = counted
        try:
            who = assessing.subjects(self.world.town, "Station", year)
            found = assessing.found_of("Station", year, who)
        finally:
            frappe.db.sql = sql
        scheme = assessing.scheme_measures([{"measure": "Coverage", "weight": 1, "full_at": 100}])
        self.assertTrue(assessing.scored(who, found, scheme))
        return len(seen)


BEFORE_AND_AFTER = ("score", "place", "score_before", "place_before")


class TestReaders(AssessmentCase):
    def readers(self, doc) -> set[str]:
        found = set()
        for role, user in self.world.users.items():
            with self.as_user(user):
                if frappe.has_permission(
                    ASSESSMENT, "read", doc=frappe.get_doc(ASSESSMENT, doc.name)
                ):
                    found.add(role)
        return found

    def test_a_team_reads_what_was_announced_of_stations_only(self):
        doc = self.assessment()
        office = {OFFICE, "Town Leader"}
        self.assertEqual(office, self.readers(doc))
        with self.by(OFFICE):
            doc.announce()
        self.assertEqual(office | {"Station Leader", "Team Head", "Liaison"}, self.readers(doc))
        persons = self.assessment("Cadre")
        with self.by(OFFICE):
            persons.announce()
        self.assertEqual(office, self.readers(persons))
        with self.by("Liaison"):
            listed = frappe.get_list(
                "Assessment Score", parent_doctype=ASSESSMENT, pluck="parent", limit_page_length=0
            )
        self.assertNotIn(persons.name, listed)

    def test_a_team_opens_the_points_of_its_own_station(self):
        self.two_stations()
        doc = self.assessment()
        with self.by(OFFICE):
            doc.announce()
        rows = {row.station: row.name for row in doc.scores}
        with self.by("Team Head"):
            fresh = frappe.get_doc(ASSESSMENT, doc.name)
            self.assertEqual(2, len(fresh.points_of(rows[self.world.own])))
            with self.assertRaises(frappe.PermissionError):
                fresh.points_of(rows[self.world.other])

    def test_a_cadre_reads_their_own_points_once_announced(self):
        self.meetings(1, 1, **self.here())
        doc = self.assessment("Cadre", rows=(("Weekly Meetings Held", 1),))
        with self.by("Station Cadre"):
            self.assertEqual([], own_points.my_points())
        with self.by(OFFICE):
            doc.announce()
        with self.by("Station Cadre"):
            rows = own_points.my_points()
        self.assertEqual([(LAST, 50.0)], [(row["year"], row["score"]) for row in rows])
        self.assertEqual("Weekly Meetings Held", rows[0]["points"][0]["measure"])
        with self.by("Town Leader"):
            self.assertEqual([], own_points.my_points())
        with self.assertRaises(frappe.PermissionError):
            own_points.my_points()

    def test_what_a_score_is_made_of_adds_up(self):
        self.two_stations()
        doc = self.assessment()
        for row in doc.scores:
            points = json.loads(row.points)
            total = sum(Decimal(str(one["points"])) for one in points)
            self.assertAlmostEqual(row.score, float(total), delta=0.01)
        self.assertIn(self.world.town, permissions.scope(self.world.users[OFFICE]).towns)
