"""The numbers of (c) by SQL that somebody would write at a prompt: no rights, no words, no links."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe

_LEDGER = """
    select i.*, s.station_name, s.kind, o.office_name from `tabLedger Issue` i
    join tabStation s on s.name = i.station left join `tabTown Office` o on o.name = i.town_office
    where {where} order by i.station, i.raised_on, i.creation"""

_QUEUE = """
    select * from `tabSubsidy Project` where town = %s and state = 'In the Pool'
    order by field(urgency, 'Most Urgent', 'Urgent', 'Normal'), greatest(form_in_on, statement_in_on),
        approved_amount - planned_amount, title, name"""

# number of the page: table and condition; town, day and the first and last days of month and year are given;
# a leader's lists have no sensitive rows
PAGE = {
    "visited": ("Key Visit Entry", "year = %(year)s and status = 'Visited' and `sensitive` = 0"),
    "to_visit": ("Key Visit Entry", "year = %(year)s and status = 'To Visit' and `sensitive` = 0"),
    "visits": (
        "Household Visit",
        "visit_date between %(first)s and %(last)s and effective = 1 and voided = 0 and `sensitive` = 0",
    ),
    "open": ("Ledger Issue", "is_open = 1"),
    "overdue": ("Ledger Issue", "is_open = 1 and due_on < %(today)s"),
    "raised": ("Ledger Issue", "raised_on between %(first)s and %(last)s"),
    "closed": ("Ledger Issue", "closed_on between %(first)s and %(last)s"),
    "held": ("Weekly Meeting", "status = 'Held' and meeting_date between %(first)s and %(last)s"),
    "checks": (
        "Spot Check",
        "state = 'Recorded' and check_day between %(january)s and %(december)s",
    ),
    "full_checks": (
        "Spot Check",
        "state = 'Recorded' and kind = 'Full Check' and check_day between %(january)s and %(december)s",
    ),
    "to_mend": ("Rectification", "is_open = 1"),
}
# tables by month that the page draws: table, day, further condition
PAGE_TRENDS = (
    ("Key Visit Entry", "first_visited_on", "and year = %(year)s and status = 'Visited'"),
    ("Ledger Issue", "raised_on", ""),
    ("Ledger Issue", "closed_on", ""),
    ("Household Visit", "visit_date", "and effective = 1 and voided = 0"),
)
# the page's other counts, by station as well
PAGE_OTHERS = (
    ("Weekly Meeting", "status = 'Planned' and meeting_date between %(first)s and %(today)s"),
    ("Filing", "standing in ('Overdue', 'Late', 'Missing') and due_on < %(today)s"),
    ("Filing", "standing = 'Missing' and month = %(first)s"),
    ("Filing", "standing = 'Not Due' and due_on between %(today)s and %(last)s"),
    ("Subsidy Project", "state in ('Funded', 'Under Way')"),
    ("Subsidy Project", "state in ('Funded', 'Under Way') and expected_finish < %(today)s"),
    ("Project Progress", "status = 'Due' and due_on < %(today)s"),
    ("Rectification", "is_open = 1 and due_on < %(today)s"),
)
_BULLETIN = (
    "select station, requirement, standing, due_on, cutoff_on, handed_in_on, is_nil from tabFiling"
    " where town = %(town)s and month = %(first)s",
    "select name, title, short_title, sequence from `tabFiling Requirement` where town = %(town)s",
    "select station, status, count(*) from `tabWeekly Meeting` where town = %(town)s"
    " and meeting_date between %(first)s and %(last)s group by station, status",
    "select station, sum(raised_on between %(first)s and %(last)s), sum(closed_on between %(first)s and %(last)s),"
    " sum(is_open), sum(is_open and due_on < %(last)s) from `tabLedger Issue` where town = %(town)s group by station",
    "select p.*, j.title, j.approved_amount, j.paid_amount from `tabProject Progress` p"
    " join `tabSubsidy Project` j on j.name = p.project where p.town = %(town)s and p.month = %(first)s",
    "select title, kind, station, author_name, state from `tabStation Article` where town = %(town)s"
    " and handed_in_on between %(first)s and %(last)s",
    "select * from `tabSpot Check` where town = %(town)s and check_day between %(first)s and %(last)s",
    "select * from `tabReview Report` where town = %(town)s and month = %(first)s",
)


def coverage(year: int, first: date, last: date, town: str | None = None) -> tuple:
    """Households registered and visited by station, and those seen between two days."""
    place = "and station in (select name from tabStation where town = %(town)s)" if town else ""
    values = {"year": year, "first": first, "last": last, "town": town}
    register = frappe.db.sql(
        f"""select station, count(*), sum(status = 'Visited'),
            sum(first_visited_on between %(first)s and %(last)s), sum(last_visited_on between %(first)s and %(last)s)
        from `tabKey Visit Entry` where year = %(year)s and status in ('To Visit', 'Visited') {place}
        group by station""",
        values,
    )
    seen = frappe.db.sql(
        f"""select station, count(*) from tabHousehold
        where last_visited_on between %(first)s and %(last)s {place} group by station""",
        values,
    )
    return register, seen


def ledger(town: str | None = None) -> list:
    """Issues by station and day: of a town all of them, of the whole site those that are open."""
    where = "i.town = %s" if town else "i.is_open = 1"
    return frappe.db.sql(_LEDGER.format(where=where), (town,) if town else (), as_dict=True)


def queue(town: str) -> list:
    """Projects of a town that wait for money, in order."""
    return frappe.db.sql(_QUEUE, town, as_dict=True)


def bulletin(town: str, first: date, last: date) -> list:
    """All tables of a month's bulletin; returns station, registered and effective visits."""
    values = {"town": town, "first": first, "last": last, "year": first.year}
    for query in _BULLETIN:
        frappe.db.sql(query, values)
    register = frappe.db.sql(
        """select station, count(*), sum(first_visited_on <= %(last)s) from `tabKey Visit Entry`
        where town = %(town)s and year = %(year)s and (added_on is null or added_on <= %(last)s)
            and (removed_on is null or removed_on > %(last)s) group by station""",
        values,
    )
    visits = frappe.db.sql(
        """select station, count(*), count(distinct household) from `tabHousehold Visit`
        where town = %(town)s and visit_date between %(first)s and %(last)s and effective = 1 and voided = 0
        group by station""",
        values,
    )
    names = dict(frappe.db.sql("select name, station_name from tabStation where town = %s", town))
    effective = {row[0]: row[1] for row in visits}
    return sorted((names[row[0]], row[1], effective.get(row[0], 0)) for row in register)


def leaders_page(town: str, today: date) -> dict[str, int]:
    """All numbers and trends of the page; returns those that stand on its tiles."""
    values: dict[str, Any] = {
        "town": town,
        "today": today,
        "year": today.year,
        "first": today.replace(day=1),
        "last": frappe.utils.get_last_day(today),
        "january": date(today.year, 1, 1),
        "december": date(today.year, 12, 31),
    }
    found = {
        key: sum(row[1] for row in _by_station(doctype, condition, values))
        for key, (doctype, condition) in PAGE.items()
    }
    for doctype, condition in PAGE_OTHERS:
        _by_station(doctype, condition, values)
    for doctype, day, more in PAGE_TRENDS:
        frappe.db.sql(
            f"select month({day}), count(*) from `tab{doctype}` where town = %(town)s"
            f" and {day} between %(january)s and %(december)s {more} group by month({day})",
            values,
        )
    coverage(today.year, values["first"], values["last"], town)
    return found


def _by_station(doctype: str, condition: str, values: dict) -> tuple:
    return frappe.db.sql(
        f"select station, count(*) from `tab{doctype}` where town = %(town)s and {condition} group by station",
        values,
    )
