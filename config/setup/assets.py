"""The desk's scripts and style sheets: built when a source of them changed."""

from __future__ import annotations

import json
import os

from config.setup import site
from config.setup.paths import APPS, FRAPPE, SITES, STATE
from config.setup.state import Done, fingerprint_of

LIST = SITES / "assets" / "assets.json"


def build() -> list[str]:
    """Build the apps of which something changed; return their names."""
    wanted = {name: _fingerprint(name) for name in (SITES / "apps.txt").read_text().split()}
    done = {name: Done(STATE / f"assets-{name}.json") for name in wanted}
    changed = [name for name in wanted if not done[name].is_at(wanted[name])]
    if FRAPPE.name in changed or not _all_there():
        changed = list(wanted)  # the apps' sheets import from Frappe's
    if not changed:
        return []
    for name in changed:
        done[name].forget()
    # --force: do not look for ready-made ones on the internet
    site.bench(
        *("build", "--force", "--production", "--apps", ",".join(changed)), failure="bench build"
    )
    os.sync()
    for name in changed:
        done[name].set(wanted[name])
    return changed


def _fingerprint(app: str) -> str:
    sources = [APPS / app / app / "public"]
    if app == FRAPPE.name:
        # the build's own parts; a release has its in esbuild/
        parts = ("build", "esbuild", "package.json", "package-lock.json", "yarn.lock")
        sources += [FRAPPE / part for part in parts]
    return fingerprint_of(sources)


def _all_there() -> bool:
    """Tell whether every file that the list names exists."""
    try:
        addresses = json.loads(LIST.read_text()).values()
    except (OSError, ValueError):
        return False
    return all((SITES / address.lstrip("/")).is_file() for address in addresses)
