"""Who uses this bench right now: set-ups one after the other, services until nobody needs them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from config.setup import services
from config.setup.paths import SERVICES

KEEP = SERVICES / "keep"  # `make services` asked for them to stay


@contextmanager
def only_one() -> Iterator[None]:
    """Let one process at a time set up this bench; the others wait. A killed one blocks nobody."""
    with _open("setup.lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  ...    another set-up is at work / 正在等待另一个安装进程", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def services_in_use() -> Iterator[None]:
    """Keep the services from being stopped by others meanwhile; the last to leave stops them."""
    with _open("in-use.lock") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        try:
            yield
        finally:
            if not KEEP.exists() and _nobody_else(file):
                services.stop()


def hold_services() -> None:
    """Keep the services for as long as this process lives, whatever program it turns into."""
    file = _open("in-use.lock")
    fcntl.flock(file, fcntl.LOCK_SH)
    os.set_inheritable(os.dup(file.fileno()), True)


def _nobody_else(file: IO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(name: str) -> IO:
    SERVICES.mkdir(exist_ok=True)
    return (SERVICES / name).open("w")
