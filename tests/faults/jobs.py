"""Register imports and bulletins in the making, each with every process killed while its job is at work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date

import frappe

from config.setup.paths import TEST_SITE
from tests.faults.outcome import Outcome
from tests.faults.person import NoAnswer, Person, Refused
from tests.faults.running import BACK_WITHIN, VICTIMS, Bench, on_site, wait_for
from zhilian_app.demo.constants import PASSWORD
from zhilian_app.visits.importing.testing import register_book, row

ROWS = 800
IMPORT = "zhilian_app.visits.doctype.register_import.register_import"
BULLETIN = "zhilian_app.filings.bulletin_api"
STATIONS = ("田头社区", "长沙村", "冲金村", "护岭村", "磅礴村", "铜鼓村")
LOOK_EVERY = 0.5  # seconds; the pages ask every two
# what has no part in a job that is at work
PARTLESS = ("web worker", "schedule")


def run(bench: Bench) -> Iterator[Outcome]:
    """One import and one bulletin for each process that is killed."""
    person = Person(bench.url, "zuzhiban", PASSWORD, TEST_SITE).sign_in()
    for outcomes in (_imports(bench, person), _bulletins(bench, person)):
        yield from outcomes


def victims() -> list[str]:
    """Who is killed while a job is at work."""
    return [victim for victim in VICTIMS if victim not in PARTLESS]


def answered(call: Callable[[], dict], within: float = BACK_WITHIN) -> dict:
    """Ask until it is answered: a page that looks again and again."""
    deadline = time.monotonic() + within
    while True:
        try:
            return call()
        except (NoAnswer, Refused):
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_EVERY)


# --- imports ---------------------------------------------------------------------------------


def _imports(bench: Bench, person: Person) -> Iterator[Outcome]:
    outcome = Outcome("登记册导入 · register imports, each process killed", recovery=0.0)
    slowest = []
    for at, victim in enumerate(victims()):
        first = 1_000_000 + (int(time.time()) % 8000 + at) * 1000
        before = _register_size()
        seconds, status, message = _import(bench, person, victim, first)
        outcome.acknowledged += 1
        got = _register_size() - before
        outcome.lost += int(got < ROWS)
        outcome.double += int(got > ROWS)
        if status != "Finished" or got != ROWS:
            outcome.wrong.append(f"{victim}: {status} {message or ''}, {got} of {ROWS} rows")
        slowest.append((seconds, victim))
        outcome.recovery = max(outcome.recovery, seconds)
    outcome.notes = f"{ROWS} rows each; " + ", ".join(f"{who} {s:.0f}" for s, who in slowest)
    from tests.faults.visits import counters_that_differ

    outcome.wrong += counters_that_differ()
    yield outcome


def _import(bench: Bench, person: Person, victim: str, first: int) -> tuple[float, str, str]:
    """Import a file as the page does, kill in the midst; seconds from the kill to the end, and how it ended."""
    book = register_book((row(n, STATIONS) for n in range(first, first + ROWS)), date.today().year)
    sent = answered(
        lambda: person.ask("upload_file", files={"file": (f"{first}.xlsx", book)}, is_private="1")
    )
    doc = {
        "doctype": "Register Import",
        "year": date.today().year,
        "file": sent["message"]["file_url"],
    }
    name = answered(lambda: person.ask("frappe.client.insert", doc=doc))["message"]["name"]
    answered(lambda: person.ask(f"{IMPORT}.preview", name=name))
    wait_for_end(person, f"{IMPORT}.state", name, {"Previewed", "Failed"}, "status")
    person.ask(f"{IMPORT}.confirm", name=name)
    wait_for(lambda: _begun(f"register-import-{name}"), "the import to begin")
    time.sleep(0.5)
    killed, pid = time.monotonic(), bench.kill(victim)
    bench.wait_back(victim, pid)
    state = wait_for_end(person, f"{IMPORT}.state", name, {"Finished", "Failed"}, "status")
    return time.monotonic() - killed, state["status"], state["message"]


def _register_size() -> int:
    with on_site():
        return frappe.db.count("Key Visit Entry")


def _begun(job_id: str) -> bool:
    from zhilian_app import lost_jobs

    with on_site():
        job = lost_jobs.get_job(job_id)
        return bool(job) and job.get_status() == "started"


def wait_for_end(person: Person, method: str, name: str, ends: set[str], field: str) -> dict:
    """Look at the state as the page does until it is one of ``ends``."""
    deadline = time.monotonic() + 2 * BACK_WITHIN
    while True:
        state = answered(lambda: person.ask(method, name=name))["message"]
        if state[field] in ends or time.monotonic() > deadline:
            return state
        time.sleep(LOOK_EVERY)


# --- bulletins -------------------------------------------------------------------------------


def _bulletins(bench: Bench, person: Person) -> Iterator[Outcome]:
    from zhilian_app.filings import bulletin_rules

    outcome = Outcome("月通报定稿 · bulletins, each process killed", recovery=0.0)
    slowest = []
    for victim, name in zip(victims(), bulletins_to_freeze(len(victims())), strict=True):
        answered(lambda name=name: person.ask(f"{BULLETIN}.freeze", name=name))
        wait_for(lambda name=name: _begun(f"monthly-bulletin-{name}"), "the bulletin to begin")
        time.sleep(0.5)
        killed, pid = time.monotonic(), bench.kill(victim)
        bench.wait_back(victim, pid)
        wait_for_end(person, f"{BULLETIN}.build_state", name, {"Ready", "Failed"}, "status")
        seconds = time.monotonic() - killed
        outcome.acknowledged += 1
        with on_site():
            doc = frappe.get_doc("Monthly Bulletin", name)
            files = frappe.get_all("File", {"attached_to_name": name}, pluck="file_url")
        if not doc.frozen or not bulletin_rules.is_intact(doc.content, doc.content_hash):
            outcome.lost += 1
            outcome.wrong.append(f"{victim}: {doc.build_status} {doc.build_error or ''}")
        outcome.double += int(len(files) > 3)
        if len(files) < 3:
            outcome.wrong.append(f"{victim}: {len(files)} files of 3")
        slowest.append((seconds, victim))
        outcome.recovery = max(outcome.recovery, seconds)
    outcome.notes = "PDF, docx, xlsx; " + ", ".join(f"{who} {s:.0f}" for s, who in slowest)
    yield outcome


def bulletins_to_freeze(count: int) -> list[str]:
    """Bulletins of months that are over and have none yet."""
    from zhilian_app import calendar
    from zhilian_app.demo.constants import TOWN

    names, month = [], calendar.month_start(date.today())
    with on_site():
        while len(names) < count:
            month = calendar.previous_month(month)
            known = frappe.db.get_value(
                "Monthly Bulletin", {"town": TOWN, "month": month}, ["name", "frozen"]
            )
            if not known:
                doc = frappe.get_doc({"doctype": "Monthly Bulletin", "town": TOWN, "month": month})
                names.append(doc.insert().name)
            elif not known[1]:
                names.append(known[0])
        frappe.db.commit()
    return names
