"""What the ledger has to say in the daily digest: whose turn it is, what is late, and whom to tell of a result."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _

from zhilian_app.digest import Line, Lines, put
from zhilian_app.issues import due, states
from zhilian_app.stations import duties

ISSUE = "Ledger Issue"
FIELDS = (
    "name",
    "title",
    "station",
    "town",
    "town_office",
    "state",
    "due_on",
    "handler_user",
    "escalation",
)
HEAD, LEADER, ORGANIZATION = due.ESCALATIONS


def lines(day: date) -> Lines:
    """The ledger's lines for the digest of ``day``, by user; three queries over all stations.

    The plan: 「实行限时办结,及时反馈办理结果给群众」.
    """
    to = duties.Recipients(day)
    found: Lines = {}
    _turns(found, to, day)
    _results(found, to)
    _escalations(found, to)
    return found


def _turns(found: Lines, to: duties.Recipients, day: date) -> None:
    """Issues whose turn it is: overdue, due soon, or new with the person."""
    ahead = duties.reminder_days()
    furthest = day + timedelta(days=max((max(days) for days in ahead.values()), default=0))
    fresh = _stepped_since(day - timedelta(days=1))
    issue = frappe.qb.DocType(ISSUE)
    rows = (
        frappe.qb.from_(issue)
        .select(*(issue[field] for field in FIELDS))
        .where(
            (issue.is_open == 1)
            & issue.handler_user.isnotnull()
            & (issue.state != states.RESOLVED)
            & ((issue.due_on <= furthest) | issue.name.isin([*fresh, ""]))
        )
        .orderby(issue.due_on)
        .run(as_dict=True)
    )
    section = _("Issues in Your Hands", lang="zh")
    for row in rows:
        text = _turn_text(row, day, ahead[row.town], row.name in fresh)
        if text and to.reads(row.handler_user, row.station, row.town, row.town_office):
            urgent = bool(row.due_on and row.due_on <= day)
            put(found, [row.handler_user], Line(section, text, ISSUE, row.name, urgent))


def _turn_text(row, day: date, ahead: frozenset[int], is_new: bool) -> str:
    left = (row.due_on - day).days if row.due_on else None
    if due.is_overdue(True, row.due_on, day):
        return _("Overdue for {0} days, please deal with it: {1}", lang="zh").format(
            -left, row.title
        )
    if left == 0:
        return _("Due today, please deal with it: {0}", lang="zh").format(row.title)
    if left in ahead:
        return _("Due in {0} days: {1}", lang="zh").format(left, row.title)
    return _("New with you, please begin: {0}", lang="zh").format(row.title) if is_new else ""


def _stepped_since(day: date) -> set[str]:
    """Issues with a step since ``day``."""
    step = frappe.qb.DocType("Step Record")
    rows = (
        frappe.qb.from_(step)
        .select(step.parent)
        .distinct()
        .where((step.parenttype == ISSUE) & (step.stepped_on >= datetime.combine(day, time.min)))
        .run(pluck=True)
    )
    return set(rows)


def _results(found: Lines, to: duties.Recipients) -> None:
    """Results that nobody has told the people yet."""
    section = _("Results to Tell the People", lang="zh")
    for row in _open({"state": states.RESOLVED}):
        text = _("Dealt with, please tell the people: {0}", lang="zh").format(row.title)
        put(found, to.on(row.station, "Liaison"), Line(section, text, ISSUE, row.name))


def _escalations(found: Lines, to: duties.Recipients) -> None:
    """What is so late that others are told: each to the head, by number to the leader and the Organization Office."""
    section = _("Overdue Issues", lang="zh")
    rows = _open({"escalation": ["in", list(due.ESCALATIONS)]})
    leaders, offices = Counter(), Counter()
    for row in rows:
        text = _("{0}: overdue since {1}, please press on: {2}", lang="zh").format(
            to.station_names.get(row.station, row.station), row.due_on, row.title
        )
        heads = [user for user in to.on(row.station, HEAD) if user != row.handler_user]
        put(found, heads, Line(section, text, ISSUE, row.name, True))
        place = (row.station, row.town)
        leaders[place] += row.escalation in (LEADER, ORGANIZATION)
        offices[place] += row.escalation == ORGANIZATION
    for (station, _town), count in (+leaders).items():
        put(found, to.on(station, LEADER), _count_line(section, to, station, count))
    for (station, town), count in (+offices).items():
        put(found, to.organization(town), _count_line(section, to, station, count))


def _count_line(section: str, to: duties.Recipients, station: str, count: int) -> Line:
    text = _("{0}: {1} overdue issues are still open", lang="zh").format(
        to.station_names.get(station, station), count
    )
    return Line(section, text, ISSUE, urgent=True)


def _open(filters: dict) -> list[dict]:
    return frappe.get_all(
        ISSUE,
        filters={"is_open": 1, **filters},
        fields=list(FIELDS),
        order_by="due_on asc, creation asc",
    )
