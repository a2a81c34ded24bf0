"""The steps of the first day, on the first page of whoever sets the system up.

Frappe lets everybody tick a step of everybody's list. And it notes that a list is done when the page is next opened,
by a save that needs rights which the Organization Office has not: its page would fail from then on. Here only those
for whom the list is may tick, and it is done with its last step.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

ONBOARDING = "Module Onboarding"
STEP = "Onboarding Step"
TICKS = ("is_complete", "is_skipped")


@frappe.whitelist(methods=["POST"])
def update_onboarding_step(name: str, field: str, value: str | int) -> None:
    """Tick a step as done or skipped; takes the place of Frappe's function of that name."""
    docs = lists_with(name)
    if field not in TICKS or not any(is_for_reader(doc) for doc in docs):
        frappe.throw(_("Not permitted"), frappe.PermissionError)
    frappe.db.set_value(STEP, name, field, cint(value))
    for doc in docs:
        if all(step.is_complete or step.is_skipped for step in doc.get_steps()):
            frappe.db.set_value(ONBOARDING, doc.name, "is_complete", 1)


def lists_with(step: str) -> list[Document]:
    """The lists in which a step stands."""
    rows = {"step": step, "parenttype": ONBOARDING}
    names = frappe.get_all("Onboarding Step Map", filters=rows, pluck="parent")
    return [frappe.get_doc(ONBOARDING, name) for name in names]


def is_for_reader(doc: Document) -> bool:
    """Whether the list is shown to who is signed in."""
    return not set(doc.get_allowed_roles()).isdisjoint(frappe.get_roles())
