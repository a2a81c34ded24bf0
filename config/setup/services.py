"""The bench's own MariaDB and two Redis: data under the bench, loopback only, on ports found free.

`start` repairs what an interrupted run or a power cut left: half-made data folders, stale pid files
and sockets, servers that were killed.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.setup import bench_config
from config.setup.paths import LOGS, SERVICES
from config.setup.steps import SetupError, environment, run

DATA = SERVICES / "mariadb"
MARIADB_PID = SERVICES / "mariadb.pid"
MARIADB_LOG = LOGS / "mariadb.log"
MARIADB_STARTS_WITHIN = 120.0  # seconds: recovery after a power cut takes a while
REDIS_STARTS_WITHIN = 30.0
STOPS_WITHIN = 60.0
SOCKET_PATH_LIMIT = 100  # the kernel takes 107 bytes


@dataclass(frozen=True)
class Redis:
    """One Redis server of this bench."""

    name: str  # the key of its address in common_site_config.json
    max_memory: str
    policy: str
    persistent: bool

    @property
    def pid_file(self) -> Path:
        """Where the running server writes its process id."""
        return SERVICES / f"{self.name}.pid"


REDIS = (
    Redis("redis_cache", "256mb", "allkeys-lru", persistent=False),
    # jobs must survive a restart, and must never be dropped to make room
    Redis("redis_queue", "256mb", "noeviction", persistent=True),
)


def mariadb_socket() -> Path:
    """Return the database's socket; in a short folder of ours if the bench's own path is too long."""
    path = SERVICES / "mariadb.sock"
    if len(str(path)) <= SOCKET_PATH_LIMIT:
        return path
    tag = hashlib.sha256(str(SERVICES).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir(), f"zhilian-{os.getuid()}-{tag}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise SetupError(f"{folder} belongs to someone else / 该目录属于其他用户")
    return folder / "mariadb.sock"


def start() -> None:
    """Start what is not running; move to free ports what finds its port taken by someone else."""
    SERVICES.mkdir(exist_ok=True)
    LOGS.mkdir(exist_ok=True)
    _start_mariadb()
    for redis in REDIS:
        _start_redis(redis)


def stop() -> None:
    """Stop the three servers, waiting until their data is safely written."""
    for redis in REDIS:
        _end(redis.pid_file, STOPS_WITHIN)
    _end(MARIADB_PID, STOPS_WITHIN)


def running() -> dict[str, bool]:
    """Return which of the servers are up."""
    state = {"mariadb": _mariadb_answers()}
    config = bench_config.load()
    state.update({redis.name: _redis_answers(config, redis) for redis in REDIS})
    return state


def gone() -> list[str]:
    """Return the servers whose process has ended: a look at /proc, cheap enough for every second."""
    return [file.stem for file in _pid_files() if _server_pid(file) is None]


def _pid_files() -> list[Path]:
    return [MARIADB_PID, *(redis.pid_file for redis in REDIS)]


def sql(statement: str, database: str = "") -> str:
    """Run ``statement`` as the database's administrator, through the socket; return its output."""
    command = [*client_command(), "--batch", "--skip-column-names"]
    return run([*command, database] if database else command, stdin=statement)


def client_command(program: str = "mariadb") -> list[str]:
    """Return the start of a client command line that signs in as administrator by the socket."""
    return [program, "--no-defaults", f"--socket={mariadb_socket()}", f"--user={_os_user()}"]


def forget_caches(database: str) -> None:
    """Empty the cache of one site, after its database was replaced behind Frappe's back."""
    forget = "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end"
    _redis_run("redis_cache", forget, f"{database}|*")


def forget_jobs(site: str) -> None:
    """Drop what waits for a worker and was asked for by a site that is made anew: its rows are gone."""
    forget = """
        for _, queue in ipairs(redis.call('KEYS', 'rq:queue:*')) do
            for _, job in ipairs(redis.call('LRANGE', queue, 0, -1)) do
                if string.sub(job, 1, string.len(ARGV[1])) == ARGV[1] then
                    redis.call('LREM', queue, 0, job)
                    redis.call('DEL', 'rq:job:' .. job)
                end
            end
        end"""
    _redis_run("redis_queue", forget, f"{site}::")


def _redis_run(name: str, script: str, value: str) -> None:
    """Have a server run a script in Lua, which finds ``value`` in ARGV."""
    words = [b"EVAL", script.encode(), b"0", value.encode()]
    question = b"*%d\r\n" % len(words)
    question += b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)
    _redis_ask(bench_config.port_of(bench_config.load()[name]), question)


# --- MariaDB ---------------------------------------------------------------------------------


def _os_user() -> str:
    return getpass.getuser() if os.getuid() else "root"


def _start_mariadb() -> None:
    if _mariadb_answers():
        return
    _end(MARIADB_PID, STOPS_WITHIN)  # alive but not answering, or a stale pid file
    _make_data_folder()
    config = bench_config.load()
    port = _claim_port(config, int(config["db_port"]))
    if port != config["db_port"]:
        bench_config.save({**config, "db_port": port})
    mariadb_socket().unlink(missing_ok=True)
    _launch(
        _mariadb_command(port), MARIADB_LOG, MARIADB_PID, _mariadb_answers, MARIADB_STARTS_WITHIN
    )


