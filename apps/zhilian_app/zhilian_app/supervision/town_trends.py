"""What the leaders' page draws over the months of a year: coverage against pace, issues, visits."""

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import cint

from zhilian_app.supervision.month_sql import month_of
from zhilian_app.supervision.town_numbers import ISSUE, VISIT, Day
from zhilian_app.visits import report_data

MONTHS = 12


def trends(d: Day, of: report_data.Reach, registered: int, target: float) -> dict:
    """Twelve months each; None for those to come. Coverage and pace in percent."""
    year, month = d.today.year, d.today.month
    first = report_data.first_visits_by_month(of, year)
    return {
        "coverage": _shares(first, registered, month),
        "pace": [round(target * number / MONTHS, 1) for number in range(1, MONTHS + 1)],
        "raised": _until(_by_month(ISSUE, "raised_on", d), month),
        "closed": _until(_by_month(ISSUE, "closed_on", d), month),
        "visits": _until(_by_month(VISIT, "visit_date", d, effective=1, voided=0), month),
    }


def _shares(first_visits: list[int], registered: int, month: int) -> list[float | None]:
    shares, covered = [], 0
    for number in first_visits:
        covered += number
        shares.append(round(covered * 100 / registered, 1) if registered else 0.0)
    return _until(shares, month)


def _until(values: list, month: int) -> list:
    return [value if at < month else None for at, value in enumerate(values)]


def _by_month(doctype: str, field: str, d: Day, **filters) -> list[int]:
    """Rows by the month of a day of theirs. Rows that the reader may not open are counted, too, as in the reports."""
    table = frappe.qb.DocType(doctype)
    first, last = d.year
    query = (
        frappe.qb.from_(table)
        .select(month_of(table[field]), Count(table.name))
        .where((table.town == d.town) & table[field][first:last])
        .groupby(month_of(table[field]))
    )
    for name, value in filters.items():
        query = query.where(table[name] == value)
    by_month = {cint(month): cint(number) for month, number in query.run()}
    return [by_month.get(month, 0) for month in range(1, MONTHS + 1)]
