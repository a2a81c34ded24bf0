"""A second site beside the one of the faults: made, filled from a backup, and removed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.setup import services, site, testing
from config.setup.frappe_command import VARIABLE
from config.setup.paths import BIN, SITES, TEST_SITE
from config.setup.steps import run

NAME = f"other.{TEST_SITE}"
DATABASE = "faults_other"


@contextmanager
def fresh() -> Iterator[str]:
    """Give a new site: a database that is empty, an account for it, and a folder; it is gone afterwards."""
    site.drop(NAME, DATABASE)
    password, account = secrets.token_urlsafe(16), f"`{DATABASE}`@`127.0.0.1`"
    services.sql(
        f"CREATE DATABASE `{DATABASE}`; CREATE OR REPLACE USER {account} IDENTIFIED BY '{password}';"
        f"GRANT ALL PRIVILEGES ON `{DATABASE}`.* TO {account};"
    )
    for inner in testing.FOLDERS:
        (SITES / NAME / inner).mkdir(parents=True)
    config = {
        "db_name": DATABASE,
        "db_password": password,
        "db_type": "mariadb",
        "pause_scheduler": 1,
    }
    file = SITES / NAME / "site_config.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(config))
    try:
        yield NAME
    finally:
        site.drop(NAME, DATABASE)


def restore(dump: Path, *files: str) -> None:
    """`bench --site … restore`, with the options for files given as they are on the command line."""
    with site._installer_account() as password:
        words = [
            *("frappe", "--site", NAME, "restore", str(dump), *files),
            *("--db-root-username", site.INSTALLER, "--db-root-password", password),
        ]
        run(
            [BIN / "python", "-m", "config.setup.frappe_command"],
            cwd=SITES,
            env={VARIABLE: json.dumps(words), "PYTHONPATH": str(SITES.parent)},
            failure="restore",
        )
