"""Times two ways of doing the same, turn by turn, so that what else the machine does falls on both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds of each round of one way; a round did ``per_round`` things."""

    seconds: tuple[float, ...]
    per_round: int = 1

    @property
    def median(self) -> float:
        """Seconds of the round in the middle."""
        return statistics.median(self.seconds)

    @property
    def rate(self) -> float:
        """Things a second, by the round in the middle."""
        return self.per_round / self.median

    def share(self, quantile: float) -> float:
        """Seconds within which ``quantile`` (0 to 1) of the rounds were done."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * quantile))]


def in_turns(
    ways: Mapping[str, Callable[[], object]], rounds: int, *, warm: int = 1, per_round: int = 1
) -> dict[str, Timing]:
    """Do each way once a round, in changing order, after ``warm`` rounds that do not count."""
    names = list(ways)
    found: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(warm + rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            gc.collect()
            started = time.perf_counter()
            ways[name]()
            took = time.perf_counter() - started
            if turn >= warm:
                found[name].append(took)
    return {name: Timing(tuple(seconds), per_round) for name, seconds in found.items()}
