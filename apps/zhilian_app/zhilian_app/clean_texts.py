"""Texts of documents that are submitted are as clean as those of all others.

Frappe takes scripts out of a text when a document is saved, but not when it is submitted or cancelled: what a request
changes at that moment would be stored as it came, and run on the screens of who reads it.
"""

import frappe
from frappe.utils import sanitize_html

# Frappe keeps these as they are; they are shown as text, or as a file
RAW = ("Attach", "Attach Image", "Barcode", "Code", "Password", "JSON")


def clean(doc, method: str | None = None) -> None:
    """Take scripts out of what was changed; for the hooks validate, before_cancel and before_update_after_submit."""
    found = [
        (part, field.fieldname)
        for part in (doc, *doc.get_all_children())
        for field in part.meta.fields
        if _may_run(part.get(field.fieldname))
        and field.fieldtype not in RAW
        and not field.ignore_xss_filter
    ]
    if not found:
        return
    stored = _stored(doc)
    for part, name in found:
        before = stored.get((part.doctype, part.name), {})
        # what was stored long ago stays: a submitted document does not change
        if part.get(name) != before.get(name):
            part.set(name, sanitize_html(part.get(name)))


def _may_run(value: object) -> bool:
    return isinstance(value, str) and ("<" in value or ">" in value)


def _stored(doc) -> dict[tuple[str, str], object]:
    """The document and its rows as they were, by kind and name."""
    if doc.is_new() or not frappe.db.exists(doc.doctype, doc.name):
        return {}
    known = frappe.get_doc(doc.doctype, doc.name)
    return {(part.doctype, part.name): part for part in (known, *known.get_all_children())}
