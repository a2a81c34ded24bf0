"""The list of households to visit, in the order of ``due.due_key``, as SQL."""

import unicodedata
from datetime import date

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import IfNull

from zhilian_app.visits.due import NOT_ON_REGISTER

PAGE_LIMIT = 50
SEARCH_LIMIT = 40
SEARCHED = ("householder", "address", "group_name", "pinyin")
FILTERS = ("", "key_unvisited", "visited_this_month")


def search_terms(text: str) -> list[str]:
    """What was typed, as words that all must be found: full-width signs folded, lower case, at most 40 signs."""
    return unicodedata.normalize("NFKC", text or "")[:SEARCH_LIMIT].lower().split()


def like_pattern(term: str) -> str:
    """``term`` anywhere in a value: what LIKE takes as a wildcard is meant as it is written."""
    escaped = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def due_households(
    stations: list[str],
    today: date,
    search: str = "",
    only: str = "",
    start: int = 0,
    limit: int = 20,
) -> list[dict]:
    """Active households of ``stations``, whom to visit first at the beginning: one query.

    Args:
        search: part of name, address, group or pinyin; several words must all be found.
        only: one of ``FILTERS``.
    """
    home = frappe.qb.DocType("Household")
    visited = Case().when(home.last_visited_on >= date(today.year, 1, 1), 1).else_(0)
    priority = (
        Case()
        .when(home.register_year == today.year, IfNull(home.visit_priority, NOT_ON_REGISTER))
        .else_(NOT_ON_REGISTER)
    )
    query = (
        frappe.qb.from_(home)
        .select(
            home.name,
            home.householder,
            home.group_name,
            home.address,
            home.phone,
            home.last_visited_on,
            home.station,
        )
        .where(home.station.isin(stations) & (home.status == "Active"))
        .orderby(visited)
        .orderby(priority)
        .orderby(home.last_visited_on)
        .orderby(home.name)
        .limit(limit)
        .offset(start)
    )
    for term in search_terms(search):
        query = query.where(_found_in(home, like_pattern(term)))
    if only == "key_unvisited":
        query = query.where((home.register_year == today.year) & (visited == 0))
    elif only == "visited_this_month":
        query = query.where(home.last_visited_on >= today.replace(day=1))
    return query.run(as_dict=True)


def _found_in(home, pattern: str):
    found = home[SEARCHED[0]].like(pattern)
    for field in SEARCHED[1:]:
        found = found | home[field].like(pattern)
    return found


def categories_of(households: list[str], year: int) -> dict[str, list[str]]:
    """Categories by household as the register of ``year`` has them: one query, none for no household."""
    if not households:
        return {}
    entry = frappe.qb.DocType("Key Visit Entry")
    row = frappe.qb.DocType("Key Visit Category")
    category = frappe.qb.DocType("Key Person Category")
    rows = (
        frappe.qb.from_(entry)
        .join(row)
        .on((row.parent == entry.name) & (row.parenttype == "Key Visit Entry"))
        .join(category)
        .on(category.name == row.category)
        .select(entry.household, category.category_name)
        .where(
            entry.household.isin(households) & (entry.year == year) & (entry.status != "Removed")
        )
        .orderby(category.rank)
        .run()
    )
    found: dict[str, list[str]] = {}
    for household, name in rows:
        found.setdefault(household, []).append(name)
    return found
