"""Everything that comes due, for the calendar: one event a day and matter, by the rights of who is signed in.

Frappe's calendar makes an event of each row; a town's ten stations would fill a day with the same words.
"""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import calendar, permissions
from zhilian_app.filings import rules
from zhilian_app.meetings.attendance import HELD, NOT_HELD

FILING, PROGRESS, ISSUE = "Filing", "Project Progress", "Ledger Issue"
WEEKLY, REVIEW, SESSION, BULLETIN = (
    "Weekly Meeting",
    "Review Meeting",
    "Committee Session",
    "Monthly Bulletin",
)
LONGEST_RANGE = 100
# colours: a calendar's event says by its tone how it stands
DONE, OPEN, BAD, QUIET, MEETING, MARK = "done", "open", "bad", "quiet", "meeting", "mark"


@frappe.whitelist(methods=["POST"])
def get_events(start: str, end: str) -> list[dict]:
    """Events from ``start`` up to and with ``end`` (ISO days; times after them are cut off), by day.

    Raises:
        frappe.PermissionError: the user may not read filings.
        frappe.ValidationError: the days are none, or too far apart.
    """
    if not frappe.has_permission(FILING, "read"):
        raise frappe.PermissionError
    first, last = getdate(start), getdate(end)
    if not first or not last or not 0 <= (last - first).days <= LONGEST_RANGE:
        frappe.throw(_("The calendar shows {0} days at most.").format(LONGEST_RANGE))
    today = getdate()
    found = [
        *_filings(first, last, today),
        *_rows(PROGRESS, first, last, today),
        *_rows(ISSUE, first, last, today),
        *_meetings(first, last, today),
        *_cutoffs(first, last),
    ]
    return sorted(found, key=lambda one: (one["start"], one["order"], one["title"]))


def _event(order: int, day: date, doctype: str, title: str, tone: str, **opens) -> dict:
    """An event; ``opens`` is the name of one document, or the filters of a list."""
    return {
        "order": order,
        "start": str(day),
        "doctype": doctype,
        "title": title,
        "tone": tone,
        "opens": opens.get("name"),
        "filters": opens.get("filters"),
    }


def _between(field: str, first: date, last: date) -> dict:
    return {field: ["between", [first, last]]}


def _grouped(doctype: str, filters: dict, *by: str) -> list:
    """Rows of ``doctype`` counted by fields; of a group of one, ``name`` is its document."""
    if not frappe.has_permission(doctype, "read"):
        return []
    return frappe.get_list(
        doctype,
        filters=filters,
        fields=[*by, "count(name) as number", "min(name) as name"],
        group_by=", ".join(f"`tab{doctype}`.`{field}`" for field in by),
        order_by=f"`tab{doctype}`.`{by[0]}` asc",
        limit_page_length=0,
    )


def _titles(doctype: str, field: str, names: list[str]) -> dict[str, str]:
    """Titles of the rows that stand alone on their day."""
    if not names:
        return {}
    rows = frappe.get_list(
        doctype, filters={"name": ["in", names]}, fields=["name", field], limit_page_length=0
    )
    return {row.name: row[field] for row in rows}


# -- filings ----------------------------------------------------------------------------------------------


def _filings(first: date, last: date, today: date) -> list[dict]:
    filters = {**_between("due_on", first, last), "standing": ["!=", rules.NOT_NEEDED]}
    groups: dict[tuple, list] = {}
    for row in _grouped(FILING, filters, "due_on", "requirement_title", "standing"):
        groups.setdefault((row.due_on, row.requirement_title), []).append(row)
    alone = [rows[0].name for rows in groups.values() if sum(row.number for row in rows) == 1]
    names = _titles(FILING, "station_name", alone)
    return [_filing(key, rows, names, today) for key, rows in groups.items()]


def _filing(key: tuple, rows: list, stations: dict[str, str], today: date) -> dict:
    day, what = key
    total = sum(cint(row.number) for row in rows)
    in_time = sum(cint(row.number) for row in rows if row.standing in (rules.ON_TIME, rules.LATE))
    tone = DONE if in_time == total else BAD if day < today else OPEN
    if total == 1:
        name = rows[0].name
        title = f"{stations.get(name) or ''} {what}" if _many() else what
        return _event(0, day, FILING, title, tone, name=name)
    filters = [["due_on", "=", str(day)], ["requirement_title", "=", what]]
    return _event(0, day, FILING, f"{what} {in_time}/{total}", tone, filters=filters)


