"""资金对账: what funds and projects show beside what follows from their papers, to the cent."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app.meetings.money import NOTHING, yuan
from zhilian_app.subsidies import reconciliation, reconciliation_source
from zhilian_app.subsidies.report_columns import MONEY_COLUMN, columns_of, money_sum

FUND, PROJECT = reconciliation.FUND, reconciliation.PROJECT
# measure: columns for what is stored and for what follows
COLUMNS = {
    "budget": ("budget", "budget_by_papers"),
    "committed": ("promised", "promised_by_papers"),
    "planned": ("promised", "promised_by_papers"),
    "paid": ("paid", "paid_by_papers"),
}


def execute(filters: dict | None = None):
    """Frappe's entry point: a row a fund and a project with money, and the sum of the differences.

    Only towns whose funds the reader may read; a year is the fund's own.
    """
    filters = frappe._dict(filters or {})
    towns = _towns(filters.town)
    books = reconciliation_source.gather(towns)
    year = cint(filters.year)
    funds = [row for row in books.funds if not year or row.year == year]
    names = {row.name for row in funds}
    projects = [row for row in books.projects if not year or row.fund in names]
    rows = rows_of(funds, projects, books.lines)
    return columns(), rows, None, chart(funds), _sums(rows)


def _towns(town: str | None) -> list[str]:
    return frappe.get_list(
        FUND,
        filters={"town": town} if town else {},
        pluck="town",
        distinct=True,
        order_by="town asc",
        limit_page_length=0,
    )


def rows_of(
    funds: Iterable[dict], projects: Iterable[dict], lines: Iterable[reconciliation.Line]
) -> list[dict]:
    """A row a fund, then its projects; projects without any money stand in no book."""
    by_row: dict[tuple[str, str], list[reconciliation.Line]] = {}
    for line in lines:
        by_row.setdefault((line.doctype, line.name), []).append(line)
    of_fund: dict[str | None, list[dict]] = {}
    for project in projects:
        own = by_row[PROJECT, project.name]
        if any(line.stored or line.expected for line in own):
            words = f"{project.station_name} {project.title}"
            of_fund.setdefault(project.fund, []).append(
                _row(PROJECT, project.name, words, project.state, own)
            )
    rows = []
    for fund in funds:
        words = _("{0}, year {1}").format(fund.town, fund.year)
        rows.append(
            {**_row(FUND, fund.name, words, "", by_row[FUND, fund.name]), "bold": 1},
        )
        rows += of_fund.pop(fund.name, [])
    for left in of_fund.values():
        rows += left
    total = sum((abs(yuan(row["difference"])) for row in rows), NOTHING)
    label = _("Sum of the Differences")
    return [*rows, {"words": label, "difference": float(total), "bold": 1, "links": {}}]


def _row(
    doctype: str, name: str, words: str, state: str, lines: Iterable[reconciliation.Line]
) -> dict:
    row = {
        "words": words,
        "state": _(state) if state else "",
        "links": {"words": {"doctype": doctype, "name": name}},
    }
    off = NOTHING
    for line in lines:
        stored, expected = COLUMNS[line.measure]
        row |= {stored: float(line.stored), expected: float(line.expected)}
        # one that is too much does not make up for another that is too little
        off += abs(line.difference)
    return {**row, "difference": float(off)}


def chart(funds: Iterable[dict]) -> dict | None:
    """Budget, promised, paid and left of this year's fund, or of the newest that there is, in 万元."""
    funds = sorted(funds, key=lambda row: row.year)
    fund = next((row for row in funds if row.year == getdate().year), funds[-1] if funds else None)
    if not fund:
        return None
    budget, committed, paid = (yuan(fund[key]) for key in ("budget", "committed", "paid"))
    money = (budget, committed, paid, budget - paid)
    return {
        "data": {
            "labels": [_("Budget of the Year"), _("Promised"), _("Paid"), _("Left to Pay")],
            "datasets": [
                {
                    "name": _("{0}, year {1}").format(fund.town, fund.year),
                    "values": [round(float(value) / 10000, 2) for value in money],
                }
            ],
        },
        "type": "bar",
        "title": _("Money of the year, in 10,000 yuan"),
        "axisOptions": {"shortenYAxisNumbers": 0},
        "valuesOverPoints": 1,
        "colors": ["#2f6fde"],
    }


def _sums(rows: list[dict]) -> list[dict]:
    total = rows[-1]["difference"]
    return [money_sum(_("Sum of the Differences"), total, "Red" if total else "Green")]


def columns() -> list[dict]:
    """Columns of the screen: each number as it is stored, and by the papers."""
    return columns_of(
        (
            ("words", _("Fund or Project"), "Data", 230),
            ("state", _("State"), "Data", 80),
            ("difference", _("Difference"), MONEY_COLUMN, 100),
            ("budget", _("Budget of the Year"), MONEY_COLUMN, 120),
            ("budget_by_papers", _("By the Entries"), MONEY_COLUMN, 120),
            ("promised", _("Promised"), MONEY_COLUMN, 120),
            ("promised_by_papers", _("By the Plans"), MONEY_COLUMN, 120),
            ("paid", _("Paid"), MONEY_COLUMN, 120),
            ("paid_by_papers", _("By the Vouchers"), MONEY_COLUMN, 120),
        )
    )
