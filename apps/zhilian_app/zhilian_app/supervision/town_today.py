"""书记一页: a town as it is today, on one screen; every number with the list of exactly its rows.

The plan: 「直联工作情况直接通报镇党委书记,切实执行……“书记抓,抓书记”工作责任制」.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from zhilian_app import calendar, permissions
from zhilian_app.filings import due_today
from zhilian_app.permissions import ORGANIZATION, TOWN_LEADER
from zhilian_app.supervision import town_lights, town_numbers, town_trends
from zhilian_app.supervision.town_lights import Line
from zhilian_app.supervision.town_numbers import Counts, Day
from zhilian_app.visits import report_data
from zhilian_app.visits.coverage import coverage_percent
from zhilian_app.visits.report_data import MonthSpan, Reach

PAGE_ROLES = (ORGANIZATION, TOWN_LEADER)
FUND = "Subsidy Fund"
COVERAGE_REPORT = "Visit Coverage"


@dataclass(frozen=True)
class Read:
    """What was read for a page.

    Attributes:
        counts: number → station → rows.
        register: station → (registered, visited), all of the register, as bulletin and reports count it.
        homes: station → households with an effective visit this month.
    """

    day: Day
    town: dict
    of: Reach
    counts: dict[str, Counts]
    register: dict[str, tuple[int, int]]
    homes: dict[str, int]
    fund: dict | None

    def sum(self, key: str) -> int:
        return sum(self.counts[key].values())

    def number(self, key: str, station: str | None = None) -> dict:
        """A number with its list."""
        value = self.counts[key].get(station, 0) if station else self.sum(key)
        return {"key": key, "value": value, **town_numbers.link(key, self.day, station)}

    def share(self, station: str | None = None) -> float:
        rows = [self.register.get(station, (0, 0))] if station else self.register.values()
        registered, visited = (sum(row[at] for row in rows) for at in (0, 1))
        return coverage_percent(registered, visited)

    def homes_of(self, station: str | None = None) -> int:
        return self.homes.get(station, 0) if station else sum(self.homes.values())

    def of_report(self, key: str, value: float, station: str | None = None) -> dict:
        """A number of the report 走访进度, which has it, too: some of its rows are not for every reader."""
        filters = {"town": self.day.town, "year": self.day.today.year}
        if station:
            filters["station"] = station
        return {"key": key, "value": value, "report": COVERAGE_REPORT, "filters": filters}

    @property
    def asks(self) -> int:
        """Households a month that the town asks of its stations together."""
        return cint(self.town.monthly_visit_minimum) * len(self.stations)

    @property
    def stations(self) -> list[str]:
        return [name for name, row in self.of.stations.items() if self.in_force(row)]

    def in_force(self, row: dict) -> bool:
        return not row.ended_on or getdate(row.ended_on) >= self.day.today

    @property
    def expected(self) -> float:
        return town_lights.expected_share(self.day.today, flt(self.town.coverage_target))


@frappe.whitelist(methods=["POST"])
def read(town: str | None = None) -> dict:
    """The page of the reader's own town: tiles, lines of the stations and trends.

    Args:
        town: for the Administrator alone, who belongs to none.

    Raises:
        frappe.PermissionError: the page is for the Organization Office and leaders of the town.
    """
    frappe.has_permission("Ledger Issue", "read", throw=True)
    found = _read(_own_town(town))
    return {
        "town": found.day.town,
        "today": str(found.day.today),
        "missed_month": str(found.day.missed),
        "all_rows": found.of.all_full,
        "tiles": tiles(found),
        "stations": lines(found),
        "trends": town_trends.trends(
            found.day,
            found.of,
            sum(registered for registered, _visited in found.register.values()),
            flt(found.town.coverage_target),
        ),
    }


def _own_town(town: str | None) -> str:
    if frappe.session.user == "Administrator":
        own = town or frappe.db.get_value("Town", {}, "name", order_by="name asc")
    else:
        own = next(iter(permissions.scope().office(*PAGE_ROLES)), None)
    if not own or (town and town != own):
        frappe.throw(
            _("This page is for the Organization Office and the leaders of the town."),
            frappe.PermissionError,
        )
    return own


def _read(town: str) -> Read:
    fields = ["monthly_visit_minimum", "coverage_target", "bulletin_cutoff_day", "full_checks_per_year"]  # fmt: skip
    row = frappe.db.get_value("Town", town, fields, as_dict=True)
    today = getdate()
    cutoff = cint(row.bulletin_cutoff_day) or due_today.DEFAULT_CUTOFF_DAY
    day = Day(town, today, due_today.missed_month(today, cutoff))
    of, month = report_data.reach(town), MonthSpan(*day.month)
    return Read(
        day,
        row,
        of,
        {key: town_numbers.counts(key, day) for key in town_numbers.NUMBERS},
        _register(of, today.year),
        report_data.households_of_month(of, month),
        _fund(town, today.year),
    )


def _register(of: Reach, year: int) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for (station, _sensitive), one in report_data.station_counts(of, year, None).items():
        registered, visited = found.get(station, (0, 0))
        found[station] = (registered + one.registered, visited + one.visited)
    return found


def _fund(town: str, year: int) -> dict | None:
    rows = frappe.get_list(
        FUND,
        filters={"town": town, "year": year},
        fields=["budget", "committed", "paid", "left_amount"],
        order_by="name asc",
    )
    return rows[0] if rows else None


# -- tiles ------------------------------------------------------------------------------------------------


def tiles(found: Read) -> list[dict]:
    """Each with a light and its numbers, the big one first."""
    today = found.day.today
    days = calendar.month_end(today).day
    lights = town_lights
    sums = {key: found.sum(key) for key in found.counts}
    homes = found.homes_of()
    return [
        _tile(
            found, "coverage", lights.pace_light(found.share(), found.expected),
            found.of_report("share", found.share()), "visited", "to_visit", asked=found.expected,
        ),
        _tile(
            found, "households", lights.month_light(homes, found.asks, today.day, days),
            found.of_report("homes", homes), "visits", asked=found.asks,
        ),
        _tile(found, "issues", lights.late_light(sums["overdue"], sums["open"]),
              "open", "overdue", "raised", "closed"),
        _tile(found, "meetings", lights.late_light(sums["not_held"], sums["held"] + sums["not_held"]),
              "held", "not_held"),
        _tile(found, "filings", lights.late_light(sums["late"] + sums["missing"], 0),
              "late", "missing", "to_come"),
        _money(found),
        _tile(found, "projects", lights.late_light(sums["projects_late"], sums["projects"]),
              "projects", "projects_late", "progress_late"),
        _tile(found, "checks", _checks_light(found), "checks", "full_checks",
              asked=cint(found.town.full_checks_per_year)),
        _tile(found, "to_mend", lights.late_light(sums["mend_late"], sums["to_mend"]),
              "to_mend", "mend_late"),
    ]  # fmt: skip


def _tile(
    found: Read, key: str, light: str | None, *numbers: str | dict, asked: float | None = None
) -> dict:
    made = [one if isinstance(one, dict) else found.number(one) for one in numbers]
    return {"key": key, "light": light, "numbers": made, "asked": asked}


def _checks_light(found: Read) -> str:
    done = found.counts["full_checks"]
    least = min((done.get(name, 0) for name in found.stations), default=0)
    asked = cint(found.town.full_checks_per_year)
    return town_lights.checks_light(least, asked, found.day.today)


def _money(found: Read) -> dict:
    """What is left of the year's fund; each amount opens the fund."""
    fund = found.fund or {}
    filters = {"town": found.day.town, "year": found.day.today.year}
    numbers = [
        {"key": key, "value": flt(fund.get(key)), "money": 1, "doctype": FUND, "filters": filters}
        for key in ("left_amount", "budget", "paid")
    ]
    light = town_lights.money_light(flt(fund.get("budget")), flt(fund.get("committed")))
    return _tile(found, "money", light, *numbers)


