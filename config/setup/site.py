"""Makes the site, keeps it in step with the code, and repairs one that was left half made."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.setup import services
from config.setup.frappe_command import VARIABLE
from config.setup.paths import BIN, SITES, STATE
from config.setup.steps import run

INSTALLER = "zhilian_installer"  # a database account that exists only while a site is made


def bench(*words: str, site: str = "", failure: str = "") -> str:
    """Run a command of Frappe's command line (``bench [--site …] words``) and return its output."""
    command = ["frappe", *(["--site", site] if site else []), *words]
    return run(
        [BIN / "python", "-m", "frappe.utils.bench_helper", *command], cwd=SITES, failure=failure
    )


def exists(site: str) -> bool:
    """Tell whether ``site`` is there and whole."""
    return (SITES / site / "site_config.json").is_file() and not _making(site).exists()


def config(site: str) -> dict:
    """Return the configuration of ``site``."""
    return json.loads((SITES / site / "site_config.json").read_text(encoding="utf-8"))


def create(site: str, database: str, apps: Sequence[str], source_sql: Path | None = None) -> None:
    """Make ``site`` with ``apps`` installed; whatever an interrupted attempt left is replaced.

    ``source_sql``: a dump to fill the database from instead of installing anything.
    """
    STATE.mkdir(parents=True, exist_ok=True)
    _making(site).touch()
    shutil.rmtree(SITES / site, ignore_errors=True)
    admin_password = secrets.token_urlsafe(12)
    with _installer_account() as root_password:
        words = [
            *("new-site", site, "--force"),
            *("--db-name", database),
            *("--db-root-username", INSTALLER),
            *("--db-root-password", root_password),
            *("--admin-password", admin_password),
            *(word for app in apps for word in ("--install-app", app)),
            *(("--source-sql", str(source_sql)) if source_sql else ()),
        ]
        run(
            [BIN / "python", "-m", "config.setup.frappe_command"],
            cwd=SITES,
            env={VARIABLE: json.dumps(["frappe", *words]), "PYTHONPATH": str(SITES.parent)},
            failure=f"new-site {site}",
        )
    _keep_private(site, admin_password)
    os.sync()
    _making(site).unlink()


def drop(site: str, database: str) -> None:
    """Remove ``site``: its folder, its database and the database's user."""
    services.sql(
        f"DROP DATABASE IF EXISTS `{database}`; DROP USER IF EXISTS `{database}`@`127.0.0.1`;"
    )
    shutil.rmtree(SITES / site, ignore_errors=True)
    _making(site).unlink(missing_ok=True)


def _making(site: str) -> Path:
    """Return the mark that stands while ``site`` is being made: found later, it is half made."""
    return STATE / f"{site}.making"


def _keep_private(site: str, admin_password: str) -> None:
    file = SITES / site / "site_config.json"
    settings = {**config(site), "admin_password": admin_password}
    draft = file.with_suffix(".json.new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(file)


@contextmanager
def _installer_account() -> Iterator[str]:
    """Give the password of a database administrator that is gone afterwards.

    Frappe makes sites over TCP with a password, and the real administrator signs in by socket only.
    """
    password = secrets.token_urlsafe(24)
    account = f"`{INSTALLER}`@`127.0.0.1`"
    services.sql(
        f"CREATE OR REPLACE USER {account} IDENTIFIED BY '{password}';"
        f"GRANT ALL PRIVILEGES ON *.* TO {account} WITH GRANT OPTION;"
    )
    try:
        yield password
    finally:
        services.sql(f"DROP USER IF EXISTS {account};")
