"""Services that were killed come back by themselves, and a reason that lasts is told once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.setup import bench_config, lease, serve, services
from config.setup.steps import SetupError


@pytest.fixture
def own_redis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[services.Redis]:
    """A Redis of the test's own: nobody else's is killed."""
    redis = services.Redis("redis_cache", "16mb", "allkeys-lru", persistent=False)
    config = {
        **bench_config.load(),
        "redis_cache": f"redis://127.0.0.1:{bench_config.choose_port(18700, set())}",
    }
    monkeypatch.setattr(services, "SERVICES", tmp_path)
    monkeypatch.setattr(lease, "SERVICES", tmp_path)
    monkeypatch.setattr(services, "REDIS", (redis,))
    monkeypatch.setattr(services, "_pid_files", lambda: [redis.pid_file])
    monkeypatch.setattr(services, "_start_mariadb", lambda: None)
    monkeypatch.setattr(bench_config, "load", lambda: config)
    monkeypatch.setattr(bench_config, "save", config.update)
    services.start()
    yield redis
    services._end(redis.pid_file, within=10)


def test_a_killed_service_is_started_again(own_redis):
    keeper = serve.Services()
    assert keeper.watch()
    killed = services._server_pid(own_redis.pid_file)
    os.kill(killed, signal.SIGKILL)
    while services._is_alive(killed):
        pass
    assert services.gone() == ["redis_cache"]
    assert keeper.watch()
    assert services._server_pid(own_redis.pid_file) not in (None, killed)
    assert services.running()["redis_cache"]


def test_what_keeps_a_service_from_starting_is_told_once_and_tried_again(monkeypatch, capsys):
    tries = []

    def refuse() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise SetupError("no space left / 磁盘已满")

    monkeypatch.setattr(services, "gone", lambda: ["mariadb"])
    monkeypatch.setattr(services, "start", refuse)
    keeper = serve.Services()
    assert not keeper.watch()
    assert not keeper.watch()
    assert len(tries) == 1, "it is not tried without a pause"
    keeper.again_at = 0
    assert not keeper.watch()
    keeper.again_at = 0
    assert keeper.watch()
    assert capsys.readouterr().err.count("磁盘已满") == 1
