"""(a) A visit and an issue saved as people save them, against DocTypes of the same fields that know no rule at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

import frappe

from tests.benchmark import bare, results
from tests.benchmark.measure import in_turns
from zhilian_app import permissions
from zhilian_app.testing import (
    make_cadre,
    make_entry,
    make_household,
    make_station,
    make_team,
    make_town,
)

GOAL = 0.80
HOMES = 400  # one visit a household and day
ROUNDS = 7
PER_ROUND = 20
WORDS = "问了家里老人的身体和收成,说到村口的水渠堵了,下雨就漫到晒谷场,盼着早点清。"


def run(options: results.Options) -> list[results.Row]:
    """Measure; return the rows of the table."""
    liaison, homes = place()
    # of an earlier run on this site
    frappe.delete_doc_if_exists("Workflow", f"{bare.PREFIX} Ledger Issue")
    others = {doctype: bare.make(doctype) for doctype in ("Household Visit", "Ledger Issue")}
    frappe.db.commit()
    frappe.set_user(liaison)
    permissions.clear_scopes()
    rounds = 3 if options.quick else ROUNDS
    rows = _visits(homes, others["Household Visit"], rounds)
    rows += _issues(homes, others["Ledger Issue"], rounds, liaison)
    frappe.set_user("Administrator")
    return rows


def place() -> tuple[str, list[str]]:
    """A station with its team and households of which each tenth is on the register."""
    town = make_town().name
    station = make_station(town).name
    liaison = make_cadre(town)
    make_team(station, liaison=liaison)
    homes = [make_household(station).name for _ in range(HOMES)]
    for home in homes[::10]:
        make_entry(home)
    return liaison.user, homes


def _visits(homes: list[str], bare_doctype: str, rounds: int) -> list[results.Row]:
    pairs = ((home, day) for day in days() for home in homes)

    def next_visit() -> dict:
        home, day = next(pairs)
        return {"household": home, "visit_date": day, "content": WORDS}

    sample = save("Household Visit", next_visit())
    same = bare.values_of(frappe.get_doc("Household Visit", sample))
    sides = Sides("Household Visit", next_visit, bare_doctype, same, rounds)
    return [
        _compare("visit saved / 保存走访", sides),
        _compare("visit saved, many in one process / 保存走访,同一进程连续", sides, fresh=False),
    ]


def _issues(homes: list[str], bare_doctype: str, rounds: int, liaison: str) -> list[results.Row]:
    numbers = count(1)

    def next_issue() -> dict:
        number = next(numbers)
        return _issue(homes[number % len(homes)], number)

    sample = save("Ledger Issue", next_issue())
    same = bare.values_of(frappe.get_doc("Ledger Issue", sample))
    sides = Sides("Ledger Issue", next_issue, bare_doctype, same, rounds)
    rows = [
        _compare("issue saved / 登记问题", sides),
        _compare("issue saved, many in one process / 登记问题,同一进程连续", sides, fresh=False),
    ]
    frappe.set_user("Administrator")
    bare.add_workflow("Ledger Issue", bare_doctype)
    frappe.db.commit()
    frappe.set_user(liaison)
    what = "issue saved, bare DocType with the same workflow / 登记问题,对照有同样的工作流"
    return [*rows, _compare(what, sides, goal=None)]


@dataclass(frozen=True)
class Sides:
    """What is saved on either side: values that differ each time, and the same stored values."""

    ours: str
    next_values: Callable[[], dict]
    bare: str
    values: dict
    rounds: int


def _issue(home: str, number: int) -> dict:
    return {
        "household": home,
        "title": f"水渠堵塞{number}",
        "content": WORDS,
        "raised_on": frappe.utils.nowdate(),
    }


def _compare(
    name: str, sides: Sides, goal: float | None = GOAL, *, fresh: bool = True
) -> results.Row:
    """``fresh``: each save begins as a request does; else one process goes on with what it has looked up."""

    def ours() -> None:
        for _ in range(PER_ROUND):
            save(sides.ours, sides.next_values(), fresh)

    def other() -> None:
        for _ in range(PER_ROUND):
            save(sides.bare, _copy(sides.values), fresh)

    found = in_turns({"ours": ours, "other": other}, sides.rounds, per_round=PER_ROUND)
    return results.Row(
        part="a",
        what=name,
        ours=found["ours"].rate,
        other=found["other"].rate,
        unit="1/s",
        ratio=found["ours"].rate / found["other"].rate,
        goal=goal,
    )


def _copy(values: dict) -> dict:
    return {
        key: [dict(row) for row in value] if isinstance(value, list) else value
        for key, value in values.items()
    }


def save(doctype: str, values: dict, fresh: bool = True) -> str:
    """Insert by the whole document path and commit, as a request does."""
    if fresh:
        begin_request()
    permissions.clear_scopes()
    doc = frappe.get_doc({"doctype": doctype, **values}).insert()
    frappe.db.commit()
    return doc.name


def begin_request() -> None:
    """Forget what was looked up before, as a request does that begins: DocTypes come from Redis then."""
    frappe.local.cache = {}
    frappe.local.meta_cache = {}
    frappe.local.role_permissions = {}
    frappe.db.value_cache = {}


def days() -> list[str]:
    """Days of this year up to today, newest first."""
    today = frappe.utils.getdate()
    return [
        str(frappe.utils.add_days(today, -back))
        for back in range(min(60, today.timetuple().tm_yday))
    ]
