"""个人档案: all that stands in a person's file, with replies and corrections."""

import frappe
from frappe import _
from frappe.utils import getdate

from zhilian_app import permissions
from zhilian_app.subsidies.report_columns import columns_of

RECORD = "Cadre Record"
FIELDS = (
    "name", "cadre", "cadre_name", "entry_date", "kind", "text", "reply", "replied_on", "corrects", "corrected",
    "recorded_by_name", "creation",
)  # fmt: skip


def execute(filters: dict | None = None):
    """Frappe's entry point: entries of one person, the earliest first; of the reader where nobody is chosen."""
    cadre = (filters or {}).get("cadre") or permissions.scope().cadre
    if not cadre:
        return columns(), [], _("Please choose a person.")
    rows = entries(cadre)
    return columns(), rows, None if rows else _("Nothing stands in this file.")


def entries(cadre: str) -> list[dict]:
    """Entries of a cadre's file that the reader may read."""
    rows = frappe.get_list(
        RECORD,
        filters={"cadre": cadre},
        fields=list(FIELDS),
        order_by="entry_date asc, creation asc",
        limit_page_length=0,
    )
    days = {row.name: row.entry_date for row in rows}
    position = frappe.db.get_value("Cadre", cadre, "position")
    for number, row in enumerate(rows, start=1):
        row.update({"number": number, "position": position, "links": {"text": _link(row.name)}})
        row.note = _note(row, days)
        row.kind = _(row.kind)
        row.replied_on = getdate(row.replied_on) if row.replied_on else None
    return rows


def _note(row, days: dict) -> str:
    if row.corrects:
        return _("Corrects the entry of {0}").format(days.get(row.corrects) or "")
    return _("Corrected by a further entry") if row.corrected else ""


def _link(name: str) -> dict:
    return {"doctype": RECORD, "name": name}


def columns() -> list[dict]:
    """The columns of the paper."""
    return columns_of(
        (
            ("number", _("No."), "Int", 60),
            ("entry_date", _("Date"), "Date", 110),
            ("kind", _("Kind of Entry"), "Data", 90),
            ("text", _("Entry"), "Data", 380),
            ("reply", _("Reply of the Cadre"), "Data", 300),
            ("replied_on", _("Replied On"), "Date", 110),
            ("note", _("Remark"), "Data", 180),
            ("recorded_by_name", _("Recorded By"), "Data", 100),
        )
    )
