"""Composite indexes: one for every list, report and recount that a large site runs."""

import frappe

INDEXES = {
    "Household": (
        ("station", "status", "last_visited_on"),
        ("town", "modified"),
        ("town", "id_number"),
    ),
    "Key Visit Entry": (
        # the register of a station is counted without a look at the rows, and so is what the month brought
        ("station", "year", "sensitive", "status", "first_visited_on", "last_visited_on"),
        # the register of a town is counted without a look at the rows, also for who may not read the sensitive ones
        ("town", "year", "status", "station", "sensitive"),
        ("household", "year"),
    ),
    "Household Visit": (
        ("station", "visit_date"),
        # and so are a year's visits
        ("town", "visit_date", "effective", "voided", "station", "sensitive"),
        ("household", "visit_date"),
    ),
    "Ledger Issue": (
        ("station", "is_open", "due_on"),
        ("town", "is_open", "due_on"),
        ("town_office", "is_open"),
        ("handler_user", "is_open"),
        ("station", "raised_on"),
        ("town", "raised_on"),
        ("town", "closed_on"),
        ("town", "modified"),
        ("source", "source_name"),
    ),
    "Committee Request": (
        ("station", "month"),
        ("town", "state", "month"),
        ("town", "modified"),
    ),
    "Committee Session": (
        ("town", "state", "month"),
        ("town", "modified"),
    ),
    "Weekly Meeting": (
        ("station", "meeting_date"),
        ("town", "meeting_date"),
        ("status", "meeting_date"),
    ),
    "Review Report": (
        ("station", "month"),
        ("town", "month"),
        ("status", "closed", "meeting_date"),
    ),
    "Review Meeting": (("town", "month"), ("status", "month")),
    "Daily Digest": (("user", "day"), ("status", "day")),
    "Subsidy Project": (
        ("town", "state", "urgency"),
        ("station", "state"),
        ("town_office", "state"),
        ("town", "modified"),
        ("state", "first_paid_on"),
    ),
    "Funding Plan": (("town", "state", "plan_date"), ("town", "modified")),
    "Subsidy Payment": (
        ("fund", "voucher_no"),
        ("project", "docstatus"),
        ("town", "paid_on"),
        ("station", "paid_on"),
        ("town", "modified"),
    ),
    "Project Progress": (
        ("project", "month"),
        ("station", "status", "due_on"),
        ("town", "status", "due_on"),
        ("town", "month"),
        ("status", "due_on"),
    ),
    "Board Update": (
        ("station", "month"),
        ("town", "month"),
        ("town", "state", "month"),
        ("town", "modified"),
    ),
    "Filing Requirement": (("town", "from_date"),),
    "Filing": (
        ("station", "month"),
        ("town", "month"),
        ("town", "standing", "due_on"),
        ("station", "standing", "due_on"),
        ("standing", "due_on"),
        ("requirement", "due_on"),
        ("reference_doctype", "reference_name"),
        ("town", "due_on"),
    ),
    "Station Article": (
        ("station", "state"),
        ("town", "state", "month"),
        ("town", "modified"),
    ),
    "Monthly Bulletin": (("town", "month"), ("state", "cutoff_on")),
    "Circulation": (("town", "state"), ("town", "modified")),
    "Robot Message": (("robot", "day"), ("status", "next_try_on"), ("town", "day")),
    "Checklist Item": (("town", "book"),),
    "Check Draw": (("town", "month"),),
    "Spot Check": (
        ("town", "check_day"),
        ("station", "check_day"),
        ("town", "state", "kind"),
        ("town", "modified"),
    ),
    "Book Snapshot": (("spot_check", "book"), ("town", "taken_on")),
    "Rectification": (
        ("town", "is_open", "due_on"),
        ("station", "is_open", "due_on"),
        ("spot_check", "state"),
    ),
    "Cadre Record": (("cadre", "entry_date"), ("town", "entry_date"), ("user", "entry_date")),
    "Annual Assessment": (("town", "year"),),
    "Step Record": (("parenttype", "stepped_on"),),
    "Station Team": (("station", "from_date"),),
    "Card Delivery": (("card", "household"),),
}

LONGEST_NAME = 58  # the database takes 64 characters

# those that a wider one has taken the place of: as long as they are there, the database prefers them
SUPERSEDED = {
    "Household Visit": ("town_visit_date_index", "town_visit_date_effective_voided_station_index"),
    "Key Visit Entry": ("town_year_status_index", "station_year_status_index"),
}


def make_indexes() -> None:
    """Add the indexes that are missing; adding one that is there changes nothing."""
    for doctype, composites in INDEXES.items():
        for fields in composites:
            # by a name of our own: Frappe makes it of the fields, which are words of SQL here and there
            name = "_".join(fields)[:LONGEST_NAME] + "_index"
            frappe.db.add_index(doctype, [f"`{field}`" for field in fields], name)
    for doctype, names in SUPERSEDED.items():
        for name in names:
            if frappe.db.has_index(f"tab{doctype}", name):
                frappe.db.sql_ddl(f"alter table `tab{doctype}` drop index `{name}`")
