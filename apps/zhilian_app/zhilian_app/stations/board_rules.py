"""What a month's pictures of the public board must be. Pure: no database here.

The plan: 「每月3日前报公开栏更新情况的远景、近景电子照片3张」.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhilian_app import calendar

FAR, NEAR = "Far View", "Near View"
VIEWS = (FAR, NEAR)

# Of the 512 bits of a hash. Tried with boards that a town has all made alike: the same picture made smaller, brighter,
# paler or saved badly differs in up to 35; two boards of one make, or one in two months, in 48 and more.
SAME_BITS = 40
# signs of one hash; a fingerprint has four, of the picture upright and turned
HASH_SIGNS = 128
# how long a picture of another station is remembered
MONTHS_OF_OTHERS = 12


@dataclass(frozen=True)
class Numbers:
    """What a town asks for: pictures in all, and how many at least from afar and from near."""

    pictures: int = 3
    far: int = 1
    near: int = 1


@dataclass(frozen=True)
class Lacks:
    """What lacks before a month can be handed in: pictures in all and of either view, and how many bear no mark."""

    pictures: int = 0
    far: int = 0
    near: int = 0
    unmarked: int = 0

    def __bool__(self) -> bool:
        return any((self.pictures, self.far, self.near, self.unmarked))


@dataclass(frozen=True)
class Used:
    """A picture that was used before: ``station`` and the first day of the ``month`` that it was used for."""

    station: str
    station_name: str
    month: date
    fingerprint: str


def due_on(month: date, day: int) -> date:
    """By when the pictures of ``month`` are to be handed in (``day`` of the month, 1 to 31)."""
    return calendar.due_day(month.year, month.month, day)


def name_of(station: str, month: date) -> str:
    """Name of the Board Update of a station and month: one each."""
    return f"{station}-公开栏-{month:%Y-%m}"


def lacks(views: Sequence[str | None], numbers: Numbers) -> Lacks:
    """What lacks of a month with pictures of these ``views`` (empty: not marked yet).

    While the pictures that are not marked may be all the views that lack, these are not asked for besides.
    """
    count = Counter(view if view in VIEWS else "" for view in views)
    far, near = max(0, numbers.far - count[FAR]), max(0, numbers.near - count[NEAR])
    if far + near <= count[""]:
        far = near = 0
    return Lacks(max(0, numbers.pictures - len(views)), far, near, count[""])


def differing_bits(one: str, other: str) -> int:
    """In how many bits two fingerprints (hexadecimal) differ, whichever way round the first one is turned."""
    upright = int(other[:HASH_SIGNS], 16)
    starts = range(0, len(one), HASH_SIGNS)
    return min((int(one[at : at + HASH_SIGNS], 16) ^ upright).bit_count() for at in starts)


def used_before(fingerprint: str, known: Iterable[Used], station: str) -> Used | None:
    """The most telling of ``known`` that shows the same: the station's own first, then the latest month; None if none.

    「同一张照片」: whoever made it smaller or saved it anew has still not been at the board.
    """
    same = [one for one in known if differing_bits(fingerprint, one.fingerprint) <= SAME_BITS]
    return max(same, key=lambda one: (one.station == station, one.month), default=None)
