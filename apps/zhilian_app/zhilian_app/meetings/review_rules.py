"""The monthly review: which months are due, what a report must answer, who is expected. No database here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from zhilian_app import calendar

# the day of a month from which its review is prepared
PREPARED_FROM = 20
USUAL_TIME = "9:00"

CARRIED, NEW = "Carried Over", "New This Month"
DRAFT, READY = "Draft", "Ready"

# how a report stands, as the meeting and its paper show it
STANDINGS = ("Being Written", "Handed In", "Handed In Late", "Not Handed In")
IN_WORK, HANDED_IN, LATE, MISSING = STANDINGS

CAPACITIES = ("Chair", "Organization Office", "Team Head", "Liaison")
CHAIR, ORGANIZATION, HEAD, LIAISON = CAPACITIES

ATTENDANCES = ("Present", "Absent", "On Leave")
PRESENT, ABSENT, ON_LEAVE = ATTENDANCES


# -- when -------------------------------------------------------------------------------------------------


def meeting_day(month: date) -> date:
    """Day of the review of the month that begins on ``month``, unless another is set: its last working day."""
    day = calendar.month_end(month)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def due_months(first: date, today: date) -> list[date]:
    """First days of the months whose review is to be prepared by ``today``, oldest first.

    The plan: 「每月召开一次直联工作汇报会议」. A month is prepared on its 20th, or on the first day after it on which
    the job runs: missed months of this year are caught up, and last December in January.

    Args:
        first: first day of the month in which the office began to use this.
    """
    month = max(
        first, min(date(today.year, 1, 1), calendar.previous_month(calendar.month_start(today)))
    )
    found = []
    while month.replace(day=PREPARED_FROM) <= today:
        found.append(month)
        month = calendar.next_month(month)
    return found


def reports_in(month: date, started: date | None, ended: date | None) -> bool:
    """Whether a station that is in force from ``started`` to ``ended`` reports on ``month``."""
    return (not started or started <= calendar.month_end(month)) and (not ended or ended >= month)


# -- answers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """An issue as the ledger has it now; ``suggestion`` tells what was done about it."""

    issue: str
    kind: str
    title: str
    since: date
    due_on: date | None = None
    state: str = ""
    suggestion: str = ""
    answer: str = ""


def merged(
    kept: Iterable[Item], drawn: Iterable[Item], words: Mapping[str, str | None]
) -> list[Item]:
    """The items of a report: as the ledger has them now, with the words that people wrote.

    Args:
        kept: the items of the report as it is stored.
        drawn: what the ledger says now, in order.
        words: answers by issue as they are being saved; an issue that is not there keeps its answer.

    What no longer applies goes unless somebody wrote on it.
    """
    stored = {item.issue: item for item in kept}
    drawn = list(drawn)
    found = {}
    for item in drawn:
        known = stored.get(item.issue)
        found[item.issue] = replace(item, answer=known.answer if known else "")
    for issue, item in stored.items():
        found.setdefault(issue, item)
    current = {item.issue for item in drawn}
    rows = [
        replace(item, answer=_clean(words[issue]) if issue in words else item.answer)
        for issue, item in found.items()
    ]
    rows = [item for item in rows if item.issue in current or _clean(item.answer)]
    # a stable sort: within its kind each stays where the ledger put it
    return sorted(rows, key=lambda item: item.kind != CARRIED)


def _clean(text: str | None) -> str:
    return (text or "").strip()


def unanswered(items: Iterable[Item]) -> list[Item]:
    """Items carried over that have no answer yet.

    The plan: 「回应上月汇报中未解决的问题的处理措施」; of new ones the follow-up may be blank.
    """
    return [item for item in items if item.kind == CARRIED and not _clean(item.answer)]


# -- reports ----------------------------------------------------------------------------------------------


def standing(
    ready_on: datetime | None, meeting_date: date | None, today: date, closed: bool
) -> str:
    """How a report stands: not ready on the day of the meeting is 未交, ready after it is late."""
    if ready_on:
        return LATE if meeting_date and ready_on.date() > meeting_date else HANDED_IN
    over = closed or (meeting_date is not None and meeting_date <= today)
    return MISSING if over else IN_WORK


# -- attendance -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seat:
    """Somebody who is expected at the meeting, or was; ``stations`` are named for people to read."""

    cadre: str
    name: str
    capacity: str
    stations: str = ""
    attendance: str = ""
    signed_on: datetime | None = None
    signed_by: str = ""
    leave_reason: str = ""


def expected(places: Iterable[Seat]) -> list[Seat]:
    """Who is expected, each once: 「参会人员:党委副书记、组织委员、驻点组长、联络员」.

    Who has several places comes with the first of CAPACITIES and all their stations.
    """
    found: dict[str, Seat] = {}
    for seat in sorted(places, key=lambda seat: CAPACITIES.index(seat.capacity)):
        known = found.get(seat.cadre)
        if not known:
            found[seat.cadre] = seat
        elif seat.stations and seat.stations not in known.stations.split("、"):
            stations = "、".join(part for part in (known.stations, seat.stations) if part)
            found[seat.cadre] = replace(known, stations=stations)
    return list(found.values())


def seated(kept: Iterable[Seat], wanted: Iterable[Seat]) -> list[Seat]:
    """Rows of attendance: who is expected now with what was marked, and whoever else was marked before."""
    before = {seat.cadre: seat for seat in kept}
    rows = []
    for seat in wanted:
        known = before.pop(seat.cadre, None)
        rows.append(
            replace(
                seat,
                attendance=known.attendance,
                signed_on=known.signed_on,
                signed_by=known.signed_by,
                leave_reason=known.leave_reason,
            )
            if known
            else seat
        )
    rows += [seat for seat in before.values() if seat.attendance]
    return sorted(rows, key=lambda seat: CAPACITIES.index(seat.capacity))
