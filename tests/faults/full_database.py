"""The disk of the database runs full while people write, and is freed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date

import frappe
import requests

from config.setup.paths import TEST_SITE
from tests.faults.jobs import IMPORT, STATIONS, wait_for_end
from tests.faults.outcome import Outcome
from tests.faults.person import PATIENCE, NoAnswer, Person, Refused
from tests.faults.running import Bench, on_site, set_config
from tests.faults.small_database import SmallDatabase, small_database
from tests.faults.visits import SAVE, VISIT, WRITERS, Visit, counters_that_differ, plan
from zhilian_app.demo.constants import PASSWORD
from zhilian_app.disk import DATABASE_SETTING, MB, RESERVED_FOR_DATABASE_MB
from zhilian_app.visits.importing.testing import register_book, row

ISSUE = "Ledger Issue"
FULL = "服务器磁盘已满"
# an account of a visit that takes half a page of the database, so that few of them need more of the disk
LONG = "家中平安,反映路灯不亮。" * 160
MOST_VISITS = 300
MORE_MB = 1  # so that some are saved
# what the database's own tables have left within them
DIRECT_VISITS = 300
# the plan has some second visits of a day besides; they are left out here
PLANNED = MOST_VISITS + 60
# pages, each with what stands on it alone
PAGES = {"app": "frappe.boot", "login": "login_email"}
ROWS = 800
FIRST_ROW = 970_000


def run(bench: Bench) -> Iterator[Outcome]:
    """Fill the disk, look what is refused and how, and what goes on; free it, and look again."""
    outcome = Outcome("数据库磁盘满 · the disk of the database is full")
    with small_database() as disk:
        if disk is None:
            outcome.notes = "nothing was tried: only root may make a disk of its own"
        else:
            _full_and_free(_Office(bench, outcome), disk)
    yield outcome


def _full_and_free(office: _Office, disk: SmallDatabase) -> None:
    """The disk runs low, is full to the last block, is full without the app looking at it, and is free again."""
    office.register_previewed()
    disk.fill((RESERVED_FOR_DATABASE_MB + MORE_MB) * MB)
    refused = office.visits_until_refused()
    office.finds_it_full("low", "confirm")
    office.sign_in_again()
    disk.fill()
    office.finds_it_full("full", "preview")
    office.nothing_half_done(refused)
    set_config(**{DATABASE_SETTING: 0})
    office.refused_by_the_database(disk)
    ended_itself = not disk.alive()
    disk.free()
    freed = time.monotonic()
    if ended_itself:
        disk.start()
    set_config(**{DATABASE_SETTING: None})
    office.visit_again(refused)
    office.outcome.recovery = time.monotonic() - freed
    office.issue()
    office.register_imported()
    office.all_there()
    office.outcome.notes = _notes(office, ended_itself)


def _notes(office: _Office, ended_itself: bool) -> str:
    """What was done, and how the server itself took the full disk."""
    server = "ended itself and was started again" if ended_itself else "stayed up"
    unread = f"; told while reading: {', '.join(office.unread)}" if office.unread else ""
    return f"{len(office.saved)} visits, issue, import; MariaDB {server}{unread}"


class _Office:
    """People of an office at work, and what they have been told is saved."""

    def __init__(self, bench: Bench, outcome: Outcome) -> None:
        self.bench, self.outcome = bench, outcome
        self.people = {
            name: Person(bench.url, name, PASSWORD, TEST_SITE).sign_in()
            for name in (*WRITERS, "zuzhiban")
        }
        self.at_pages = Person(bench.url, WRITERS[0], PASSWORD, TEST_SITE).sign_in()
        self.stranger = Person(bench.url, "", "", TEST_SITE)
        self.stranger.session.headers["Host"] = TEST_SITE
        self.todo = [visit for visit in plan(seed=11, count=PLANNED) if not visit.second]
        self.saved: list[Visit] = []
        self.unread: list[str] = []
        self.rows = self.issues = 0

    # --- what people do ----------------------------------------------------------------------

    def save(self, visit: Visit) -> None:
        """Save a visit as the form does, once."""
        doc = {
            "doctype": VISIT, "__islocal": 1, "name": f"new-household-visit-{visit.number}",
            "household": visit.household, "visit_date": str(visit.day),
            "content": visit.content + LONG,
        }  # fmt: skip
        visit.name = self.writer(visit).ask(SAVE, doc=doc, action="Save")["docs"][0]["name"]
        self.saved.append(visit)
        self.todo.remove(visit)

    def writer(self, visit: Visit) -> Person:
        """Who is of the household's station."""
        with on_site():
            station = frappe.db.get_value("Household", visit.household, "station")
        return self.people[WRITERS[0] if "田头" in station else WRITERS[1]]

    def own_visit(self) -> str:
        """A visit that the first of the writers may read."""
        first = self.people[WRITERS[0]]
        return next(visit.name for visit in self.saved if self.writer(visit) is first)

    def visits_until_refused(self) -> Visit:
        """Save visits until there is no room for one more; that one."""
        while self.todo:
            try:
                self.save(self.todo[0])
            except (Refused, NoAnswer) as refusal:
                self._check_words("a visit", refusal)
                return self.todo[0]
        raise RuntimeError(f"{len(self.saved)} visits found room on the full disk")

    def finds_it_full(self, when: str, act: str) -> None:
        """Write by all doors and be refused, and read; ``act``: what is asked of the import."""
        self.said(f"a visit, disk {when}", lambda: self.save(self.todo[0]))
        self.said(f"an issue, disk {when}", self.issue)
        self.said(f"a comment, disk {when}", self.comment)
        self.reads(when)
        status, words = self.imported(act)
        if status != "Failed" or FULL not in (words or ""):
            self.outcome.wrong.append(f"import, {act}, disk {when}: {status} {words}"[:300])

    def refused_by_the_database(self, disk: SmallDatabase) -> None:
        """Save until the database itself has no room, as with one on another machine."""
        for visit in self.todo[:DIRECT_VISITS]:
            try:
                self.save(visit)
            except (Refused, NoAnswer) as refusal:
                # one that ends itself takes a moment for it
                time.sleep(2)
                if disk.alive():
                    self._check_words("a visit that the database refused", refusal)
                return
        self.outcome.wrong.append(f"{DIRECT_VISITS} visits found room on the full disk")

    def visit_again(self, visit: Visit) -> None:
        """The visit that was refused, by the same button."""
        try:
            self.save(visit)
        except (Refused, NoAnswer) as refusal:
            self.outcome.wrong.append(f"a visit, after the disk was freed: {refusal}"[:200])

    def issue(self) -> None:
        """Register an issue."""
        station = "赤溪镇-田头社区"
        doc = {
            "doctype": ISSUE, "__islocal": 1, "name": "new-ledger-issue-1", "station": station,
            "content": LONG, "issue_kind": "Other", "raised_on": str(date.today()),
        }  # fmt: skip
        self.people[WRITERS[0]].ask(SAVE, doc=doc, action="Save")
        self.issues += 1

    def sign_in_again(self) -> None:
        """Sign in on another device."""
        other = Person(self.bench.url, WRITERS[0], PASSWORD, TEST_SITE)
        other.session.headers.update({"Host": TEST_SITE, "Accept-Language": "zh-CN"})
        other.ask("login", usr=other.user, pwd=other.password)

    def comment(self) -> None:
        """Write a comment below a visit."""
        self.people[WRITERS[0]].ask(
            "frappe.desk.form.utils.add_comment",
            reference_doctype=VISIT,
            reference_name=self.own_visit(),
            content=LONG,
            comment_email=WRITERS[0],
            comment_by=WRITERS[0],
        )

    def said(self, what: str, act: Callable[[], None]) -> None:
        """Do what finds no room, and look at what the person is told."""
        try:
            act()
        except (Refused, NoAnswer) as refusal:
            self._check_words(what, refusal)
        else:
            self.outcome.wrong.append(f"{what}: taken")

    def _check_words(self, what: str, refusal: Refused | NoAnswer) -> None:
        words = getattr(refusal, "words", "")
        if FULL not in words or getattr(refusal, "traceback", ""):
            self.outcome.wrong.append(f"{what}: {refusal}"[:300])

    # --- reading -----------------------------------------------------------------------------

    def reads(self, when: str) -> None:
        """Lists, forms and pages are there as ever; on a disk without a free block one may be told of it."""
        person, name = self.people[WRITERS[0]], self.own_visit()
        asked = {
            "a list": ("frappe.desk.reportview.get", {
                "doctype": VISIT, "fields": ["name", "content"], "order_by": "visit_date desc",
                "page_length": 20,
            }),
            "a form": ("frappe.desk.form.load.getdoc", {"doctype": VISIT, "name": name}),
            "households due": ("zhilian_app.visits.api.households_due", {}),
        }  # fmt: skip
        for what, (method, values) in asked.items():
            try:
                person.ask(method, **values)
            except (Refused, NoAnswer) as refusal:
                self._unread(f"{what}, disk {when}", refusal, when)
        for path, mark in PAGES.items():
            text = self._page(path)
            if mark not in text:
                self._unread(f"/{path}, disk {when}", Refused("page", text), when)

    def _unread(self, what: str, refusal: Refused | NoAnswer, when: str) -> None:
        """A table that the database makes to answer has no room on a disk without a free block; else all is read."""
        if when == "full":
            self._check_words(what, refusal)
            self.unread.append(what)
        else:
            self.outcome.wrong.append(f"{what}: {refusal}"[:300])

    def _page(self, path: str) -> str:
        # opened anew in a second window, whose forms are sent with a token of their own
        session = self.stranger.session if path == "login" else self.at_pages.session
        try:
            return session.get(f"{self.bench.url}/{path}", timeout=PATIENCE).text
        except requests.RequestException as error:
            return type(error).__name__

    # --- the import --------------------------------------------------------------------------

    def register_previewed(self) -> None:
        """Upload a register and look at the preview."""
        person = self.people["zuzhiban"]
        numbers = range(FIRST_ROW, FIRST_ROW + ROWS)
        book = register_book((row(number, STATIONS) for number in numbers), date.today().year)
        sent = person.ask("upload_file", files={"file": ("满盘.xlsx", book)}, is_private="1")
        values = {"year": date.today().year, "file": sent["message"]["file_url"]}
        doc = {"doctype": "Register Import", **values}
        self.register = person.ask("frappe.client.insert", doc=doc)["message"]["name"]
        status, words = self.imported("preview")
        if status != "Previewed":
            raise RuntimeError(f"the preview: {status} {words}")
        self.rows = _register_size()

    def imported(self, act: str) -> tuple[str, str]:
        """Preview or confirm; how it ended, and what it says."""
        person = self.people["zuzhiban"]
        try:
            person.ask(f"{IMPORT}.{act}", name=self.register)
        except (Refused, NoAnswer) as refusal:
            self._check_words(f"import, {act}", refusal)
            return "Failed", getattr(refusal, "words", "")
        ends = {"Previewed", "Finished", "Failed"} - ({"Previewed"} if act == "confirm" else set())
        state = wait_for_end(person, f"{IMPORT}.state", self.register, ends, "status")
        return state["status"], state["message"]

    def register_imported(self) -> None:
        """The import goes through now."""
        self.imported("preview")
        status, words = self.imported("confirm")
        self.outcome.acknowledged += 1
        if status != "Finished":
            self.outcome.lost += 1
            self.outcome.wrong.append(f"import, after the disk was freed: {status} {words}"[:300])
        elif (got := _register_size() - self.rows) != ROWS:
            self.outcome.lost += int(got < ROWS)
            self.outcome.double += int(got > ROWS)

    # --- what is there -----------------------------------------------------------------------

    def nothing_half_done(self, refused: Visit) -> None:
        """Of what was refused there is nothing."""
        with on_site():
            left = frappe.db.count(
                VISIT, {"household": refused.household, "visit_date": str(refused.day)}
            )
        if left or _register_size() != self.rows:
            self.outcome.wrong.append("what was refused left something behind")

    def all_there(self) -> None:
        """Each visit and issue that was acknowledged is there once."""
        with on_site():
            texts = frappe.get_all(VISIT, {"content": ["like", f"%{LONG}"]}, pluck="content")
            issues = frappe.db.count(ISSUE, {"content": LONG})
        self.outcome.acknowledged += len(self.saved) + self.issues
        self.outcome.lost += max(self.issues - issues, 0)
        self.outcome.double += max(issues - self.issues, 0)
        for visit in self.saved:
            count = texts.count(visit.content + LONG)
            self.outcome.lost += int(count == 0)
            self.outcome.double += max(count - 1, 0)
        if set(texts) - {visit.content + LONG for visit in self.saved}:
            self.outcome.wrong.append("a visit that was refused is there")
        self.outcome.wrong += counters_that_differ()


def _register_size() -> int:
    with on_site():
        return frappe.db.count("Key Visit Entry")
