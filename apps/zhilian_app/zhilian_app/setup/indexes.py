"""Composite indexes: one for every list, report and recount that a large site runs."""

import frappe

INDEXES = {
    "Household": (
        ("station", "status", "last_visited_on"),
        ("town", "modified"),
        ("town", "id_number"),
    ),
    "Key Visit Entry": (
        ("station", "year", "status"),
        ("town", "year", "status"),
        ("household", "year"),
    ),
    "Household Visit": (
        ("station", "visit_date"),
        ("town", "visit_date"),
        ("household", "visit_date"),
    ),
    "Station Team": (("station", "from_date"),),
    "Card Delivery": (("card", "household"),),
}


def make_indexes() -> None:
    """Add the indexes that are missing; adding one that is there changes nothing."""
    for doctype, composites in INDEXES.items():
        for fields in composites:
            frappe.db.add_index(doctype, list(fields))
