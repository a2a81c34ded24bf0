"""In which order projects of the pool are funded, and why each stands where it stands. No database here.

The plan: 「遵循项目缓急程度、申请顺序(项目申请表及说明材料的提交顺序)、申请补贴金额等根据镇财政能力综合优先考虑,
由党委会讨论研究,按照资金日程安排按序下拨」.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

MOST_URGENT, URGENT, NORMAL = "Most Urgent", "Urgent", "Normal"
URGENCIES = (MOST_URGENT, URGENT, NORMAL)

# what a project was compared by with the one before it
FIRST = "first"
BY_READINESS = "readiness"
BY_URGENCY = "urgency"
BY_TIME = "time"
BY_AMOUNT = "amount"
BY_TITLE = "title"
BY_MOVE = "move"


@dataclass(frozen=True)
class Candidate:
    """A project that waits for money.

    Attributes:
        form_in_on: when its request form was taken in.
        statement_in_on: when its statement (说明材料) was in; None while it is missing.
        amount: yuan that it asks for, to the cent.
    """

    key: str
    title: str
    urgency: str
    form_in_on: datetime | None
    statement_in_on: datetime | None
    amount: Decimal

    @property
    def ready_on(self) -> datetime | None:
        """When form and statement were both in; None while one is missing."""
        if not self.form_in_on or not self.statement_in_on:
            return None
        return max(self.form_in_on, self.statement_in_on)


@dataclass(frozen=True)
class Place:
    """A project's place in the queue, from 1; ``by`` is what decided between it and the one before."""

    key: str
    rank: int
    by: str


def queue(candidates: Iterable[Candidate], moves: Mapping[str, int] | None = None) -> list[Place]:
    """The order: urgency, then when form and statement were both in, then amount (smaller first), then name.

    A project whose papers are not complete comes after all that are: nobody is paid for an estimate that is not there.

    Args:
        moves: places (from 1) that an override gives to projects; the others keep their order around them.
    """
    ordered = sorted(candidates, key=_key)
    places = [
        Place(one.key, rank, _by(ordered[rank - 2], one) if rank > 1 else FIRST)
        for rank, one in enumerate(ordered, start=1)
    ]
    return _moved(places, moves or {})


def _key(one: Candidate) -> tuple:
    ready = one.ready_on
    return (
        ready is None,
        _urgency(one),
        # without papers the time of what is there says nothing
        ready or datetime.min,
        one.amount,
        one.title,
        one.key,
    )


def _urgency(one: Candidate) -> int:
    return URGENCIES.index(one.urgency) if one.urgency in URGENCIES else len(URGENCIES)


def _by(before: Candidate, one: Candidate) -> str:
    names = (BY_READINESS, BY_URGENCY, BY_TIME, BY_AMOUNT, BY_TITLE, BY_TITLE)
    pairs = zip(names, _key(before), _key(one), strict=True)
    return next((name for name, left, right in pairs if left != right), BY_TITLE)


def _moved(places: list[Place], moves: Mapping[str, int]) -> list[Place]:
    """Moved projects take their places from the front on; the last place is taken by who asks for one behind it."""
    rest = [place for place in places if place.key not in moves]
    wanted = sorted(
        (place for place in places if place.key in moves),
        key=lambda place: (moves[place.key], place.rank),
    )
    for place in wanted:
        rest.insert(max(0, moves[place.key] - 1), Place(place.key, 0, BY_MOVE))
    return [Place(place.key, rank, place.by) for rank, place in enumerate(rest, start=1)]
