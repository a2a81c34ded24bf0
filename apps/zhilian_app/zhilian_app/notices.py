"""What the desk's bell says at once; mail is one digest a day (see digest.py), never one for each event."""

from collections.abc import Iterable

import frappe

LONGEST_SUBJECT = 140


def tell(users: Iterable[str | None], subject: str, doctype: str, name: str) -> int:
    """Put a line on the desk of ``users`` that opens a document; return how many were told.

    Who does it themselves is not told. ``subject`` is in Chinese already.
    """
    told = 0
    for user in sorted({user for user in users if user}):
        if user == frappe.session.user or user == "Administrator":
            continue
        frappe.get_doc(
            {
                "doctype": "Notification Log",
                "for_user": user,
                "from_user": frappe.session.user,
                "type": "Alert",
                "document_type": doctype,
                "document_name": name,
                "subject": frappe.utils.escape_html(subject)[:LONGEST_SUBJECT],
            }
        ).insert(ignore_permissions=True)
        told += 1
    return told
