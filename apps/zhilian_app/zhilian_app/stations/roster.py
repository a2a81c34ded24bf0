"""Who is on which team on a day, and what a change of staff makes stale. No database here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

STATION_ROLES = ("Station Leader", "Team Head", "Liaison", "Station Cadre", "Village Cadre")

SIDES = ("Main", "Auxiliary")
DUTIES = ("Station Leader", "Team Head", "Liaison", "Member")


@dataclass(frozen=True)
class Term:
    """The days on which a team is in force, both ends included; no ``to_date`` means until further notice."""

    name: str
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True)
class CardLine:
    """One person as the contact card shows them."""

    side: str
    duty: str
    name: str
    position: str
    phone: str


@dataclass(frozen=True)
class Change:
    """One difference between a card and the team: what is ``joined``, ``left`` or ``changed``."""

    kind: str
    name: str


def in_force(term: Term, day: date) -> bool:
    """Whether the team of ``term`` is in force on ``day``."""
    return term.from_date <= day and (term.to_date is None or day <= term.to_date)


def stands(started_on: date | None, ended_on: date | None, first: date, last: date) -> bool:
    """Whether a station is in force on some day from ``first`` to ``last``; a day that is not set bounds nothing."""
    return (not started_on or started_on <= last) and (not ended_on or ended_on >= first)


def team_on(terms: Iterable[Term], day: date) -> Term | None:
    """The team in force on ``day``; the latest to begin where, against the rule, several are."""
    current = [term for term in terms if in_force(term, day)]
    return max(current, key=lambda term: term.from_date, default=None)


def first_overlap(term: Term, others: Iterable[Term]) -> Term | None:
    """The first of ``others`` that shares a day with ``term``: a station has one team at a time."""
    for other in sorted(others, key=lambda t: t.from_date):
        starts_before_end = other.to_date is None or term.from_date <= other.to_date
        ends_after_start = term.to_date is None or other.from_date <= term.to_date
        if starts_before_end and ends_after_start:
            return other
    return None


def handover(term: Term, new_from: date) -> date:
    """Last day of ``term`` when a new team takes over on ``new_from``.

    Raises:
        ValueError: the new team would begin on or before the day on which the old one began,
            or after the old one has ended.
    """
    if new_from <= term.from_date:
        raise ValueError("the new team must begin after the old one began")
    if term.to_date and new_from > term.to_date + timedelta(days=1):
        raise ValueError("the old team has ended before that day")
    return new_from - timedelta(days=1)


def implied_role(side: str, duty: str) -> str:
    """Role that a place on a team brings.

    The plan names 「驻点团队、辅助团队人员名单、职务」; the auxiliary team is the village's own two committees.
    """
    if side == "Auxiliary":
        return "Village Cadre"
    return "Station Cadre" if duty == "Member" else duty


def duty_gaps(duties: Sequence[tuple[str, str]]) -> list[str]:
    """Duties of (side, duty) pairs that the main team lacks or has twice; a team may have several liaisons."""
    main = [duty for side, duty in duties if side == "Main"]
    gaps = [duty for duty in ("Station Leader", "Team Head") if main.count(duty) != 1]
    if "Liaison" not in main:
        gaps.append("Liaison")
    return gaps


def card_changes(card: Iterable[CardLine], team: Iterable[CardLine]) -> list[Change]:
    """What differs between a card and the team, so that the card is to be remade; empty when it still holds.

    The plan: 「根据干部人员变动及挂钩联系点方案的调整,……及时统一重新制作各驻点的《民情联系卡》」.
    The order of the lines does not matter; a new phone, position, duty or side does.
    """
    old = {line.name: line for line in card}
    new = {line.name: line for line in team}
    changes = [Change("joined", name) for name in new if name not in old]
    changes += [Change("left", name) for name in old if name not in new]
    changes += [Change("changed", name) for name in new if name in old and old[name] != new[name]]
    return sorted(changes, key=lambda change: (change.kind, change.name))
