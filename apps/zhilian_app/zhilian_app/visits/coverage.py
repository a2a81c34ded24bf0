"""Coverage, pace and what counts as an effective visit. No database here."""

import math
import unicodedata
from dataclasses import dataclass
from datetime import date

MONTHS = 12


@dataclass(frozen=True)
class Pace:
    """Households to visit: in all of this month, and in each month from now on."""

    target_this_month: int
    needed_per_month: int


def content_length(text: str | None) -> int:
    """Letters, figures and Chinese characters in ``text``: blanks and punctuation say nothing."""
    return sum(unicodedata.category(char)[0] in "LN" for char in text or "")


def is_effective(content: str | None, minimum_chars: int, voided: bool = False) -> bool:
    """Whether a visit record counts.

    The plan: 「重点要把握好走访的进度及入户质量」, and patrols look for 「下乡“走过场”」: a record without content
    is kept but raises nothing. At least one character is always asked for.
    """
    return not voided and content_length(content) >= max(1, minimum_chars)


def coverage_percent(registered: int, visited: int) -> float:
    """Share of registered households visited, 0 to 100 with two decimals; an empty register is 0.

    Raises:
        ValueError: a negative count, or more visited than registered.
    """
    if not 0 <= visited <= registered:
        raise ValueError(f"visited {visited} of {registered}")
    return round(visited * 100 / registered, 2) if registered else 0.0


def pace(
    registered: int, covered: int, covered_before_month: int, month: int, minimum: int
) -> Pace:
    """Households a month that a station must visit.

    The plan: 「年内实现重点登记人群全覆盖,100%完成走访登记。注意,走访进度每月需在20户以上」. The target of
    this month is the larger of the minimum and an even share of what was left when it began; what the rest of the
    year needs is the same with what is left today.

    Args:
        registered: households on the register.
        covered: of these, visited so far this year.
        covered_before_month: of these, visited before this month began.
        month: 1 to 12, this month.
        minimum: households a month whatever is left (20 by default).

    Raises:
        ValueError: counts or month out of range.
    """
    if not 1 <= month <= MONTHS:
        raise ValueError(f"month out of range: {month}")
    if not 0 <= covered_before_month <= covered <= registered or minimum < 0:
        raise ValueError("counts out of range")
    months_left = MONTHS - month + 1
    share_now = math.ceil((registered - covered_before_month) / months_left)
    share_rest = math.ceil((registered - covered) / months_left)
    return Pace(max(minimum, share_now), max(minimum, share_rest))


def opened_on(today: date, cutoff_day: int, register_start: date | None = None) -> date:
    """First day for which a visit may still be written on ``today``.

    The year opens on 1 January; until the bulletin's cut-off of January the books of last year are
    still open, so that a visit of its last days is not lost. Nothing before ``register_start``,
    the day on which the town began to use the register.
    """
    year = today.year - 1 if today.month == 1 and today.day <= cutoff_day else today.year
    first = date(year, 1, 1)
    return max(first, register_start) if register_start else first
