"""What the checks have to say in the daily digest: rectifications, the day of patrols, full checks that are missing."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint

from zhilian_app import calendar
from zhilian_app.authors import users_in
from zhilian_app.digest import Line, Lines, put
from zhilian_app.issues import escalating
from zhilian_app.meetings import week_rules
from zhilian_app.stations import duties
from zhilian_app.supervision import full_checks, states

CHECK, RECTIFICATION = "Spot Check", "Rectification"
LIAISON = "Liaison"
# the year's last quarter: what is missing by then is said
LAST_QUARTER = 10


def lines(day: date) -> Lines:
    """The checks' lines for the digest of ``day``, by user; a query a kind over all stations."""
    to = duties.Recipients(day)
    found: Lines = {}
    _rectifications(found, to, day)
    _to_confirm(found, to)
    _patrols(found, to, day)
    return found


# -- rectifications ---------------------------------------------------------------------------------------


def _rectifications(found: Lines, to: duties.Recipients, day: date) -> None:
    """The plan: 「对在检查中发现工作不达要求的及时提醒,并核查整改」."""

    def rows_until(last: date) -> list[frappe._dict]:
        return frappe.get_all(
            RECTIFICATION,
            filters={"state": ["in", states.OPEN_STATES], "due_on": ["<=", last]},
            fields=["name", "problem", "station", "town", "due_on", "responsible"],
            order_by="due_on asc, name asc",
        )

    def one(row, ahead: frozenset[int]) -> Line | None:
        text = _text(row, day, ahead)
        return Line(_section(), text, RECTIFICATION, row.name, row.due_on <= day) if text else None

    def own(row) -> list[str]:
        return [*to.on(row.station, LIAISON), *to.member(row.station, row.responsible)]

    words = escalating.Words(one, lambda station, count: _count_line(to, station, count))
    escalating.put_due(found, to, day, rows_until, own, words)


def _text(row, day: date, ahead: frozenset[int]) -> str:
    left = (row.due_on - day).days
    if left < 0:
        return _("Rectification is {0} days late: {1}", lang="zh").format(-left, row.problem)
    if left == 0:
        return _("Rectification is due today: {0}", lang="zh").format(row.problem)
    if left in ahead:
        return _("Rectification is due in {0} days: {1}", lang="zh").format(left, row.problem)
    return ""


def _count_line(to: duties.Recipients, station: str, count: int) -> Line:
    text = _("{0}: {1} rectifications are late", lang="zh").format(
        to.station_names.get(station, station), count
    )
    return Line(_section(), text, RECTIFICATION, urgent=True)


def _to_confirm(found: Lines, to: duties.Recipients) -> None:
    """What a team has handed in, for those of the office who did not write it themselves."""
    rows = frappe.get_all(
        RECTIFICATION,
        filters={"state": states.DONE},
        fields=["name", "title", "town", "written_by_users"],
        order_by="done_on asc, name asc",
    )
    for row in rows:
        authors = users_in(row.written_by_users)
        users = [user for user in to.organization(row.town) if user not in authors]
        text = _("Rectification to check: {0}", lang="zh").format(row.title)
        put(found, users, Line(_section(), text, RECTIFICATION, row.name))


def _section() -> str:
    return _("Rectification", lang="zh")


# -- patrols ----------------------------------------------------------------------------------------------


def _patrols(found: Lines, to: duties.Recipients, day: date) -> None:
    """On a town's day of visits the office hears of it: 「固定周四下午不定时到各驻点巡查」."""
    towns = frappe.get_all("Town", fields=["name", "visit_weekday"], order_by="name asc")
    monday = calendar.week_start(day)
    out = [row.name for row in towns if week_rules.meeting_day(monday, row.visit_weekday) == day]
    if not out:
        return
    counts = _checks_of_month(day)
    behind = full_checks.behind(day) if day.month >= LAST_QUARTER else {}
    for town in out:
        users = to.organization(town)
        text = _("Patrol this afternoon; checks this month: {0}", lang="zh")
        put(found, users, Line(_check_section(), text.format(counts.get(town, 0)), CHECK))
        if behind.get(town):
            text = _("Full checks of the year are missing: {0}", lang="zh")
            names = "、".join(behind[town])
            put(found, users, Line(_check_section(), text.format(names), CHECK, urgent=True))


def _checks_of_month(day: date) -> dict[str, int]:
    rows = frappe.get_all(
        CHECK,
        filters={
            "state": states.RECORDED,
            "check_day": ["between", [calendar.month_start(day), calendar.month_end(day)]],
        },
        fields=["town", "count(name) as number"],
        group_by="town",
        order_by="town asc",
    )
    return {row.town: cint(row.number) for row in rows}


def _check_section() -> str:
    return _("Spot Check", lang="zh")
