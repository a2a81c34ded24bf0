"""What the demo shows of checks; run with the loaded demo by test_demo.py."""

import frappe

from zhilian_app.demo.constants import TOWN
from zhilian_app.supervision import books, draws, states


class SupervisionChecks:
    """Checks of the loaded demo; mixed into a test case there."""

    def test_every_kind_and_state_is_there(self):
        def found(doctype: str, field: str) -> set:
            return set(frappe.get_all(doctype, {"town": TOWN}, pluck=field, distinct=True))

        kinds = {states.BOOKS, states.PATROL, states.MEETING, states.FULL}
        self.assertEqual(kinds, found("Spot Check", "kind"))
        self.assertEqual({states.NOTIFIED, states.RECORDED}, found("Spot Check", "state"))
        self.assertEqual(set(states.RECTIFICATION.state_names), found("Rectification", "state"))
        replies = frappe.get_all("Cadre Record", {"town": TOWN}, pluck="reply")
        self.assertEqual([False, True], sorted(bool(reply) for reply in replies))

    def test_draws_can_be_repeated_and_none_is_drawn_twice(self):
        names = frappe.get_all("Check Draw", {"town": TOWN}, pluck="name")
        docs = [frappe.get_doc("Check Draw", name) for name in names]
        self.assertEqual(
            [doc.station for doc in docs], [draws.repeated(doc).station for doc in docs]
        )
        self.assertEqual(len(docs), len({doc.station for doc in docs}))

    def test_the_open_check_has_its_filing_and_shows_what_came_after(self):
        name = frappe.db.get_value("Spot Check", {"town": TOWN, "state": states.NOTIFIED})
        self.assertTrue(frappe.db.exists("Filing", {"reference_name": name}))
        log = books.compared(name)[0]
        self.assertTrue(log["whole"])
        self.assertEqual(["Added after the Notice"], [one["kind"] for one in log["differences"]])

    def test_forms_would_have_stored_the_same_checks(self):
        for doctype in ("Spot Check", "Rectification"):
            for name in frappe.get_all(doctype, {"town": TOWN}, pluck="name", order_by="name asc"):
                before = frappe.get_doc(doctype, name).as_dict()
                doc = frappe.get_doc(doctype, name)
                doc.save()
                self.assertEqual(self.facts(before), self.facts(doc.as_dict()), f"{doctype} {name}")
