"""今天: where everybody arrives. What the digest has for the reader, as it stands now, and the ways of their roles."""

from dataclasses import asdict
from datetime import date, datetime
from time import time

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from zhilian_app import digest, home_ways
from zhilian_app.setup.roles import ROLES
from zhilian_app.steps import person_name

PAGE = "my-day"
CACHE = "zhilian_my_day"
# the digest is collected for all at once: it is kept so long that this takes a tenth of one process at most
TIMES_AS_LONG = 10
LONGEST_SECONDS = 300
# while one collects, the others are shown what there was
KEPT_SECONDS = 3600
COLLECTING_SECONDS = 60


@frappe.whitelist(methods=["POST"])
def overview() -> dict:
    """What the page shows to who is signed in: their matters of today by section, and the ways of their roles."""
    frappe.has_permission(digest.DIGEST, throw=True)
    user, today = frappe.session.user, getdate()
    lines = lines_of(user, today)
    return {
        "today": str(today),
        "person": person_name(user),
        "sections": by_section(lines),
        "count": len(lines),
        "urgent": sum(line["urgent"] for line in lines),
        "ways": ways_of(frozenset(frappe.get_roles(user))),
    }


def land_here(bootinfo) -> None:
    """The desk opens with this page for everybody who has a part in the plan; others keep Frappe's own home."""
    if set(ROLES) & set(frappe.get_roles()) and frappe.session.user != "Administrator":
        bootinfo.home_page = PAGE


# -- matters ----------------------------------------------------------------------------------------------


def by_section(lines: list[dict]) -> list[dict]:
    """Lines under their headings: what is urgent first, in the section as among the sections."""
    sections: dict[str, list[dict]] = {}
    for line in lines:
        sections.setdefault(line["section"], []).append(line)
    found = [
        {
            "name": name,
            "count": len(rows),
            "urgent": sum(row["urgent"] for row in rows),
            "lines": sorted(rows, key=lambda row: not row["urgent"])[: digest.MOST_LINES],
        }
        for name, rows in sections.items()
    ]
    return sorted(found, key=lambda section: not section["urgent"])


def lines_of(user: str, day: date) -> list[dict]:
    """Today's lines of a user, without those that they have dealt with since the lines were collected.

    What is still to be done of such a matter comes with the next collection.
    """
    collected = _collected(day)
    lines = collected["lines"].get(user, [])
    touched = _touched_by(user, lines, collected["begun_on"])
    return [line for line in lines if (line["doctype"], line["name"]) not in touched]


def _touched_by(user: str, lines: list[dict], since: datetime) -> set[tuple[str, str]]:
    """Documents of these lines that the user was the last to change, and since then."""
    names: dict[str, list[str]] = {}
    for line in lines:
        if line["name"]:
            names.setdefault(line["doctype"], []).append(line["name"])
    changed = {"modified_by": user, "modified": [">=", since]}
    return {
        (doctype, name)
        for doctype, some in names.items()
        for name in frappe.get_all(doctype, {"name": ["in", some], **changed}, pluck="name")
    }


def _collected(day: date) -> dict:
    """Today's lines of all users, as new as the time that they take allows, and since when they stand."""
    kept = frappe.cache.get_value(CACHE, expires=True)
    if kept and kept["day"] == day and (time() < kept["good_until"] or not _first_to_collect()):
        return kept
    begun, begun_on = time(), now_datetime()
    lines = {
        user: [asdict(line) for line in dict.fromkeys(rows)]
        for user, rows in digest.collect(day).items()
    }
    keep_for = min((time() - begun) * TIMES_AS_LONG, LONGEST_SECONDS)
    kept = {"day": day, "begun_on": begun_on, "good_until": time() + keep_for, "lines": lines}
    frappe.cache.set_value(CACHE, kept, expires_in_sec=KEPT_SECONDS)
    frappe.cache.delete(frappe.cache.make_key(f"{CACHE}_collecting"))
    return kept


def forget() -> None:
    """Collect anew when somebody asks next."""
    frappe.cache.delete_value(CACHE)


def _first_to_collect() -> bool:
    key = frappe.cache.make_key(f"{CACHE}_collecting")
    return bool(frappe.cache.set(key, 1, nx=True, ex=COLLECTING_SECONDS))


# -- ways -------------------------------------------------------------------------------------------------


def ways_of(roles: frozenset[str]) -> list[dict]:
    """Groups of links for these roles; what the reader may not open, or this site has not, is left out."""
    groups = []
    for group in home_ways.groups_of(roles):
        links = [
            {"label": _(way.label), "kind": way.kind, "to": way.to, "filters": way.filters}
            for way in group.ways
            if _may_open(way)
        ]
        if links:
            groups.append({"title": _(group.title), "links": links})
    return groups


def _may_open(way: home_ways.Way) -> bool:
    if way.kind == home_ways.LIST:
        return bool(frappe.has_permission(way.to))
    doctype = "Page" if way.kind == home_ways.PAGE else "Report"
    if not frappe.db.exists(doctype, way.to):
        return False
    return bool(frappe.get_cached_doc(doctype, way.to).is_permitted())
