"""What the forms of this module ask the server."""

import frappe
from frappe import _
from frappe.utils import cint

from zhilian_app import permissions
from zhilian_app.issues import persons

TITLE_FROM_NEEDS = 40
SOURCE_VISIT = "Household Visit"


@frappe.whitelist(methods=["POST"])
def register_from_visit(visit: str, again: int = 0) -> dict:
    """Put what people said at a visit into the ledger: station, household, words and pictures come along.

    Asked twice it answers with the same issue, unless ``again`` says that there is another one to write.

    Returns:
        ``name`` of the issue and ``created``, whether it was made now.

    Raises:
        frappe.PermissionError: the user may not read the visit or write issues of its station.
        frappe.ValidationError: the visit is void, or has no words.
    """
    # two taps at once: the second one waits for the first
    frappe.db.get_value("Household Visit", visit, "name", for_update=True)
    source = frappe.get_doc("Household Visit", visit)
    source.check_permission("read")
    permissions.check_station(source.station)
    known = frappe.db.get_value(
        "Ledger Issue",
        {"source": SOURCE_VISIT, "source_name": visit},
        "name",
        order_by="creation desc",
    )
    if known and not cint(again):
        return {"name": known, "created": False}
    if source.voided:
        frappe.throw(_("A void record cannot be put into the ledger."))
    words = (source.needs or "").strip() or (source.content or "").strip()
    if not words:
        frappe.throw(_("The visit has no words yet. Please write down what people need."))
    issue = frappe.new_doc("Ledger Issue")
    issue.update(
        {
            "household": source.household,
            "title": words.splitlines()[0][:TITLE_FROM_NEEDS],
            "content": words,
            "raised_on": source.visit_date,
            "source": SOURCE_VISIT,
            "source_name": visit,
        }
    )
    issue.flags.about_sensitive = bool(source.sensitive)
    issue.insert()
    _carry_pictures(source, issue)
    return {"name": issue.name, "created": True}


@frappe.whitelist(methods=["POST"])
def issues_of_visit(visit: str) -> list[dict]:
    """Issues that were made from a visit: name, title, state, due_on.

    Raises:
        frappe.PermissionError: the user may not read the visit or issues.
    """
    frappe.get_doc("Household Visit", visit).check_permission("read")
    return frappe.get_list(
        "Ledger Issue",
        filters={"source": SOURCE_VISIT, "source_name": visit},
        fields=["name", "title", "state", "due_on"],
        order_by="creation asc",
    )


@frappe.whitelist(methods=["POST"])
def person_of(issue: str) -> dict | None:
    """Who a sensitive issue is about: household, householder, address, phone; None where nobody is named.

    Raises:
        frappe.PermissionError: the user is neither of the station's team nor its Organization Office.
    """
    doc = frappe.get_doc("Ledger Issue", issue)
    doc.check_permission("read")
    permissions.check_station(doc.station)
    household = persons.household_of(issue)
    if not household:
        return None
    return frappe.db.get_value(
        "Household",
        household,
        ["name as household", "householder", "address", "phone"],
        as_dict=True,
    )


@frappe.whitelist(methods=["POST"])
def issues_of_household(household: str) -> list[dict]:
    """Issues of a household, newest first.

    Raises:
        frappe.PermissionError: the user may not read the household.
    """
    home = frappe.get_doc("Household", household)
    home.check_permission("read")
    return persons.issues_of(household)


@frappe.whitelist(methods=["POST"])
def add_picture(issue: str, picture: str) -> None:
    """Add a picture that came through after its sender had gone on.

    Raises:
        frappe.PermissionError: the user may not write the issue.
        frappe.ValidationError: it is no picture that the user has uploaded.
    """
    doc = frappe.get_doc("Ledger Issue", issue)
    doc.check_permission("write")
    doc.append("pictures", {"picture": picture})
    doc.save()


def _carry_pictures(source, issue) -> None:
    """The issue gets files of its own for the same pictures: who reads the issue need not read the visit."""
    pictures = [row for row in source.pictures if row.picture]
    if not pictures:
        return
    for row in pictures:
        frappe.get_doc(
            {
                "doctype": "File",
                "file_url": row.picture,
                "is_private": 1,
                "attached_to_doctype": "Ledger Issue",
                "attached_to_name": issue.name,
            }
        ).insert(ignore_permissions=True)
        issue.append("pictures", {"picture": row.picture, "caption": row.caption})
    issue.save()
