"""Frappe alone, to compare with: DocTypes with the same fields as ours and nothing of ours behind them."""

from __future__ import annotations

import frappe

PREFIX = "Bare"
NO_VALUE = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading")
COPIED = (
    "fieldname", "label", "fieldtype", "options", "reqd", "search_index", "read_only", "hidden",
    "default", "fetch_from", "in_list_view", "in_standard_filter", "precision", "length",
)  # fmt: skip
RIGHTS = ("read", "write", "create", "report", "export", "print", "email", "share")


def make(doctype: str) -> str:
    """Make a DocType with the fields, tables, indexes and roles of ``doctype`` but no controller; return its name."""
    name = f"{PREFIX} {doctype}"
    if frappe.db.exists("DocType", name):
        return name
    ours = frappe.get_meta(doctype)
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Custom",
            "custom": 1,
            "autoname": "hash",
            "naming_rule": "Random",
            "track_changes": ours.track_changes,
            "sort_field": ours.sort_field,
            "sort_order": ours.sort_order,
            "title_field": ours.title_field,
            "fields": [
                {key: field.get(key) for key in COPIED if field.get(key) is not None}
                for field in ours.fields
                if field.fieldtype not in NO_VALUE
            ],
            "permissions": [
                {
                    "role": row.role,
                    "permlevel": row.permlevel,
                    **{right: row.get(right) for right in RIGHTS},
                }
                for row in ours.permissions
            ],
        }
    ).insert()
    frappe.clear_cache(doctype=name)
    return name


def add_workflow(doctype: str, bare: str) -> str:
    """Give ``bare`` the states and steps that ``doctype`` has, as Frappe's own workflow; return its name."""
    name = f"{PREFIX} {doctype}"
    if frappe.db.exists("Workflow", name):
        return name
    ours = frappe.get_doc("Workflow", {"document_type": doctype, "is_active": 1})
    copy = frappe.copy_doc(ours)
    copy.update({"workflow_name": name, "document_type": bare, "is_active": 1})
    copy.insert()
    frappe.clear_cache(doctype=bare)
    return name


def values_of(doc) -> dict:
    """Return what a stored document holds, as a new document of another DocType takes it."""
    kept = {
        field.fieldname: doc.get(field.fieldname)
        for field in doc.meta.fields
        if field.fieldtype not in (*NO_VALUE, "Table", "Table MultiSelect")
    }
    for table in doc.meta.get_table_fields():
        names = [field.fieldname for field in frappe.get_meta(table.options).fields]
        kept[table.fieldname] = [
            {name: row.get(name) for name in names} for row in doc.get(table.fieldname)
        ]
    return kept
