"""The small parts of the set-up: ports, fingerprints, lock files, site repair, processes."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.setup import bench_config, python_env, serve, site, system
from config.setup.paths import ROOT
from config.setup.state import Done, fingerprint_of
from config.setup.steps import SetupError, run


class TestPorts:
    def test_a_free_one_is_kept(self):
        assert bench_config.choose_port(8000, set(), free=lambda port: True) == 8000

    def test_the_next_free_one_is_taken(self):
        assert bench_config.choose_port(8000, {8001}, free=lambda port: port != 8000) == 8002

    @given(st.sets(st.integers(8000, 8050)), st.sets(st.integers(8000, 8050)))
    def test_never_one_that_is_taken(self, named, busy):
        port = bench_config.choose_port(8000, named, free=lambda port: port not in busy)
        assert port not in named | busy

    def test_none_free_is_said(self):
        with pytest.raises(OSError, match="no free port"):
            bench_config.choose_port(8000, set(), free=lambda port: False, tries=3)

    @pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
    def test_a_listening_server_is_noticed(self, address):
        with socket.create_server((address, 0)) as server:
            assert not bench_config.is_free(server.getsockname()[1])

    def test_port_of_an_address(self):
        assert bench_config.port_of("redis://127.0.0.1:13000") == 13000
        assert bench_config.port_of("redis://127.0.0.1:11000/0") == 11000


class TestFingerprints:
    def test_content_and_names_matter(self, tmp_path: Path):
        file = tmp_path / "app" / "hooks.py"
        file.parent.mkdir()
        file.write_text("a")
        first = fingerprint_of([file.parent])
        file.write_text("b")
        second = fingerprint_of([file.parent])
        file.rename(file.with_name("other.py"))
        assert len({first, second, fingerprint_of([file.parent])}) == 3

    def test_leftovers_do_not(self, tmp_path: Path):
        (tmp_path / "hooks.py").write_text("a")
        before = fingerprint_of([tmp_path])
        for path in ("__pycache__/a.pyc", "node_modules/x/i.js", "public/dist/a.js", "hooks.py~"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text("x")
        (tmp_path / "public" / "node_modules").symlink_to(tmp_path / "nowhere")
        assert fingerprint_of([tmp_path]) == before

    def test_a_missing_file_differs_from_an_empty_one(self, tmp_path: Path):
        missing = fingerprint_of([tmp_path / "lock"])
        (tmp_path / "lock").touch()
        assert fingerprint_of([tmp_path / "lock"]) != missing

    def test_a_step_counts_as_done_only_when_it_was_finished(self, tmp_path: Path):
        done = Done(tmp_path / "state" / "step.json")
        assert not done.is_at("1")
        done.set("1")
        assert Done(done.file).is_at("1")
        assert not done.is_at("2")
        done.forget()
        assert not done.is_at("1")

    def test_a_memory_cut_off_by_a_power_failure_is_none(self, tmp_path: Path):
        done = Done(tmp_path / "step.json")
        done.file.write_text('{"finger')
        assert not done.is_at("1")


class TestLocks:
    LOCKS = ("requirements.txt", "requirements-dev.txt", "config/frappe/requirements.txt")
    NPM_LOCKS = ("config/frappe/root/package-lock.json", "config/lint/package-lock.json")

    @pytest.mark.parametrize("name", LOCKS)
    def test_every_python_package_is_pinned_with_hashes(self, name):
        text = (ROOT / name).read_text()
        entries = re.findall(r"^[A-Za-z0-9].*(?:\n[ \t]+.*)*", text, re.MULTILINE)
        assert entries
        assert [entry for entry in entries if "==" not in entry or "--hash=" not in entry] == []

    @pytest.mark.parametrize("name", NPM_LOCKS)
    def test_every_npm_package_is_pinned_with_its_hash(self, name):
        packages = json.loads((ROOT / name).read_text())["packages"]
        loose = [path for path, entry in packages.items() if path and "integrity" not in entry]
        assert loose == []

    @pytest.mark.parametrize("name", [*LOCKS, *NPM_LOCKS])
    def test_no_address_of_a_registry(self, name):
        # offices have mirrors of their own; "funding" entries are the packages' home pages
        text = re.sub(r'"url": "[^"]*"|"funding": "[^"]*"', "", (ROOT / name).read_text())
        assert re.findall(r"https?://\S+", text) == []

    def test_select_takes_whole_entries(self):
        lock = "Wheel==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nwheelhouse==2 \\\n    --hash=x\n"
        assert python_env.select(lock, ("wheel",)) == lock.partition("wheelhouse")[0]

    def test_build_tools_are_in_the_lock(self):
        chosen = python_env.select(python_env.LOCK.read_text(), python_env.BUILD_TOOLS)
        assert chosen.count("==") == len(python_env.BUILD_TOOLS)


class TestCommands:
    def test_the_output_of_a_failure_is_shown(self):
        with pytest.raises(SetupError, match="(?s)what it was for.*no such thing"):
            run(["sh", "-c", "echo no such thing; exit 3"], failure="what it was for")

    def test_without_root_the_one_line_is_said(self, monkeypatch):
        monkeypatch.setattr(system.os, "getuid", lambda: 1000)
        monkeypatch.setattr(system, "missing", lambda names: ["chromium", "mariadb-server"])
        monkeypatch.setattr(
            system.shutil, "which", lambda name: name if name == "apt-get" else None
        )
        with pytest.raises(SetupError, match=r"apt-get install .* chromium mariadb-server"):
            system.install(["chromium", "mariadb-server"])

    def test_every_process_of_the_procfile_is_known(self):
        roles = serve._roles()
        commands = serve.processes()
        assert set(commands) == set(roles)
        assert all(words[-2:] == ["become", name] for name, words in commands.items())


class TestSites:
    @pytest.fixture
    def bench(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(site, "SITES", tmp_path / "sites")
        monkeypatch.setattr(site, "STATE", tmp_path / "state")
        folder = tmp_path / "sites" / "a.localhost"
        folder.mkdir(parents=True)
        (folder / "site_config.json").write_text("{}")
        (tmp_path / "state").mkdir()
        return tmp_path

    def test_a_site_somebody_else_made_counts(self, bench):
        assert site.exists("a.localhost")

    def test_a_half_made_one_does_not(self, bench):
        (bench / "state" / "a.localhost.making").touch()
        assert not site.exists("a.localhost")

    def test_a_folder_alone_is_no_site(self, bench):
        (bench / "sites" / "b.localhost").mkdir()
        assert not site.exists("b.localhost")
