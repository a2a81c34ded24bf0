"""How long change records, machine logs and the bulk of snapshots stay: the days stand in Frappe's Log Settings.

Nothing that a person recorded is dropped: records of changes (Version), messages that the system made, and copies of
books whose findings are kept. 0 keeps for ever. What an assessment or a check that is not over may still ask for stays,
whatever the days say: chapters register in hooks.py under ``zhilian_keep_from``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from time import monotonic

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import permissions
from zhilian_app.log_days import FOR_EVER, VERSION, days_of, least_days

SETTINGS = "Log Settings"
HOOK = "zhilian_keep_from"
BATCH = 1000
# of one kind in one night: the night's clean-up has five minutes for all kinds together
SECONDS = 40


def first_day_kept(today: date, days: int, needed_from: Iterable[date | None] = ()) -> date:
    """The earliest day whose rows stay: ``days`` back, or as far as somebody still needs them."""
    return min([today - timedelta(days=days), *(day for day in needed_from if day)])


def needed_from() -> list[date | None]:
    """From which day on each chapter still needs what was changed."""
    return [frappe.get_attr(path)() for path in frappe.get_hooks(HOOK)]


def drop(doctype: str, days: int, seconds: float = SECONDS) -> int:
    """Drop rows of a kind that are older than ``days``; return how many went.

    Small batches, each committed, so that nobody waits for them; what ``seconds`` do not suffice for goes in the next
    night. A failure is logged and stops no other kind.
    """
    days = days_of(doctype, days)
    if not days:
        return 0
    try:
        needed = needed_from() if doctype == VERSION else ()
        return _drop(doctype, first_day_kept(getdate(), days, needed), seconds)
    except Exception:
        frappe.db.rollback()
        frappe.log_error(title=f"Clean-up of {doctype}"[:140])
        return 0


def _drop(doctype: str, before: date, seconds: float) -> int:
    table = frappe.qb.DocType(doctype)
    # the column that every edition has an index on; such rows are written once
    column = table[frappe.get_meta(doctype).sort_field]
    old = frappe.qb.from_(table).select(table.name).where(column < before).orderby(column)
    dropped, ends = 0, monotonic() + seconds
    while monotonic() < ends:
        names = old.limit(BATCH).run(pluck=True)
        if not names:
            break
        frappe.db.delete(doctype, {"name": ["in", names]})
        frappe.db.commit()
        dropped += len(names)
    return dropped


# -- settings ---------------------------------------------------------------------------------------------


def check_settings(doc, method: str | None = None) -> None:
    """Log Settings, validate: who may change the days, and to how few.

    Days that the framework adds by itself are raised to the fewest; the night's own save changes none and passes.

    Raises:
        frappe.PermissionError: an administrator of one town; the days hold for all towns of the site.
        frappe.ValidationError: fewer days than must be kept.
    """
    stored = _stored(doc)
    before = {row.ref_doctype: cint(row.days) for row in stored}
    rows = {row.name: cint(row.days) for row in stored}
    for row in doc.logs_to_clear:
        if row.name not in rows:
            row.days = max(cint(row.days), least_days(row.ref_doctype))
        elif rows[row.name] != cint(row.days):
            _check_days(row)
    after = {row.ref_doctype: cint(row.days) for row in doc.logs_to_clear}
    if any(after.get(kind) != days for kind, days in before.items()) and not _may_set():
        frappe.throw(
            _("The days hold for all towns: please ask the administrator of the site."),
            frappe.PermissionError,
        )


def _stored(doc) -> list:
    before = doc.get_doc_before_save()
    return before.logs_to_clear if before else []


def _check_days(row) -> None:
    least = least_days(row.ref_doctype)
    if cint(row.days) >= least or (cint(row.days) == 0 and row.ref_doctype in FOR_EVER):
        return
    frappe.throw(
        _("{0} must be kept for at least {1} days.").format(_(row.ref_doctype), least),
        title=_("Too Few Days"),
    )


def _may_set() -> bool:
    return (
        frappe.session.user == "Administrator"
        or permissions.scope().is_site_admin
        or "System Manager" in frappe.get_roles()
    )
