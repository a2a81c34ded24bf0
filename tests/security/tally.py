"""Counts what was tried and what was found, topic by topic, and prints and keeps it at the end of a run."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

# `make security` says "full": everything is tried then; else it is the size of a sample, which takes seconds
DEPTH = os.environ.get("ZHILIAN_SECURITY", "30")
FULL = DEPTH == "full"
LONGEST = 400  # characters of a finding that are shown


def some(every: Iterable, seed: str) -> list:
    """All of it in a full run, and else a sample: the same one each time."""
    every = list(every)
    if FULL or len(every) <= int(DEPTH):
        return every
    return random.Random(seed).sample(every, int(DEPTH))


@dataclass
class Topic:
    """One line of the table."""

    cases: int = 0
    refused: int = 0
    # refused, though with the words of a fault: Frappe's own functions do that with what is no JSON, say
    clumsy: int = 0
    findings: list[str] = field(default_factory=list)


class Tally:
    """All topics of a run."""

    def __init__(self) -> None:
        """Nothing has been tried yet."""
        self.topics: dict[str, Topic] = {}

    def topic(self, title: str) -> Topic:
        """The line with this title, begun if it is new."""
        return self.topics.setdefault(title, Topic())

    def count(self, title: str, refused: bool, finding: str = "") -> None:
        """Note one case."""
        topic = self.topic(title)
        topic.cases += 1
        topic.refused += refused
        if finding:
            topic.findings.append(finding[:LONGEST])
            print(finding[:LONGEST], flush=True)

    def lines(self) -> list[str]:
        """The table, for the end of a run."""
        rows = [("内容 · topic", "cases", "refused", "clumsy", "findings")]
        rows += [
            (title, str(one.cases), str(one.refused), str(one.clumsy), str(len(one.findings)))
            for title, one in self.topics.items()
        ]
        total = list(self.topics.values())
        rows.append(
            (
                "合计 · total",
                str(sum(one.cases for one in total)),
                str(sum(one.refused for one in total)),
                str(sum(one.clumsy for one in total)),
                str(sum(len(one.findings) for one in total)),
            )
        )
        return [f"{row[0]:44}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows]

    def keep(self, target: Path) -> None:
        """Write it all to a file."""
        kept = {title: vars(one) for title, one in self.topics.items()}
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


TALLY = Tally()
