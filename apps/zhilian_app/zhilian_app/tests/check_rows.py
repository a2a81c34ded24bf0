"""Rows of checks, files and assessments for the permission matrix: one in each place, and new ones."""

import frappe
from frappe.utils import getdate

from zhilian_app.testing import World, make, make_cadre

CHECKED = {"Spot Check": {"kind": "Patrol"}, "Rectification": {"problem": "漏填"}}


def station_of(world: World, place: str) -> str:
    """A station by its place."""
    return {"own": world.own, "other": world.other, "foreign": world.foreign}[place]


def town_of(world: World, place: str) -> str:
    """The town of a place."""
    return world.other_town if place == "foreign" else world.town


def saved(world: World, doctype: str, place: str):
    """A row of this chapter as it is stored, or None for another chapter's."""
    town = town_of(world, place)
    today = getdate()
    match doctype:
        case "Checklist Item" | "Assessment Scheme":
            return frappe.get_last_doc(doctype, {"town": town})
        case "Check Draw":
            return _once(doctype, {"town": town}, month=today)
        case "Annual Assessment":
            return _once(doctype, {"town": town, "year": today.year, "scheme": _scheme(town)})
        case "Spot Check" | "Rectification":
            day = {"check_day" if doctype == "Spot Check" else "due_on": today}
            return make(doctype, station=station_of(world, place), **CHECKED[doctype], **day)
        case "Cadre Record":
            entry = {"entry_date": "2026-01-15", "kind": "Finding", "text": "未下乡。"}
            return make(doctype, cadre=make_cadre(town).name, **entry)
        case "Book Snapshot":
            doc = frappe.new_doc(doctype)
            doc.update({"town": town, "name": frappe.generate_hash(length=10)})
            return doc.db_insert() or doc
    return None


def new(world: World, place: str) -> dict[str, dict]:
    """What a person fills in of a new row, by DocType."""
    town, station = town_of(world, place), station_of(world, place)
    return {
        "Checklist Item": {"town": town, "question": "新条目"},
        "Check Draw": {"town": town, "month": getdate()},
        "Spot Check": {"station": station, "kind": "Patrol"},
        "Book Snapshot": {"town": town},
        "Rectification": {"station": station, "problem": "漏填"},
        # whose file it is says which town it is of
        "Cadre Record": {"cadre": _somebody(town), "town": world.town},
        "Assessment Scheme": {"town": town, "title": "新办法"},
        "Annual Assessment": {"town": town, "year": getdate().year},
    }


def _once(doctype: str, where: dict, **fields):
    name = frappe.db.exists(doctype, where)
    return frappe.get_doc(doctype, name) if name else make(doctype, **where, **fields)


def _scheme(town: str) -> str:
    return frappe.db.get_value("Assessment Scheme", {"town": town, "subject": "Station"})


def _somebody(town: str) -> str:
    return frappe.db.get_value("Cadre", {"town": town})
