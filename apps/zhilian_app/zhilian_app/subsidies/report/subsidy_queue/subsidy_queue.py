"""The queue of a town's projects for money: rank, what each needs, the running sum, and why."""

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from zhilian_app import permissions
from zhilian_app.meetings.money import NOTHING, yuan
from zhilian_app.subsidies import pool, states
from zhilian_app.subsidies.report_columns import MONEY_COLUMN, columns_of, money_sum

PROJECT, FUND = pool.PROJECT, "Subsidy Fund"


def execute(filters: dict | None = None):
    """Frappe's entry point: the reader's own projects, each at its place in the whole town's queue."""
    town = town_of(filters or {})
    if not town:
        return columns(), [], _("Please choose a town.")
    rows = rows_of(pool.queue_of(town))
    own = set(
        frappe.get_list(
            PROJECT,
            filters={"town": town, "state": states.IN_POOL},
            pluck="name",
            limit_page_length=0,
        )
    )
    return (
        columns(),
        [row for row in rows if row["name"] in own],
        None,
        None,
        _sums(town, rows, own),
    )


def town_of(filters: dict) -> str | None:
    """The town that is asked for, or the only one in which the reader has a place."""
    towns = permissions.scope().towns
    return cstr(filters.get("town")) or (next(iter(towns)) if len(towns) == 1 else None)


def rows_of(queue: list[dict]) -> list[dict]:
    """Rows with what each project needs, and what all up to it need together (yuan)."""
    rows, sum_so_far = [], NOTHING
    for row, one in zip(queue, pool.candidates(queue), strict=True):
        sum_so_far += one.amount
        rows.append(
            {
                "name": one.key,
                "rank": row["rank"],
                "title": one.title,
                "station_name": row["station_name"],
                "urgency": _(one.urgency),
                "ready_on": one.ready_on,
                "not_ready": int(one.ready_on is None),
                "amount": float(one.amount),
                "running_total": float(sum_so_far),
                "why": row["why"],
                "links": {"title": {"doctype": PROJECT, "name": one.key}},
            }
        )
    return rows


def _sums(town: str, rows: list[dict], own: set[str]) -> list[dict]:
    """How many wait and what they need; for who may read the town's fund, what it still can promise."""
    found = [{"label": _("Projects in the Queue"), "value": len(rows), "datatype": "Int"}]
    if len(own) == len(rows):
        needed = rows[-1]["running_total"] if rows else 0
        found.append(money_sum(_("They Need"), yuan(needed)))
    if frappe.has_permission(FUND, "read"):
        for fund in frappe.get_list(
            FUND, filters={"town": town, "year": getdate().year}, fields=["free_amount"]
        ):
            found.append(money_sum(_("Not Promised Yet"), yuan(fund.free_amount)))
    return found


def columns() -> list[dict]:
    """Columns of the screen."""
    return columns_of(
        (
            ("rank", _("Rank"), "Int", 70),
            ("title", _("Project Name"), "Data", 220),
            ("station_name", _("Station"), "Data", 110),
            ("urgency", _("Urgency"), "Data", 80),
            ("ready_on", _("Papers Complete On"), "Datetime", 170),
            ("amount", _("Amount"), MONEY_COLUMN, 120),
            ("running_total", _("Running Total"), MONEY_COLUMN, 120),
            ("why", _("Why It Stands Here"), "Data", 520),
        )
    )
