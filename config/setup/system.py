"""Debian packages that this bench needs: one apt call for those that are missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from config.setup.steps import SetupError, environment, run, succeeds

TO_RUN = (
    "mariadb-server",
    "redis-server",
    "wkhtmltopdf",
    "fonts-noto-cjk",
    "git",  # Frappe and bench look for it when they are imported
    "python3-venv",
    # WeasyPrint draws with these
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
)
TO_TEST = ("chromium", "poppler-utils")

# Without Debian's package manager it is these programs that count.
PROGRAMS = {
    "mariadb-server": "mariadbd",
    "redis-server": "redis-server",
    "wkhtmltopdf": "wkhtmltopdf",
    "git": "git",
    "chromium": "chromium",
    "poppler-utils": "pdftoppm",
}
WAIT = ("-o", "DPkg::Lock::Timeout=300")  # seconds that another apt at work is waited for
APT = "apt-get install -y --no-install-recommends"


def install(packages: Iterable[str]) -> None:
    """Install those of ``packages`` that are missing, or say with which line someone else can."""
    lacking = missing(packages)
    if not lacking:
        return
    if not shutil.which("apt-get"):
        raise SetupError(f"please install / 请先安装: {' '.join(lacking)}")
    command = [*_as_root(lacking), "env", "DEBIAN_FRONTEND=noninteractive"]
    # an installation that was interrupted has to be finished first
    run([*command, "dpkg", "--configure", "-a"], failure="dpkg --configure -a")
    run([*command, "apt-get", "update", "-q", *WAIT], failure="apt-get update")
    run([*command, *APT.split(), "-q", *WAIT, *lacking], failure="apt-get install")


def missing(packages: Iterable[str]) -> list[str]:
    """Return those of ``packages`` that are not installed."""
    if shutil.which("dpkg-query"):
        return [name for name in packages if not _is_installed(name)]
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    wanted = [(name, PROGRAMS[name]) for name in packages if name in PROGRAMS]
    return [name for name, program in wanted if not shutil.which(program, path=path)]


def _is_installed(name: str) -> bool:
    if name == "python3-venv" and succeeds([sys.executable, "-c", "import ensurepip, venv"]):
        return True  # this Python, which makes the environment, has what that package would bring
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f=${db:Status-Status}", name],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() == "installed"


def _as_root(lacking: list[str]) -> list[str]:
    """Return what to put before a command that needs root."""
    if os.getuid() == 0:
        return []
    if shutil.which("sudo"):
        if succeeds(["sudo", "-n", "true"]):
            return ["sudo"]
        if sys.stdin.isatty() and subprocess.run(["sudo", "-v"], check=False).returncode == 0:
            return ["sudo"]
    raise SetupError(
        "Debian packages are missing, and neither root nor sudo is at hand. Please have someone run\n"
        "缺少系统软件包,且当前用户没有管理员权限。请管理员执行:\n"
        f"  apt-get update && {APT} {' '.join(lacking)}"
    )
