"""Daily: the bulletin of the month that is over, and the freezing of those whose cut-off has come."""

from datetime import date

import frappe
from frappe.query_builder.functions import Coalesce, Max, Min
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.filings import bulletin_api, bulletin_job, upkeep
from zhilian_app.filings.bulletin_view import BULLETIN
from zhilian_app.upkeep import each, since

FIRST_MONTH = "zhilian_bulletins_since"
FOR_EVER = date(9999, 12, 31)


def prepare_bulletins() -> None:
    """Make the bulletins of the months that are over, and have those frozen whose last day that counts is past.

    May run any number of times; months in which it did not run are caught up, from the one in which it ran first.
    One town's error is logged and does not stop the others; what failed is tried again the next day.
    """
    today = getdate()
    each(_wanted(today), _make, BULLETIN)
    ready = _to_freeze(today)
    if ready:
        # after days on which nothing ran, what was due in the month must be there before the month is closed
        upkeep.make_filings()
    each(ready, lambda name: bulletin_job.enqueue(name, freeze=True), BULLETIN)


def follow_builds() -> None:
    """Every few minutes: builds whose worker died go on, though nobody looks at them."""
    for name in frappe.get_all(BULLETIN, {"build_status": bulletin_job.BUILDING}, pluck="name"):
        bulletin_api.follow(frappe.get_doc(BULLETIN, name))


def _months(first: date, today: date) -> list[date]:
    """First days of the months from ``first`` on that are over."""
    found = []
    while first < calendar.month_start(today):
        found.append(first)
        first = calendar.next_month(first)
    return found


def _wanted(today: date) -> list[tuple[str, date]]:
    """Towns and months that have no bulletin, though they had stations."""
    months = _months(since(FIRST_MONTH, calendar.month_start(today)), today)
    if not months:
        return []
    known = {
        (row.town, getdate(row.month))
        for row in frappe.get_all(BULLETIN, {"month": ["in", months]}, ["town", "month"])
    }
    station = frappe.qb.DocType("Station")
    spans = (
        frappe.qb.from_(station)
        .select(
            station.town,
            Min(station.started_on).as_("first"),
            Max(Coalesce(station.ended_on, FOR_EVER)).as_("last"),
        )
        .groupby(station.town)
        .orderby(station.town)
        .run(as_dict=True)
    )
    return [
        (row.town, month)
        for month in months
        for row in spans
        if (row.town, month) not in known
        and getdate(row.first) <= calendar.month_end(month)
        and getdate(row.last) >= month
    ]


def _make(place: tuple[str, date]) -> None:
    town, month = place
    doc = frappe.new_doc(BULLETIN)
    doc.update({"town": town, "month": month})
    doc.insert(ignore_permissions=True)
    # so that the office finds something to look at before the cut-off
    bulletin_job.enqueue(doc.name, freeze=False)


def _to_freeze(today: date) -> list[str]:
    rows = frappe.get_all(
        BULLETIN,
        filters={"state": bulletin_job.IN_WORK, "cutoff_on": ["<", today]},
        fields=["name", "build_status", "modified"],
        order_by="month asc, name asc",
    )
    return [row.name for row in rows if not bulletin_api.is_running(row)]
