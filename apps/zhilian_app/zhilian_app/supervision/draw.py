"""The monthly draw of a station whose books are checked: fair, and repeatable by anybody. No database here.

The plan: 「每月由镇组织通知抽查一个驻点团队的《驻点日志》、《问题台账》、《驻点团队记录本》等」.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Past:
    """A draw that counts: the round that it belonged to, and what it drew."""

    round_no: int
    station: str


@dataclass(frozen=True)
class Draw:
    """The outcome of a draw, with all that is needed to repeat it.

    Attributes:
        candidates: those in the draw, in order of their names.
    """

    round_no: int
    candidates: tuple[str, ...]
    station: str


def draw(stations: Iterable[str], past: Sequence[Past], seed: str) -> Draw:
    """Draw one of ``stations``: none again until all that are in force were drawn in this round.

    A station that has joined takes part in the running round; one that has ended is left out.

    Args:
        past: draws before this one, the earliest first.
        seed: recorded with the draw; the same seed with the same candidates draws the same station.

    Raises:
        ValueError: there is no station, or no seed.
    """
    in_force = sorted(set(stations))
    if not in_force:
        raise ValueError("no station to draw")
    if not seed:
        raise ValueError("no seed")
    round_no = max((one.round_no for one in past), default=1)
    drawn = {one.station for one in past if one.round_no == round_no}
    left = [name for name in in_force if name not in drawn]
    if not left:
        round_no, left = round_no + 1, in_force
    return Draw(round_no, tuple(left), chosen(left, seed))


def chosen(candidates: Iterable[str], seed: str) -> str:
    """The candidate whose ticket, the SHA-256 of seed and name, is the smallest: with any computer the same."""
    return min(candidates, key=lambda name: (ticket(name, seed), name))


def ticket(name: str, seed: str) -> str:
    """The ticket that a candidate draws, 64 hexadecimal figures."""
    return hashlib.sha256(f"{seed}|{name}".encode()).hexdigest()
