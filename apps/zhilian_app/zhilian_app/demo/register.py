"""Demo key-visit registers of last year and this year, with what was added and taken off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import frappe

from zhilian_app.demo.households import Home
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.source import Source
from zhilian_app.demo.texts import ADD_REASONS, REMOVE_REASONS
from zhilian_app.visits import register


@dataclass(frozen=True)
class Entry:
    """An entry of a year's register."""

    home: Home
    year: int
    added_on: date
    add_reason: str
    removed_on: date | None = None
    remove_reason: str | None = None


def plan_entries(source: Source, homes: list[Home], today: date) -> Iterator[Entry]:
    """Entries of the homes that have a category: most stand on both years, some come or go."""
    last_year, begin = today.year - 1, date(today.year, 1, 1)
    for home in homes:
        if not home.categories:
            continue
        turn = source.random.random()
        first = (home, last_year, date(last_year, 1, 8), "年初摸查登记")
        if turn < 0.06:
            yield Entry(*first, *_removal(source, date(last_year, 10, 1), date(last_year, 12, 31)))
            continue
        if turn < 0.18:
            added = _day_between(source, begin, max(begin, today - timedelta(days=30)))
            yield Entry(home, today.year, added, source.random.choice(ADD_REASONS))
            continue
        yield Entry(*first)
        carried = (home, today.year, begin, f"由{last_year}年登记册转入")
        yield Entry(*carried, *_removal(source, begin, today)) if turn < 0.22 else Entry(*carried)


def _removal(source: Source, first: date, last: date) -> tuple[date, str]:
    return _day_between(source, first, last), source.random.choice(REMOVE_REASONS)


def _day_between(source: Source, first: date, last: date) -> date:
    return first + timedelta(days=source.random.randint(0, max(0, (last - first).days)))


def insert_entries(entries: list[Entry]) -> None:
    """Write entries with what the controller derives; the counters come from the recount."""
    facts = category_facts()
    rows = Rows(
        "Key Visit Entry",
        "household", "year", "householder", "station", "town", "group_name", "address",
        "added_on", "add_reason", "removed_on", "remove_reason", "status",
        "category_text", "priority", "sensitive", "active_key",
    )  # fmt: skip
    categories = ChildRows("Key Visit Category", "Key Visit Entry", "categories", "category")
    for order, entry in enumerate(entries, 1):
        home, removed = entry.home, bool(entry.removed_on)
        derived = register.entry_facts(facts[name] for name in home.categories)
        stamp = datetime.combine(entry.added_on, time(10, 0))
        name = rows.add(
            f"demo-e-{order:05d}", stamp,
            home.name, entry.year, home.householder, home.station, home.town, home.group_name,
            home.address,
            entry.added_on, entry.add_reason, entry.removed_on, entry.remove_reason,
            register.entry_status(removed, 0),
            derived["category_text"], derived["priority"], derived["sensitive"],
            register.active_key(home.name, entry.year, removed),
        )  # fmt: skip
        categories.add_all(name, stamp, ((category,) for category in home.categories))
    rows.insert()
    categories.insert()


def category_facts() -> dict[str, register.CategoryFact]:
    """The categories of the site by name."""
    rows = frappe.get_all(
        "Key Person Category", fields=["name", "rank", "sensitive"], order_by="rank asc"
    )
    return {
        row.name: register.CategoryFact(row.name, row.rank, bool(row.sensitive)) for row in rows
    }
