"""What the team and the office do with an article besides its steps."""

import frappe
from frappe import _

from zhilian_app.steps import StepIncomplete

ARTICLE = "Station Article"


@frappe.whitelist(methods=["POST"])
def publish(
    name: str, published_on: str | None = None, published_url: str | None = None, reason: str = ""
) -> None:
    """Note on which day and at which address a chosen article stands on the government's website.

    Raises:
        frappe.PermissionError: the user may not write the article, or is not of the Organization Office.
        StepRefused: see ``StationArticle.publish``.
    """
    doc = frappe.get_doc(ARTICLE, name)
    doc.check_permission("write")
    if not doc.is_organization():
        raise frappe.PermissionError
    doc.publish(published_on, published_url, reason)


@frappe.whitelist(methods=["POST"])
def remark(name: str, words: str) -> None:
    """What a member of the team says of an article that the team reads.

    Raises:
        frappe.PermissionError: the user may not write the article, or is not on the team.
        StepIncomplete: nothing is said.
    """
    doc = frappe.get_doc(ARTICLE, name)
    doc.check_permission("write")
    if not doc.is_team():
        raise frappe.PermissionError
    if not words.strip():
        frappe.throw(_("Please write what you think of it."), StepIncomplete)
    doc.remark(words)
