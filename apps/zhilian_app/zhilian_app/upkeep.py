"""What daily jobs share: one bad row stops no other, and a chapter asks for nothing from before it first ran."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

LONGEST_TITLE = 140


def each(what: Iterable, act: Callable[[Any], object], title: str) -> None:
    """Do ``act`` with each; what fails is undone and logged under ``title``, and the others go on."""
    for one in what:
        frappe.db.savepoint("upkeep")
        try:
            act(one)
        except Exception:
            frappe.db.rollback(save_point="upkeep")
            frappe.log_error(title=f"{title} {one}"[:LONGEST_TITLE])


def since(key: str, today: date) -> date:
    """The day that was noted under ``key`` when this was asked first; ``today`` is noted now where there is none."""
    known = frappe.db.get_default(key)
    if known:
        return getdate(known)
    frappe.db.set_default(key, str(today))
    return today
