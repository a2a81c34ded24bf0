"""A night in which the database takes a row back, and one with a bad row: every other row is done, and done once."""

from unittest.mock import patch

import frappe

from zhilian_app import upkeep
from zhilian_app.testing import ZhilianTestCase

HELD = "as_committed"


class TestUpkeep(ZhilianTestCase):
    """What a job writes is kept up to a savepoint, which stands for its commits: the test takes all of it back."""

    def setUp(self):
        super().setUp()
        self.rows = [f"row-{frappe.generate_hash(length=8)}" for _ in range(4)]
        frappe.db.bulk_insert("Tag", ["name", "description"], [(row, "") for row in self.rows])
        self.tries: list[str] = []
        # the table of errors knows no transactions: those of another test are there still
        self.title = f"Upkeep {frappe.generate_hash(length=8)}"
        self.enterContext(patch.dict(frappe.flags, in_test=False))
        self.keep()
        self.enterContext(patch.multiple(frappe.db, commit=self.keep, rollback=self.undo))

    def keep(self):
        """The transaction as far as it is committed."""
        frappe.db.savepoint(HELD)

    def undo(self, *, save_point: str = HELD):
        """Go back to a savepoint as Frappe does, or to where the transaction began."""
        frappe.db.sql(f"rollback to savepoint {save_point}")

    def count(self, row: str) -> None:
        """A row's work, which shows when it is done twice, or is lost."""
        self.tries.append(row)
        frappe.db.sql(
            "update tabTag set description = concat(description, '+') where name = %s", row
        )

    def deadlock(self, error=frappe.QueryDeadlockError):
        """What the database does: the whole transaction is gone, and with it every savepoint in it."""
        self.undo()
        raise error("taken back")

    def counted(self) -> list[int]:
        known = frappe.get_all("Tag", {"name": ["in", self.rows]}, ["name", "description"])
        found = {row.name: len(row.description) for row in known}
        return [found[row] for row in self.rows]

    def errors(self) -> list[str]:
        return frappe.get_all("Error Log", {"method": ["like", f"{self.title}%"]}, pluck="method")

    def test_a_deadlock_in_the_midst(self):
        for error in (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
            with self.subTest(error=error.__name__):
                before, self.tries = self.counted(), []

                def act(row, error=error):
                    self.count(row)
                    if row == self.rows[2] and self.tries.count(row) == 1:
                        self.deadlock(error)

                upkeep.each(self.rows, act, self.title)
                self.assertEqual([count + 1 for count in before], self.counted())
                self.assertEqual(len(self.rows) + 1, len(self.tries))
                self.assertEqual([], self.errors())

    def test_a_row_that_stays_locked_is_logged_and_stops_no_other(self):
        def act(row):
            self.count(row)
            if row == self.rows[1]:
                self.deadlock()

        upkeep.each(self.rows, act, self.title)
        self.assertEqual([1, 0, 1, 1], self.counted())
        self.assertEqual([f"{self.title} {self.rows[1]}"], self.errors())
        self.assertEqual(upkeep.TRIES, self.tries.count(self.rows[1]))

    def test_a_bad_row_is_tried_once_and_stops_no_other(self):
        def act(row):
            self.count(row)
            if row == self.rows[0]:
                raise ValueError("bad")

        upkeep.each(self.rows, act, self.title)
        self.assertEqual([0, 1, 1, 1], self.counted())
        self.assertEqual([f"{self.title} {self.rows[0]}"], self.errors())
        self.assertEqual(1, self.tries.count(self.rows[0]))

    def test_within_a_row_a_deadlock_begins_the_whole_row_anew(self):
        once = []

        def part(row):
            self.count(row)
            if row == self.rows[1] and not once:
                once.append(row)
                self.deadlock()

        def act(rows):
            upkeep.each_within(rows, part, self.title)

        upkeep.each([tuple(self.rows[:2]), tuple(self.rows[2:])], act, self.title)
        self.assertEqual([1, 1, 1, 1], self.counted())
        self.assertEqual([], self.errors())

    def test_within_a_request_a_deadlock_is_the_callers(self):
        with self.assertRaises(frappe.QueryDeadlockError):
            upkeep.each_within(self.rows, lambda _row: self.deadlock(), self.title)

    def test_a_job_of_one_statement_begins_anew(self):
        @upkeep.begins_anew
        def job():
            for row in self.rows:
                self.count(row)
            if len(self.tries) == len(self.rows):
                self.deadlock()

        job()
        self.assertEqual([1, 1, 1, 1], self.counted())
