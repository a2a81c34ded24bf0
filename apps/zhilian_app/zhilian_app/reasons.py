"""Nothing that a person recorded is deleted: it is ended, and an end has a reason."""

import frappe
from frappe import _


def require_reason(doc, fieldname: str) -> None:
    """Stop when ``fieldname`` of ``doc`` is blank; trims it else.

    The form marks the field as mandatory by itself, but only the form: an import or the API passes it by.

    Raises:
        frappe.MandatoryError: there is no reason.
    """
    reason = (doc.get(fieldname) or "").strip()
    if not reason:
        frappe.throw(
            _("Please give a reason: {0}.").format(_(doc.meta.get_label(fieldname))),
            frappe.MandatoryError,
        )
    doc.set(fieldname, reason)
