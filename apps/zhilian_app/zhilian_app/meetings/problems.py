"""What is wrong with a row of a paper, told with the row's number and title. No database here."""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """Something wrong with item ``number`` (from 1); ``text`` is English and goes through _()."""

    number: int
    title: str
    text: str


def lines(problems: Iterable[Problem], translate: Callable[[str], str], pattern: str) -> list[str]:
    """Each problem as a line; ``pattern`` has the number, the title and what is wrong, in this order."""
    return [
        pattern.format(one.number, one.title.strip() or "?", translate(one.text))
        for one in problems
    ]
