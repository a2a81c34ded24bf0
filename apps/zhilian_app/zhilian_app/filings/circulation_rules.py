"""Rules of a circulation: what may go round, and in which order the town's leaders read it. No database here.

The plan: 「结果直接呈镇党委书记、镇长、及各领导班子传阅」.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# kinds of papers that go round among the leaders
CIRCULATED = (
    "Monthly Bulletin",
    "Review Report",
    "Committee Session",
    "Committee Request",
    "Funding Plan",
)
LONGEST_WORDS = 500

SECRETARY, MAYOR, DEPUTY, MEMBER, OTHER = range(5)
_PARTS = re.compile(r"[、，,；;/／\s]+")
# the first that fits any of a person's posts counts; 副 in front makes a deputy of it
_POSTS = (
    (SECRETARY, re.compile(r"(?<!副)(^|党委|党工委|镇|乡|街道)书记$")),
    (MAYOR, re.compile(r"(?<!副)(镇长|乡长|街道办主任|办事处主任)$")),
    (DEPUTY, re.compile(r"副书记|人大主席|人大工委主任")),
    (MEMBER, re.compile(r"副(镇长|乡长|主任)|纪委书记|纪检书记|委员|武装部部?长")),
)


@dataclass(frozen=True)
class Reader:
    """Who is to read a paper."""

    cadre: str
    name: str
    position: str = ""


def rank(position: str) -> int:
    """Where a person with this position reads, SECRETARY first.

    A position may join several posts (党委副书记、镇长): the highest of them counts. A secretary of another
    committee (纪委书记, 村党支部书记) is none of the town.
    """
    posts = [part for part in _PARTS.split(position or "") if part]
    ranks = [_rank_of_post(post) for post in posts]
    return min(ranks, default=OTHER)


def _rank_of_post(post: str) -> int:
    return next((rank for rank, pattern in _POSTS if pattern.search(post)), OTHER)


def in_order(readers: Iterable[Reader]) -> list[Reader]:
    """The secretary first, then the mayor, the deputies, and all others; those alike by their names."""
    return sorted(readers, key=lambda one: (rank(one.position), one.name, one.cadre))


def all_signed(signed: Iterable[object]) -> bool:
    """Whether each of the readers' moments of signing is there; without a reader nobody has signed."""
    moments = list(signed)
    return bool(moments) and all(moments)
