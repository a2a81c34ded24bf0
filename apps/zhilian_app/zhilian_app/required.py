"""What must be filled in before a document can be looked at any further."""

import frappe
from frappe import _


def check_filled(doc, *fields: str) -> None:
    """Stop at empty fields and name them; Frappe does so too, but only after a controller has looked at the rest.

    Raises:
        frappe.MandatoryError: one of ``fields`` is empty.
    """
    missing = [field for field in fields if doc.get(field) in (None, "")]
    if missing:
        labels = "、".join(_(doc.meta.get_label(field)) for field in missing)
        frappe.throw(_("Please fill in: {0}.").format(labels), frappe.MandatoryError)
