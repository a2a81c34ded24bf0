"""The lights of the leaders' page, and which station stands first on it. No database here.

The plan: 「直联工作情况直接通报镇党委书记」. Green: nothing to do; orange: look at it; red: act.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhilian_app.visits.pace_light import GREEN, ORANGE, RED

# shares in percent
NEAR = 80
FEW = 10


def expected_share(day: date, target: float = 100.0) -> float:
    """Coverage in percent that an even pace has reached by the end of ``day``.

    The plan: 「年内实现重点登记人群全覆盖,100%完成走访登记」.
    """
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return round(target * ((day - first).days + 1) / ((last - first).days + 1), 1)


def pace_light(share: float, expected: float) -> str:
    """``green`` on pace, ``orange`` from 80% of it, else ``red``."""
    if share >= expected:
        return GREEN
    return ORANGE if share * 100 >= expected * NEAR else RED


def month_light(done: int, target: int, day: int, days: int) -> str:
    """Households of a month against those that are asked for by ``day`` of ``days``, rounded down."""
    asked = math.floor(target * day / days)
    return pace_light(done, asked)


def late_light(late: int, of: int) -> str:
    """``green`` where nothing is late, ``orange`` up to a tenth of all, or a single one, else ``red``."""
    if late <= 0:
        return GREEN
    return ORANGE if late == 1 or late * 100 <= of * FEW else RED


def money_light(budget: float, committed: float) -> str | None:
    """``red`` where more is promised than there is, ``orange`` where a tenth or less is free; None without a fund."""
    if budget <= 0:
        return None
    if committed > budget:
        return RED
    return ORANGE if (budget - committed) * 100 <= budget * FEW else GREEN


def checks_light(least: int, asked: int, day: date) -> str:
    """Full checks of the station that had the fewest, against those that an even year asks for by ``day``.

    The plan: 「每年不定期至少2次全面检查各驻点团队的相关台账资料」.
    """
    by_now = math.floor(asked * expected_share(day) / 100)
    if least >= by_now:
        return GREEN
    return ORANGE if least == by_now - 1 and least > 0 else RED


@dataclass(frozen=True)
class Line:
    """A station: its lights, and its coverage in percent."""

    name: str
    lights: tuple[str, ...]
    share: float


def worst_first(lines: Iterable[Line]) -> list[str]:
    """Names of the stations: most red lights first, then most orange ones, then the lowest coverage, then by name."""
    return [
        line.name
        for line in sorted(
            lines,
            key=lambda line: (
                -line.lights.count(RED),
                -line.lights.count(ORANGE),
                line.share,
                line.name,
            ),
        )
    ]
