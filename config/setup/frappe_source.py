"""Frappe in apps/frappe: restored and proven, or whatever release somebody put there, untouched."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from config.frappe import restore
from config.setup import python_env
from config.setup.paths import APPS, FRAPPE, SERVICES
from config.setup.steps import SetupError


def provide() -> str:
    """Make sure that Frappe is there; return in words what was done."""
    APPS.mkdir(exist_ok=True)
    restore.remove_leftovers(FRAPPE)
    if not FRAPPE.exists():
        _restore()
        return "restored / 已还原"
    if not restore.is_ours(FRAPPE):
        return "not ours: used as it is / 使用已有版本"
    try:
        restore.check(FRAPPE)
    except restore.RestoreError as error:
        raise SetupError(str(error)) from None
    restore.copy_own_files(FRAPPE)
    return f"{restore.PROVEN_FILES} files proven / 校验无误"


def _restore() -> None:
    SERVICES.mkdir(exist_ok=True)
    for leftover in SERVICES.glob("download-*"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(dir=SERVICES, prefix="download-") as folder:
        wheel = python_env.download(restore.WHEEL_REQUIREMENT, Path(folder))
        try:
            restore.restore(wheel, FRAPPE)
        except restore.RestoreError as error:
            raise SetupError(str(error)) from None
