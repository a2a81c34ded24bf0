"""Whom to visit next. No database here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NOT_ON_REGISTER = 99


@dataclass(frozen=True)
class Candidate:
    """A household as the list of due visits sees it; ``priority`` 1 is the most pressing category."""

    name: str
    householder: str
    priority: int = NOT_ON_REGISTER
    last_visited_on: date | None = None


def due_key(candidate: Candidate, year: int) -> tuple:
    """Sort key: not visited this year first, then the most pressing category, then the longest ago.

    The plan: 「以重点走访人群名册为主线」 and 「年内实现全覆盖」.
    """
    last = candidate.last_visited_on
    visited_this_year = last is not None and last.year >= year
    return (visited_this_year, candidate.priority, last or date.min, candidate.name)


def in_due_order(candidates: Iterable[Candidate], year: int) -> list[Candidate]:
    """The candidates, whom to visit first at the beginning."""
    return sorted(candidates, key=lambda candidate: due_key(candidate, year))
