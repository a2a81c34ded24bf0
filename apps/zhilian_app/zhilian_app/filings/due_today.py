"""今日催办: five numbers of the Organization Office, each with the list that it counts, and whom to ring up today."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate, now_datetime

from zhilian_app import calendar, permissions
from zhilian_app.filings import rules, states, urge_rules
from zhilian_app.filings.requirements import DEFAULT_CUTOFF
from zhilian_app.filings.urge_rules import Owed
from zhilian_app.permissions import ORGANIZATION, TOWN_LEADER
from zhilian_app.stations import duties
from zhilian_app.steps import person_name

FILING, ISSUE = "Filing", "Ledger Issue"
# what is not in: whether its day has gone by says the calendar, however long the daily job did not run
WAITING = (rules.NOT_DUE, rules.OVERDUE)
NOT_IN = (*WAITING, rules.MISSING)
# what counts from its acceptance may lie with the office: nobody rings up a station for that
WITH_STATION = ["state", "!=", states.HANDED_IN]
PAGE_ROLES = (ORGANIZATION, TOWN_LEADER)
MOST_ROWS = 5000

Filters = list[list]


# -- five numbers -----------------------------------------------------------------------------------------


def number_filters(today: date, missed_month: date) -> dict[str, tuple[str, Filters]]:
    """What each number counts: the DocType, and the filters of the list that opens."""
    day = str(today)
    return {
        "due_today": (
            FILING,
            [["standing", "in", list(WAITING)], ["due_on", "=", day], WITH_STATION],
        ),
        "overdue": (
            FILING,
            [["standing", "in", list(WAITING)], ["due_on", "<", day], WITH_STATION],
        ),
        "missing": (
            FILING,
            [["standing", "=", rules.MISSING], ["month", "=", str(missed_month)], WITH_STATION],
        ),
        "to_take_in": (FILING, [["state", "=", states.HANDED_IN]]),
        "issues": (ISSUE, [["is_open", "=", 1], ["due_on", "<", day]]),
    }


def missed_month(today: date, cutoff_day: int) -> date:
    """First day of the last month whose bulletin is closed: what of it is not in by ``cutoff_day`` shows as 缺报."""
    last = calendar.previous_month(today)
    cutoff = calendar.due_day(today.year, today.month, cutoff_day)
    return last if today > cutoff else calendar.previous_month(last)


def numbers(today: date, month: date) -> list[dict]:
    """The five numbers, counted as the lists that they open: by the rights of who is signed in."""
    return [
        {"key": key, "doctype": doctype, "filters": filters, "count": _count(doctype, filters)}
        for key, (doctype, filters) in number_filters(today, month).items()
    ]


def _count(doctype: str, filters: Filters) -> int:
    rows = frappe.get_list(
        doctype,
        filters=[[doctype, *one] for one in filters],
        fields=["count(name) as number"],
        order_by=None,
    )
    return cint(rows[0].number) if rows else 0


# -- whom to ring up --------------------------------------------------------------------------------------


def calls(today: date, month: date, town: str | None, after: tuple[int, int]) -> list[dict]:
    """Stations that owe something late, or due today or tomorrow, in the order of the calls.

    Args:
        month: what is missing of an older month than this is past help.
        after: working days late after which head and leader are rung up, too.
    """
    stations, names, callers = _owed(today, month)
    if not stations:
        return []
    people = _people(town, list(stations))
    return [
        _call(name, names[name], stations[name], people.get(name, {}), callers, today, after)
        for name in urge_rules.in_order(stations, today)
    ]


def _owed_filters(today: date, month: date) -> dict:
    return {
        "standing": ["in", NOT_IN],
        "due_on": ["<=", urge_rules.last_day(today)],
        "month": [">=", month],
        "state": ["!=", states.HANDED_IN],
    }


def _owed(today: date, month: date) -> tuple[dict[str, list[Owed]], dict[str, str], dict[str, str]]:
    """What each station owes, the stations' names, and who rang up last by filing."""
    rows = frappe.get_list(
        FILING,
        filters=_owed_filters(today, month),
        fields=["name", "station", "station_name", "requirement_title", "due_on", "state",
                "last_called_on", "last_called_by"],
        order_by="due_on asc, name asc",
        limit_page_length=MOST_ROWS,
    )  # fmt: skip
    found: dict[str, list[Owed]] = {}
    names: dict[str, str] = {}
    callers: dict[str, str] = {}
    for row in rows:
        called = get_datetime(row.last_called_on) if row.last_called_on else None
        waits = row.state == states.TO_SIGN
        owed = Owed(row.name, row.requirement_title, getdate(row.due_on), waits, called)
        found.setdefault(row.station, []).append(owed)
        names[row.station] = row.station_name or row.station
        if called:
            callers[row.name] = row.last_called_by
    return found, names, callers


