"""A night in which the database takes a row back, and one with a bad row: every other row is done, and done once."""

from unittest.mock import patch

import frappe

from zhilian_app import upkeep
from zhilian_app.testing import ZhilianTestCase, make_town

HELD = "as_committed"
TITLE = "Upkeep of Test"


class TestUpkeep(ZhilianTestCase):
    """What a job writes is kept up to a savepoint, which stands for its commits: the test takes all of it back."""

    def setUp(self):
        super().setUp()
        self.towns = [make_town().name for _ in range(4)]
        self.tries: list[str] = []
        self.enterContext(patch.dict(frappe.flags, in_test=False))
        self.keep()
        self.enterContext(patch.multiple(frappe.db, commit=self.keep, rollback=self.undo))

    def keep(self):
        """The transaction as far as it is committed."""
        frappe.db.savepoint(HELD)

    def undo(self, *, save_point: str = HELD):
        """Go back to a savepoint as Frappe does, or to where the transaction began."""
        frappe.db.sql(f"rollback to savepoint {save_point}")

    def count(self, town: str) -> None:
        """A row's work, which shows when it is done twice, or is lost."""
        self.tries.append(town)
        frappe.db.sql("update `tabTown` set county = concat(county, '+') where name = %s", town)

    def deadlock(self, error=frappe.QueryDeadlockError):
        """What the database does: the whole transaction is gone, and with it every savepoint in it."""
        self.undo()
        raise error("taken back")

    def counted(self) -> list[int]:
        rows = frappe.get_all("Town", {"name": ["in", self.towns]}, ["name", "county"])
        found = {row.name: row.county.count("+") for row in rows}
        return [found[town] for town in self.towns]

    def errors(self) -> list[str]:
        return frappe.get_all("Error Log", {"method": ["like", f"{TITLE}%"]}, pluck="method")

    def test_a_deadlock_in_the_midst(self):
        for error in (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
            with self.subTest(error=error.__name__):
                before, self.tries = self.counted(), []

                def act(town, error=error):
                    self.count(town)
                    if town == self.towns[2] and self.tries.count(town) == 1:
                        self.deadlock(error)

                upkeep.each(self.towns, act, TITLE)
                self.assertEqual([count + 1 for count in before], self.counted())
                self.assertEqual(len(self.towns) + 1, len(self.tries))
                self.assertEqual([], self.errors())

    def test_a_row_that_stays_locked_is_logged_and_stops_no_other(self):
        def act(town):
            self.count(town)
            if town == self.towns[1]:
                self.deadlock()

        upkeep.each(self.towns, act, TITLE)
        self.assertEqual([1, 0, 1, 1], self.counted())
        self.assertEqual([f"{TITLE} {self.towns[1]}"], self.errors())
        self.assertEqual(upkeep.TRIES, self.tries.count(self.towns[1]))

    def test_a_bad_row_is_tried_once_and_stops_no_other(self):
        def act(town):
            self.count(town)
            if town == self.towns[0]:
                raise ValueError("bad")

        upkeep.each(self.towns, act, TITLE)
        self.assertEqual([0, 1, 1, 1], self.counted())
        self.assertEqual([f"{TITLE} {self.towns[0]}"], self.errors())
        self.assertEqual(1, self.tries.count(self.towns[0]))

    def test_within_a_row_a_deadlock_begins_the_whole_row_anew(self):
        once = []

        def part(town):
            self.count(town)
            if town == self.towns[1] and not once:
                once.append(town)
                self.deadlock()

        def act(towns):
            upkeep.each_within(towns, part, TITLE)

        upkeep.each([tuple(self.towns[:2]), tuple(self.towns[2:])], act, TITLE)
        self.assertEqual([1, 1, 1, 1], self.counted())
        self.assertEqual([], self.errors())

    def test_within_a_request_a_deadlock_is_the_callers(self):
        with self.assertRaises(frappe.QueryDeadlockError):
            upkeep.each_within(self.towns, lambda _town: self.deadlock(), TITLE)

    def test_a_job_of_one_statement_begins_anew(self):
        @upkeep.begins_anew
        def job():
            for town in self.towns:
                self.count(town)
            if len(self.tries) == len(self.towns):
                self.deadlock()

        job()
        self.assertEqual([1, 1, 1, 1], self.counted())
