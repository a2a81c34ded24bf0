"""Days for which logs stay: those of retention.py where none are set yet, and the administrator may change them."""

import frappe
from frappe.permissions import add_permission, update_permission_property
from frappe.utils import cint

from zhilian_app.log_days import DEFAULTS, LEAST
from zhilian_app.retention import SETTINGS

ROLE = "Zhilian Administrator"


def make_log_settings() -> None:
    """Add the kinds of logs that are missing and raise what is too few; other days that somebody has set stay."""
    _add_days()
    _let_administrator_in()


def _add_days() -> None:
    doc = frappe.get_doc(SETTINGS)
    for row in doc.logs_to_clear:
        # a framework's own default, from before the app knew of it
        if 0 < cint(row.days) < LEAST.get(row.ref_doctype, 0):
            row.db_set("days", DEFAULTS[row.ref_doctype], update_modified=False)
    known = {row.ref_doctype for row in doc.logs_to_clear}
    for doctype, days in DEFAULTS.items():
        if doctype not in known and frappe.db.exists("DocType", doctype):
            # by the row alone: while the app is being installed Frappe does not know yet what can be cleared
            doc.append("logs_to_clear", {"ref_doctype": doctype, "days": days}).db_insert()
    frappe.clear_document_cache(SETTINGS, SETTINGS)


def _let_administrator_in() -> None:
    held = {"parent": SETTINGS, "role": ROLE, "permlevel": 0}
    if frappe.db.exists("Custom DocPerm", held):
        return
    add_permission(SETTINGS, ROLE, 0)
    update_permission_property(SETTINGS, ROLE, 0, "write", 1)
