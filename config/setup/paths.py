"""Where everything of this bench is. All of it is inside the bench's own folder."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

APPS = ROOT / "apps"
FRAPPE = APPS / "frappe"
ZHILIAN = APPS / "zhilian_app"
CONFIG = ROOT / "config"
ENV = ROOT / "env"
BIN = ENV / "bin"
LOGS = ROOT / "logs"
PIDS = CONFIG / "pids"
SITES = ROOT / "sites"
COMMON_CONFIG = SITES / "common_site_config.json"

SERVICES = ROOT / "services"  # databases and caches of this bench, and what the set-up remembers
STATE = SERVICES / "state"
DUMPS = SERVICES / "dumps"

SITE = "zhilian.localhost"
# another name, and test runs side by side do not meet
TEST_SITE = os.environ.get("ZHILIAN_TEST_SITE", "test.zhilian.localhost")
