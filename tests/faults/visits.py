"""1,000 visits written on phones while every process is killed once or twice."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe
from frappe.utils import getdate

from config.setup.paths import TEST_SITE
from tests.faults.outcome import Outcome
from tests.faults.person import NoAnswer, Person, Refused
from tests.faults.running import BACK_WITHIN, VICTIMS, Bench, on_site, wait_for
from zhilian_app.demo.constants import PASSWORD

VISITS = 1000
SECOND_OF_THE_DAY = 60  # of them, confirmed by the person
SEED = 20261126
WRITERS = ("lianluo1", "lianluo2")
PHONES = 8
VISIT = "Household Visit"
SAVE = "frappe.desk.form.save.savedocs"
OF_DAY = "zhilian_app.visits.api.visits_of_day"


@dataclass
class Visit:
    """What is being written on a phone; ``name`` once the server has told that it is saved."""

    number: int
    household: str
    day: date
    second: bool = False
    name: str = ""

    @property
    def content(self) -> str:
        """What was said: another text for each."""
        return f"第{self.number}次走访,家中平安,反映路灯不亮。"


@dataclass
class Phone:
    """One person's phone: saves as the form does (household_visit.js), tries again as its buttons do."""

    person: Person
    confirmed: bool = False
    tries: int = 0

    def save(self, visit: Visit) -> None:
        """Save a visit, however often that takes, and note its name."""
        self.confirmed = False
        deadline = time.monotonic() + BACK_WITHIN
        while not visit.name and time.monotonic() < deadline:
            self.tries += 1
            try:
                visit.name = self._try(visit)
            except NoAnswer:
                # the form: the next try must be asked whether it is the same visit
                self.confirmed = False
                time.sleep(0.4)
            except Refused as refusal:
                if refusal.kind != "DuplicateVisit":
                    self.confirmed = False
                    time.sleep(0.4)
                    continue
                visit.name = self._seen(visit)
                self.confirmed = not visit.name

    def _try(self, visit: Visit) -> str:
        doc = {
            "doctype": VISIT, "__islocal": 1, "name": f"new-household-visit-{visit.number}",
            "household": visit.household, "visit_date": str(visit.day), "content": visit.content,
            "duplicate_confirmed": int(self.confirmed),
        }  # fmt: skip
        return self.person.ask(SAVE, doc=doc, action="Save")["docs"][0]["name"]

    def _seen(self, visit: Visit) -> str:
        """The very visit, where the answer to an earlier try was lost."""
        try:
            rows = self.person.ask(OF_DAY, household=visit.household, visit_date=str(visit.day))
        except (NoAnswer, Refused):
            return ""
        same = [row for row in rows["message"] if row["own"] and row["content"] == visit.content]
        return same[0]["name"] if same else ""


@dataclass
class Crowd:
    """All phones at once, and when what was acknowledged."""

    url: str
    todo: list[Visit]
    acknowledged: list[float] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self) -> int:
        """Have everything written; return how many tries that took."""
        parts = [self.todo[at::PHONES] for at in range(PHONES)]
        with ThreadPoolExecutor(PHONES) as pool:
            return sum(pool.map(self._write, range(PHONES), parts))

    def _write(self, number: int, visits: list[Visit]) -> int:
        phones = {
            user: Phone(Person(self.url, user, PASSWORD, TEST_SITE).sign_in()) for user in WRITERS
        }
        for visit in visits:
            phones[_writer(visit)].save(visit)
            with self._lock:
                self.acknowledged.append(time.monotonic())
        return sum(phone.tries for phone in phones.values())


_WRITER_OF: dict[str, str] = {}


def _writer(visit: Visit) -> str:
    return _WRITER_OF[visit.household]


