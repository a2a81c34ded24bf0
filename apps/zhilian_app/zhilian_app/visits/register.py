"""What an entry of the key-visit register says of itself. No database here."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhilian_app.visits.due import NOT_ON_REGISTER


@dataclass(frozen=True)
class CategoryFact:
    """A key person category; rank 1 is visited first."""

    name: str
    rank: int
    sensitive: bool


def entry_facts(categories: Iterable[CategoryFact]) -> dict:
    """Derived fields of an entry: ``category_text``, ``priority`` and ``sensitive``.

    One sensitive category makes the whole entry sensitive, since the others would tell who it is.
    """
    ordered = sorted(set(categories), key=lambda fact: (fact.rank, fact.name))
    return {
        "category_text": "、".join(fact.name for fact in ordered),
        "priority": ordered[0].rank if ordered else NOT_ON_REGISTER,
        "sensitive": int(any(fact.sensitive for fact in ordered)),
    }


def active_key(household: str, year: int, removed: bool) -> str | None:
    """Unique key of an entry in force: a household stands once on a year's register, removed rows stay beside."""
    return None if removed else f"{household}:{year}"


def entry_status(removed: bool, visit_count: int) -> str:
    """``Removed``, ``Visited`` or ``To Visit``; only effective visits count."""
    if removed:
        return "Removed"
    return "Visited" if visit_count else "To Visit"
