"""What the form of an assessment asks of the server; each looks at the stored document, whatever the form holds."""

import frappe

from zhilian_app.supervision.assessing import ASSESSMENT


def _stored(name: str, ptype: str = "read"):
    """The document as it is stored; locked where it is going to be changed."""
    doc = frappe.get_doc(ASSESSMENT, name, for_update=ptype == "write")
    doc.check_permission(ptype)
    return doc


@frappe.whitelist(methods=["POST"])
def compute(name: str) -> None:
    """Work the scores out anew, telling the page how far it is.

    Raises:
        frappe.PermissionError: the user may not change it.
        AssessmentRefused: it was announced.
    """
    _stored(name, "write").compute()


@frappe.whitelist(methods=["POST"])
def announce(name: str) -> None:
    """Announce it: it does not change any more.

    Raises:
        frappe.PermissionError: the user may not change it.
        AssessmentRefused: it is not worked out, or was announced.
    """
    _stored(name, "write").announce()


@frappe.whitelist(methods=["POST"])
def what_if(name: str, weights: str | list) -> list[dict]:
    """Scores and places by other weights; nothing is stored.

    Raises:
        frappe.PermissionError: the user may not read all of it.
        AssessmentRefused: the weights make no sense.
    """
    return _stored(name).what_if(weights)


@frappe.whitelist(methods=["POST"])
def points_of(name: str, row: str) -> list[dict]:
    """Points of one subject (name of its row), each with the list of the rows behind it.

    Raises:
        frappe.PermissionError: it is neither the user's station nor do they read all.
    """
    return _stored(name).points_of(row)