def _many() -> bool:
    """Whether the user sees more than one station: only then its name says something."""
    scope = permissions.scope()
    return len(scope.stations) != 1 or bool(scope.town)


# -- progress and issues ----------------------------------------------------------------------------------

MATTERS = {
    PROGRESS: ("project_title", {"status": "Due"}, [["status", "=", "Due"]]),
    ISSUE: ("title", {"is_open": 1}, [["is_open", "=", 1]]),
}


def _rows(doctype: str, first: date, last: date, today: date) -> list[dict]:
    """What is open of a DocType with due days: its title alone on a day, else how many."""
    title_field, filters, shown = MATTERS[doctype]
    groups = _grouped(doctype, {**filters, **_between("due_on", first, last)}, "due_on")
    alone = [row.name for row in groups if row.number == 1]
    titles = _titles(doctype, title_field, alone)
    found = []
    for row in groups:
        tone = BAD if row.due_on < today else OPEN
        if row.number == 1:
            words = _alone(doctype, titles.get(row.name) or "")
            found.append(_event(1, row.due_on, doctype, words, tone, name=row.name))
        else:
            words = _several(doctype, cint(row.number))
            opens = [["due_on", "=", str(row.due_on)], *shown]
            found.append(_event(1, row.due_on, doctype, words, tone, filters=opens))
    return found


def _alone(doctype: str, title: str) -> str:
    if doctype == PROGRESS:
        return _("Progress due: {0}").format(title)
    return _("Issue due: {0}").format(title)


def _several(doctype: str, count: int) -> str:
    if doctype == PROGRESS:
        return _("Progress due: {0} projects").format(count)
    return _("Issues due: {0}").format(count)


# -- meetings and the bulletin ----------------------------------------------------------------------------


def _meetings(first: date, last: date, today: date) -> list[dict]:
    found = []
    groups: dict[date, list] = {}
    for row in _grouped(WEEKLY, _between("meeting_date", first, last), "meeting_date", "status"):
        groups.setdefault(row.meeting_date, []).append(row)
    for day, rows in groups.items():
        found.append(_weekly(day, rows, today))
    for doctype, field, words in (
        (REVIEW, "meeting_date", _("Review Meeting")),
        (SESSION, "session_date", _("Committee Session")),
    ):
        for row in _grouped(doctype, _between(field, first, last), field):
            opens = (
                {"name": row.name}
                if row.number == 1
                else {"filters": [[field, "=", str(row[field])]]}
            )
            found.append(_event(3, row[field], doctype, words, MEETING, **opens))
    return found


def _weekly(day: date, rows: list, today: date) -> dict:
    total = sum(cint(row.number) for row in rows)
    held = sum(cint(row.number) for row in rows if row.status == HELD)
    settled = sum(cint(row.number) for row in rows if row.status in (HELD, NOT_HELD))
    tone = BAD if day < today and settled < total else DONE if held == total else MEETING
    if total == 1:
        return _event(2, day, WEEKLY, _("Weekly Meeting"), tone, name=rows[0].name)
    title = f"{_('Weekly Meeting')} {held}/{total}"
    return _event(2, day, WEEKLY, title, tone, filters=[["meeting_date", "=", str(day)]])


def _cutoffs(first: date, last: date) -> list[dict]:
    """Days on which a month's bulletin closes, by the towns of the user; also before there is a bulletin."""
    if not frappe.has_permission(BULLETIN, "read"):
        return []
    days = set(
        frappe.get_all(
            "Town",
            filters={"name": ["in", [*permissions.scope().towns, ""]]},
            pluck="bulletin_cutoff_day",
        )
    )
    found, month = [], calendar.month_start(first)
    while month <= last:
        for number in days:
            day = calendar.due_day(month.year, month.month, min(max(cint(number), 1), 31))
            if first <= day <= last:
                found.append(_cutoff(day, calendar.previous_month(month)))
        month = calendar.next_month(month)
    return found


def _cutoff(day: date, month: date) -> dict:
    title = _("Bulletin of month {0} closes").format(month.month)
    return _event(4, day, BULLETIN, title, MARK, filters=[["month", "=", str(month)]])
