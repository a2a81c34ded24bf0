"""(c) What people look at on a large site, against the plainest SQL that yields the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import add_months, getdate

from tests.benchmark import fill, plain, results
from tests.benchmark.measure import Timing, in_turns
from zhilian_app import calendar, permissions
from zhilian_app.filings import bulletin_source
from zhilian_app.issues.report.issue_ledger import issue_ledger
from zhilian_app.subsidies.report.subsidy_queue import subsidy_queue
from zhilian_app.supervision import town_today
from zhilian_app.visits.report.visit_coverage import visit_coverage

MOST = 1.5
ROUNDS = 5
WHOLE_SITE = "whole site / 全站"
ONE_TOWN = "one town / 一个镇"


@dataclass(frozen=True)
class Figure:
    """One thing to look at.

    Attributes:
        user: who looks; None is the Administrator, who sees the whole site.
        ours: what the screen asks the server for.
        plain: the same numbers by SQL alone.
        told: what of our answer, and of the plain one, must be equal.
        rows: rows of the site that it is drawn from, for the cost of each.
    """

    name: str
    user: str | None
    ours: Callable[[], Any]
    plain: Callable[[], Any]
    told: Callable[[Any, Any], tuple]
    rows: Callable[[int], int]


def run(options: results.Options) -> list[results.Row]:
    """Fill the site to each size and measure; return the rows of the table."""
    rows: list[results.Row] = []
    per_row: dict[str, list[float]] = {}
    for homes in options.sizes:
        site = fill.fill(homes, tell=lambda words: print(words, flush=True))
        if site.seconds:
            print(f"  ...    {homes:,} 户, {site.seconds:.0f} s", flush=True)
        for figure in _figures(site):
            found = _measure(figure, 3 if options.quick else ROUNDS)
            cost = found["ours"].median / max(figure.rows(homes), 1)
            per_row.setdefault(figure.name, []).append(cost)
            rows.append(_row(figure, homes, found, per_row[figure.name]))
    return sorted(rows, key=lambda row: row.what.split(",")[0])


def _row(figure: Figure, homes: int, found: dict[str, Timing], costs: list[float]) -> results.Row:
    ours, other = found["ours"].median * 1000, found["plain"].median * 1000
    grown = (
        f", {costs[-1] / costs[0]:.2f} of the first size / 为最小规模的倍数"
        if len(costs) > 1
        else ""
    )
    return results.Row(
        part="c",
        what=f"{figure.name}, {homes:,} 户",
        ours=ours,
        other=other,
        unit="ms",
        ratio=ours / other,
        goal=MOST,
        most=True,
        note=f"{costs[-1] * 1e6:.3g} µs a row / 每行{grown}",
    )


def _measure(figure: Figure, rounds: int) -> dict[str, Timing]:
    frappe.set_user(figure.user or "Administrator")
    try:
        _check_same(figure)
        return in_turns({"ours": _as_a_request(figure.ours), "plain": figure.plain}, rounds)
    finally:
        frappe.set_user("Administrator")


def _check_same(figure: Figure) -> None:
    ours, other = figure.told(_as_a_request(figure.ours)(), figure.plain())
    if ours != other:
        raise AssertionError(f"{figure.name}: {ours!r:.300} != {other!r:.300}")


def _as_a_request(ask: Callable[[], Any]) -> Callable[[], Any]:
    """Nothing is known yet of who asks."""

    def call() -> Any:
        permissions.clear_scopes()
        frappe.local.role_permissions = {}
        return ask()

    return call


def _figures(site: fill.Site) -> list[Figure]:
    return [*_of_the_site(), *_of_a_town(site)]


def _of_the_site() -> list[Figure]:
    year, today = getdate().year, getdate()
    month = calendar.month_start(today), calendar.month_end(today)
    return [
        Figure(
            f"走访进度 coverage, {WHOLE_SITE}",
            None,
            lambda: visit_coverage.execute({"year": year}),
            lambda: plain.coverage(year, *month),
            lambda ours, other: (
                _by_station(ours[1]),
                {row[0]: (row[1], int(row[2])) for row in other[0] if row[0]},
            ),
            lambda homes: homes,
        ),
        Figure(
            f"问题台账 open issues of the ledger, {WHOLE_SITE}",
            None,
            lambda: issue_ledger.execute({"only_open": 1}),
            lambda: plain.ledger(),
            lambda ours, other: (
                [row.name for row in ours[1]],
                [row.name for row in other],
            ),
            lambda homes: homes // 20,
        ),
    ]


def _of_a_town(site: fill.Site) -> list[Figure]:
    town, today = site.towns[0], getdate()
    month = calendar.month_start(add_months(today, -1))
    of_town = lambda homes: min(homes, fill.HOMES_OF_TOWN)  # noqa: E731
    return [
        Figure(
            f"走访进度 coverage, {ONE_TOWN}",
            site.leader,
            lambda: visit_coverage.execute({"year": today.year, "town": town}),
            lambda: plain.coverage(
                today.year, calendar.month_start(today), calendar.month_end(today), town
            ),
            lambda ours, other: (
                _by_station(ours[1]),
                {row[0]: (row[1], int(row[2])) for row in other[0] if row[0]},
            ),
            of_town,
        ),
        Figure(
            f"问题台账 ledger, {ONE_TOWN}",
            site.leader,
            lambda: issue_ledger.execute({"town": town}),
            lambda: plain.ledger(town),
            lambda ours, other: ([row.name for row in ours[1]], [row.name for row in other]),
            of_town,
        ),
        Figure(
            f"资金排队 queue, {ONE_TOWN}",
            site.office,
            lambda: subsidy_queue.execute({"town": town}),
            lambda: plain.queue(town),
            lambda ours, other: (
                [row["name"] for row in ours[1]],
                [row.name for row in other],
            ),
            of_town,
        ),
        _bulletin(town, month, of_town),
        Figure(
            f"书记一页 leaders' page, {ONE_TOWN}",
            site.leader,
            town_today.read,
            lambda: plain.leaders_page(town, today),
            lambda ours, other: (_numbers(ours), other),
            of_town,
        ),
    ]


def _bulletin(town: str, month: date, of_town: Callable[[int], int]) -> Figure:
    edition = bulletin_source.Edition(town, month, calendar.month_end(month))
    return Figure(
        f"月通报 bulletin, {ONE_TOWN}",
        None,
        lambda: bulletin_source.gather(edition),
        lambda: plain.bulletin(town, month, calendar.month_end(month)),
        lambda ours, other: (
            sorted(
                (row["station"], row["registered"], row["effective"]) for row in ours["ranking"]
            ),
            other,
        ),
        of_town,
    )


def _by_station(rows: list[dict]) -> dict[str, tuple[int, int]]:
    return {
        row["station"]: (row["registered"], row["visited"]) for row in rows if row.get("station")
    }


def _numbers(page: dict) -> dict[str, int]:
    """The counted numbers of the page's tiles; those of money and shares are left out."""
    wanted = set(plain.PAGE)
    return {
        number["key"]: number["value"]
        for tile in page["tiles"]
        for number in tile["numbers"]
        if number["key"] in wanted
    }