def _make_data_folder() -> None:
    """Create the database's data folder: made beside it and renamed, so it is whole or absent."""
    if DATA.is_dir():
        return
    for leftover in SERVICES.glob("mariadb.new-*"):
        shutil.rmtree(leftover)
    draft = SERVICES / f"mariadb.new-{os.getpid()}"
    install_data(draft)
    os.sync()
    draft.rename(DATA)


def install_data(folder: Path) -> None:
    """Create an empty database in ``folder``, whose administrator signs in by the socket."""
    run(
        [
            "mariadb-install-db",
            "--no-defaults",
            f"--datadir={folder}",
            "--auth-root-authentication-method=socket",
            f"--auth-root-socket-user={_os_user()}",
            "--skip-test-db",
            *([] if os.getuid() else ["--user=root"]),
        ]
    )


def _mariadb_command(port: int) -> list[str]:
    return [
        _server_program("mariadbd"),
        "--no-defaults",
        f"--datadir={DATA}",
        f"--socket={mariadb_socket()}",
        f"--pid-file={MARIADB_PID}",
        "--bind-address=127.0.0.1",
        f"--port={port}",
        # accounts are for addresses, never for names that someone's DNS hands out
        "--skip-name-resolve",
        "--skip-log-bin",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_unicode_ci",
        "--innodb-buffer-pool-size=1G",
        "--innodb-log-file-size=256M",
        "--innodb-flush-log-at-trx-commit=1",
        "--innodb-file-per-table=1",
        "--max-allowed-packet=256M",
        "--max-connections=200",
        "--tmp-table-size=64M",
        "--max-heap-table-size=64M",
        *([] if os.getuid() else ["--user=root"]),
    ]


def _server_program(name: str) -> str:
    """Return the path of a server program; Debian keeps them where a user's PATH does not look."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which(name, path=path)
    if not found:
        raise SetupError(f"{name} is not installed / 未安装 {name}")
    return found


def _mariadb_answers() -> bool:
    if not mariadb_socket().exists():
        return False
    command = [*client_command("mariadb-admin"), "--connect-timeout=3", "ping"]
    try:
        done = subprocess.run(command, env=environment(), capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


# --- Redis -----------------------------------------------------------------------------------


def _start_redis(redis: Redis) -> None:
    config = bench_config.load()
    if _redis_answers(config, redis):
        return
    _end(redis.pid_file, STOPS_WITHIN)
    port = _claim_port(config, bench_config.port_of(config[redis.name]))
    address = f"redis://127.0.0.1:{port}"
    if address != config[redis.name]:
        config[redis.name] = address
        if redis.name == "redis_queue":
            config["redis_socketio"] = address
        bench_config.save(config)
    _launch(
        _redis_command(redis, port),
        LOGS / f"{redis.name}.log",
        redis.pid_file,
        lambda: _redis_answers(bench_config.load(), redis),
        REDIS_STARTS_WITHIN,
    )


def _redis_command(redis: Redis, port: int) -> list[str]:
    folder = SERVICES / redis.name
    folder.mkdir(exist_ok=True)
    keep = ["--appendonly", "yes"] if redis.persistent else ["--appendonly", "no"]
    return [
        _server_program("redis-server"),
        *("--bind", "127.0.0.1"),
        *("--port", str(port)),
        *("--dir", str(folder)),
        *("--pidfile", str(redis.pid_file)),
        *("--save", ""),
        *("--maxmemory", redis.max_memory),
        *("--maxmemory-policy", redis.policy),
        *("--daemonize", "no"),
        *keep,
    ]


def _redis_answers(config: dict, redis: Redis) -> bool:
    """Tell whether *our* server answers: someone else's Redis at the same port is not ours."""
    port = bench_config.port_of(config[redis.name])
    answer = _redis_ask(port, b"CONFIG GET dir\r\n")
    return str(SERVICES / redis.name).encode() in answer


def _redis_ask(port: int, question: bytes) -> bytes:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(question)
            return connection.recv(4096)
    except OSError:
        return b""


# --- processes -------------------------------------------------------------------------------


def _claim_port(config: dict, preferred: int) -> int:
    """Return a free port, ``preferred`` if it is free, that no other server of this bench names."""
    named = {int(config[key]) for key in ("db_port", "webserver_port", "socketio_port")}
    named |= {bench_config.port_of(config[redis.name]) for redis in REDIS}
    return bench_config.choose_port(preferred, named - {preferred})


def _launch(
    command: list[str], log: Path, pid_file: Path, answers: Callable[[], bool], within: float
) -> None:
    """Start a server that outlives us and wait until it answers; ``within`` in seconds."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=environment(),
        )
    pid_file.write_text(f"{process.pid}\n")
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if answers():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    tail = "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])
    raise SetupError(f"{command[0]} did not start / 未能启动:\n{tail}")


def _end(pid_file: Path, within: float) -> None:
    """End the server that ``pid_file`` names, if it still is that server; ``within`` in seconds."""
    pid = _server_pid(pid_file)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + within
        while _is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        if _is_alive(pid):
            raise SetupError(f"process {pid} ({pid_file.stem}) does not stop / 进程不肯停止")
    pid_file.unlink(missing_ok=True)


def _server_pid(pid_file: Path) -> int | None:
    """Return the process of ``pid_file`` unless it is gone or its number was given to another."""
    try:
        pid = int(pid_file.read_text().strip())
        folder = os.readlink(f"/proc/{pid}/cwd")  # each of our servers works in its data folder
    except (OSError, ValueError):
        return None
    ours = SERVICES in Path(folder).parents
    return pid if ours and _is_alive(pid) else None


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
