"""Writes demo rows in bulk: no hooks run, so what a controller derives is in the rows already."""

from collections.abc import Iterator
from datetime import datetime

import frappe

from zhilian_app.demo.constants import OWNER

STANDARD = ("name", "creation", "modified", "owner", "modified_by")
CHUNK = 2000
# how the names begin of rows that show a file of the demo
SHELF = "demo-f"


class Rows:
    """Rows of one DocType with the same fields, collected and then inserted together."""

    def __init__(self, doctype: str, *fields: str) -> None:
        self.doctype = doctype
        self.fields = fields
        self._rows: list[tuple] = []

    def add(self, name: str, stamp: datetime, *values, owner: str = OWNER) -> str:
        """Add a row made at ``stamp``; ``values`` in the order of the fields."""
        if len(values) != len(self.fields):
            raise ValueError(f"{self.doctype}: {len(values)} values for {len(self.fields)} fields")
        self._rows.append((name, stamp, stamp, owner, owner, *values))
        return name

    def insert(self) -> int:
        """Write the rows and return how many they were."""
        frappe.db.bulk_insert(self.doctype, [*STANDARD, *self.fields], self._rows, chunk_size=CHUNK)
        return len(self._rows)


class ChildRows(Rows):
    """Rows of one child table."""

    def __init__(self, doctype: str, parenttype: str, parentfield: str, *fields: str) -> None:
        super().__init__(doctype, "parent", "parenttype", "parentfield", "idx", *fields)
        self.parenttype, self.parentfield = parenttype, parentfield

    def add_all(
        self, parent: str, stamp: datetime, rows: Iterator[tuple], owner: str = OWNER
    ) -> None:
        """Add the rows of ``parent`` in their order."""
        for idx, values in enumerate(rows, 1):
            self.add(
                f"{parent}-{idx}",
                stamp,
                parent,
                self.parenttype,
                self.parentfield,
                idx,
                *values,
                owner=owner,
            )
