"""The signed paper of what was taken in already: ticked by the Organization Office when it comes, once."""

import frappe
from frappe import _
from frappe.utils import getdate

from zhilian_app import permissions


def receive(doc, taken_in: str, not_yet: str) -> None:
    """Tick that the paper of ``doc``, a SteppedDocument, has come in, too.

    Args:
        taken_in: the state in which it lies with the office.
        not_yet: what to say before that, translated.

    Raises:
        frappe.PermissionError: the user is not of the town's Organization Office.
        frappe.ValidationError: it is not taken in yet.
    """
    doc.check_permission("write")
    if not permissions.is_of(doc.town, permissions.ORGANIZATION):
        frappe.throw(_("Only the Organization Office receives the paper."), frappe.PermissionError)
    if doc.state != taken_in:
        frappe.throw(not_yet)
    if not doc.paper_received:
        doc.note(_("Paper Received", lang="zh"), paper_received=1, paper_received_on=getdate())
