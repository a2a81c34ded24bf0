"""The site's database, copied to a server of its own on a small disk, which can be filled and freed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.setup import bench_config, services, site
from config.setup.paths import LOGS, SERVICES, SITES, TEST_SITE
from config.setup.steps import die_with_parent, run
from config.setup.testing import DATABASE
from tests.faults.running import set_config, wait_for
from zhilian_app.disk import DATABASE_SETTING

FOLDER = SERVICES / "small-disk"
DATA = FOLDER / "mariadb"
FILLER = FOLDER / "filler"
PID_FILE = SERVICES / "small-disk.pid"
LOG = LOGS / "small-disk.log"
FIRST_FREE_PORT = 24400
SIZE_MB = 700
LOG_FILE_MB = 16
# less than what a table grows by
LEFT_OVER = 16 * 1024
OWN_KEYS = ("db_host", "db_port", DATABASE_SETTING)
FILES = SITES / TEST_SITE / "private" / "files"


class SmallDatabase:
    """A database server with a copy of the site's database, on a disk that can be filled and freed."""

    def __init__(self) -> None:
        """Start the server, fill it with the copy, and have the site use it."""
        services.install_data(DATA)
        (FOLDER / "tmp").mkdir()
        port = bench_config.choose_port(FIRST_FREE_PORT, set())
        self.command = _command(port)
        self.start()
        _copy()
        set_config(db_host="127.0.0.1", db_port=port)
        services.forget_caches(DATABASE)

    def start(self) -> None:
        """Start the server and wait until it answers, which includes that it takes back what was not finished."""
        with LOG.open("ab") as log:
            self.server = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        PID_FILE.write_text(f"{self.server.pid}\n")
        wait_for(lambda: _answers() or not self.alive(), "the database on the small disk")
        if not self.alive():
            raise RuntimeError(f"mariadbd: exit {self.server.returncode}; see {LOG}")

    def alive(self) -> bool:
        """Whether the server is there."""
        return self.server.poll() is None

    def fill(self, left: int = LEFT_OVER) -> None:
        """Leave so many bytes of the disk, though the database may have taken some of it meanwhile."""
        block = b"\0" * LEFT_OVER
        with FILLER.open("ab", buffering=0) as file, suppress(OSError):
            while shutil.disk_usage(FOLDER).free > left:
                file.write(block)

    def free(self) -> None:
        """Give back what ``fill`` took."""
        FILLER.unlink(missing_ok=True)


@contextmanager
def small_database() -> Iterator[SmallDatabase | None]:
    """Have the site live on a small disk; None where only root may make one. All is as before afterwards."""
    take_back()
    if os.getuid() or not _mount():
        yield None
        return
    kept = set(FILES.iterdir())
    try:
        yield SmallDatabase()
    finally:
        take_back()
        for file in set(FILES.iterdir()) - kept:
            file.unlink()


def take_back() -> None:
    """Undo what ``small_database`` did, of this run or of one that was killed."""
    if set(OWN_KEYS) & set(site.config(TEST_SITE)):
        set_config(**dict.fromkeys(OWN_KEYS))
        services.forget_caches(DATABASE)
    # one that waits for room does not stop by itself, and its data is thrown away
    if pid := services._server_pid(PID_FILE):
        os.kill(pid, signal.SIGKILL)
        wait_for(
            lambda: services._server_pid(PID_FILE) is None, "the database on the small disk to end"
        )
    PID_FILE.unlink(missing_ok=True)
    _socket().unlink(missing_ok=True)
    while FOLDER.is_mount():
        subprocess.run(["umount", "--lazy", FOLDER], check=True)
    if FOLDER.is_dir():
        FOLDER.rmdir()


def _mount() -> bool:
    FOLDER.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", FOLDER]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        return True
    FOLDER.rmdir()
    return False


def _command(port: int) -> list[str]:
    """The same server but for its place and size: the last of two equal options counts."""
    return [
        *services._mariadb_command(port),
        f"--datadir={DATA}",
        f"--socket={_socket()}",
        f"--pid-file={PID_FILE}",
        # as where all of a machine is on one disk
        f"--tmpdir={FOLDER / 'tmp'}",
        "--innodb-buffer-pool-size=128M",
        f"--innodb-log-file-size={LOG_FILE_MB}M",
    ]


def _copy() -> None:
    """Load a dump of the site's database, and make its account with the password that the site knows."""
    password, account = site.config(TEST_SITE)["db_password"], f"`{DATABASE}`@`127.0.0.1`"
    dump = FOLDER / "dump.sql"
    words = ["--no-autocommit", "--skip-lock-tables", "--single-transaction"]
    source = services.client_command("mariadb-dump")
    run([*source, *words, f"--result-file={dump}", DATABASE])
    run(
        _client(),
        stdin=f"CREATE DATABASE `{DATABASE}`; CREATE USER {account} IDENTIFIED BY '{password}';"
        f"GRANT ALL PRIVILEGES ON `{DATABASE}`.* TO {account}; USE `{DATABASE}`;\nSOURCE {dump}",
    )
    dump.unlink()


def _socket() -> Path:
    return services.mariadb_socket().with_name("small-disk.sock")


def _client(program: str = "mariadb") -> list[str]:
    return [*services.client_command(program), f"--socket={_socket()}"]


def _answers() -> bool:
    command = [*_client("mariadb-admin"), "--connect-timeout=3", "ping"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
