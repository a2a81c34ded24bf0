"""What comes due, in the daily digest: told to who does it, and to those above as the days go by."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.utils import cint

from zhilian_app.digest import Line, Lines, put
from zhilian_app.issues import due
from zhilian_app.stations import duties

HEAD, LEADER, ORGANIZATION = due.ESCALATIONS
DAYS = ("escalation_head_days", "escalation_leader_days", "escalation_office_days")


@dataclass(frozen=True)
class Words:
    """How a kind of matter is said.

    Attributes:
        one: the line of a row, of which the days of reminders before it is due are given; None on other days.
        late: the line about a number of rows of a station that are late.
    """

    one: Callable[[frappe._dict, frozenset[int]], Line | None]
    late: Callable[[str, int], Line]


def days_by_town() -> dict[str, tuple[int, int, int]]:
    """Working days after which head, leader and Organization Office are told, by town: as for late issues."""
    rows = frappe.get_all("Town", fields=["name", *DAYS])
    return {row.name: tuple(cint(row[field]) for field in DAYS) for row in rows}


def put_due(
    found: Lines,
    to: duties.Recipients,
    day: date,
    rows_until: Callable[[date], Iterable[frappe._dict]],
    own: Callable[[frappe._dict], Iterable[str]],
    words: Words,
) -> None:
    """Add the lines of what comes due: each to its ``own`` users and to the head, by number to those above.

    Args:
        rows_until: rows that are due by a day at the latest, with station, town and due_on.
    """
    ahead, told_after = duties.reminder_days(), days_by_town()
    furthest = day + timedelta(days=max((max(days) for days in ahead.values()), default=0))
    late: dict[str, Counter] = {LEADER: Counter(), ORGANIZATION: Counter()}
    for row in rows_until(furthest):
        line = words.one(row, ahead[row.town])
        if not line:
            continue
        told = due.newly_told("", due.escalation(row.due_on, day, told_after[row.town]))
        heads = to.on(row.station, HEAD) if HEAD in told else ()
        put(found, dict.fromkeys([*own(row), *heads]), line)
        for who in told[1:]:
            late[who][(row.station, row.town)] += 1
    for (station, _town), count in late[LEADER].items():
        put(found, to.on(station, LEADER), words.late(station, count))
    for (station, town), count in late[ORGANIZATION].items():
        put(found, to.organization(town), words.late(station, count))
