"""For developers: style checks and the making of the lock files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from config.setup import node, python_env
from config.setup.paths import BIN, CONFIG, ROOT
from config.setup.steps import environment, run

LINT = CONFIG / "lint"
NPM_FOLDERS = (CONFIG / "frappe" / "root", LINT)
SCRIPTS = ("config", "apps/zhilian_app", "eslint.config.mjs")  # JavaScript and style sheets
LOCK_OPTIONS = (
    *("pip", "compile", "--quiet", "--generate-hashes", "--upgrade"),
    *("--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url"),
)


def install_linters() -> None:
    """Install what the style checks need."""
    python_env.make()
    python_env.install_locked(python_env.LOCK)
    python_env.install_locked(python_env.DEV_LOCK)
    node.put_on_path()
    node.install_packages(LINT)


def check_style() -> int:
    """Report what is not in this repository's style; return 1 if there was anything."""
    return _each(
        [BIN / "ruff", "check", "."],
        [BIN / "ruff", "format", "--check", "."],
        [*_npm_program("eslint", "bin/eslint.js"), "--max-warnings=0", "."],
        [*_npm_program("prettier", "bin/prettier.cjs"), "--check", *SCRIPTS],
    )


def put_in_style() -> int:
    """Rewrite sources into this repository's style."""
    return _each(
        [BIN / "ruff", "check", "--fix", "--quiet", "."],
        [BIN / "ruff", "format", "."],
        [*_npm_program("prettier", "bin/prettier.cjs"), "--write", "--log-level=warn", *SCRIPTS],
    )


def make_locks() -> None:
    """Resolve the requirements anew and write the lock files, with hashes and without addresses."""
    with tempfile.TemporaryDirectory() as folder:
        run([sys.executable, "-m", "venv", folder])
        run([Path(folder, "bin", "pip"), "install", "-q", "uv"])
        for name in ("requirements", "requirements-dev", "tests/benchmark/tryton/requirements"):
            run([Path(folder, "bin", "uv"), *LOCK_OPTIONS, f"{name}.in", "-o", f"{name}.txt"])
    for npm_folder in NPM_FOLDERS:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(npm_folder / "package.json", folder)
            words = ("install", "--package-lock-only", "--omit-lockfile-registry-resolved=true")
            run(
                [BIN / "npm", *words, "--no-audit", "--no-fund"],
                cwd=Path(folder),
                env=node.certificates(),
            )
            shutil.copy(Path(folder, "package-lock.json"), npm_folder)


def _npm_program(package: str, script: str) -> list[Path]:
    return [BIN / "node", LINT / "node_modules" / package / script]


def _each(*commands: list) -> int:
    codes = [
        subprocess.run([str(w) for w in words], cwd=ROOT, env=environment(), check=False).returncode
        for words in commands
    ]
    return int(any(codes))
