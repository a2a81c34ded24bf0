"""A notice of a check: the station's books fall due as a filing, by the town's own requirement.

The plan: 「抽查到的驻点团队在接到通知的一个星期内将相关资料交至组织办公室呈报领导检查」.
"""

from datetime import date, timedelta

import frappe
from frappe.utils import cint, getdate, now

from zhilian_app.filings import requirements, rules, upkeep

CHECK = "Spot Check"
DEFAULT_DAYS = 7


def due_on(town: str, day: date) -> date:
    """Last day for handing in the books after a notice of ``day``."""
    days = cint(frappe.db.get_value("Town", town, "book_handover_days")) or DEFAULT_DAYS
    return day + timedelta(days=days)


def give(check) -> list[str]:
    """Make the filings of a notice; return their names. A notice given twice makes no second one."""
    day = getdate(check.notice_on)
    event = upkeep.Event(check.station, day, CHECK, check.name, check.title)
    return upkeep.insert(_rows(requirements_of(check.town), event))


def requirements_of(town: str) -> list[requirements.Requirement]:
    """What a town asks for at a notice."""
    rows = frappe.get_all(
        requirements.REQUIREMENT,
        filters={"town": town, "event": requirements.NOTICE},
        fields=list(requirements.FIELDS),
    )
    return requirements.read(rows)


def _rows(every: list[requirements.Requirement], event: upkeep.Event) -> dict[str, tuple]:
    station = frappe.db.get_value(
        "Station", event.station, ["station_name", "town", "started_on", "creation"], as_dict=True
    )
    span = rules.Span(getdate(station.started_on or station.creation))
    own = upkeep.Station(event.station, station.station_name, station.town, span)
    rows = {}
    for one in every:
        due = rules.due_after(one.rule, event.event_on)
        if one.is_for(event.station) and rules.is_asked(one.rule, due):
            row = upkeep.row_of(one, own, due, now(), event)
            rows[row[0]] = row
    return rows
