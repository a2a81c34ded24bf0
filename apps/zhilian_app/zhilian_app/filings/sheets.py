"""Papers that the system has already: the register's month, annex 2, and the three books; they need only a signature.

What stood in them when they were signed is kept as figures, so that what is written later shows.
"""

import json
from collections.abc import Callable

import frappe
from frappe.utils import cint, getdate

from zhilian_app import calendar
from zhilian_app.filings.requirements import ANNEX_2, BOOKS, REGISTER

VISIT, ENTRY, MEETING, ISSUE = (
    "Household Visit",
    "Key Visit Entry",
    "Weekly Meeting",
    "Ledger Issue",
)
PROJECT = "Subsidy Project"
CHECK = "Spot Check"
REGISTER_LABELS = ("Households Registered", "Visited", "First Visits of the Month")
ANNEX_LABELS = ("Projects Under Way", "Approved Amount", "Paid")
BOOK_LABELS = ("Station Log", "Issue Ledger", "Team Record Book")
AFTER_NOTICE = "Visits Written Down after the Notice"


def of(filing) -> dict:
    """``links`` to the system's own sheets (label, report, filters), and ``figures`` (label, value)."""
    frozen = json.loads(filing.figures) if filing.figures else None
    return {
        "links": _LINKS[filing.counts](filing),
        "figures": frozen or figures(filing),
        "frozen": bool(frozen),
    }


def figures(filing) -> list[dict]:
    """What stands in the sheets now."""
    found = _FIGURES[filing.counts](filing)
    return [{"label": label, "value": value} for label, value in found]


# -- register ---------------------------------------------------------------------------------------------


def _register_links(filing) -> list[dict]:
    year = getdate(filing.month).year
    where = {"station": filing.station, "year": year}
    return [
        {
            "label": "Key Register",
            "report": "Key Register",
            "filters": {**where, "status": "Visited"},
        },
        {"label": "Visit Coverage", "report": "Visit Coverage", "filters": where},
    ]


def _register_figures(filing) -> list[tuple[str, object]]:
    month = getdate(filing.month)
    where = {"station": filing.station, "year": month.year}
    registered = frappe.db.count(ENTRY, {**where, "status": ["!=", "Removed"]})
    visited = frappe.db.count(ENTRY, {**where, "status": "Visited"})
    in_month = frappe.db.count(
        ENTRY, {**where, "first_visited_on": ["between", [month, calendar.month_end(month)]]}
    )
    return list(zip(REGISTER_LABELS, (registered, visited, in_month), strict=True))


# -- annex 2 ----------------------------------------------------------------------------------------------


def _annex_links(filing) -> list[dict]:
    month = getdate(filing.month)
    filters = {"station": filing.station, "year": month.year, "month": str(month.month)}
    return [
        {
            "label": "Project Progress Register",
            "report": "Project Progress Register",
            "filters": filters,
        }
    ]


def _annex_figures(filing) -> list[tuple[str, object]]:
    filters = {"station": filing.station, "started_on": ["is", "set"]}
    if filing.reference_doctype == PROJECT:
        filters = {"name": filing.reference_name}
    rows = frappe.get_all(
        PROJECT,
        filters=filters,
        fields=["approved_amount", "paid_amount", "percent"],
        order_by="name asc",
    )
    approved = sum(row.approved_amount or 0 for row in rows)
    paid = sum(row.paid_amount or 0 for row in rows)
    return list(zip(ANNEX_LABELS, (len(rows), approved, paid), strict=True))


# -- books ------------------------------------------------------------------------------------------------


def _book_links(filing) -> list[dict]:
    day = getdate(filing.event_on or filing.due_on)
    span = {"from_date": f"{day.year}-01-01", "to_date": str(min(day, getdate()))}
    books = [
        {"label": name, "report": name, "filters": {"station": filing.station, **span}}
        for name in BOOK_LABELS
    ]
    return [*_notice_link(filing), *books]


def _notice_link(filing) -> list[dict]:
    """The check whose notice asks for the books."""
    if not filing.reference_name or filing.reference_doctype != CHECK:
        return []
    return [{"label": CHECK, "route": f"spot-check/{filing.reference_name}"}]


def _book_figures(filing) -> list[tuple[str, object]]:
    """What was in the books of the year at the notice, and what was put in after it."""
    day = getdate(filing.event_on or filing.due_on)
    found: list[tuple[str, object]] = []
    for doctype, field, label in (
        (VISIT, "visit_date", "Station Log"),
        (ISSUE, "raised_on", "Issue Ledger"),
        (MEETING, "meeting_date", "Team Record Book"),
    ):
        filters = {"station": filing.station, field: ["between", [f"{day.year}-01-01", day]]}
        if doctype == MEETING:
            filters["status"] = "Held"
        found.append((label, frappe.db.count(doctype, filters)))
    after = frappe.db.count(
        VISIT,
        {
            "station": filing.station,
            "visit_date": ["between", [f"{day.year}-01-01", day]],
            "creation": [">", f"{day} 23:59:59"],
        },
    )
    return [*found, (AFTER_NOTICE, cint(after))]


_LINKS: dict[str, Callable] = {REGISTER: _register_links, ANNEX_2: _annex_links, BOOKS: _book_links}
_FIGURES: dict[str, Callable] = {
    REGISTER: _register_figures,
    ANNEX_2: _annex_figures,
    BOOKS: _book_figures,
}
