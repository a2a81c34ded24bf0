"""What a scenario found: counted, printed as a table, and kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from unicodedata import east_asian_width

HEADINGS = (
    "场景 scenario",
    "已确认 acked",
    "丢失 lost",
    "重复 double",
    "恢复 recovery s",
    "说明 notes",
)


@dataclass
class Outcome:
    """One line of the table.

    Attributes:
        acknowledged: things of which somebody was told that they are saved.
        lost: those of them that are not there afterwards, or not as they were.
        double: things that are there more often than they were done.
        recovery: seconds until it worked again, the longest of all; nothing where that has no meaning.
        wrong: what else is not as it should be, in words; none of it is allowed.
    """

    scenario: str
    acknowledged: int = 0
    lost: int = 0
    double: int = 0
    recovery: float | None = None
    notes: str = ""
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing was lost, double, or wrong."""
        return not (self.lost or self.double or self.wrong)

    def cells(self) -> tuple[str, ...]:
        """The line as texts."""
        seconds = "" if self.recovery is None else f"{self.recovery:.1f}"
        notes = "; ".join([self.notes, *self.wrong]).strip("; ")
        counts = (self.acknowledged, self.lost, self.double)
        return (
            f"{'ok' if self.good else 'WRONG'} {self.scenario}",
            *map(str, counts),
            seconds,
            notes,
        )


def table(outcomes: Iterable[Outcome]) -> str:
    """Return the outcomes as an aligned table."""
    rows = [HEADINGS, *(outcome.cells() for outcome in outcomes)]
    widths = [max(_width(row[at]) for row in rows) for at in range(len(HEADINGS) - 1)]
    lines = []
    for row in rows:
        padded = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)
        ]
        lines.append("  ".join([*padded, row[-1]]))
    return "\n".join(lines)


def write(outcomes: Iterable[Outcome], file: Path, facts: dict) -> None:
    """Keep the outcomes, and ``facts`` on the run, as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [{**asdict(outcome), "good": outcome.good} for outcome in outcomes]
    text = json.dumps({**facts, "outcomes": rows}, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
