"""Writes a plan. One transaction, which the caller commits: all of it is there afterwards, or nothing.

The rows are the same as if each had been saved through its form; a test holds them against that.
"""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import now, nowdate

from zhilian_app.visits import counters, register
from zhilian_app.visits.importing.bulk import Writer, new_name
from zhilian_app.visits.importing.existing import Existing
from zhilian_app.visits.importing.planning import Plan, Target
from zhilian_app.visits.search_key import search_key

ENTRY = "Key Visit Entry"
HOUSEHOLD = "Household"
CATEGORY_ROW = {"parenttype": ENTRY, "parentfield": "categories"}


def apply_plan(plan: Plan, existing: Existing, progress: Callable[[int], None]) -> None:
    """Writes households, entries, their counters and the history of what was changed.

    Args:
        progress: told the share that is done, 0 to 100.
    """
    writer = Writer(frappe.session.user, now())
    _lock_households(plan)
    _insert_households(plan, existing, writer)
    progress(35)
    _update_households(plan, writer)
    _insert_entries(plan, existing, writer)
    progress(70)
    _update_entries(plan, existing, writer)
    _refresh(plan, existing)
    progress(100)


def _touched_stations(plan: Plan) -> list[str]:
    return sorted({target.known.station for target in plan.targets if target.does_something()})


def _lock_households(plan: Plan) -> None:
    """Visits saved meanwhile wait: they lock the household before the entry, and so does the import."""
    stations = _touched_stations(plan)
    if stations:
        household = frappe.qb.DocType(HOUSEHOLD)
        query = frappe.qb.from_(household).select(household.name).for_update()
        query.where(household.station.isin(stations)).orderby(household.name).run()


def _insert_households(plan: Plan, existing: Existing, writer: Writer) -> None:
    rows = []
    for target in plan.new_households:
        target.new_name = new_name()
        values = target.values
        rows.append(
            {
                "name": target.new_name,
                "householder": values["householder"],
                "station": target.known.station,
                "town": existing.town,
                "group_name": values.get("group_name", ""),
                "address": values["address"],
                "phone": values.get("phone", ""),
                "id_number": values.get("id_number", ""),
                "id_status": values.get("id_status", "Not Given"),
                "status": "Active",
                "pinyin": search_key(values["householder"], values["address"]),
            }
        )
    writer.insert(HOUSEHOLD, rows)


def _update_households(plan: Plan, writer: Writer) -> None:
    changes, history, moved = {}, {}, []
    for target in plan.targets:
        changed = {} if target.is_new else target.changes()
        if not changed:
            continue
        after = {field: new for field, (_old, new) in changed.items()}
        history[target.known.name] = {
            "changed": [[field, old, new] for field, (old, new) in changed.items()]
        }
        if "householder" in after or "address" in after:
            after["pinyin"] = search_key(
                after.get("householder", target.known.householder),
                after.get("address", target.known.address),
            )
        if {"householder", "address", "group_name"} & set(after):
            moved.append(target.known.name)
        changes[target.known.name] = after
    writer.update(HOUSEHOLD, changes)
    writer.keep_history(HOUSEHOLD, history)
    _carry_copies(moved)


def _carry_copies(households: list[str]) -> None:
    """Entries and visits show the householder and the address without reading the household."""
    if not households:
        return
    frappe.db.sql(
        """update `tabKey Visit Entry` e join `tabHousehold` h on h.name = e.household
        set e.householder = h.householder, e.group_name = h.group_name, e.address = h.address
        where h.name in %s""",
        (tuple(households),),
    )
    frappe.db.sql(
        """update `tabHousehold Visit` v join `tabHousehold` h on h.name = v.household
        set v.householder = h.householder, v.address = h.address
        where h.name in %s""",
        (tuple(households),),
    )


def _insert_entries(plan: Plan, existing: Existing, writer: Writer) -> None:
    rows, categories = [], []
    today, reason = nowdate(), _("Import")
    for target in plan.new_entries:
        name, household = new_name(), target.household
        rows.append(
            {
                "name": name,
                "household": household,
                "year": existing.year,
                "remark": target.remark or None,
                "householder": _now(target, "householder"),
                "station": target.known.station,
                "town": existing.town,
                "group_name": _now(target, "group_name"),
                "address": _now(target, "address"),
                "added_on": today,
                "add_reason": reason,
                "status": register.entry_status(removed=False, visit_count=0),
                "visit_count": 0,
                "active_key": register.active_key(household, existing.year, removed=False),
                **_facts(target.categories, existing),
            }
        )
        categories += _category_rows(name, target.categories, existing, first=1)
    writer.insert(ENTRY, rows)
    writer.insert("Key Visit Category", categories)


def _update_entries(plan: Plan, existing: Existing, writer: Writer) -> None:
    changes, history, categories = {}, {}, []
    for target in plan.targets:
        entry = target.entry
        if not entry:
            continue
        changed, added = {}, []
        if target.new_remark is not None:
            changed["remark"] = target.new_remark
        if target.added_categories:
            first = len(entry.categories) + 1
            added = _category_rows(entry.name, target.added_categories, existing, first)
            changed |= _facts(entry.categories | target.added_categories, existing)
        if changed:
            changes[entry.name] = changed
            history[entry.name] = {
                "changed": [["remark", entry.remark, changed["remark"]]]
                if "remark" in changed
                else [],
                "added": [["categories", row] for row in added],
            }
            categories += added
    writer.insert("Key Visit Category", categories)
    writer.update(ENTRY, changes)
    writer.keep_history(ENTRY, history)


def _refresh(plan: Plan, existing: Existing) -> None:
    """Counters and marks, and visits as sensitive as their entry, as the form's own hooks do."""
    stations = _touched_stations(plan)
    if not stations:
        return
    frappe.db.sql(
        """update `tabHousehold Visit` v join `tabKey Visit Entry` e
            on e.household = v.household and e.sensitive = 1 and e.status != 'Removed'
        set v.sensitive = 1
        where v.sensitive = 0 and e.year = %s and e.station in %s""",
        (existing.year, tuple(stations)),
    )
    counters.recount_all(stations)


def _facts(categories: frozenset[str], existing: Existing) -> dict:
    return register.entry_facts(existing.category_facts[name] for name in categories)


def _category_rows(entry: str, names: frozenset[str], existing: Existing, first: int) -> list[dict]:
    ranked = sorted(names, key=lambda name: (existing.category_facts[name].rank, name))
    return [
        {"name": new_name(), "parent": entry, **CATEGORY_ROW, "idx": idx, "category": name}
        for idx, name in enumerate(ranked, start=first)
    ]


def _now(target: Target, field: str) -> str:
    return target.values.get(field) or getattr(target.known, field) or ""
