"""The disk for files runs full while people upload, import and print, and is freed again."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import frappe

from config.setup.paths import SITES, TEST_SITE
from tests.faults.disk_jobs import Jobs
from tests.faults.outcome import Outcome
from tests.faults.person import Person, Refused
from tests.faults.running import Bench, on_site, set_config
from tests.faults.visits import OF_DAY, Phone, plan
from zhilian_app.demo.constants import PASSWORD
from zhilian_app.disk import SETTING

FILES = SITES / TEST_SITE / "private" / "files"
RESERVED_MB, ROOM_MB, UPLOAD_MB = 4, 6, 3
FULL = "服务器磁盘已满"
MB = 1024 * 1024


def run(bench: Bench) -> Iterator[Outcome]:
    """Fill the disk, look what is refused and how, free it, and look again."""
    outcome = Outcome("磁盘满 · the disk for files is full")
    person = Person(bench.url, "lianluo1", PASSWORD, TEST_SITE).sign_in()
    jobs = Jobs(Person(bench.url, "zuzhiban", PASSWORD, TEST_SITE).sign_in())
    with _small_disk() as real, _setting(**{SETTING: RESERVED_MB if real else 10**9}):
        outcome.notes = (
            f"a disk of its own of {ROOM_MB} MB left" if real else "not root: by the reserve alone"
        )
        filler = FILES / "filler"
        if real:
            filler.write_bytes(b"\0" * (shutil.disk_usage(FILES).free - (RESERVED_MB + 1) * MB))
        before = _rows(), _on_disk()
        _refused(outcome, person, "upload")
        if (_rows(), _on_disk()) != before:
            outcome.double += 1
            outcome.wrong.append("a refused file left something behind")
        outcome.acknowledged += _visit(outcome, bench)
        if real:
            # not even a small file has room
            filler.write_bytes(b"\0" * (filler.stat().st_size + 2 * MB))
        jobs.refused(outcome, FULL, lambda: (_rows(), _on_disk()))
        filler.unlink(missing_ok=True)
        if not real:
            set_config(**{SETTING: RESERVED_MB})
        freed = time.monotonic()
        outcome.acknowledged += _accepted(outcome, person)
        outcome.recovery = time.monotonic() - freed
        jobs.accepted(outcome)
    yield outcome


def _refused(outcome: Outcome, person: Person, what: str) -> None:
    try:
        _upload(person)
        outcome.wrong.append(f"{what}: taken, though the disk is full")
    except Refused as refusal:
        if FULL not in refusal.words:
            outcome.wrong.append(f"{what}: {refusal}"[:200])


def _accepted(outcome: Outcome, person: Person) -> int:
    try:
        url = _upload(person)
    except Refused as refusal:
        outcome.lost += 1
        outcome.wrong.append(f"after the disk was freed: {refusal}"[:200])
        return 0
    with on_site():
        name = frappe.db.get_value("File", {"file_url": url})
        size = Path(frappe.get_doc("File", name).get_full_path()).stat().st_size
    outcome.lost += int(size != UPLOAD_MB * MB)
    return 1


def _upload(person: Person) -> str:
    content = bytes([date.today().day]) * (UPLOAD_MB * MB)
    sent = person.ask("upload_file", files={"file": ("现场照片.jpg.bin", content)}, is_private="1")
    return sent["message"]["file_url"]


def _visit(outcome: Outcome, bench: Bench) -> int:
    """Words need no file: a visit is saved all the same."""
    (visit, *_others) = plan(seed=7, count=61)
    user = "lianluo1" if "田头" in _station(visit.household) else "lianluo2"
    phone = Phone(Person(bench.url, user, PASSWORD, TEST_SITE).sign_in())
    phone.save(visit)
    rows = phone.person.ask(OF_DAY, household=visit.household, visit_date=str(visit.day))["message"]
    count = sum(row["content"] == visit.content for row in rows)
    outcome.lost += int(count == 0)
    outcome.double += max(count - 1, 0)
    return 1


def _station(household: str) -> str:
    with on_site():
        return frappe.db.get_value("Household", household, "station")


def _rows() -> int:
    with on_site():
        return frappe.db.count("File")


def _on_disk() -> list[str]:
    return sorted(file.name for file in FILES.iterdir())


@contextmanager
def _small_disk() -> Iterator[bool]:
    """A small disk in the place of the folder, with what is in it; False where only root may do that."""
    kept = FILES.with_name("files.kept")
    used = sum(file.stat().st_size for file in FILES.rglob("*") if file.is_file()) // MB + 1
    size = f"size={used + RESERVED_MB + ROOM_MB + 4}m"
    FILES.rename(kept)
    FILES.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", FILES], check=False, capture_output=True
    )
    real = done.returncode == 0
    if not real:
        FILES.rmdir()
        kept.rename(FILES)
    try:
        if real:
            shutil.copytree(kept, FILES, dirs_exist_ok=True)
        yield real
    finally:
        if real:
            shutil.copytree(FILES, kept, dirs_exist_ok=True)
            subprocess.run(["umount", FILES], check=True)
            FILES.rmdir()
            kept.rename(FILES)


@contextmanager
def _setting(**values: object) -> Iterator[None]:
    set_config(**values)
    try:
        yield
    finally:
        set_config(**dict.fromkeys(values))
