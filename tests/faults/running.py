"""The bench as `make run` runs it, on the site for the faults, with a hand on each of its processes."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import frappe

from config.setup import bench_config, serve, services, site
from config.setup.paths import SITES, TEST_SITE

FIRST_FREE_PORT = 18400
WATCH_EVERY = 0.5  # seconds
BACK_WITHIN = 120.0
SERVICES = {
    "mariadb": services.MARIADB_PID,
    **{redis.name: redis.pid_file for redis in services.REDIS},
}
VICTIMS = ("web", "web worker", "worker", "schedule", *SERVICES)


class Bench:
    """The running bench; a thread looks after it, as the main loop of `make run` does."""

    def __init__(self, folder: Path) -> None:
        """``folder``: a short path for the web server's socket."""
        port = bench_config.choose_port(FIRST_FREE_PORT, set())
        relay = bench_config.choose_port(port + 1, {port})
        self.url = f"http://127.0.0.1:{port}"
        extra = {
            "ZHILIAN_PORT": str(port),
            "ZHILIAN_SITE": TEST_SITE,
            "ZHILIAN_WEB_SOCKET": str(folder / "web.sock"),
            "FRAPPE_WEB_PORT": str(port),
            "FRAPPE_SOCKETIO_PORT": str(relay),
        }
        self.supervisor = serve.Supervisor(extra, tag="faults-", services_too=True)
        self.problem = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_after, daemon=True)

    def start(self) -> None:
        """Start all processes and wait until the pages answer."""
        self.supervisor.start()
        serve.wait_until_it_answers(self.url, self.supervisor)
        self._thread.start()

    def stop(self) -> None:
        """End all processes; the services stay."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(serve.ANSWERS_WITHIN)
        self.supervisor.stop()

    def _look_after(self) -> None:
        while not self._over.wait(WATCH_EVERY):
            try:
                self.supervisor.watch()
            except Exception as error:
                # the keeper of the bench has given up: nothing recovers any more
                self.problem = str(error)
                return

    def pid(self, name: str) -> int | None:
        """The process of a service or of the Procfile; of several, any one."""
        if name in SERVICES:
            return services._server_pid(SERVICES[name])
        if name == "web worker":
            return next(iter(children(self.pid("web"))), None)
        child = next(child for child in self.supervisor.children if child.name == name)
        alive = child.process and child.process.poll() is None
        return child.process.pid if alive else None

    def kill(self, name: str) -> int:
        """SIGKILL a process; a worker of jobs with what it has at work, as when the memory ran out."""
        pid = wait_for(lambda: self.pid(name), f"{name} to be there")
        doomed = [pid, *(children(pid) if name == "worker" else ())]
        for one in doomed:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        return pid

    def wait_back(self, name: str, old: int) -> None:
        """Wait until another process than ``old`` has taken its place."""
        wait_for(lambda: self.pid(name) not in (None, old), f"{name} to come back")


@contextmanager
def running() -> Iterator[Bench]:
    """Give the running bench, and end it."""
    with tempfile.TemporaryDirectory(prefix="zhilian-web-") as folder:
        bench = Bench(Path(folder))
        try:
            bench.start()
            yield bench
        finally:
            bench.stop()


@contextmanager
def on_site(name: str = TEST_SITE) -> Iterator[None]:
    """Connect to a site as Administrator, with a connection of its own; what is to stay is committed by the caller."""
    os.chdir(SITES)
    frappe.init(site=name, sites_path=str(SITES))
    frappe.connect()
    frappe.set_user("Administrator")
    try:
        yield
    finally:
        frappe.destroy()


def set_config(_site: str = TEST_SITE, /, **values: object) -> None:
    """Write values into a site's site_config.json, whole or not at all; None takes one away."""
    file = SITES / _site / "site_config.json"
    kept = {
        key: value for key, value in {**site.config(_site), **values}.items() if value is not None
    }
    draft = file.with_suffix(".json.new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(file)


def children(pid: int | None) -> list[int]:
    """The processes that a process has begun and that are still there."""
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def wait_for(found: Callable, what: str, within: float = BACK_WITHIN) -> object:
    """Ask ``found`` until it answers something; raises TimeoutError after ``within`` seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        answer = found()
        if answer:
            return answer
        time.sleep(0.1)
    raise TimeoutError(f"waited {within:.0f} s for {what}")
