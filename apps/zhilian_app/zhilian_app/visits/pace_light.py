"""The light beside a station's numbers: whether it keeps pace. No database here."""

import math
from dataclasses import dataclass

GREEN, ORANGE, RED = "green", "orange", "red"

LABELS = {GREEN: "On Pace", ORANGE: "A Little Behind", RED: "Behind"}


@dataclass(frozen=True)
class MonthSoFar:
    """What a station did this month, in households.

    Attributes:
        visited: households with an effective visit this month, on the register or not.
        minimum: households a month that the plan asks for.
        newly_covered: households of the register with their first visit of the year this month.
        share: households of the register that an even pace asks for this month.
        day: day of the month, 1 to 31.
        days: days that the month has.
    """

    visited: int
    minimum: int
    newly_covered: int
    share: int
    day: int
    days: int


def month_light(so_far: MonthSoFar) -> str:
    """``green`` where both targets are kept so far, ``orange`` where one is at least half kept, else ``red``.

    The plan: 「重点要把握好走访的进度」 and 「走访进度每月需在20户以上」. Until the month is over a target
    counts with the days that have passed, rounded down, so that the first of a month does not begin in red.

    Raises:
        ValueError: the day is not one of the month.
    """
    if not 1 <= so_far.day <= so_far.days:
        raise ValueError(f"day {so_far.day} of {so_far.days}")
    pairs = ((so_far.visited, so_far.minimum), (so_far.newly_covered, so_far.share))
    due = [(done, math.floor(target * so_far.day / so_far.days)) for done, target in pairs]
    if all(done >= asked for done, asked in due):
        return GREEN
    return ORANGE if all(2 * done >= asked for done, asked in due) else RED


def year_light(registered: int, visited: int) -> str:
    """The light of a year that is over: all of the register, or not."""
    return GREEN if visited >= registered else RED
