"""Rows written set by set, as the ORM would write them one by one. Nothing here commits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import frappe
from frappe.model.naming import is_autoincremented
from frappe.query_builder import Case
from pypika.terms import LiteralValue

INSERT_BATCH = 1000
UPDATE_BATCH = 500
NAME_LENGTH = 10


class Writer:
    """Inserts and updates of one user at one moment."""

    def __init__(self, user: str, moment: str):
        self.user = user
        self.moment = moment

    def insert(self, doctype: str, rows: Iterable[Mapping]) -> None:
        """Inserts rows that all have the same fields, ``name`` among them."""
        rows = list(rows)
        if not rows:
            return
        stamp = {
            "creation": self.moment,
            "modified": self.moment,
            "owner": self.user,
            "modified_by": self.user,
            "docstatus": 0,
            "idx": 0,
        }
        fields = list(stamp | rows[0])
        values = [tuple((stamp | row)[field] for field in fields) for row in rows]
        frappe.db.bulk_insert(doctype, fields, values, chunk_size=INSERT_BATCH)

    def update(self, doctype: str, changes: Mapping[str, Mapping]) -> None:
        """Writes ``{name: {field: value}}``, one statement for many rows with the same fields."""
        groups: dict[tuple, list[str]] = defaultdict(list)
        for name, values in changes.items():
            groups[tuple(sorted(values))].append(name)
        table = frappe.qb.DocType(doctype)
        for fields, names in groups.items():
            for start in range(0, len(names), UPDATE_BATCH):
                part = names[start : start + UPDATE_BATCH]
                query = frappe.qb.update(table).where(table.name.isin(part))
                query = query.set(table.modified, self.moment).set(table.modified_by, self.user)
                for field in fields:
                    case = Case()
                    for name in part:
                        case = case.when(table.name == name, changes[name][field])
                    query = query.set(table[field], case)
                query.run()

    def keep_history(self, doctype: str, changes: Mapping[str, Mapping]) -> None:
        """Versions as a form writes them: ``{name: {"changed": [...], "added": [...]}}``."""
        nothing = {
            "added": [],
            "changed": [],
            "data_import": None,
            "removed": [],
            "row_changed": [],
            "updater_reference": None,
        }
        self.insert(
            "Version",
            (
                {
                    "name": _version_name(),
                    "ref_doctype": doctype,
                    "docname": name,
                    "data": frappe.as_json(nothing | change, indent=None, separators=(",", ":")),
                }
                for name, change in changes.items()
            ),
        )


def _version_name():
    # Versions are numbered by the database on a new site, and have random names on an old one.
    if is_autoincremented("Version"):
        return LiteralValue("nextval(`version_id_seq`)")
    return new_name()


def new_name() -> str:
    return frappe.generate_hash(length=NAME_LENGTH)
