"""What the lists and forms of requests and sessions ask the server."""

import frappe
from frappe import _
from frappe.utils import getdate

from zhilian_app import calendar, permissions
from zhilian_app.meetings import requests_upkeep, sessions_upkeep


@frappe.whitelist(methods=["POST"])
def draft_request(station: str) -> str:
    """Draft the station's request of the month now, with all that waits in the ledger; return its name.

    Where nothing waits it is this month's request.

    Raises:
        frappe.PermissionError: the user may not write requests, or not of this station.
    """
    permissions.check_station(station)
    month = calendar.month_start(getdate())
    doc = frappe.get_doc({"doctype": "Committee Request", "station": station, "month": month})
    doc.check_permission("create")
    return requests_upkeep.place(station) or requests_upkeep.request_of(station, month)


@frappe.whitelist(methods=["POST"])
def prepare_session(town: str | None = None) -> str:
    """Prepare this month's session of a town (default: the user's own) and return its name.

    Raises:
        frappe.PermissionError: the user may not prepare sessions of this town.
    """
    town = town or permissions.scope().town
    if not town:
        frappe.throw(_("Please choose a town."), frappe.PermissionError)
    month = calendar.month_start(getdate())
    doc = frappe.get_doc({"doctype": "Committee Session", "town": town, "month": month})
    doc.check_permission("create")
    name = sessions_upkeep.session_of(town, month)
    sessions_upkeep.refresh(town)
    return name
