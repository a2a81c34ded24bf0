"""Until when an issue is to be dealt with, and who hears of it when it is not. No database here."""

from datetime import date

from zhilian_app import calendar
from zhilian_app.issues.states import COMMITTEE, OFFICE, VILLAGE

DAYS_FIELD = {
    VILLAGE: "village_issue_days",
    OFFICE: "office_issue_days",
    COMMITTEE: "committee_issue_days",
}
# in the order in which they are told
ESCALATIONS = ("Team Head", "Station Leader", "Organization Office")
MOST_EXTENSION = 60
# why a due day cannot be moved; shown through _()
EXTENDED_BEFORE = "It was extended once already."
NOT_LATER = "The new due day must lie after the old one and not in the past."
TOO_LONG = "An extension is 60 days at most."


def due_on(start: date, days: int) -> calendar.DueDay:
    """The last day of a limit of ``days`` working days that begins on ``start``.

    The plan: 「对不能现场办结的问题进行记录,实行限时办结」; 7, 15 and 30 days by level are fields of Town.
    """
    return calendar.add_working_days(start, days)


def is_overdue(is_open: bool, due: date | None, today: date) -> bool:
    """Whether an open issue is past its last day; on the last day itself it is not."""
    return bool(is_open and due and due < today)


def escalation(due: date | None, today: date, after: tuple[int, int, int]) -> str:
    """Who is to be told of an open issue today: the highest of ESCALATIONS reached, or "".

    Args:
        after: working days past the due day at which head, leader and office are told, as Town has them.
    """
    if not due or due >= today:
        return ""
    late = calendar.working_days_after(due, today)
    reached = [who for who, days in zip(ESCALATIONS, after, strict=True) if late >= days]
    return reached[-1] if reached else ""


def newly_told(known: str, reached: str) -> tuple[str, ...]:
    """Who is told now, when ``known`` was the highest told before: each one once, and those between, too."""
    places = ("", *ESCALATIONS)
    return places[places.index(known or "") + 1 : places.index(reached or "") + 1]


def extended(due: date, new: date, today: date, already: bool) -> str:
    """Why a due day cannot be moved from ``due`` to ``new``, or "": once, later than before, and not for ever."""
    if already:
        return EXTENDED_BEFORE
    if new <= due or new < today:
        return NOT_LATER
    if (new - due).days > MOST_EXTENSION:
        return TOO_LONG
    return ""
