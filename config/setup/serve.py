"""The processes of the running bench, as the Procfile lists them, and their supervisor.

`make run` supervises them here; `bench start` runs the same Procfile its own way.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from config.setup import bench_config, lease, services
from config.setup.paths import BIN, CONFIG, LOGS, PIDS, ROOT, SITES
from config.setup.steps import SetupError, die_with_parent, end_group, environment

PROCFILE = ROOT / "Procfile"
PID = PIDS / "run.pid"
# From the folder sites/, where the web processes work: the path of a socket must be short.
WEB_SOCKET = os.environ.get("ZHILIAN_WEB_SOCKET", "../services/web.sock")
DEVELOPERS_ONLY = {"watch"}
ANSWERS_WITHIN = 90.0  # seconds
QUICK_END = 5.0  # a process that ends sooner after its start has a lasting reason
QUICK_ENDS_ALLOWED = 5
SERVICES_AGAIN_AFTER = 5.0  # seconds between attempts at a service that does not start


# --- one process of the Procfile -------------------------------------------------------------


def become(role: str) -> NoReturn:
    """Turn this process into the one that the Procfile calls ``role``; services are up then."""
    if not all(services.running().values()):
        with lease.only_one():
            services.start()
    lease.hold_services()
    command, folder, extra = _roles()[role]
    os.chdir(folder)
    env = environment(extra)
    os.execve(str(command[0]), [str(word) for word in command], env)


def _roles() -> dict[str, tuple[list, Path, dict[str, str]]]:
    """Return command, folder and environment of each process."""
    config = bench_config.load()
    frappe = [BIN / "python", "-m", "frappe.utils.bench_helper", "frappe"]
    workers = str(config.get("gunicorn_workers", 2))
    web = [
        *(BIN / "gunicorn", "--bind", f"unix:{WEB_SOCKET}", "--workers", workers),
        *("--worker-class", "gthread", "--threads", "8", "--timeout", "180", "--preload"),
        *("--graceful-timeout", "10", "--log-level", "warning", "frappe.app:application"),
    ]
    return {
        "web": (web, SITES, {}),
        "front": (
            [BIN / "node", CONFIG / "front" / "front.js"],
            SITES,
            {"ZHILIAN_WEB_SOCKET": WEB_SOCKET},
        ),
        "socketio": ([BIN / "node", ROOT / "apps" / "frappe" / "socketio.js"], ROOT, {}),
        "schedule": ([*frappe, "schedule"], SITES, {}),
        "worker": ([*frappe, "worker"], SITES, {}),
        "watch": ([*frappe, "watch"], SITES, {}),
    }


# --- all of them -----------------------------------------------------------------------------


@dataclass
class Child:
    """One supervised process."""

    name: str
    command: list[str]
    extra: dict[str, str]
    tag: str = ""
    process: subprocess.Popen | None = None
    started: float = 0.0
    quick_ends: int = field(default=0)

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return LOGS / f"{self.tag}{self.name}.log"

    def start(self) -> None:
        """Start it; it is ended by the kernel should we die without ending it."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=environment(self.extra),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.started = time.monotonic()

    def watch(self) -> None:
        """Start it again if it ended; raise SetupError if it keeps ending at once."""
        if self.process is None or self.process.poll() is None:
            return
        quick = time.monotonic() - self.started < QUICK_END
        self.quick_ends = self.quick_ends + 1 if quick else 0
        if self.quick_ends >= QUICK_ENDS_ALLOWED:
            tail = "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-15:])
            raise SetupError(f"{self.name} does not stay up / 进程无法运行:\n{tail}")
        time.sleep(min(self.quick_ends, 3))
        self.start()


@dataclass
class Services:
    """Looks after MariaDB and Redis: one that was killed is started again, however long that takes."""

    problem: str = ""
    again_at: float = 0.0

    def watch(self) -> bool:
        """Start again what ended; tell whether all of them are up."""
        if not services.gone():
            self.problem = ""
            return True
        if time.monotonic() < self.again_at:
            return False
        try:
            with lease.only_one():
                services.start()
        except SetupError as error:
            # a full disk is freed some time: it is said once and tried again
            if str(error) != self.problem:
                print(f"\n{error}", file=sys.stderr, flush=True)
            self.problem = str(error)
            self.again_at = time.monotonic() + SERVICES_AGAIN_AFTER
            return False
        self.problem = ""
        return True


class Supervisor:
    """Keeps the processes of the Procfile running."""

    def __init__(
        self,
        extra: dict[str, str] | None = None,
        only: set[str] | None = None,
        tag: str = "",
        services_too: bool = False,
    ) -> None:
        """``extra``: environment for all; ``only``: no others; ``tag``: begins their logs' names.

        ``services_too``: MariaDB and Redis are looked after as well.
        """
        self.services = Services() if services_too else None
        self.children = [
            Child(name, command, extra or {}, tag)
            for name, command in processes().items()
            if name not in DEVELOPERS_ONLY and (only is None or name in only)
        ]

    def start(self) -> None:
        """Start all processes."""
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Look after them once; call it again and again."""
        # without the services the processes end as soon as they begin, through no fault of theirs
        if self.services and not self.services.watch():
            return
        for child in self.children:
            child.watch()

    def stop(self) -> None:
        """End them all, side by side."""
        running = [child.process for child in self.children if child.process]
        for process in running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in running:
            end_group(process, grace=12)


def processes() -> dict[str, list[str]]:
    """Return name → command of the Procfile."""
    lines = re.findall(r"^([\w-]+):\s*(.+)$", PROCFILE.read_text(), re.MULTILINE)
    return {name: shlex.split(command) for name, command in lines}


def wait_until_it_answers(url: str, supervisor: Supervisor) -> None:
    """Wait until Frappe itself answers at ``url``."""
    deadline = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < deadline:
        supervisor.watch()
        if answers(url):
            return
        time.sleep(0.2)
    raise SetupError(f"{url} does not answer / 没有响应; see logs/web.log")


def answers(url: str) -> bool:
    """Tell whether Frappe answers at ``url``."""
    try:
        with urllib.request.urlopen(f"{url}/api/method/ping", timeout=10) as answer:
            return json.load(answer) == {"message": "pong"}
    except (OSError, ValueError):
        return False


def claim_ports() -> dict[str, int]:
    """Return the ports of the web pages and the relay, moved to free ones if they are taken."""
    config = bench_config.load()
    chosen: dict[str, int] = {}
    for key in ("webserver_port", "socketio_port"):
        taken = {int(config["db_port"]), *chosen.values()}
        taken |= {bench_config.port_of(config[redis.name]) for redis in services.REDIS}
        chosen[key] = bench_config.choose_port(int(config[key]), taken)
    if any(config[key] != port for key, port in chosen.items()):
        bench_config.save({**config, **chosen})
    return chosen


# --- the one that runs -----------------------------------------------------------------------


def stop_running() -> bool:
    """End the `make run` that is at work on this bench, if any, and wait for it."""
    pid = running_pid()
    if pid is None:
        PID.unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 60
    while running_pid() == pid and time.monotonic() < deadline:
        time.sleep(0.1)
    return True


def running_pid() -> int | None:
    """Return the process of the `make run` that is at work on this bench."""
    try:
        pid = int(PID.read_text())
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        folder = os.readlink(f"/proc/{pid}/cwd")
    except (OSError, ValueError):
        return None
    return pid if b"config.setup" in words and folder == str(ROOT) and pid != os.getpid() else None
