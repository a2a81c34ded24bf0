"""The site that `make run` serves: made, kept in step with the code, with demo data once."""

from __future__ import annotations

import json
from pathlib import Path

from config.setup import services, site
from config.setup.paths import FRAPPE, SITES, ZHILIAN
from config.setup.state import Done, fingerprint_of

APP = "zhilian_app"
DEFAULTS = "zhilian_app.setup.office.apply_office_defaults"
NOT_INSTALLED = {"public", "tests"}  # folders of the app that no installed site depends on


def make(name: str, database: str) -> str:
    """Make site ``name`` or bring it up to date; return in words what was done."""
    apps = [APP] if (ZHILIAN / "pyproject.toml").is_file() else []
    wanted = code_fingerprint()
    if not site.exists(name):
        site.create(name, database, apps)
        done = "made / 已新建"
    elif not _done(name, "installed").is_at(wanted):
        _bring_up_to_date(name, apps)
        done = "migrated / 已升级"
    else:
        return "up to date / 无变化"
    if apps:
        site.bench("execute", DEFAULTS, site=name, failure=DEFAULTS)
    _done(name, "installed").set(wanted)
    return done


def load_demo(name: str) -> bool:
    """Load the demo data once; whoever removes it later is not given it again."""
    done = _done(name, "demo")
    if done.is_at("loaded") or not (ZHILIAN / "pyproject.toml").is_file():
        return False
    site.bench("zhilian-demo", "load", site=name, failure="zhilian-demo load")
    done.set("loaded")
    return True


def people(name: str) -> str:
    """Return the demo people's user names and password, as the app words them."""
    if not (ZHILIAN / "pyproject.toml").is_file():
        return ""
    return site.bench("zhilian-demo", "people", site=name)


def code_fingerprint() -> str:
    """Return a digest of all code that an installed site depends on."""
    return fingerprint_of([*frappe_identity(), ZHILIAN / APP], keep=_matters)


def frappe_identity() -> list[Path]:
    """Return files that change whenever Frappe's own code does."""
    marker = FRAPPE / ".restored.json"
    if marker.is_file():
        return [marker]
    return [FRAPPE / "frappe" / "__init__.py", FRAPPE / "frappe" / "patches.txt"]


def _matters(file: Path) -> bool:
    if file.name.startswith("test_") or file.suffix == ".md":
        return False
    if ZHILIAN not in file.parents:
        return True
    return not NOT_INSTALLED & set(file.relative_to(ZHILIAN).parts)


def _bring_up_to_date(name: str, apps: list[str]) -> None:
    for app in apps:
        if app not in _installed_apps(name):
            site.bench("install-app", app, site=name, failure=f"install-app {app}")
    site.bench("migrate", "--skip-search-index", site=name, failure="migrate")


def _installed_apps(name: str) -> list[str]:
    database = site.config(name)["db_name"]
    found = services.sql(
        "SELECT defvalue FROM tabDefaultValue WHERE defkey = 'installed_apps'", database
    )
    return json.loads(found) if found.strip() else []


def _done(name: str, what: str) -> Done:
    """Return a memory that lives in the site's own folder, and so goes when the site goes."""
    return Done(SITES / name / ".setup" / f"{what}.json")
