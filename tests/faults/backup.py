"""A backup with files, restored to a fresh site: compared row by row and file by file."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import frappe

from config.setup import services, site, testing
from config.setup.paths import SITES, TEST_SITE
from tests.faults import other_site, tables
from tests.faults.outcome import Outcome
from tests.faults.running import on_site, set_config

SECRET = "密码-only-this-key-opens-it"
ACCOUNT = "故障演练"
SETTINGS = "tabSingles"


def run() -> Iterator[Outcome]:
    """Back up, restore, compare; then open a stored password with the key that was carried over."""
    _keep_a_password()
    _add_files()
    with tempfile.TemporaryDirectory(prefix="zhilian-backup-") as folder:
        started = time.monotonic()
        site.bench(
            "backup", "--with-files", "--backup-path", folder, site=TEST_SITE, failure="backup"
        )
        backed_up = time.monotonic() - started
        dump, config, public, private = (
            _one(folder, ending)
            for ending in (
                "-database.sql.gz",
                "-site_config_backup.json",
                "-files.tar",
                "-private-files.tar",
            )
        )
        before = tables.digests(testing.DATABASE), tables.files(SITES / TEST_SITE)
        with other_site.fresh() as name:
            started = time.monotonic()
            other_site.restore(
                dump, "--with-public-files", str(public), "--with-private-files", str(private)
            )
            # a restore leaves the scheduler off: no filing would be made, no reminder sent
            site.bench("enable-scheduler", site=name, failure="enable-scheduler")
            restored = time.monotonic() - started
            after = tables.digests(other_site.DATABASE), tables.files(SITES / name)
            settings = _settings(testing.DATABASE) ^ _settings(other_site.DATABASE)
            key = json.loads(config.read_text())["encryption_key"]
            without = _password(name)
            set_config(other_site.NAME, encryption_key=key)
            with_key = _password(name)
    if not settings:
        # when the scheduler was switched on is all that differs
        before[0].pop(SETTINGS), after[0].pop(SETTINGS)
    yield _compare(before, after, f"backup {backed_up:.0f} s, restore {restored:.0f} s", restored)
    outcome = Outcome("备份的加密密钥 · the key of stored passwords", acknowledged=1)
    outcome.lost = int(with_key != SECRET)
    outcome.notes = "opens with encryption_key of site_config_backup.json"
    if without == SECRET:
        outcome.wrong.append("the key was not needed: this scenario proves nothing")
    yield outcome


def _settings(database: str) -> set[str]:
    """All single values, but when and by whom they were saved."""
    rows = services.sql(
        f"SELECT doctype, field, value FROM {SETTINGS} WHERE field NOT LIKE 'modified%'", database
    )
    return set(rows.split("\n"))


def _compare(before: tuple, after: tuple, notes: str, seconds: float) -> Outcome:
    (old_rows, old_files), (new_rows, new_files) = before, after
    outcome = Outcome("备份恢复 · backup with files, restored", recovery=seconds)
    outcome.acknowledged = sum(count for count, _ in old_rows.values()) + len(old_files)
    outcome.notes = f"{len(old_rows)} tables, {len(old_files)} files; {notes}"
    for table in tables.differing(old_rows, new_rows):
        old, new = old_rows.get(table, (0, "")), new_rows.get(table, (0, ""))
        outcome.lost += max(old[0] - new[0], 0)
        outcome.double += max(new[0] - old[0], 0)
        outcome.wrong.append(f"{table}: {old[0]} rows, {new[0]} after")
    for file in tables.differing(old_files, new_files):
        outcome.lost += 1
        outcome.wrong.append(f"file {file}")
    return outcome


def _one(folder: str, ending: str) -> Path:
    found = [
        file
        for file in Path(folder).glob(f"*{ending}")
        if "private" in ending or "private" not in file.name
    ]
    (file,) = found
    return file


def _keep_a_password() -> None:
    with on_site():
        if frappe.db.exists("Email Account", ACCOUNT):
            return
        doc = frappe.get_doc(
            {
                "doctype": "Email Account", "email_account_name": ACCOUNT, "email_id": "faults@zhilian.invalid",
                "password": SECRET, "enable_incoming": 0, "enable_outgoing": 0,
            }
        )  # fmt: skip
        doc.insert()
        frappe.db.commit()


def _add_files() -> None:
    """A public and a private file with names as people give them."""
    with on_site():
        for private in (0, 1):
            name = f"演练 {'私有' if private else '公开'}.txt"
            if not frappe.db.exists("File", {"file_name": name}):
                frappe.get_doc(
                    {
                        "doctype": "File",
                        "file_name": name,
                        "content": name * 100,
                        "is_private": private,
                    }
                ).insert()
        frappe.db.commit()


def _password(name: str) -> str:
    """The stored password as the site opens it, or what it says instead."""
    with on_site(name):
        frappe.local.message_log = []
        try:
            return frappe.get_doc("Email Account", ACCOUNT).get_password()
        except frappe.ValidationError as error:
            return str(error)
