"""The demo's subsidies on any day of a year: money that is there, steps in their order, nothing that lies ahead."""

import unittest
from datetime import date, datetime, time

import frappe

from zhilian_app.demo.constants import STATIONS, TOWN
from zhilian_app.demo.stations import Term
from zhilian_app.demo.subsidies import Play
from zhilian_app.demo.subsidy_model import People
from zhilian_app.meetings.money import yuan
from zhilian_app.subsidies import reconciliation_source, states

DAYS = (
    date(2026, 1, 1), date(2026, 1, 20), date(2026, 3, 2), date(2026, 5, 31), date(2026, 8, 15), date(2026, 10, 5),
    date(2026, 11, 26), date(2026, 12, 31),
)  # fmt: skip


def play(today: date) -> Play:
    """All projects that were entered by hand, until the evening of a day."""
    term = Term(date(2024, 1, 1), None, tuple((f"c{n}", "Main") for n in range(5)))
    terms = {plan.docname: [term] for plan in STATIONS}
    names = {cadre: cadre for cadre in ("s", "o", "w", "a", *(f"c{n}" for n in range(5)))}
    return Play(terms, People("s", "o", "w", "a"), names, datetime.combine(today, time(18))).run(
        [], {}
    )


class TestDemoSubsidies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plays = {day: play(day) for day in DAYS}

    def test_the_same_day_gives_the_same(self):
        for day, first in self.plays.items():
            again = play(day)
            self.assertEqual(
                [one.steps for one in first.projects], [one.steps for one in again.projects]
            )

    def test_no_yuan_is_promised_or_paid_that_is_not_there(self):
        for day, one in self.plays.items():
            for fund in one.funds.values():
                self.assertTrue(0 <= fund.book.paid <= fund.book.committed <= fund.book.budget, day)
            for project in one.projects:
                book = project.book
                self.assertTrue(
                    0 <= book.paid <= book.planned <= book.approved, (day, project.name)
                )

    def test_steps_are_those_of_the_workflow_in_their_order_and_not_ahead(self):
        pairs = {(before, move.after) for move in states.PROJECT.moves for before in move.before}
        for day, one in self.plays.items():
            for project in one.projects:
                names = [step[1] for step in project.steps]
                self.assertEqual(set(), set(zip(names, names[1:], strict=False)) - pairs, day)
            for owner in (*one.projects, *one.plans, *one.payments):
                times = [step[0] for step in owner.steps]
                self.assertEqual(sorted(times), times)
                self.assertLessEqual(times[-1], one.now)

    def test_months_are_without_gaps_and_who_books_has_not_written(self):
        for one in self.plays.values():
            for project in one.projects:
                months = [row.month for row in project.rows]
                self.assertEqual(sorted(set(months)), months)
            for payment in one.payments:
                by = {after: who for _at, after, who, _why in payment.steps}
                self.assertNotEqual(by["Draft"], by.get("Booked"))

    def test_everything_has_happened_on_any_day(self):
        for day in DAYS:
            found = {project.state for project in self.plays[day].projects}
            self.assertEqual({state.name for state in states.PROJECT.states}, found, day)


class SubsidyChecks:
    """What test_demo.py looks at on a site with the demo loaded."""

    def test_books_are_what_the_papers_say_to_the_cent(self):
        self.assertEqual(2, frappe.db.count("Subsidy Fund", {"town": TOWN}))
        lines = reconciliation_source.gather([TOWN]).lines
        self.assertGreater(sum(line.stored for line in lines), 0)
        self.assertEqual([], reconciliation_source.check(TOWN))
        for fund in frappe.get_all("Subsidy Fund", {"town": TOWN}, ["*"]):
            self.assertEqual(yuan(fund.budget) - yuan(fund.committed), yuan(fund.free_amount))
            self.assertEqual(yuan(fund.budget) - yuan(fund.paid), yuan(fund.left_amount))

    def test_all_that_can_happen_has_happened(self):
        for doctype, field, wanted in (
            ("Subsidy Project", "state", {"In the Pool", "Planned", "Funded", "Under Way", "Finished", "Stopped"}),
            ("Funding Plan", "state", {"Draft", "Agreed", "Not Agreed"}),
            ("Subsidy Payment", "state", {"To Approve", "Booked", "Cancelled"}),
            ("Subsidy Payment", "kind", {"Payment", "Return"}),
            ("Funding Plan Row", "outcome", {"In the Plan", "Does Not Fit", "Papers Not Complete"}),
        ):  # fmt: skip
            found = set(frappe.get_all(doctype, pluck=field, distinct=True))
            self.assertEqual(set(), wanted - found, (doctype, field))
        self.assertTrue(frappe.db.exists("Funding Plan Move", {"reason": ["is", "set"]}))
        self.assertTrue(frappe.db.exists("Subsidy Payment", {"is_exception": 1}))
        self.assertTrue(frappe.db.exists("Subsidy Payment", {"amended_from": ["is", "set"]}))
        self.assertTrue(frappe.db.exists("Project Progress", {"back_reason": ["is", "set"]}))
        self.assertGreaterEqual(frappe.db.count("Subsidy Project", {"town": TOWN}), 20)

    def test_what_a_session_agreed_to_is_in_the_pool(self):
        agreed = frappe.get_all(
            "Committee Request Item",
            {"kind": "Project to Fund", "decision": "Agreed"},
            pluck="name",
        )
        known = frappe.get_all(
            "Subsidy Project", {"request_item": ["is", "set"]}, pluck="request_item"
        )
        self.assertEqual(sorted(agreed), sorted(known))

    def test_forms_would_have_stored_the_same(self):
        for doctype, filters in (
            ("Subsidy Fund", {}),
            ("Subsidy Project", {}),
            ("Funding Plan", {"state": "Draft"}),
            ("Subsidy Payment", {"docstatus": 0}),
            ("Project Progress", {"status": "Due"}),
        ):
            for name in frappe.get_all(doctype, {**filters, "town": TOWN}, pluck="name"):
                before = self.facts(frappe.get_doc(doctype, name))
                doc = frappe.get_doc(doctype, name)
                doc.save()
                self.assertEqual(before, self.facts(doc), f"{doctype} {name}")

    def facts(self, doc) -> dict:
        """What a person sees; rows that are drawn anew are the same rows."""
        found = {}
        for df in doc.meta.fields:
            value = doc.get(df.fieldname)
            rows = isinstance(value, list)
            found[df.fieldname] = [self.facts(row) for row in value] if rows else str(value or "")
        return found
