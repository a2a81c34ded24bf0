"""How many rows a county writes in a year, and what ten years of them take. No database here.

Assumptions are the plan's own numbers: a county of 20 towns, 200 stations and 200,000 households; every station visits
20 households a month, meets every week, and hands in its papers every month. The upper bound has 5 visits a year for
each household of the county.
"""

from __future__ import annotations

from dataclasses import dataclass

TOWNS, STATIONS, HOUSEHOLDS = 20, 200, 200_000
YEARS = 10
MONTHS, WEEKS, WORK_DAYS, DAYS = 12, 52, 250, 365
PEOPLE_PER_STATION, PEOPLE_PER_TOWN = 8, 15
PEOPLE = STATIONS * PEOPLE_PER_STATION + TOWNS * PEOPLE_PER_TOWN
PLAN, UPPER = "plan", "upper"
VISITS = {PLAN: STATIONS * 20 * MONTHS, UPPER: HOUSEHOLDS * 5}
# of 100 visits, how many are written in again after the first save, and how many have a picture
EDITED, PICTURED = 30, 50
# of 100 visits, how many bring an issue to the ledger
WITH_ISSUE = 10

# rows a year by DocType that follow from the plan; everything else is scaled from the demo town
YEARLY = {
    "Household Visit": VISITS,
    "Visit Picture": {case: VISITS[case] * PICTURED // 100 for case in VISITS},
    "Ledger Issue": {case: VISITS[case] * WITH_ISSUE // 100 for case in VISITS},
    "Key Visit Entry": dict.fromkeys(VISITS, STATIONS * 20 * MONTHS),
    "Weekly Meeting": dict.fromkeys(VISITS, STATIONS * WEEKS),
    # a new card for every door once a year
    "Card Delivery": dict.fromkeys(VISITS, HOUSEHOLDS),
    # a draw and a full check a month, and patrols each Thursday
    "Spot Check": dict.fromkeys(VISITS, TOWNS * (2 * MONTHS + WEEKS)),
    # three books with each notice
    "Book Snapshot": dict.fromkeys(VISITS, TOWNS * 2 * MONTHS * 3),
    # at most one for each person and working day
    "Daily Digest": dict.fromkeys(VISITS, PEOPLE * WORK_DAYS),
}
# rows that are there from the beginning and change little
STANDING = {"Household": HOUSEHOLDS}


@dataclass(frozen=True)
class Line:
    """A table after some years.

    Attributes:
        rows: rows that stand there then, with the days for which they stay.
        size: bytes on disk with indexes.
        unlimited: bytes, if nothing were ever dropped.
        days: for how long rows stay; 0 for ever.
    """

    table: str
    rows: int
    size: int
    unlimited: int
    bytes_per_row: float
    days: int


def events(case: str) -> dict[str, float]:
    """What people do in a year, each with how often."""
    visits = VISITS[case]
    return {
        "visit": visits * (100 - PICTURED) / 100,
        "visit with a picture": visits * PICTURED / 100,
        "visit changed": visits * EDITED / 100,
        "issue from beginning to end": visits * WITH_ISSUE / 100,
        "weekly meeting": STATIONS * WEEKS,
        "sign-in": PEOPLE * WORK_DAYS,
        "form opened": PEOPLE * WORK_DAYS * 5,
        "list exported": PEOPLE * MONTHS,
    }


def line(table: str, yearly: float, standing: int, bytes_per_row: float, days: int) -> Line:
    """A table after ten years of ``yearly`` rows, of which those older than ``days`` are dropped."""
    every = standing + yearly * YEARS
    stay = min(every, standing + yearly * days / DAYS) if days else every
    return Line(
        table,
        round(stay),
        round(stay * bytes_per_row),
        round(every * bytes_per_row),
        round(bytes_per_row, 1),
        days,
    )
