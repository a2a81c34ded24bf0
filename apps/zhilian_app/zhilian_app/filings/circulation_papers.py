"""The papers that circulations carry: whether one may go round, what it is called, and who reads it."""

import frappe
from frappe import _
from frappe.utils import cstr

from zhilian_app.filings.circulation_rules import CIRCULATED, Reader, in_order
from zhilian_app.scope import TOWN_LEADER
from zhilian_app.stations import people
from zhilian_app.subsidies import queue_words

CIRCULATION, BULLETIN, PLAN = "Circulation", "Monthly Bulletin", "Funding Plan"


class NotForCirculation(frappe.ValidationError):
    """The paper cannot go round, or not yet."""


def paper(doctype: str, name: str):
    """The document that is to go round.

    Raises:
        NotForCirculation: it is of another kind, or a bulletin that is not frozen yet.
        frappe.DoesNotExistError: there is no such document.
    """
    if doctype not in CIRCULATED:
        frappe.throw(_("{0} is not circulated.").format(_(cstr(doctype))), NotForCirculation)
    doc = frappe.get_doc(doctype, name)
    if doctype == BULLETIN and not doc.frozen:
        frappe.throw(_("Only a frozen bulletin is circulated."), NotForCirculation)
    return doc


def title_of(doc) -> str:
    """What people call the paper."""
    if doc.doctype == PLAN:
        return queue_words.title_of(doc)
    return cstr(doc.get("title")) or doc.name


def proposed_readers(town: str) -> list[dict]:
    """Rows for all leaders of the town in post, in the order in which they read."""
    rows = frappe.get_all(
        "Cadre",
        filters={"name": ["in", [*leaders_of(town), ""]]},
        fields=["name", "cadre_name", "position"],
        order_by="name asc",
    )
    readers = in_order(Reader(row.name, row.cadre_name, cstr(row.position)) for row in rows)
    return [{"cadre": one.cadre, "position": one.position} for one in readers]


def leaders_of(town: str) -> set[str]:
    """Cadres in post who hold the leaders' role in the town: who else may not read what goes round."""
    return set(people.cadres_with(town, TOWN_LEADER))


def open_one(doctype: str, name: str) -> str | None:
    """The circulation of a paper that has not ended yet."""
    return frappe.db.get_value(
        CIRCULATION,
        {
            "reference_doctype": doctype,
            "reference_name": name,
            "state": ["in", ["Draft", "In Circulation"]],
        },
        "name",
        order_by="creation desc",
    )
