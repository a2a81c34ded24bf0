"""How lists of large tables behave: made where it is missing, what an administrator changed stays."""

import frappe

# no counting of the whole table beside the list, no reading it anew whenever somebody saves a row
LARGE = {"disable_comment_count": 1, "disable_sidebar_stats": 1, "disable_auto_refresh": 1}
SETTINGS = {
    "Board Update": {"total_fields": "6"},
    "Ledger Issue": {**LARGE, "total_fields": "8"},
    "Subsidy Project": {"total_fields": "7"},
    "Subsidy Payment": {"total_fields": "7"},
    "Project Progress": {"total_fields": "7"},
}


def make_list_views() -> None:
    """Make the settings of lists; idempotent."""
    for doctype, values in SETTINGS.items():
        if frappe.db.exists("List View Settings", doctype):
            continue
        doc = frappe.get_doc({"doctype": "List View Settings", **values})
        doc.name = doctype
        doc.insert(ignore_permissions=True, set_name=doctype)
