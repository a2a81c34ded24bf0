"""Full checks of a year against what a town asks for.

The plan: 「同时每年不定期至少2次全面检查各驻点团队的相关台账资料」.
"""

from datetime import date

import frappe
from frappe.utils import cint

from zhilian_app.stations import roster
from zhilian_app.supervision import states

CHECK = "Spot Check"


def wanted() -> dict[str, int]:
    """Full checks that each station is due in a year, by town."""
    rows = frappe.get_all("Town", fields=["name", "full_checks_per_year"])
    return {row.name: cint(row.full_checks_per_year) for row in rows}


def done(year: int, until: date | None = None) -> dict[str, int]:
    """Full checks of a year whose result is recorded, by station."""
    last = min(until or date(year, 12, 31), date(year, 12, 31))
    rows = frappe.get_all(
        CHECK,
        filters={
            "kind": states.FULL,
            "state": states.RECORDED,
            "check_day": ["between", [date(year, 1, 1), last]],
        },
        fields=["station", "count(name) as number"],
        group_by="station",
        order_by="station asc",
    )
    return {row.station: row.number for row in rows}


def behind(day: date) -> dict[str, list[str]]:
    """Stations in force on a day that lack full checks of the year, by town."""
    asked, made = wanted(), done(day.year, day)
    found: dict[str, list[str]] = {}
    rows = frappe.get_all(
        "Station",
        fields=["name", "station_name", "town", "started_on", "ended_on"],
        order_by="town asc, station_name asc",
    )
    for row in rows:
        in_force = roster.stands(row.started_on, row.ended_on, day, day)
        if in_force and made.get(row.name, 0) < asked.get(row.town, 0):
            found.setdefault(row.town, []).append(row.station_name)
    return found
