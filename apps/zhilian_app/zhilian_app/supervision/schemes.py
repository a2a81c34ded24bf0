"""Schemes that a town begins with: what counts how much; the office changes them in the desk, without code."""

import frappe

from zhilian_app.supervision import measures

SCHEME = "Assessment Scheme"
# measure, weight, nothing at, all at
STATION_SEED = (
    (measures.COVERAGE, 20, 50, 100),
    (measures.HOUSEHOLDS, 10, 0, 100),
    (measures.EFFECTIVE, 5, 50, 100),
    (measures.MEETINGS, 10, 50, 100),
    (measures.ATTENDANCE, 5, 50, 95),
    (measures.ISSUES, 15, 40, 95),
    (measures.SATISFACTION, 5, 50, 95),
    (measures.FILINGS, 10, 50, 100),
    (measures.GAPS, 5, 50, 100),
    (measures.CHECKS, 5, 40, 95),
    (measures.RECTIFICATIONS, 5, 40, 100),
    (measures.PROJECTS, 5, 50, 100),
)
CADRE_SEED = (
    (measures.ATTENDANCE, 25, 50, 95),
    (measures.PATROLS, 20, 50, 100),
    (measures.EFFECTIVE, 15, 50, 100),
    (measures.ISSUES, 15, 40, 95),
    (measures.COVERAGE, 15, 50, 100),
    (measures.FILINGS, 10, 50, 100),
)
SEEDS = (("驻点考核办法", "Station", STATION_SEED), ("驻点干部考核办法", "Cadre", CADRE_SEED))


def seed_towns() -> None:
    """Each town that has no scheme yet begins with these; idempotent, called on install and migrate."""
    known = set(frappe.get_all(SCHEME, pluck="town", distinct=True))
    for town in frappe.get_all("Town", pluck="name", order_by="name asc"):
        if town not in known:
            seed_town(frappe._dict(name=town))


def seed_town(town, method: str | None = None) -> None:
    """Town, after_insert: a scheme for stations and one for cadres."""
    for title, subject, rows in SEEDS:
        doc = frappe.get_doc(
            {
                "doctype": SCHEME,
                "title": title,
                "town": town.name,
                "subject": subject,
                "is_active": 1,
                "measures": [
                    {"measure": name, "weight": weight, "zero_at": zero, "full_at": full}
                    for name, weight, zero, full in rows
                ],
            }
        )
        doc.insert(ignore_permissions=True)