def plan(seed: int = SEED, count: int = VISITS) -> list[Visit]:
    """Visits of days on which nobody was there yet, and some that are a second one of the day."""
    draw = random.Random(seed)
    with on_site():
        for user, station in zip(WRITERS, ("赤溪镇-田头社区", "赤溪镇-长沙村"), strict=True):
            names = frappe.get_all(
                "Household",
                {"station": station, "status": "Active"},
                pluck="name",
                order_by="name asc",
            )
            _WRITER_OF.update(dict.fromkeys(names, user))
        taken = {
            (r.household, getdate(r.visit_date))
            for r in frappe.get_all(VISIT, fields=["household", "visit_date"])
        }
        today = getdate()
    days = [today - timedelta(days=back) for back in range(20)]
    free = [
        (home, day)
        for home in sorted(_WRITER_OF)
        for day in days
        if day.year == today.year and (home, day) not in taken
    ]
    places = draw.sample(free, count - SECOND_OF_THE_DAY)
    visits = [Visit(number, *place) for number, place in enumerate(places)]
    # near the first one of the day, so that now and then both are under way
    for number in range(len(visits), count):
        first = visits[draw.randrange(len(visits))]
        visits.append(Visit(number, first.household, first.day, second=True))
    draw.shuffle(visits)
    return visits


def run(bench: Bench) -> Iterator[Outcome]:
    """Kill each process twice at moments that the seed gives, while the visits are written."""
    visits = plan()
    crowd = Crowd(bench.url, visits)
    draw = random.Random(SEED)
    victims = [*VICTIMS, *draw.sample(VICTIMS, len(VICTIMS))]
    moments = [VISITS * (at + 1) // (len(victims) + 1) for at in range(len(victims))]
    with ThreadPoolExecutor(1) as pool:
        tries = pool.submit(crowd.write)
        recoveries = [_kill_at(bench, crowd, *what) for what in zip(victims, moments, strict=True)]
        tries = tries.result()
    outcome = Outcome("1000 次走访,各进程被杀 · visits, each process killed twice")
    outcome.recovery = max(recoveries)
    slowest = sorted(zip(recoveries, victims, strict=True), reverse=True)[:3]
    outcome.notes = f"{tries} tries; slowest: " + ", ".join(f"{who} {s:.1f}" for s, who in slowest)
    yield _check(outcome, visits)


def _kill_at(bench: Bench, crowd: Crowd, victim: str, moment: int) -> float:
    """Kill when so many are acknowledged; return seconds until the process is back and a visit is saved again."""
    wait_for(lambda: len(crowd.acknowledged) >= moment, f"{moment} visits")
    killed, pid = time.monotonic(), bench.kill(victim)
    bench.wait_back(victim, pid)
    back = time.monotonic()
    if moment < VISITS - PHONES:
        # what was under way at the kill does not count
        wait_for(
            lambda: sum(at > killed for at in list(crowd.acknowledged)) > PHONES,
            "a visit to be saved",
        )
        back = max(back, sorted(at for at in list(crowd.acknowledged) if at > killed)[PHONES])
    return back - killed


def _check(outcome: Outcome, visits: list[Visit]) -> Outcome:
    """Each visit that was acknowledged is there once, under its name; and the counters say what the rows say."""
    with on_site():
        rows = frappe.get_all(
            VISIT,
            {"content": ["like", "第%次走访,家中平安%"]},
            ["name", "household", "visit_date", "content"],
        )
    found = Counter((row.household, getdate(row.visit_date), row.content) for row in rows)
    names = {row.name for row in rows}
    acknowledged = [visit for visit in visits if visit.name]
    outcome.acknowledged = len(acknowledged)
    outcome.lost = sum(visit.name not in names for visit in acknowledged)
    outcome.double = sum(count - 1 for count in found.values() if count > 1)
    if len(acknowledged) < len(visits):
        outcome.wrong.append(f"{len(visits) - len(acknowledged)} visits could not be saved")
    outcome.wrong += counters_that_differ()
    return outcome


def counters_that_differ() -> list[str]:
    """Counters that lists show, where a recount gives something else; nothing stays changed."""
    from zhilian_app.visits import counters

    kept = {
        "Household": ["visit_count", "last_visited_on", "register_year", "visit_priority"],
        "Key Visit Entry": ["visit_count", "first_visited_on", "last_visited_on", "status"],
        "Station": ["household_count"],
    }
    with on_site():

        def read() -> dict:
            return {
                d: frappe.get_all(d, fields=["name", *f], order_by="name asc", as_list=True)
                for d, f in kept.items()
            }

        before = read()
        counters.recount_all(frappe.get_all("Station", pluck="name"))
        after = read()
        frappe.db.rollback()
    return [
        f"{doctype}: {sum(a != b for a, b in zip(before[doctype], after[doctype], strict=True))} counters differ"
        for doctype in kept
        if before[doctype] != after[doctype]
    ]
