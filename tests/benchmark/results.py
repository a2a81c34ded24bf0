"""What a benchmark found: rows of a table for people, and JSON for whoever compares two runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

PARTS = {
    "a": "saving a document / 保存一份资料",
    "b": "importing a register / 导入登记册",
    "c": "figures of a large site / 大站点的统计",
    "d": "50 people at once / 50 人同时使用",
    "e": "the same visit in Tryton / 同一条走访在 Tryton",
}
HALF_COMMA = re.compile(r"(?<=[\u3400-\u9fff]), ?")
HEAD = (
    "| 项目 | 驻点直联 | 对照 | 单位 | 比值 | 目标 |",
    "| --- | ---: | ---: | --- | ---: | --- |",
)


@dataclass(frozen=True)
class Options:
    """What is to be measured.

    Attributes:
        sizes: households of the large sites, in rising order.
        quick: few rounds and small sites, to see that all of it works; figures mean little then.
    """

    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    quick: bool = False


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes:
        part: letter of the part, a key of PARTS.
        what: what was done.
        ours: our figure, in ``unit``.
        other: the figure it is held against, in ``unit``.
        unit: of both figures.
        ratio: ours to other, as the goal is put.
        goal: what the ratio should reach, None where nothing is promised.
        most: whether the goal is an upper bound.
        note: what a reader must know of it.
    """

    part: str
    what: str
    ours: float
    other: float
    unit: str
    ratio: float
    goal: float | None = None
    most: bool = False
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.goal is None:
            return None
        return self.ratio <= self.goal if self.most else self.ratio >= self.goal


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table, part by part, as it stands in docs/figures.md."""
    rows = list(rows)
    lines = []
    for letter, title in PARTS.items():
        own = [row for row in rows if row.part == letter]
        if not own:
            continue
        lines += ["", f"**({letter}) {title}**", "", *HEAD]
        lines += [_line(row) for row in own]
        lines += _notes(own)
    return HALF_COMMA.sub("\uff0c", "\n".join(lines).strip())


def _notes(rows: Iterable[Row]) -> list[str]:
    """Each note once: beside its row, or alone where several rows share it."""
    of_note: dict[str, list[str]] = {}
    for row in rows:
        if row.note:
            of_note.setdefault(row.note, []).append(row.what)
    lines = [
        f"- {note}" if len(names) > 1 else f"- {names[0]}: {note}"
        for note, names in of_note.items()
    ]
    return ["", *lines] if lines else []


def _line(row: Row) -> str:
    goal = ""
    if row.goal is not None:
        goal = f"{'≤' if row.most else '≥'} {row.goal:g} {'✓' if row.reached else '✗'}"
    return f"| {row.what} | {_number(row.ours)} | {_number(row.other)} | {row.unit} | {row.ratio:.2f} | {goal} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def write(file: Path, machine: dict, rows: Iterable[Row]) -> None:
    """Write all of it as JSON to ``file``; what was measured of other parts before stays there."""
    rows = list(rows)
    parts = {row.part for row in rows}
    older = json.loads(file.read_text())["rows"] if file.exists() else []
    kept = [row for row in older if row["part"] not in parts]
    found = [{**asdict(row), "reached": row.reached} for row in rows]
    whole = {"machine": machine, "rows": sorted(kept + found, key=lambda row: row["part"])}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
