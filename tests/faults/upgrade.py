"""A site of the first release, with its records, migrated to today's code."""

from __future__ import annotations

import json
import lzma
import time
from collections.abc import Iterator
from pathlib import Path

import frappe

from config.setup import services, site, testing
from tests.faults import other_site, tables
from tests.faults.outcome import Outcome
from tests.faults.running import on_site

DUMP = Path(__file__).with_name("data") / "first-release.sql.xz"
# setting records that today's set-up fills in
KINDS = ("Role", "Workflow", "Workflow State", "Key Person Category", "Report", "Print Format", "Kanban Board",
         "List View Settings", "Module Profile", "Scheduled Job Type", "Page", "Workspace", "Number Card")  # fmt: skip
PEOPLE = ("lianluo1", "zuzhiban", "shuji")


def run() -> Iterator[Outcome]:
    """Fill a site from the dump, migrate it, and hold it against its own past and a new installation."""
    outcome = Outcome("升级 · a site of the first release migrates")
    with other_site.fresh() as name:
        _fill()
        ours = _tables_of_the_app()
        known = {
            table: fields
            for table, fields in tables.columns(other_site.DATABASE).items()
            if table in ours
        }
        before = tables.digests(other_site.DATABASE, known)
        roles = _roles_of_people()
        started = time.monotonic()
        site.bench("migrate", "--skip-search-index", site=name, failure="migrate")
        outcome.recovery = time.monotonic() - started
        outcome.acknowledged = sum(count for count, _ in before.values())
        _compare_rows(outcome, known, before)
        outcome.wrong += [f"{who} lost a role: {role}" for who, role in roles - _roles_of_people()]
        outcome.wrong += _compare_schema()
        outcome.wrong += _compare_settings(name)
        with on_site(name):
            outcome.wrong += _nightly_errors()
            outcome.wrong += _pages_that_do_not_open()
    outcome.notes = f"{len(known)} tables of the app"
    yield outcome


def _fill() -> None:
    """Put the old database in the place of the new site's."""
    database = other_site.DATABASE
    services.sql(f"DROP DATABASE `{database}`; CREATE DATABASE `{database}`;")
    services.sql(lzma.decompress(DUMP.read_bytes()).decode(), database)
    services.forget_caches(database)


def _tables_of_the_app() -> set[str]:
    rows = services.sql(
        "SELECT d.name FROM tabDocType d JOIN `tabModule Def` m ON m.name = d.module "
        "WHERE m.app_name = 'zhilian_app' AND d.issingle = 0",
        other_site.DATABASE,
    )
    return {f"tab{row}" for row in rows.split("\n") if row} | {"tabUser", "tabFile"}


def _roles_of_people() -> set[tuple[str, str]]:
    rows = services.sql(
        "SELECT parent, role FROM `tabHas Role` WHERE parenttype = 'User'", other_site.DATABASE
    )
    return {tuple(row.split("\t")) for row in rows.split("\n") if row}


def _compare_rows(outcome: Outcome, known: dict, before: dict[str, tables.Digest]) -> None:
    """All columns of old hold what they held."""
    now = tables.columns(other_site.DATABASE)
    kept = {
        table: fields
        for table, fields in known.items()
        if table in now and set(fields) <= set(now[table])
    }
    for table in known.keys() - kept.keys():
        outcome.wrong.append(
            f"{table}: columns are gone: {sorted(set(known[table]) - set(now.get(table, ())))}"
        )
    after = tables.digests(other_site.DATABASE, kept)
    for table in kept:
        old, new = before[table], after[table]
        outcome.lost += max(old[0] - new[0], 0)
        if old != new:
            outcome.wrong.append(f"{table}: {old[0]} rows, {new[0]} after, other values")


def _compare_schema() -> list[str]:
    """Columns and indexes of the app's tables are those of a new installation."""
    wrong, ours = [], _tables_of_the_app()
    for what in (tables.columns, tables.indexes):
        fresh, migrated = what(testing.DATABASE), what(other_site.DATABASE)
        for table in sorted(ours):
            differs = tables.differing(fresh.get(table, {}), migrated.get(table, {}))
            if differs:
                wrong.append(f"{table} {what.__name__}: {', '.join(differs)}")
    return wrong


def _compare_settings(name: str) -> list[str]:
    """Roles, workflows and the like of a new installation are there."""

    def read(which: str | None) -> dict[str, set[str]]:
        with on_site(*([which] if which else [])):
            return {kind: set(frappe.get_all(kind, pluck="name")) for kind in KINDS}

    fresh, migrated = read(None), read(name)
    return [
        f"{kind} is missing: {', '.join(sorted(fresh[kind] - migrated[kind]))}"
        for kind in KINDS
        if fresh[kind] - migrated[kind]
    ]


def _nightly_errors() -> list[str]:
    """Run the daily jobs; they log what fails and go on."""
    from tests.faults.nights import daily_jobs

    frappe.db.delete("Error Log")
    for path in daily_jobs():
        frappe.get_attr(path)()
    frappe.db.commit()
    return [f"daily job: {title}" for title in frappe.get_all("Error Log", pluck="method")]


def _pages_that_do_not_open() -> list[str]:
    """Every list that a person may see, and the first form of each."""
    from frappe.desk.form.load import getdoc
    from frappe.desk.reportview import get

    wrong = []
    doctypes = frappe.get_all(
        "DocType", {"module": ["in", frappe.get_all("Module Def", {"app_name": "zhilian_app"}, pluck="name")],
                    "istable": 0, "issingle": 0}, pluck="name",
    )  # fmt: skip
    for person in PEOPLE:
        user = frappe.db.get_value("User", {"username": person})
        frappe.set_user(user)
        for doctype in doctypes:
            if not frappe.has_permission(doctype, "read"):
                continue
            try:
                frappe.local.form_dict = frappe._dict(
                    doctype=doctype,
                    fields=json.dumps(["name", "modified"]),
                    page_length=5,
                    order_by="modified desc",
                )
                get()
                first = frappe.get_list(doctype, limit=1, pluck="name", order_by="modified desc")
                if first:
                    getdoc(doctype, first[0])
            except Exception as error:
                wrong.append(f"{person}: {doctype}: {type(error).__name__}: {error}"[:200])
    frappe.set_user("Administrator")
    return wrong
