"""项目公示: the projects of a year for the public board: no persons, and of what it is about the title alone."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app.meetings.money import NOTHING, yuan
from zhilian_app.subsidies import states
from zhilian_app.subsidies.annex2_rows import ENDED_ON, PROJECT, own_rows
from zhilian_app.subsidies.report_columns import MONEY_COLUMN, columns_of

MONEY = ("approved_amount", "paid_amount")


def execute(filters: dict | None = None):
    """Frappe's entry point: columns and rows, under the reader's own rows; a line of the sums."""
    rows = publication_rows(filters or {})
    if rows:
        sums = {key: float(sum((yuan(row[key]) for row in rows), NOTHING)) for key in MONEY}
        rows.append({"title": _("Total"), **sums, "bold": 1})
    return columns(), rows


def publication_rows(filters: Mapping) -> list[dict]:
    """Projects that were decided by the end of the year and had not ended before it, by station.

    Args:
        filters: town, station, year.
    """
    year = cint(filters.get("year")) or getdate().year
    given = {key: filters[key] for key in ("town", "station") if filters.get(key)}
    conditions = [f"{key} = %({key})s" for key in given]
    rows = frappe.db.sql(
        f"""select title, town, station_name, resolution_no, decided_on, approved_amount, paid_amount, percent, state
        from `tabSubsidy Project`
        where {" and ".join([*conditions, own_rows(PROJECT)])}
            and decided_on <= %(last)s and ifnull({ENDED_ON}, %(last)s) >= %(first)s
        order by town, station, decided_on, title, name""",
        {**given, "first": f"{year}-01-01", "last": f"{year}-12-31"},
        as_dict=True,
    )
    for number, row in enumerate(rows, start=1):
        money = {key: float(yuan(row[key])) for key in MONEY}
        # how far a stopped one came says nothing to the public
        stopped = row.state == states.STOPPED
        row.update({"number": number, "percent": None if stopped else cint(row.percent), **money})
        row.state = _(row.state)
    return rows


def columns() -> list[dict]:
    """The columns of the paper."""
    return columns_of(
        (
            ("number", _("No."), "Int", 60),
            ("title", _("Project Name"), "Data", 240),
            ("station_name", _("Station"), "Data", 120),
            ("resolution_no", _("Resolution Number"), "Data", 190),
            ("approved_amount", _("Approved Amount"), MONEY_COLUMN, 120),
            ("paid_amount", _("Paid"), MONEY_COLUMN, 120),
            ("percent", _("Progress in Percent"), "Int", 90),
            ("state", _("State"), "Data", 110),
        )
    )
