"""Reads and writes sites/common_site_config.json, and finds free ports for what it names."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any

from config.setup.paths import COMMON_CONFIG


def load() -> dict[str, Any]:
    """Return the configuration that all sites of this bench share."""
    return json.loads(COMMON_CONFIG.read_text(encoding="utf-8"))


def save(config: dict[str, Any]) -> None:
    """Write the shared configuration, whole or not at all."""
    draft = COMMON_CONFIG.with_suffix(".json.new")
    draft.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(COMMON_CONFIG)


def is_free(port: int) -> bool:
    """Tell whether nothing on this machine listens at ``port`` of the loopback address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    # A server bound to all addresses does not always refuse the bind above; it does answer.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def choose_port(
    preferred: int, taken: set[int], free: Callable[[int], bool] = is_free, tries: int = 200
) -> int:
    """Return ``preferred`` or the next higher port that is free and not in ``taken``."""
    for port in range(preferred, min(preferred + tries, 65536)):
        if port not in taken and free(port):
            return port
    raise OSError(f"no free port from {preferred} to {preferred + tries - 1}")


def port_of(url: str) -> int:
    """Return the port of a ``redis://host:port`` address."""
    return int(url.rsplit(":", 1)[1].split("/", 1)[0])
