"""Sessions of the committee prepare themselves: the month's session and what comes before it."""

from datetime import date

import frappe
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.meetings import session_agenda, session_items, states
from zhilian_app.upkeep import each

SESSION = "Committee Session"


def prepare_sessions() -> None:
    """Daily: this month's session of each town once something comes before it, and what is prepared anew.

    May run any number of times; one town never stops the others.
    """
    month = calendar.month_start(getdate())
    towns = frappe.get_all("Town", pluck="name", order_by="name asc")
    each(towns, lambda town: _prepare(town, month), SESSION)


def _prepare(town: str, month: date) -> None:
    if session_items.agenda_of(town, month):
        session_of(town, month)
    refresh(town)


def session_of(town: str, month: date) -> str:
    """Name of the town's session of the month that begins on ``month``; made now where there is none."""
    # two people at once: the second one waits here and finds the first one's
    frappe.db.get_value("Town", town, "name", for_update=True)
    name = session_agenda.name_of(town, month)
    if not frappe.db.get_value(SESSION, name, "name", for_update=True):
        doc = frappe.get_doc({"doctype": SESSION, "town": town, "month": month})
        doc.flags.by_itself = True
        doc.insert(ignore_permissions=True)
    return name


def refresh(town: str) -> None:
    """Bring the agenda of the town's sessions in preparation up to date; what is written down stays."""
    names = frappe.get_all(
        SESSION,
        filters={"town": town, "state": states.PREPARING, "docstatus": 0},
        pluck="name",
        order_by="month asc",
    )
    for name in names:
        doc = frappe.get_doc(SESSION, name, for_update=True)
        wanted = session_items.agenda_of(town, doc.month)
        if [row.request_item for row in doc.items] != [row["request_item"] for row in wanted]:
            doc.flags.by_itself = True
            doc.save(ignore_permissions=True)
