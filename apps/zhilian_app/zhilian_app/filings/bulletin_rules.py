"""Ranking and standings of the monthly bulletin. No database here.

The plan: 「各上报资料、抽查资料的完成情况,已完成重点走访登记册进度情况,
各团队的总结汇报、心得、简报等做汇总统一出刊通报」 and 「错过印刊时间将显示缺报」.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from zhilian_app.filings.rules import (
    LATE,
    MISSING,
    NOT_DUE,
    NOT_NEEDED,
    ON_TIME,
    OVERDUE,
    standing,
)

# what a cell of several filings shows is the first of these that is among them
WORST_FIRST = (MISSING, OVERDUE, LATE, NOT_DUE, ON_TIME, NOT_NEEDED)

ISSUE_NUMBERS = ("new", "closed", "open", "overdue")
MEETING_NUMBERS = ("planned", "held", "not_held", "missing")
VISIT_NUMBERS = ("registered", "visited", "effective", "households")

# six figures of the place, eight of the birthday, four more; people break the number with blanks or dashes
_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})[\s-]?\d{8}[\s-]?(\d{3}[\dXxＸｘ])(?!\d)")
_OLD_ID_NUMBER = re.compile(r"(?<!\d)(\d{6})\d{6}(\d{3})(?!\d)")


# -- the cut-off -------------------------------------------------------------------------------------------


def has_ended(cutoff: date, today: date) -> bool:
    """Whether the last day that counts is over."""
    return today > cutoff


def as_of(cutoff: date, today: date) -> date:
    """The day from which the bulletin looks at the month: today, but never later than the morning after the cut-off."""
    return min(today, cutoff + timedelta(days=1))


def standing_at(
    due_on: date, counted_until: date, handed_in_on: datetime | None, cutoff: date, today: date
) -> str:
    """How a filing stood at the cut-off of the bulletin, whenever it is asked.

    The plan: 「错过印刊时间将显示缺报」. What came in after the last day that counts is missing and stays so,
    also where the bulletin is made days later. What is due only after the cut-off is not due.

    Args:
        counted_until: last day that counts for this filing.
        cutoff: last day that counts for the bulletin.
    """
    last = min(counted_until, cutoff)
    if handed_in_on and handed_in_on.date() > last:
        handed_in_on = None
    if due_on > cutoff and not handed_in_on:
        return NOT_DUE
    return standing(due_on, last, handed_in_on, as_of(cutoff, today))


# -- ranking -----------------------------------------------------------------------------------------------


def ranked(rows: Iterable[Mapping]) -> list[dict]:
    """Rows of stations with their ``rank``: by coverage, then households visited in the month, then name.

    Stations that are alike in both share a rank, and the ranks after them are left out (1, 1, 3).
    """
    found: list[dict] = []
    ordered = sorted(rows, key=lambda row: (-row["coverage"], -row["households"], row["station"]))
    for place, row in enumerate(ordered, start=1):
        same = found and _result(found[-1]) == _result(row)
        found.append({**row, "rank": found[-1]["rank"] if same else place})
    return found


def _result(row: Mapping) -> tuple:
    return row["coverage"], row["households"]


def totals(rows: Iterable[Mapping], fields: Sequence[str]) -> dict[str, int]:
    """Sums of ``fields`` over ``rows``."""
    rows = list(rows)
    return {field: sum(int(row.get(field) or 0) for row in rows) for field in fields}


# -- filings -----------------------------------------------------------------------------------------------


def matrix(stations: Sequence[str], columns: Sequence[Mapping], filings: Iterable[Mapping]) -> dict:
    """Stations by requirements.

    Args:
        stations: names in the order of the rows.
        columns: requirements with ``name``, ``title`` and ``sequence``.
        filings: rows with ``station``, ``requirement``, ``standing``, ``handed_in`` (ISO day or "") and ``nil``.

    Returns:
        ``columns`` (titles, in order), ``rows`` (``station`` and ``cells``) and ``counts`` by standing.
    """
    ordered = sorted(columns, key=lambda one: (one.get("sequence") or 0, one["name"]))
    cells: dict[tuple[str, str], list[Mapping]] = {}
    for row in filings:
        cells.setdefault((row["station"], row["requirement"]), []).append(row)
    return {
        "columns": [one["title"] for one in ordered],
        "rows": [
            {
                "station": station,
                "cells": [_cell(cells.get((station, one["name"]), [])) for one in ordered],
            }
            for station in stations
        ],
        "counts": dict(Counter(row["standing"] for rows in cells.values() for row in rows)),
    }


def _cell(filings: Sequence[Mapping]) -> dict:
    standings = Counter(row["standing"] for row in filings)
    return {
        "standing": next((one for one in WORST_FIRST if one in standings), ""),
        "counts": {one: standings[one] for one in WORST_FIRST if one in standings},
        "handed_in": max((row["handed_in"] for row in filings), default=""),
        "nil": len(filings) == 1 and bool(filings[0]["nil"]),
    }


# -- words -------------------------------------------------------------------------------------------------


def without_ids(text: str | None) -> str:
    """``text`` with the middle of ID numbers hidden: the bulletin goes to the whole town."""
    text = _ID_NUMBER.sub(r"\1********\2", text or "")
    return _OLD_ID_NUMBER.sub(r"\1******\2", text)


# -- the check sum -----------------------------------------------------------------------------------------


def canonical(content: Mapping) -> str:
    """The content as JSON: the same text for the same content; without < and >, which stored texts lose."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e")


def check_sum(content: Mapping) -> str:
    """SHA-256 of the content, in figures and letters."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def is_intact(stored: str | None, known: str | None) -> bool:
    """Whether a stored content is still the one whose check sum is known."""
    try:
        return bool(known) and check_sum(json.loads(stored or "")) == known
    except (ValueError, TypeError):
        return False
