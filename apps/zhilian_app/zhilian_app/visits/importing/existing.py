"""What the town has already, in a constant number of queries however large the file is."""

from dataclasses import dataclass

import frappe
from frappe.utils import getdate

from zhilian_app import permissions
from zhilian_app.visits.importing.category_names import CategoryName, CategoryNames
from zhilian_app.visits.importing.matching import Households, Known
from zhilian_app.visits.importing.planning import KnownEntry
from zhilian_app.visits.importing.station_names import StationFact, StationNames
from zhilian_app.visits.register import CategoryFact


@dataclass(frozen=True)
class Existing:
    """A town as an import finds it. ``allowed`` are stations whose rows the user may take."""

    town: str
    year: int
    stations: StationNames
    allowed: frozenset[str]
    category_names: CategoryNames
    category_facts: dict[str, CategoryFact]
    households: Households
    entries: dict[str, KnownEntry]


def load(town: str, year: int, user: str | None = None) -> Existing:
    """Reads the town's stations, households and the entries in force of the year."""
    stations = _stations(town)
    categories = frappe.get_all(
        "Key Person Category",
        fields=["name", "rank", "sensitive", "enabled", "aliases"],
        order_by="`rank` asc, name asc",
    )
    return Existing(
        town=town,
        year=year,
        stations=stations,
        allowed=allowed_stations(town, user) & frozenset(stations.facts),
        category_names=CategoryNames(
            [CategoryName(row.name, bool(row.enabled), _lines(row.aliases)) for row in categories]
        ),
        category_facts={
            row.name: CategoryFact(row.name, row.rank, bool(row.sensitive)) for row in categories
        },
        households=Households(_households(town), stations),
        entries=_entries(town, year),
    )


def allowed_stations(town: str, user: str | None = None) -> frozenset[str]:
    """Stations of the town whose personal rows the user may take in."""
    of_town = frappe.get_all("Station", filters={"town": town}, pluck="name")
    if (user or frappe.session.user) == "Administrator":
        return frozenset(of_town)
    return frozenset(of_town) & frozenset(permissions.personal_stations(user))


def _stations(town: str) -> StationNames:
    rows = frappe.get_all(
        "Station", filters={"town": town}, fields=["name", "station_name", "aliases", "ended_on"]
    )
    in_use = [row for row in rows if not row.ended_on or row.ended_on >= getdate()]
    return StationNames(
        [StationFact(row.name, row.station_name, town, _lines(row.aliases)) for row in in_use]
    )


def _households(town: str) -> list[Known]:
    household = frappe.qb.DocType("Household")
    rows = (
        frappe.qb.from_(household)
        .select(
            household.name,
            household.station,
            household.householder,
            household.address,
            household.group_name,
            household.phone,
            household.id_number,
            household.id_status,
            household.status,
        )
        .where(household.town == town)
        .orderby(household.creation)
        .orderby(household.name)
        .run()
    )
    return [Known(*(value or "" for value in row[:-1]), ended=row[-1] == "Ended") for row in rows]


def _entries(town: str, year: int) -> dict[str, KnownEntry]:
    entry = frappe.qb.DocType("Key Visit Entry")
    category = frappe.qb.DocType("Key Visit Category")
    rows = (
        frappe.qb.from_(entry)
        .left_join(category)
        .on((category.parent == entry.name) & (category.parenttype == "Key Visit Entry"))
        .select(entry.household, entry.name, entry.remark, category.category)
        .where((entry.town == town) & (entry.year == year) & (entry.status != "Removed"))
        .run()
    )
    categories: dict[str, set[str]] = {}
    facts: dict[str, tuple[str, str]] = {}
    for household, name, remark, category_name in rows:
        facts[household] = (name, remark or "")
        categories.setdefault(household, set()).add(category_name)
    return {
        household: KnownEntry(name, frozenset(categories[household] - {None}), remark)
        for household, (name, remark) in facts.items()
    }


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
