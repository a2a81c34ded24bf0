"""A large site in minutes: towns by documents, what is in them by the database's own number sequence.

Each value follows from the seed and the row's number, so a site is the same whenever it is filled.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import add_days, getdate

from tests.benchmark.fill_rows import TABLES, Table
from zhilian_app.testing import make, make_cadre, make_town
from zhilian_app.visits import counters

SEED = 20261126
HOMES_OF_TOWN = 10_000
STATIONS_OF_TOWN = 10
LARGE = ("Household", "Key Visit Entry", "Key Visit Category", "Household Visit")
MARK = "bench_filled"  # in tabDefaultValue: how far a site is filled


_indexes: dict[str, list[str]] = {}


@dataclass(frozen=True)
class Site:
    """What was filled in.

    Attributes:
        towns: names of the towns, ten stations each.
        leader: user of the first town's leader.
        office: user of the first town's Organization Office.
        seconds: what the filling took; 0 where it was there.
    """

    homes: int
    towns: tuple[str, ...]
    leader: str
    office: str
    seconds: float


def fill(homes: int, tell: Callable[[str], None] = print) -> Site:
    """Fill the site up to ``homes`` households with 5 visits each; what is there is kept and added to."""
    started = time.monotonic()
    count = max(1, homes // HOMES_OF_TOWN)
    per_station = homes // (count * STATIONS_OF_TOWN)
    known = [name for name in _towns() if _filled(name) == per_station]
    fresh = len(known) < count
    if fresh:
        towns = [_town(number) for number in range(len(known), count)]
        frappe.db.commit()
        with _without_indexes():
            for number, town in enumerate(towns, start=len(known)):
                _fill_town(town, number, per_station)
                if (number + 1) % 10 == 0:
                    tell(
                        f"  ...    {(number + 1) * per_station * STATIONS_OF_TOWN:,} 户 · households"
                    )
        counters.refresh_household_counts(frappe.get_all("Station", pluck="name"))
        frappe.db.commit()
        for table in TABLES:
            frappe.db.sql(f"analyze table `tab{table.doctype}`")
    towns = tuple(_towns()[:count])
    leader, office = (_user(towns[0], role) for role in ("Town Leader", "Organization Office"))
    return Site(homes, towns, leader, office, time.monotonic() - started if fresh else 0.0)


def _towns() -> list[str]:
    return frappe.get_all(
        "Town", filters={"name": ["like", "大镇%"]}, pluck="name", order_by="name asc"
    )


def _filled(town: str) -> int:
    return int(frappe.db.get_default(f"{MARK}:{town}") or 0)


def _town(number: int) -> str:
    name = f"大镇{number:03d}"
    if frappe.db.exists("Town", name):
        return name
    today = getdate()
    town = make_town(name, register_start=f"{today.year - 1}-01-01").name
    stamp = ("creation", "modified", "owner", "modified_by")
    now = frappe.utils.now()
    by = (now, now, "Administrator", "Administrator")
    frappe.db.bulk_insert(
        "Station",
        fields=["name", *stamp, "station_name", "town", "kind", "started_on"],
        values=[
            (
                f"{town}-大村{place}",
                *by,
                f"大村{place}",
                town,
                "Village",
                date(today.year - 3, 1, 1),
            )
            for place in range(STATIONS_OF_TOWN)
        ],
    )
    make("Town Office", office_name="农办", town=town)
    return town


def _user(town: str, role: str) -> str:
    """The one of a town who holds ``role``."""
    name = f"{role} of {town}"
    user = frappe.db.get_value("Cadre", {"cadre_name": name}, "user")
    if not user:
        user = make_cadre(town, name, roles=[role]).user
        frappe.db.commit()
    return user


def _fill_town(town: str, number: int, per_station: int) -> None:
    """All rows of a town in one transaction: a run that is broken off leaves nothing half filled."""
    today = getdate()
    values = {
        "seed": SEED,
        "town": town,
        "offset": number * HOMES_OF_TOWN * 10,
        "per_station": per_station,
        "today": today,
        "year": today.year,
        "new_year": date(today.year, 1, 1),
        "long_ago": add_days(today, -730),
    }
    for table in TABLES:
        frappe.db.sql(statement(table, per_station), values)
    frappe.db.set_default(f"{MARK}:{town}", per_station)
    frappe.db.commit()


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Fill the tables without their indexes and sort these in at the end: many times faster than row by row."""
    for doctype in LARGE:
        made = frappe.db.sql(f"show create table `tab{doctype}`")[0][1]
        _indexes[doctype] = re.findall(
            r"^  ((?:UNIQUE )?KEY `.+?)(?: USING \w+)?,?$", made, re.MULTILINE
        )
        names = [re.search(r"KEY `(.+?)`", line)[1] for line in _indexes[doctype]]
        drops = ", ".join(f"drop index `{name}`" for name in names)
        frappe.db.sql_ddl(f"alter table `tab{doctype}` {drops}")
    yield
    for doctype in LARGE:
        added = ", ".join(f"add {line}" for line in _indexes[doctype])
        frappe.db.sql_ddl(f"alter table `tab{doctype}` {added}")


def statement(table: Table, per_station: int) -> str:
    """Return the INSERT … SELECT that makes the rows of ``table`` for one town."""
    columns = {
        "name": table.name,
        "creation": "now(6)",
        "modified": "now(6)",
        "owner": "'Administrator'",
        "modified_by": "'Administrator'",
        "docstatus": str(table.docstatus),
        **table.columns,
    }
    names = ", ".join(f"`{column}`" for column in columns)
    rows = table.of_station(per_station) * STATIONS_OF_TOWN
    number = (
        f"(select seq, (seq - 1) div {table.of_station(per_station)} place from seq_1_to_{rows}) n"
    )
    return (
        f"insert into `tab{table.doctype}` ({names}) select {', '.join(columns.values())}"
        f" from {number} {table.joined}"
    )
