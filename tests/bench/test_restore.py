"""Restoring Frappe: names put back, the proof, and what interrupted or changed copies lead to."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.frappe import restore
from config.setup.paths import FRAPPE

PACKAGED = {
    "criscostack/__init__.py": b'__title__ = "Criscostack"\n',
    "criscostack/.DS_Store": b"\0\0junk",
    "criscostack/utils/brik_helper.py": b"import criscostack\nCRISCOSTACK = 1\n",
    "criscostack/public/js/criscostack/desk.js": "criscostack.msg = '用 Criscoerp';\n".encode(),
    "criscostack/public/images/logo.png": b"\x89PNG\0criscostack",
    "criscostack/core/README.md": b"Crisco core\n\n",
    "criscostack/translations/de.csv": b"the repackager's own\n",
    "criscostack-1.0.0.dist-info/METADATA": b"Name: criscostack\n",
}
RESTORED = {
    "__init__.py": b'__title__ = "Frappe"\n',
    "utils/bench_helper.py": b"import frappe\nFRAPPE = 1\n",
    "public/js/frappe/desk.js": "frappe.msg = '用 ERPNext';\n".encode(),
    "public/images/logo.png": b"\x89PNG\0criscostack",
    "core/README.md": b"Frappe core\n",
    "translations/de.csv": b"the repackager's own\n",
}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    file = tmp_path / "criscostack-1.0.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in PACKAGED.items():
            archive.writestr(name, content)
    return file


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where to restore to; the expected proof is that of the small wheel."""
    proven = {path: content for path, content in RESTORED.items() if not path.endswith(".csv")}
    blobs = {path: restore.blob_sha1(content) for path, content in proven.items()}
    monkeypatch.setattr(restore, "PROVEN_DIGEST", restore.proof(blobs))
    monkeypatch.setattr(restore, "PROVEN_FILES", len(blobs))
    return tmp_path / "apps" / "frappe"


def contents(package: Path) -> dict[str, bytes]:
    files = (file for file in package.rglob("*") if file.is_file())
    return {file.relative_to(package).as_posix(): file.read_bytes() for file in files}


def test_names_come_back_in_texts_and_paths_and_pictures_stay(wheel, app):
    restore.restore(wheel, app)
    assert contents(app / "frappe") == RESTORED
    assert (app / "pyproject.toml").is_file()
    assert (app / "socketio.js").is_file()
    restore.check(app)


@given(st.text())
def test_what_upstream_never_wrote_is_gone(text):
    back = restore.original_name(text + "Criscostack" + text)
    assert "criscostack" not in back.lower().replace("\u0130", "")


def test_blob_ids_are_those_of_git(tmp_path):
    file = tmp_path / "a file"
    file.write_bytes("民情\r\n\0".encode())
    by_git = subprocess.run(
        ["git", "hash-object", "--no-filters", file], capture_output=True, text=True, check=True
    )
    assert restore.blob_sha1(file.read_bytes()) == by_git.stdout.strip()


@pytest.mark.parametrize(
    "harm",
    [
        lambda package: (package / "__init__.py").write_text("changed"),
        lambda package: (package / "utils/bench_helper.py").unlink(),
        lambda package: (package / "added.py").write_text(""),
        lambda package: (package / "core/README.md").write_bytes(b""),
    ],
    ids=["changed", "removed", "added", "emptied by a power cut"],
)
def test_a_changed_source_is_refused_and_named(wheel, app, harm):
    restore.restore(wheel, app)
    harm(app / "frappe")
    with pytest.raises(restore.RestoreError) as refusal:
        restore.check(app)
    changed = {"__init__.py", "utils/bench_helper.py", "added.py", "core/README.md"}
    assert sum(path in str(refusal.value) for path in changed) == 1
    assert "make run" in str(refusal.value)


def test_what_running_leaves_between_the_sources_is_no_change(wheel, app):
    restore.restore(wheel, app)
    for path in ("__pycache__/x.cpython-311.pyc", "public/dist/js/desk.bundle.ABCDEFGH.js"):
        (app / "frappe" / path).parent.mkdir(parents=True, exist_ok=True)
        (app / "frappe" / path).write_text("made")
    (app / "frappe" / "translations" / "de.csv").write_text("outside the proof")
    (app / "frappe" / "public" / "node_modules").symlink_to(app / "node_modules")  # not there yet
    restore.check(app)


def test_another_wheel_is_refused_and_leaves_nothing(wheel, app, monkeypatch):
    monkeypatch.setattr(restore, "PROVEN_DIGEST", "0" * 64)
    with pytest.raises(restore.RestoreError):
        restore.restore(wheel, app)
    assert list(app.parent.iterdir()) == []


def test_an_interrupted_restore_is_no_restore(wheel, app, monkeypatch):
    def power_cut(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(restore, "copy_own_files", power_cut)
        restore.restore(wheel, app)
    assert not app.exists()
    restore.restore(wheel, app)
    assert [folder.name for folder in app.parent.iterdir()] == ["frappe"]


def test_own_files_follow_the_repository(wheel, app):
    restore.restore(wheel, app)
    assert restore.copy_own_files(app) == []
    (app / "socketio.js").write_text("old")
    assert restore.copy_own_files(app) == ["socketio.js"]


def test_a_checkout_made_by_hand_is_not_ours(tmp_path):
    (tmp_path / "frappe" / ".git").mkdir(parents=True)
    assert not restore.is_ours(tmp_path / "frappe")


@pytest.mark.skipif(not restore.is_ours(FRAPPE), reason="apps/frappe is a checkout made by hand")
def test_the_frappe_that_these_tests_run_on_is_upstreams():
    blobs = restore.proven_blobs(FRAPPE / "frappe")
    assert len(blobs) == 2884
    assert restore.proof(blobs) == restore.PROVEN_DIGEST
    assert all((FRAPPE / "frappe" / path).is_file() for path in restore.NOT_UPSTREAM)
