"""What checks and assessments still need of changes and snapshots, and what is kept of a snapshot afterwards."""

import json
from datetime import date, timedelta
from time import monotonic

import frappe
from frappe.query_builder.functions import Extract, Min
from frappe.utils import cint, getdate, nowdate

from zhilian_app import log_days, retention, upkeep
from zhilian_app.supervision import books, states
from zhilian_app.supervision.books import SNAPSHOT

ANNOUNCED = "Announced"
CLOSED_CHECKS = (states.RECORDED, states.VOIDED)
MOST = 500


def first_day_needed() -> date | None:
    """The first day of the earliest year with an assessment in work or a check under way; None without any."""
    assessment, check = frappe.qb.DocType("Annual Assessment"), frappe.qb.DocType("Spot Check")
    years = [
        frappe.qb.from_(assessment)
        .select(Min(assessment.year))
        .where(assessment.state != ANNOUNCED)
        .run()[0][0],
        frappe.qb.from_(check)
        .select(Extract("year", Min(check.check_day)))
        .where(check.state.notin(CLOSED_CHECKS))
        .run()[0][0],
    ]
    known = [cint(year) for year in years if cint(year) > 0]
    return date(min(known), 1, 1) if known else None


def thin(days: int, seconds: float = retention.SECONDS) -> int:
    """Of snapshots older than ``days`` keep what was found instead of the whole copy; return how many.

    Only where the check and all that was asked for after it are closed and every assessment of that year is announced.
    A snapshot that is not whole stays as it is: that it was touched is a finding by itself.
    """
    days = log_days.days_of(SNAPSHOT, days)
    names = _ripe(getdate() - timedelta(days=days)) if days else []
    done, ends = [], monotonic() + seconds

    def keep_findings(name: str) -> None:
        if monotonic() < ends and _keep_findings(name):
            done.append(name)
            frappe.db.commit()

    upkeep.each(names, keep_findings, "Clean-up of Book Snapshot")
    return len(done)


def _ripe(before: date) -> list[str]:
    """Whole snapshots from before a day that nobody needs as such any more, the earliest first."""
    return frappe.db.sql(
        """select s.name from `tabBook Snapshot` s
        join `tabSpot Check` c on c.name = s.spot_check and c.state in %(closed)s
        where s.taken_on < %(before)s and s.thinned_on is null
        and exists (select 1 from `tabAnnual Assessment` a
            where a.town = s.town and a.year = year(s.taken_on) and a.state = %(announced)s)
        and not exists (select 1 from `tabAnnual Assessment` a
            where a.town = s.town and a.year = year(s.taken_on) and a.state != %(announced)s)
        and not exists (select 1 from `tabRectification` r
            where r.spot_check = s.spot_check and r.is_open = 1)
        order by s.taken_on, s.name limit %(most)s""",
        {"closed": CLOSED_CHECKS, "before": before, "announced": ANNOUNCED, "most": MOST},
        pluck=True,
    )


def _keep_findings(name: str) -> bool:
    row = frappe.db.get_value(SNAPSHOT, name, books.FIELDS, as_dict=True)
    whole, found = books.compare(row)
    if not whole:
        return False
    text = json.dumps(found, ensure_ascii=False, default=str)
    values = {"found": text, "content": "", "thinned_on": nowdate()}
    frappe.db.set_value(SNAPSHOT, name, values, update_modified=False)
    return True
