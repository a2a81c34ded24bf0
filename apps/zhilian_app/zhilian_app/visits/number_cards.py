"""Number cards whose filter has a year, a day or a person in it."""

import json

import frappe
from frappe.utils import add_days, getdate

THIS_YEAR, TODAY, ME = "{this_year}", "{today}", "{me}"
IN_A_WEEK = "{in_a_week}"


def fill_filters(doc, method: str | None = None) -> None:
    """Number Card, onload: put this year, today or who is signed in where a filter of one of our cards says so.

    A card's own dynamic filters count but are not passed on by a click: the list would show the rows of all years.
    """
    if not doc.filters_json or not doc.is_standard:
        return
    today = getdate()
    values = {
        THIS_YEAR: today.year,
        TODAY: today.isoformat(),
        IN_A_WEEK: add_days(today, 7).isoformat(),
        ME: frappe.session.user,
    }
    for mark, value in values.items():
        doc.filters_json = doc.filters_json.replace(f'"{mark}"', json.dumps(value))
