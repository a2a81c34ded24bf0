"""Whom the Organization Office rings up today, and in which order. No database here.

The plan: 「及时提醒分管领导及组长上报资料的期限」, 「对在检查中发现工作不达要求的及时提醒」.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhilian_app.calendar import working_days_after

LIAISON, HEAD, LEADER = "Liaison", "Team Head", "Station Leader"
# what is due tomorrow is still worth a call today
AHEAD_DAYS = 1


@dataclass(frozen=True)
class Owed:
    """One thing that a station has not handed in.

    Attributes:
        waits_for_signature: it is filled in, and the head or the leader has to sign.
        called_on: when the station was last rung up about it.
    """

    name: str
    title: str
    due_on: date
    waits_for_signature: bool = False
    called_on: datetime | None = None


def last_day(today: date) -> date:
    """Last due day of what one rings up about on ``today``."""
    return today + timedelta(days=AHEAD_DAYS)


def days_late(due_on: date, today: date) -> int:
    """Days since the due day went by; 0 on the day itself and before."""
    return max(0, (today - due_on).days)


def urgency(owed: Iterable[Owed], today: date) -> int:
    """How much a station has to be urged: the days of all that is late, and more for what is due today."""
    return sum(_weight(one.due_on, today) for one in owed)


def _weight(due_on: date, today: date) -> int:
    if due_on > today:
        return 1
    return 2 + days_late(due_on, today)


def called_today(owed: Iterable[Owed], today: date) -> datetime | None:
    """When the station was rung up today about all that it owes; None while something is new."""
    times = [one.called_on for one in owed]
    if not times or not all(time and time.date() == today for time in times):
        return None
    return max(times)


def in_order(stations: dict[str, list[Owed]], today: date) -> list[str]:
    """Stations in the order of the calls: the most urgent first, those rung up today at the end, then by name."""
    return sorted(
        stations,
        key=lambda name: (
            called_today(stations[name], today) is not None,
            -urgency(stations[name], today),
            name,
        ),
    )


def duties_to_call(
    owed: Iterable[Owed], today: date, head_after: int, leader_after: int
) -> tuple[str, ...]:
    """Duties to ring up, the first one first: the liaison, and the higher the later something is.

    Who has to sign is rung up at once. The days are working days, as for late issues.
    """
    rows = list(owed)
    late = max((working_days_after(one.due_on, today) for one in rows), default=0)
    is_late = any(one.due_on < today for one in rows)
    signs = any(one.waits_for_signature for one in rows)
    found = [LIAISON]
    if signs or (is_late and late >= head_after):
        found.append(HEAD)
    if is_late and late >= leader_after:
        found.append(LEADER)
    return tuple(found)
