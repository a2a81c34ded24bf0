"""The Python environment in env/: made by venv and pip, from lock files with hashes.

pip does the installing, so an office's own pip settings (a mirror, a proxy) apply.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from config.frappe import restore
from config.setup.paths import BIN, ENV, FRAPPE, ROOT, STATE, ZHILIAN
from config.setup.state import Done, fingerprint_of
from config.setup.steps import SetupError, run, succeeds

LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"
OLDEST, NEWEST = (3, 10), (3, 11)  # newer ones lack distutils, which this edition of Frappe imports
BUILD_TOOLS = ("flit-core", "packaging", "setuptools", "wheel")

# stands while pip is at work: found later, some package may be half installed
INSTALLING = ENV / ".installing"

PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")


def make() -> None:
    """Make the environment, anew if it was moved here from elsewhere or is half made."""
    done = Done(STATE / "env.json")
    wanted = str(ROOT)  # its programs name their own place
    whole = done.is_at(wanted) and not INSTALLING.exists()
    if whole and succeeds([BIN / "python", *PIP, "--version"]):
        return
    for finished in STATE.glob("python-*.json"):
        finished.unlink()
    done.forget()
    shutil.rmtree(ENV, ignore_errors=True)
    run([_suitable_python(), "-m", "venv", ENV], failure="python3 -m venv")
    done.set(wanted)


def install_locked(lock: Path) -> bool:
    """Install what ``lock`` names, if it changed; return whether it had."""
    if not lock.is_file():
        return False
    done = Done(STATE / f"python-{lock.stem}.json")
    wanted = fingerprint_of([lock])
    if done.is_at(wanted):
        return False
    done.forget()
    INSTALLING.touch()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as tools:
        tools.write(select(LOCK.read_text(encoding="utf-8"), BUILD_TOOLS))
        tools.flush()
        _pip_install("-r", tools.name)
    _pip_install("-r", str(lock))
    _finish()
    done.set(wanted)
    return True


def install_apps() -> bool:
    """Make Frappe and the app importable from where they are; return whether that was needed."""
    apps = [app for app in (FRAPPE, ZHILIAN) if (app / "pyproject.toml").is_file()]
    done = Done(STATE / "python-apps.json")
    wanted = fingerprint_of([app / "pyproject.toml" for app in apps])
    if done.is_at(wanted):
        return False
    done.forget()
    INSTALLING.touch()
    for app in apps:
        if app == FRAPPE and not restore.is_ours(app):
            # a release brings its own requirements, which may differ from our lock
            run(
                [BIN / "python", *PIP, "install", "-q", "-e", app],
                failure=f"pip install {app.name}",
            )
        else:
            _pip_install("-e", str(app), hashed=False)
    _finish()
    done.set(wanted)
    return True


def download(requirement: Path, folder: Path) -> Path:
    """Download the one package that ``requirement`` names with its hash; return the file."""
    words = ["download", "-q", "--no-deps", "--require-hashes", "-r", requirement, "-d", folder]
    run([BIN / "python", *PIP, *words], failure="pip download")
    files = list(folder.iterdir())
    if len(files) != 1:
        raise SetupError(f"{requirement}: {len(files)} files")
    return files[0]


def select(lock: str, names: tuple[str, ...]) -> str:
    """Return the entries of ``names`` in the text of a lock file, with their hashes."""
    entries = re.findall(r"^[A-Za-z0-9][^\n]*(?:\n[ \t]+[^\n]*)*", lock, re.MULTILINE)
    chosen = [entry for entry in entries if entry.split("==", 1)[0].strip().lower() in names]
    return "\n".join(chosen) + "\n"


def _pip_install(*words: str, hashed: bool = True) -> None:
    # most modules are never imported, and the others are compiled when they are: a third of the time
    options = ["-q", "--no-deps", "--no-build-isolation", "--no-compile"]
    if hashed:
        options.append("--require-hashes")
    run([BIN / "python", *PIP, "install", *options, *words], failure="pip install")


def _finish() -> None:
    os.sync()
    INSTALLING.unlink()


def _suitable_python() -> str:
    """Return a Python that this edition runs on: the one that runs us if it is."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys._base_executable  # not that of a virtual environment we may be in
    for name in ("python3.11", "python3.10"):
        if found := shutil.which(name):
            return found
    raise SetupError("Python 3.11 or 3.10 is needed / 需要 Python 3.11 或 3.10")