# -- stations ---------------------------------------------------------------------------------------------


def lines(found: Read) -> list[dict]:
    """The stations in force with their five most telling numbers, the worst first."""
    rows = {name: _line(found, name) for name in found.stations}
    order = town_lights.worst_first(
        Line(name, tuple(one["light"] for one in row["numbers"]), row["numbers"][0]["value"])
        for name, row in rows.items()
    )
    return [rows[name] for name in order]


def _line(found: Read, name: str) -> dict:
    today, lights = found.day.today, town_lights
    share, homes = found.share(name), found.homes_of(name)
    days, minimum = calendar.month_end(today).day, cint(found.town.monthly_visit_minimum)
    held = found.counts["held"].get(name, 0)
    numbers = [
        found.of_report("share", share, name) | {"light": lights.pace_light(share, found.expected)},
        found.of_report("homes", homes, name)
        | {"light": lights.month_light(homes, minimum, today.day, days)},
    ]
    for key, of in (
        ("overdue", found.counts["open"].get(name, 0)),
        ("not_held", held),
        ("late", 0),
    ):
        number = found.number(key, name)
        numbers.append(number | {"light": lights.late_light(number["value"], of)})
    return {
        "station": name,
        "station_name": found.of.stations[name].station_name,
        "numbers": numbers,
    }
