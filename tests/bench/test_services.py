"""The bench's own database and caches: for this machine only, and for nobody without a password."""

from __future__ import annotations

import json
import subprocess

import pymysql
import pytest
import redis
from rq import Queue
from rq.job import Job

from config.setup import bench_config, services
from config.setup.paths import COMMON_CONFIG, SITES
from config.setup.site import INSTALLER
from tests.plugin import Site

pytestmark = pytest.mark.usefixtures("running_services")


def test_loopback_only():
    assert services.sql("SELECT @@bind_address").strip() == "127.0.0.1"
    for server in services.REDIS:
        port = bench_config.port_of(bench_config.load()[server.name])
        answer = services._redis_ask(port, b"CONFIG GET bind\r\n")
        assert b"127.0.0.1" in answer
        assert b"0.0.0.0" not in answer


@pytest.mark.parametrize("password", ["", "root", "admin", "123456"])
def test_the_administrator_signs_in_by_socket_only(password):
    port = bench_config.load()["db_port"]
    with pytest.raises(pymysql.err.OperationalError, match="Access denied|not allowed"):
        pymysql.connect(host="127.0.0.1", port=port, user="root", password=password)


def test_no_account_without_a_password_or_from_elsewhere():
    rows = services.sql("SELECT user, host FROM mysql.global_priv").split("\n")
    accounts = [tuple(row.split("\t")) for row in rows if row]
    assert {host for _, host in accounts} <= {"localhost", "127.0.0.1"}
    assert INSTALLER not in {user for user, _ in accounts}
    assert "" not in {user for user, _ in accounts}


def test_a_site_reaches_its_own_database_only(site: Site):
    config = json.loads((SITES / site.name / "site_config.json").read_text())
    assert len(config["db_password"]) >= 16
    connection = pymysql.connect(
        host="127.0.0.1",
        port=bench_config.load()["db_port"],
        user=config["db_name"],
        password=config["db_password"],
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("SHOW DATABASES")
        seen = {name for (name,) in cursor.fetchall()}
        assert seen == {config["db_name"], "information_schema"}
        cursor.execute("SELECT @@character_set_server, @@collation_server")
        assert cursor.fetchone() == ("utf8mb4", "utf8mb4_unicode_ci")


def test_secrets_are_readable_by_their_owner_only(site: Site):
    mode = (SITES / site.name / "site_config.json").stat().st_mode
    assert mode & 0o077 == 0
    assert services.DATA.stat().st_mode & 0o077 == 0


def test_the_shared_configuration_has_no_secrets():
    config = json.loads(COMMON_CONFIG.read_text())
    assert [key for key in config if "password" in key or "secret" in key or "_key" in key] == []
    assert config["server_script_enabled"] is False
    assert not config["developer_mode"]


def test_starting_twice_changes_nothing():
    before = {pid: pid.read_text() for pid in services.SERVICES.glob("*.pid")}
    services.start()
    assert {pid: pid.read_text() for pid in services.SERVICES.glob("*.pid")} == before


def test_somebody_elses_process_is_never_ended(tmp_path):
    """A pid file may be older than the machine's last start: its number is another's by now."""
    process = subprocess.Popen(["sleep", "60"], cwd=tmp_path)
    try:
        stale = tmp_path / "mariadb.pid"
        stale.write_text(f"{process.pid}\n")
        services._end(stale, within=1)
        assert process.poll() is None
        assert not stale.exists()
    finally:
        process.kill()
        process.wait()


def test_a_site_made_anew_has_no_jobs_of_its_older_self():
    port = bench_config.port_of(bench_config.load()["redis_queue"])
    connection = redis.Redis(port=port)
    queue = Queue("forgotten-test", connection=connection)
    try:
        for site_name in ("old.localhost", "other.localhost"):
            queue.enqueue_call("time.time", job_id=f"{site_name}::report")
        services.forget_jobs("old.localhost")
        assert queue.job_ids == ["other.localhost::report"]
        assert not Job.exists("old.localhost::report", connection=connection)
    finally:
        queue.delete(delete_jobs=True)
