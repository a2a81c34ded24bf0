"""(b) The register of a town as offices keep it, imported by the app and by Frappe's own Data Import."""

from __future__ import annotations

import csv
import time
from io import StringIO

import frappe
from frappe.core.doctype.data_import.importer import INSERT, Importer
from frappe.utils import getdate

from tests.benchmark import results
from zhilian_app.testing import make, make_cadre, make_station, make_team, make_town
from zhilian_app.visits.importing import job
from zhilian_app.visits.importing.columns import SHEET_TITLES
from zhilian_app.visits.importing.testing import register_book, row

GOAL = 20.0
ROWS = 10_000
# one by one takes Frappe so long that a part tells its rate; the first rows are not the slow ones
ROWS_ONE_BY_ONE = 500
STATIONS = 10
HOMES = ("station", "group_name", "householder", "id_number", "address", "phone")


def run(options: results.Options) -> list[results.Row]:
    """Measure; return the row of the table."""
    count, few = (1_000, 50) if options.quick else (ROWS, ROWS_ONE_BY_ONE)
    ours = count / _by_the_app(count)
    other = few / _by_frappe(few)
    return [
        results.Row(
            part="b",
            what=f"register of {count:,} rows / {count:,} 行登记册",
            ours=ours,
            other=other,
            unit="rows/s",
            ratio=ours / other,
            goal=GOAL,
            note=f"ours read, previewed and saved in {count / ours:.1f} s;"
            f" Data Import measured with {few} rows (households, then entries)",
        )
    ]


def _town() -> tuple[str, dict[str, str]]:
    """A town with its stations: name on paper → station."""
    town = make_town().name
    names = {}
    for number in range(STATIONS):
        station = make_station(town, f"登记{number}村").name
        make_team(station, officers=False)
        names[f"登记{number}村"] = station
    return town, names


def _by_the_app(count: int) -> float:
    """Seconds from the uploaded workbook to the register, the preview in between."""
    town, names = _town()
    office = make_cadre(town, roles=["Organization Office"]).user
    book = register_book([row(number, list(names)) for number in range(count)], getdate().year)
    frappe.db.commit()
    frappe.set_user(office)
    try:
        file = make("File", file_name="登记册.xlsx", is_private=1, content=book)
        doc = make("Register Import", file=file.file_url, year=getdate().year)
        frappe.db.commit()
        started = time.perf_counter()
        for apply in (False, True):
            job.execute(doc.name, apply)
            frappe.db.commit()
        took = time.perf_counter() - started
    finally:
        frappe.set_user("Administrator")
    _check(town, count)
    return took


def _by_frappe(count: int) -> float:
    """Seconds for as many rows by Data Import: the households, then their entries on the register."""
    town, names = _town()
    frappe.db.commit()
    rows = [
        dict(zip(SHEET_TITLES, row(number, list(names)), strict=False)) for number in range(count)
    ]
    started = time.perf_counter()
    homes = [[names[cells["station"]], *(cells[field] for field in HOMES[1:])] for cells in rows]
    _data_import("Household", HOMES, homes)
    known = dict(
        frappe.get_all(
            "Household", filters={"town": town}, fields=["id_number", "name"], as_list=True
        )
    )
    entries = [[known[cells["id_number"]], getdate().year, cells["categories"]] for cells in rows]
    _data_import("Key Visit Entry", ("household", "year", "categories.category"), entries)
    took = time.perf_counter() - started
    _check(town, count)
    return took


def _data_import(doctype: str, header: tuple[str, ...], rows: list[list]) -> None:
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    file = make(
        "File",
        file_name=f"{frappe.generate_hash(length=8)}.csv",
        is_private=1,
        content=text.getvalue(),
    )
    doc = make(
        "Data Import",
        reference_doctype=doctype,
        import_type=INSERT,
        import_file=file.file_url,
        mute_emails=1,
    )
    Importer(doctype, data_import=doc).import_data()


def _check(town: str, count: int) -> None:
    for doctype in ("Household", "Key Visit Entry"):
        found = frappe.db.count(doctype, {"town": town})
        if found != count:
            raise AssertionError(f"{doctype}: {found} of {count} rows")
