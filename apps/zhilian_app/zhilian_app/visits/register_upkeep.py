"""Jobs that keep the register: carrying it into a new year, and following a changed category."""

import frappe
from frappe import _
from frappe.utils import getdate, now

from zhilian_app.upkeep import begins_anew, each
from zhilian_app.visits import counters, register

BATCH = 2000


def open_registers() -> None:
    """Daily: every town has a register of the running year, begun with last year's entries in force.

    Runs as often as one likes, and catches up when the server was off on 1 January.
    """
    year = getdate().year
    towns = frappe.get_all("Town", pluck="name", order_by="name asc")
    each(towns, lambda town: open_register(town, year), f"Register {year} of")


def open_register(town: str, year: int) -> int:
    """Carry the entries in force of ``year - 1`` into ``year`` where it has none yet; return how many.

    The plan: 「该登记册将实施动态管理,因地制宜,按需增补造册」: a new year starts from what is known.
    """
    if frappe.db.exists("Key Visit Entry", {"town": town, "year": year}):
        return 0
    rows = _entries_to_carry(town, year - 1)
    if not rows:
        return 0
    stamp, user = now(), frappe.session.user
    entries, categories = [], []
    for row in rows:
        name = frappe.generate_hash(length=10)
        facts = [register.CategoryFact(*fact) for fact in row["facts"]]
        derived = register.entry_facts(facts)
        entries.append(
            (
                name, stamp, stamp, user, user, row["household"], year, row["householder"], row["station"], town,
                row["group_name"], row["address"], f"{year}-01-01", _("carried over from {0}").format(year - 1),
                "To Visit", derived["category_text"], derived["priority"], derived["sensitive"],
                register.active_key(row["household"], year, False), 0,
            )
        )  # fmt: skip
        for idx, fact in enumerate(facts, 1):
            categories.append(
                (
                    frappe.generate_hash(length=10),
                    stamp,
                    stamp,
                    user,
                    user,
                    name,
                    "Key Visit Entry",
                    "categories",
                    idx,
                    fact.name,
                )
            )
    standard = ["name", "creation", "modified", "owner", "modified_by"]
    frappe.db.bulk_insert(
        "Key Visit Entry",
        [*standard, "household", "year", "householder", "station", "town", "group_name", "address", "added_on",
         "add_reason", "status", "category_text", "priority", "sensitive", "active_key", "visit_count"],
        entries,
        chunk_size=BATCH,
    )  # fmt: skip
    frappe.db.bulk_insert(
        "Key Visit Category",
        [*standard, "parent", "parenttype", "parentfield", "idx", "category"],
        categories,
        chunk_size=BATCH,
    )
    counters.recount_all(sorted({row["station"] for row in rows}))
    return len(entries)


def _entries_to_carry(town: str, year: int) -> list[dict]:
    rows = frappe.db.sql(
        """select e.name, e.household, h.householder, h.station, h.group_name, h.address,
            c.name category, c.`rank`, c.sensitive
        from `tabKey Visit Entry` e
        join `tabHousehold` h on h.name = e.household and h.status = 'Active'
        join `tabKey Visit Category` k on k.parent = e.name and k.parenttype = 'Key Visit Entry'
        join `tabKey Person Category` c on c.name = k.category
        where e.town = %s and e.year = %s and e.status != 'Removed' order by e.name, k.idx""",
        (town, year),
        as_dict=True,
    )
    entries: dict[str, dict] = {}
    for row in rows:
        entry = entries.setdefault(row.name, {**row, "facts": []})
        entry["facts"].append((row.category, row.rank, bool(row.sensitive)))
    return list(entries.values())


@begins_anew
def refresh_category(category: str) -> None:
    """Work out again what entries with ``category`` derive from it, after its rank or sensitivity changed."""
    names = frappe.get_all(
        "Key Visit Category", filters={"category": category}, pluck="parent", distinct=True
    )
    ranks = {
        row.name: register.CategoryFact(row.name, row.rank, bool(row.sensitive))
        for row in frappe.get_all("Key Person Category", fields=["name", "rank", "sensitive"])
    }
    for start in range(0, len(names), BATCH):
        _refresh_entries(names[start : start + BATCH], ranks)
        frappe.db.commit()


def _refresh_entries(names: list[str], ranks: dict) -> None:
    by_entry: dict[str, list] = {}
    for row in frappe.get_all(
        "Key Visit Category", filters={"parent": ["in", names]}, fields=["parent", "category"]
    ):
        by_entry.setdefault(row.parent, []).append(ranks[row.category])
    groups: dict[tuple, list[str]] = {}
    for name, facts in by_entry.items():
        derived = register.entry_facts(facts)
        groups.setdefault(tuple(derived.items()), []).append(name)
    entry = frappe.qb.DocType("Key Visit Entry")
    for derived, members in groups.items():
        query = frappe.qb.update(entry).where(entry.name.isin(members))
        for field, value in derived:
            query = query.set(entry[field], value)
        query.run()
    frappe.db.sql(
        """update `tabHousehold Visit` v join `tabKey Visit Entry` e
            on e.household = v.household and e.sensitive = 1 and e.name in %s set v.sensitive = 1""",
        (names,),
    )
    stations = frappe.get_all(
        "Key Visit Entry", {"name": ["in", names]}, pluck="station", distinct=True
    )
    counters.refresh_register_marks([station for station in stations if station])
