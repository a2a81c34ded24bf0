"""What a checklist's results are worth. No database here.

The plan: 「详细记录,内容填写要完整、不漏填、不应付」.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MET, PARTLY, NOT_MET, NOT_CHECKED = "Met", "Partly Met", "Not Met", "Not Checked"
RESULTS = (MET, PARTLY, NOT_MET, NOT_CHECKED)
SHARES = {MET: 1.0, PARTLY: 0.5, NOT_MET: 0.0}

PRESENT, ON_LEAVE, OTHER_DUTY, ABSENT = "Present", "On Leave", "Other Duty", "Absent"
SEEN = (PRESENT, ON_LEAVE, OTHER_DUTY, ABSENT)
# those that need a word why
WITH_REASON = (ON_LEAVE, OTHER_DUTY)


@dataclass(frozen=True)
class Result:
    """A line of a checklist: its points, and what was found."""

    points: int
    result: str = ""


def score(results: Iterable[Result]) -> float:
    """Share of the points that were met, 0 to 100 with two decimals; what was not checked is left out."""
    counted = [one for one in results if one.result in SHARES]
    most = sum(one.points for one in counted)
    if not most:
        return 0.0
    return round(sum(one.points * SHARES[one.result] for one in counted) * 100 / most, 2)


def presence(seen: Iterable[str]) -> tuple[int, int]:
    """How many were there, and how many should have been: who is on leave or on other duty is not counted."""
    counted = [one for one in seen if one in (PRESENT, ABSENT)]
    return counted.count(PRESENT), len(counted)
