"""Jobs that write files while the disk is full: they say so, leave nothing, and do it once there is room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import frappe

from tests.faults.jobs import (
    BULLETIN,
    IMPORT,
    answered,
    bulletins_to_freeze,
    wait_for_end,
)
from tests.faults.outcome import Outcome
from tests.faults.person import Person
from tests.faults.running import on_site
from zhilian_app.visits.importing.testing import register_book, row

# the kinds of files of a bulletin
PAPERS = 3
NOWHERE = "没有这个村"


class Jobs:
    """An import with a row that goes into a file of those not taken, and a bulletin that is frozen and printed."""

    def __init__(self, person: Person) -> None:
        """Upload the import's file while there is room."""
        self.person = person
        book = register_book([row(990_001, (NOWHERE,))], date.today().year)
        sent = person.ask("upload_file", files={"file": ("满盘.xlsx", book)}, is_private="1")
        values = {"year": date.today().year, "file": sent["message"]["file_url"]}
        doc = {"doctype": "Register Import", **values}
        self.register = person.ask("frappe.client.insert", doc=doc)["message"]["name"]
        (self.bulletin,) = bulletins_to_freeze(1)

    def run(self) -> dict[str, tuple[str, str]]:
        """Have both done; how each ended, and what it says."""
        self._run(f"{IMPORT}.preview", f"{IMPORT}.state", self.register)
        self._run(f"{BULLETIN}.freeze", f"{BULLETIN}.build_state", self.bulletin)
        with on_site():
            return {
                "import": _ended("Register Import", self.register, "status", "message"),
                "bulletin": _ended(
                    "Monthly Bulletin", self.bulletin, "build_status", "build_error"
                ),
            }

    def _run(self, begin: str, look: str, name: str) -> None:
        answered(lambda: self.person.ask(begin, name=name))
        wait_for_end(self.person, look, name, {"Previewed", "Ready", "Failed"}, "status")

    def refused(self, outcome: Outcome, full: str, left: Callable[[], object]) -> None:
        """The disk is full: both say so; ``left`` is the same after as before."""
        before = left()
        for what, (status, words) in self.run().items():
            if status != "Failed" or full not in words:
                outcome.wrong.append(f"{what} on the full disk: {status} {words}"[:200])
        with on_site():
            frozen = frappe.db.get_value("Monthly Bulletin", self.bulletin, "frozen")
        if frozen or left() != before:
            outcome.wrong.append("a job on the full disk left something behind")

    def accepted(self, outcome: Outcome) -> None:
        """There is room: both go through, with all their files."""
        for what, (status, words) in self.run().items():
            outcome.acknowledged += 1
            if status == "Failed":
                outcome.lost += 1
                outcome.wrong.append(f"{what}, after the disk was freed: {words}"[:200])
        with on_site():
            papers = frappe.db.count("File", {"attached_to_name": self.bulletin})
            rejects = frappe.db.get_value("Register Import", self.register, "rejects_file")
        if papers != PAPERS or not rejects:
            outcome.wrong.append(f"{papers} of {PAPERS} papers; rows not taken: {rejects}")


def _ended(doctype: str, name: str, *fields: str) -> tuple[str, str]:
    status, words = frappe.db.get_value(doctype, name, fields)
    return status, words or ""
