"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
from datetime import datetime
from pathlib import Path

import frappe

import zhilian_app


def describe() -> dict:
    """Return day, processor, memory and versions of what takes part."""
    return {
        "day": datetime.now().astimezone().isoformat(timespec="minutes"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
        "python": platform.python_version(),
        "frappe": frappe.__version__,
        "zhilian_app": zhilian_app.__version__,
        "database": frappe.db.sql("select version()")[0][0],
        "buffer_pool_mib": frappe.db.sql("select @@innodb_buffer_pool_size")[0][0] // 2**20,
    }


def _processor() -> str:
    text = Path("/proc/cpuinfo").read_text()
    found = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()
