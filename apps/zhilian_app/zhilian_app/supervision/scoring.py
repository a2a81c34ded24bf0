"""Points and places of the yearly assessment, from measures and the weights that the office keeps. No database here.

The plan: 「把驻点直联工作纳入镇村干部岗位责任制,与中心工作同考核」.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Measure:
    """How a measure counts.

    Attributes:
        weight: its share of the whole, in any unit; the weights of a scheme are taken together.
        zero_at: share in percent at or below which it gives nothing.
        full_at: share at or above which it gives all.
    """

    name: str
    weight: Decimal
    zero_at: Decimal = Decimal(0)
    full_at: Decimal = HUNDRED


@dataclass(frozen=True)
class Found:
    """What the records say: ``good`` of ``all`` that there was; nothing at all counts for nobody and against nobody."""

    good: Decimal
    all: Decimal

    @property
    def share(self) -> Decimal | None:
        """Share in percent, at most 100; None where there was nothing to do."""
        if self.all <= 0:
            return None
        return min(self.good * 100 / self.all, HUNDRED)


@dataclass(frozen=True)
class Points:
    """Points of one measure: ``most`` is what it could have given, both of 100 in all."""

    measure: str
    share: Decimal | None
    points: Decimal
    most: Decimal


def problems(measures: Iterable[Measure]) -> list[str]:
    """What is wrong with a scheme, by the names of its measures; empty where nothing is."""
    measures = list(measures)
    names = [one.name for one in measures]
    found = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    found += [
        one.name
        for one in measures
        if one.weight < 0 or not 0 <= one.zero_at < one.full_at <= HUNDRED
    ]
    if not measures or sum(one.weight for one in measures) <= 0:
        found.append("")
    return found


def points(measures: Iterable[Measure], found: Mapping[str, Found]) -> list[Points]:
    """Points of each measure, of 100 in all.

    A measure for which there was nothing to do (no project, no issue) is left out, and the others take its weight:
    a station without projects is measured by the rest.

    Raises:
        ValueError: the scheme has no weight, or a span that makes no sense.
    """
    measures = list(measures)
    if problems(measures):
        raise ValueError(f"scheme makes no sense: {problems(measures)}")
    shares = {one.name: found[one.name].share if one.name in found else None for one in measures}
    counted = sum((one.weight for one in measures if shares[one.name] is not None), Decimal(0))
    return [_points(one, shares[one.name], counted) for one in measures]


def _points(measure: Measure, share: Decimal | None, counted: Decimal) -> Points:
    if share is None or not counted:
        return Points(measure.name, None, Decimal(0), Decimal(0))
    most = measure.weight * 100 / counted
    part = (share - measure.zero_at) / (measure.full_at - measure.zero_at)
    part = max(Decimal(0), min(part, Decimal(1)))
    return Points(measure.name, share, most * part, most)


def score(rows: Iterable[Points]) -> Decimal:
    """The score, 0 to 100 with two decimals."""
    return sum((row.points for row in rows), Decimal(0)).quantize(CENT, ROUND_HALF_UP)


def places(scores: Mapping[str, Decimal]) -> dict[str, int]:
    """Place of each subject: the best is 1, and equal scores share a place."""
    return {
        name: 1 + sum(1 for other in scores.values() if other > own) for name, own in scores.items()
    }