def _people(town: str | None, stations: list[str]) -> dict[str, dict[str, list[dict]]]:
    """Officers of the teams in force by station and duty, with their phone."""
    wanted = set(stations)
    rows = [row for row in duties.on_duty(town) if row.station in wanted]
    phones = dict(
        frappe.get_all(
            "Cadre",
            filters={"name": ["in", [*{row.cadre for row in rows}, ""]]},
            fields=["name", "mobile"],
            as_list=True,
        )
    )
    found: dict[str, dict[str, list[dict]]] = {}
    for row in rows:
        person = {"name": row.cadre_name, "phone": phones.get(row.cadre) or ""}
        of_duty = found.setdefault(row.station, {}).setdefault(row.duty, [])
        if person not in of_duty:
            of_duty.append(person)
    return found


def _call(
    station: str,
    station_name: str,
    owed: list[Owed],
    people: dict[str, list[dict]],
    callers: dict[str, str],
    today: date,
    after: tuple[int, int],
) -> dict:
    called = urge_rules.called_today(owed, today)
    last = max((one for one in owed if one.called_on), key=lambda one: one.called_on, default=None)
    return {
        "station": station,
        "station_name": station_name,
        "urgency": urge_rules.urgency(owed, today),
        "people": [
            {**person, "duty": duty}
            for duty in urge_rules.duties_to_call(owed, today, *after)
            for person in people.get(duty, ())
        ],
        "owed": [
            {
                "name": one.name,
                "title": one.title,
                "due_on": str(one.due_on),
                "days": (one.due_on - today).days,
                "waits_for_signature": one.waits_for_signature,
            }
            for one in owed
        ],
        "called_on": str(called) if called else None,
        "called_before": str(last.called_on) if last and not called else None,
        "called_by": callers.get(last.name) if last else None,
    }


# -- for the page -----------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def overview() -> dict:
    """Numbers and calls of today for who is signed in.

    Raises:
        frappe.PermissionError: the page is for the Organization Office and leaders of the town.
    """
    town = _own_town()
    frappe.has_permission(FILING, "read", throw=True)
    today = getdate()
    cutoff_day, *after = _town_days(town)
    month = missed_month(today, cutoff_day)
    return {
        "today": str(today),
        "missed_month": str(month),
        "numbers": numbers(today, month),
        "calls": calls(today, month, town, tuple(after)),
        "may_mark": permissions.is_of(town, ORGANIZATION),
    }


def _own_town() -> str | None:
    """The town for which the user has the page; None for all of them, which the Administrator alone sees."""
    if frappe.session.user == "Administrator":
        return None
    towns = permissions.scope().office(*PAGE_ROLES)
    if not towns:
        frappe.throw(
            _("This page is for the Organization Office and the leaders of the town."),
            frappe.PermissionError,
        )
    return next(iter(towns))


def _town_days(town: str | None) -> tuple[int, int, int]:
    """The cut-off day of a town's bulletin, and after how many working days head and leader are told."""
    fields = ["bulletin_cutoff_day", "escalation_head_days", "escalation_leader_days"]
    row = (frappe.db.get_value("Town", town, fields) if town else None) or (None, 1, 3)
    return cint(row[0]) or DEFAULT_CUTOFF, cint(row[1]), cint(row[2])


@frappe.whitelist(methods=["POST"])
def mark_called(station: str) -> dict:
    """Note that a station was rung up now about what its line lists; returns when and by whom.

    Raises:
        frappe.PermissionError: the user is not of the Organization Office of the station's town.
    """
    town = frappe.db.get_value("Station", station, "town")
    if not town or not permissions.is_of(town, ORGANIZATION):
        frappe.throw(
            _("Only the Organization Office of the town notes its calls."), frappe.PermissionError
        )
    frappe.has_permission(FILING, "write", throw=True)
    now, today = now_datetime().replace(microsecond=0), getdate()
    month = missed_month(today, _town_days(town)[0])
    values = {"last_called_on": now, "last_called_by": person_name()}
    filters = {"station": station, **_owed_filters(today, month)}
    names = frappe.get_all(FILING, filters=filters, pluck="name")
    if names:
        frappe.db.set_value(FILING, {"name": ["in", names]}, values, update_modified=False)
    return {"called_on": str(now), "called_by": values["last_called_by"]}
