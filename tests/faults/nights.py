"""The daily jobs: killed in the midst, with a clock that jumps; held against nights that went well."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from config.setup.paths import BIN, ROOT
from config.setup.steps import environment
from tests.faults.outcome import Outcome
from tests.faults.running import on_site

NIGHT = time(0, 10)
KILLS = 4
SEED = 20261127
# what is written of a night: framework's own records of mails and errors are not
MADE = (
    "Filing", "Weekly Meeting", "Committee Request", "Committee Session", "Review Meeting", "Review Report",
    "Project Progress", "Monthly Bulletin", "Key Visit Entry", "Ledger Issue", "Contact Card", "Station Team",
)  # fmt: skip
DIGEST = "Daily Digest"
# values that a row has of itself: not its random name, nor when it was written
TELLING = ("Select", "Check", "Int", "Currency", "Percent", "Date", "Data")
PLACES = ("Station", "Town", "Town Office")
# the day on which somebody was told, late where the machine was off
OF_THE_NIGHT = {"escalated_on"}


def daily_jobs() -> list[str]:
    """Dotted paths of what the app has done every day, in its order."""
    from zhilian_app import hooks

    return [*hooks.scheduler_events["daily"], "zhilian_app.digest.make_digests"]


def run() -> Iterator[Outcome]:
    """Nights in which nothing happens are taken back; the one that is killed is the last."""
    yield from _jumps()
    yield _killed()


# --- the clock -------------------------------------------------------------------------------


def _jumps() -> Iterator[Outcome]:
    """Over the turn of the year: nights without a gap, against days off, and then a clock that goes back."""
    with on_site():
        new_year = date(getdate().year + 1, 1, 1)
        before, last = new_year - timedelta(days=2), new_year + timedelta(days=2)
        (every,) = _nights([before, new_year, last])
        once, again = _nights([before, last], [new_year, before, last])
    forward = Outcome("时钟前跳过年 · days off over new year, caught up")
    forward.acknowledged = sum(map(len, every.values()))
    forward.lost, forward.double = _missing(every, once), _missing(once, every)
    forward.notes = "; ".join(_differences(every, once)) or "the same as night by night"
    yield forward
    back = Outcome("时钟倒退 · the clock goes back 2 and 4 days, and forward")
    back.acknowledged = sum(map(len, once.values()))
    back.lost, back.double = _missing(once, again), _missing(again, once)
    back.notes = "; ".join(_differences(once, again)) or "nothing twice"
    yield back


def _nights(*parts: list[date]) -> list[dict[str, list]]:
    """Run the nights, return the rows that are there after each part, and take it all back."""
    frappe.clear_cache()
    found = []
    with patch.object(frappe.db, "commit"), patch.object(frappe, "enqueue"):
        for days in parts:
            for day in days:
                _night(day)
            found.append(_rows())
    frappe.db.rollback()
    return found


def _night(day: date) -> None:
    with _clock(datetime.combine(day, NIGHT)):
        for path in daily_jobs():
            frappe.get_attr(path)()
            frappe.db.commit()


@contextmanager
def _clock(moment: datetime) -> Iterator[None]:
    from zhilian_app.filings.testing import clock

    with clock(moment):
        yield


# --- a night that is killed ------------------------------------------------------------------


def _killed() -> Outcome:
    """Kill it at moments that the seed gives, again and again; then let it run."""
    outcome = Outcome("夜间任务中途被杀 · the daily jobs killed in the midst")
    with on_site():
        day = date(getdate().year + 1, 1, 3)
        (well,) = _nights([day])
    draw, killed = random.Random(SEED), 0
    for _time in range(KILLS):
        killed += int(_run_night(day, draw.randrange(5, 400)) == -signal.SIGKILL)
    if not killed:
        outcome.wrong.append("nothing was killed: this proves nothing")
    if (code := _run_night(day, 0)) != 0:
        outcome.wrong.append(f"the last night ended with {code}")
    with on_site():
        broken = _rows()
    outcome.acknowledged = sum(map(len, well.values()))
    outcome.lost, outcome.double = _missing(well, broken), _missing(broken, well)
    outcome.notes = "; ".join([f"killed {killed} times", *_differences(well, broken)])
    return outcome


def _run_night(day: date, writes: int) -> int:
    """Run a night in a process of its own, which ends itself by SIGKILL after so many writes; 0: never."""
    command = [BIN / "python", "-m", "tests.faults.nights", day.isoformat(), str(writes)]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def _run_and_die(day: date, writes: int) -> None:
    with on_site(), patch.object(frappe, "enqueue"):
        left, ask = [writes], frappe.db.sql

        def count_and_ask(query: object, *args: object, **kwargs: object) -> object:
            answer = ask(query, *args, **kwargs)
            if str(query).lstrip()[:6].lower() in ("insert", "update", "delete"):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return answer

        with patch.object(frappe.db, "sql", count_and_ask):
            _night(day)


# --- what is there ---------------------------------------------------------------------------


def _rows() -> dict[str, list]:
    """What the jobs make, as values that do not depend on when and how often they ran."""
    found = {}
    for doctype in (*MADE, DIGEST):
        fields = [
            field.fieldname
            for field in frappe.get_meta(doctype).fields
            if field.fieldname not in OF_THE_NIGHT
            and (
                field.fieldtype in TELLING
                or (field.fieldtype == "Link" and field.options in PLACES)
            )
        ]
        # a digest is of its day alone
        filters = (
            {"day": frappe.db.sql("select max(day) from `tabDaily Digest`")[0][0]}
            if doctype == DIGEST
            else {}
        )
        if doctype == DIGEST:
            fields = ["user", "day"]
        rows = frappe.get_all(doctype, filters, fields, as_list=True)
        found[doctype] = sorted(str(row) for row in rows)
    return found


def _missing(whole: dict[str, list], part: dict[str, list]) -> int:
    """How many rows of each kind there are fewer."""
    return sum(max(len(whole[kind]) - len(part[kind]), 0) for kind in whole)


def _differences(one: dict[str, list], other: dict[str, list]) -> list[str]:
    return [
        f"{kind}: {len(one[kind])} and {len(other[kind])} rows, {len(set(one[kind]) ^ set(other[kind]))} differ"
        for kind in one
        if one[kind] != other[kind]
    ]


if __name__ == "__main__":
    _run_and_die(date.fromisoformat(sys.argv[1]), int(sys.argv[2]))
