"""What the forms of this module ask the server."""

import frappe
from frappe import _
from frappe.utils import cstr

from zhilian_app.subsidies import balances, books, payments, states
from zhilian_app.subsidies.payee import payee_of

PROJECT, PAYMENT, PROGRESS = "Subsidy Project", "Subsidy Payment", "Project Progress"
_WITH_PICTURES = (PROJECT, PROGRESS, "Station Article")
_PAYMENT_FIELDS = ("name", "kind", "instalment", "paid_on", "amount", "state", "is_exception")
_PROGRESS_FIELDS = (
    "name",
    "month",
    "status",
    "due_on",
    "handed_in_on",
    "percent",
    "spent",
    "words",
)


@frappe.whitelist(methods=["POST"])
def project_rows(project: str) -> dict[str, list[dict]]:
    """``payments`` and monthly ``progress`` of a project, the newest first, as far as who asks may see them.

    Raises:
        frappe.PermissionError: the user may not read the project.
    """
    frappe.get_doc(PROJECT, project).check_permission("read")
    return {
        "payments": _rows(PAYMENT, project, _PAYMENT_FIELDS, "creation desc"),
        "progress": _rows(PROGRESS, project, _PROGRESS_FIELDS, "month desc"),
    }


@frappe.whitelist(methods=["POST"])
def payment_facts(project: str) -> dict:
    """What a payment of a project begins with: its money in yuan, what is left to pay, and whom it goes to.

    ``payee`` is who got the station's last payment, or else the station's committee.

    Raises:
        frappe.PermissionError: the user may not read the project.
    """
    doc = frappe.get_doc(PROJECT, project)
    doc.check_permission("read")
    own = balances.project_books(project)
    return {
        "title": doc.title,
        "station_name": doc.station_name,
        "state": doc.state,
        "approved": float(own.approved),
        "planned": float(own.planned),
        "paid": float(own.paid),
        "to_pay": float(_to_pay(doc.state, own)),
        "payee": _last_payee(doc.station) or _committee_of(doc.station),
    }


@frappe.whitelist(methods=["POST"])
def add_picture(doctype: str, name: str, picture: str) -> None:
    """Add a picture that came through after its sender had gone on.

    Raises:
        frappe.PermissionError: the user may not write the row.
        frappe.ValidationError: it is no picture that the user has uploaded.
    """
    if doctype not in _WITH_PICTURES:
        frappe.throw(_("{0} has no pictures.").format(_(doctype)))
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("write")
    doc.append("pictures", {"picture": picture})
    doc.save()


def _rows(doctype: str, project: str, fields: tuple[str, ...], order: str) -> list[dict]:
    if not frappe.has_permission(doctype, "read"):
        return []
    return frappe.get_list(
        doctype, filters={"project": project}, fields=list(fields), order_by=order
    )


def _to_pay(state: str, own: books.Project):
    """In the pool only an exception is paid, out of what was approved."""
    return own.to_plan if state == states.IN_POOL else own.to_pay


def _last_payee(station: str) -> str:
    if not frappe.has_permission(PAYMENT, "read"):
        return ""
    found = frappe.get_list(
        PAYMENT,
        filters={"station": station, "docstatus": 1, "kind": payments.PAYMENT},
        pluck="payee",
        order_by="paid_on desc, creation desc",
        limit=1,
    )
    return cstr(found[0]) if found else ""


def _committee_of(station: str) -> str:
    name, kind = frappe.db.get_value("Station", station, ["station_name", "kind"])
    return payee_of(cstr(name), cstr(kind))
