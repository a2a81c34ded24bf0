"""(e) The same visit recorded in Tryton, at its best: its ORM called in process, without its client in between."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import frappe

from config.setup import steps
from config.setup.paths import LOGS, SERVICES
from tests.benchmark import documents, results
from tests.benchmark.measure import in_turns
from zhilian_app import permissions

HERE = Path(__file__).parent / "tryton"
LOCK = HERE / "requirements.txt"
MODULE = "zhilian_visit"
ENV = SERVICES / "benchmark" / "tryton-env"
POSTGRESQL = Path("/usr/lib/postgresql")  # where Debian puts it, a folder for each version
OWNER = "postgres"  # PostgreSQL does not run as root
ROUNDS = 7
QUICK_ROUNDS = 3
PER_ROUND = 20
ON_DISK = "/var/tmp"  # a temporary folder in memory would make saving look free


def run(options: results.Options) -> list[results.Row]:
    """Measure; return the rows of the table."""
    rounds = QUICK_ROUNDS if options.quick else ROUNDS
    make_environment()
    liaison, homes = documents.place()
    frappe.db.commit()
    pairs = ((home, day) for day in documents.days() for home in homes)
    frappe.set_user(liaison)
    permissions.clear_scopes()
    rows = []
    with tempfile.TemporaryDirectory(prefix="zhilian-tryton-", dir=ON_DISK) as folder:
        os.chmod(folder, 0o755)  # PostgreSQL's account looks in
        for database in (_sqlite, _postgresql):
            with database(Path(folder)) as place:
                if place:
                    rows.append(_compare(place, pairs, rounds))
    frappe.set_user("Administrator")
    return rows


def make_environment() -> None:
    """Tryton's own virtual environment, from its lock file; left as it is where it fits that file."""
    made_from = ENV / "requirements.txt"
    if made_from.exists() and made_from.read_bytes() == LOCK.read_bytes():
        return
    shutil.rmtree(ENV, ignore_errors=True)
    steps.run([sys.executable, "-m", "venv", ENV], failure="python3 -m venv")
    steps.run(
        [ENV / "bin" / "pip", "install", "-q", "--require-hashes", "-r", LOCK],
        failure="pip: Tryton",
    )
    [modules] = ENV.glob("lib/python3*/site-packages/trytond/modules")
    (modules / MODULE).symlink_to(HERE / MODULE)
    shutil.copy(LOCK, made_from)


# -- where Tryton keeps its rows ----------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A database for Tryton.

    Attributes:
        title: for people.
        uri: as Tryton's configuration has it.
        folder: of SQLite's files.
        env: for the process that opens it.
        note: what a reader must know of how safely it writes.
    """

    title: str
    uri: str
    folder: Path
    env: dict[str, str]
    note: str


@contextmanager
def _sqlite(folder: Path) -> Iterator[Place]:
    files = folder / "sqlite"
    files.mkdir()
    note = "commits are not flushed to the disk (WAL, synchronous NORMAL: Tryton's own setting)"
    yield Place("SQLite", "sqlite://", files, {}, note)


@contextmanager
def _postgresql(folder: Path) -> Iterator[Place | None]:
    """A private cluster that listens on a socket only; None where PostgreSQL is not installed."""
    programs = sorted(POSTGRESQL.glob("*/bin"), key=lambda path: float(path.parent.name))
    if not programs:
        print("         no PostgreSQL (apt-get install postgresql) / 未安装 PostgreSQL")
        yield None
        return
    home = folder / "postgresql"
    home.mkdir()
    as_owner: list[str] = []
    if not os.getuid():
        account = pwd.getpwnam(OWNER)
        os.chown(home, account.pw_uid, account.pw_gid)
        as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={account.pw_gid}", "--clear-groups"]
    data, bin_ = home / "data", programs[-1]
    steps.run(
        [*as_owner, bin_ / "initdb", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", data],
        cwd=home,
    )
    options = f"-k {home} -c listen_addresses= -c shared_buffers=256MB"
    server = [*as_owner, bin_ / "pg_ctl", "-D", data, "-w", "-s"]
    steps.run([*server, "-o", options, "-l", home / "log", "start"], cwd=home)
    try:
        env = {"PGHOST": str(home), "PGUSER": OWNER}
        yield Place(
            "PostgreSQL",
            "postgresql://",
            folder,
            env,
            "each commit is flushed to the disk, as ours is",
        )
    finally:
        steps.run([*server, "-m", "fast", "stop"], cwd=home)


# -- the two of them ----------------------------------------------------------------------------


def _compare(place: Place, pairs: Iterator[tuple[str, str]], rounds: int) -> results.Row:
    with _tryton(place) as worker:
        ways = {"ours": partial(_save_ours, pairs), "other": worker.save}
        found = in_turns(ways, rounds, per_round=PER_ROUND)
        about = worker.about
    ours, other = found["ours"].rate, found["other"].rate
    note = f"Tryton {about['tryton']}, {about['version']}: {place.note}; {rounds} × {PER_ROUND}"
    what = f"visit saved, Tryton on {place.title} / 保存走访,对照 Tryton({place.title})"
    return results.Row("e", what, ours, other, "1/s", ours / other, note=note)


def _save_ours(pairs: Iterator[tuple[str, str]]) -> None:
    for home, day in islice(pairs, PER_ROUND):
        values = {"household": home, "visit_date": day, "content": documents.WORDS}
        documents.save("Household Visit", values)


class Worker:
    """The process in which Tryton is: told a number, it saves so many visits and answers."""

    def __init__(self, process: subprocess.Popen) -> None:
        """It has said already what it is, or its log says why it is not."""
        self._process = process
        self.about = self._answer()

    def save(self) -> None:
        """Save the visits of one round.

        Raises:
            RuntimeError: they are not all saved.
        """
        self._process.stdin.write(f"{PER_ROUND}\n")
        self._process.stdin.flush()
        if self._answer()["visits"] != PER_ROUND:
            raise RuntimeError("Tryton ran out of households")

    def _answer(self) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("Tryton ended; see logs/bench-tryton.log")
        return json.loads(line)


@contextmanager
def _tryton(place: Place) -> Iterator[Worker]:
    """The worker, until all is measured."""
    command = [ENV / "bin" / "python", HERE / "worker.py", place.uri, place.folder]
    with (LOGS / "bench-tryton.log").open("ab") as log:
        process = subprocess.Popen(
            [str(word) for word in command],
            env=steps.environment(place.env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
            preexec_fn=steps.die_with_parent,
        )
    try:
        yield Worker(process)
    finally:
        steps.end_group(process)
