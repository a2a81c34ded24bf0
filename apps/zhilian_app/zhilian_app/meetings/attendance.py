"""Who is to come to a meeting and who came. No database here.

The plan: 「参会人员范围:镇驻点团队成员、村"两委"干部等辅助团队」, 「与会人员要在记录上签到」.
Rows are dicts with the fields of Meeting Attendance.
"""

from collections.abc import Iterable, Mapping
from datetime import date

PRESENT, ABSENT, ON_LEAVE = "Present", "Absent", "On Leave"
CHOICES = (PRESENT, ABSENT, ON_LEAVE)
PLANNED, HELD, NOT_HELD = "Planned", "Held", "Not Held"

PERSON = ("cadre", "cadre_name", "side", "duty", "position")
SIGNATURE = ("attendance", "signed_on", "signed_by", "leave_reason")

CLOSED_ALREADY = "The minutes are closed."
NOT_TODAY = "Signing in is possible on the day of the meeting."
TOO_EARLY = "Before the day of the meeting only leave can be noted."
NO_REASON = "Please give the reason of the leave."


def follow_team(rows: Iterable[Mapping], team: Iterable[Mapping]) -> list[dict]:
    """The list of people after a change of the team: new ones come on, who left goes; nobody who signed is lost.

    The order is that of the team; who signed and is no longer on it stands at the end, in the order of before.
    Twice the same team changes nothing.
    """
    known = {row["cadre"]: dict(row) for row in rows}
    found = []
    for person in team:
        row = known.pop(person["cadre"], None) or {}
        fresh = {key: person.get(key) or "" for key in PERSON}
        found.append(row if is_marked(row) else {**row, **fresh})
    return found + [row for row in known.values() if is_marked(row)]


def is_marked(row: Mapping) -> bool:
    """Whether somebody has said whether this person comes."""
    return bool(row.get("attendance"))


def differs(rows: Iterable[Mapping], team: Iterable[Mapping]) -> bool:
    """Whether the list of people is to be brought in step with the team."""
    before = [dict(row) for row in rows]
    after = follow_team(before, team)
    return [_person(row) for row in before] != [_person(row) for row in after]


def _person(row: Mapping) -> tuple:
    return tuple(row.get(key) or "" for key in PERSON)


def officer(known: str | None, team: Iterable[Mapping], duty: str) -> str | None:
    """Chair or recorder: who was named while still on the team, else who has the duty on the main team."""
    people = list(team)
    if known and any(person["cadre"] == known for person in people):
        return known
    on_duty = (p["cadre"] for p in people if (p.get("side"), p.get("duty")) == ("Main", duty))
    return next(on_duty, known)


def complete(rows: Iterable[Mapping], noted_by: str) -> list[dict]:
    """The list when the minutes are closed: of whom nothing was noted, did not come."""
    absent = {"attendance": ABSENT, "signed_by": noted_by}
    return [dict(row) if is_marked(row) else {**row, **absent} for row in rows]


def counts(rows: Iterable[Mapping]) -> tuple[int, int]:
    """How many are to come and how many came: 应到, 实到."""
    listed = list(rows)
    return len(listed), sum(row.get("attendance") == PRESENT for row in listed)


def why_not_sign(status: str, day: date, today: date) -> str:
    """Why nobody can sign in now, or "": on the day of the meeting, until its minutes are closed."""
    if status != PLANNED:
        return CLOSED_ALREADY
    return "" if day == today else NOT_TODAY


def why_not_mark(status: str, day: date, today: date, attendance: str, reason: str) -> str:
    """Why the recorder cannot note this of a person, or ""; "" as attendance takes a note back."""
    if status != PLANNED:
        return CLOSED_ALREADY
    if day > today and attendance in (PRESENT, ABSENT):
        return TOO_EARLY
    if attendance == ON_LEAVE and not reason.strip():
        return NO_REASON
    return ""
