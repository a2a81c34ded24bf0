"""Keeps what lists and cards show in the rows that they describe: recounted from the visits, never added to."""

from collections.abc import Sequence
from datetime import date

import frappe

from zhilian_app import stored
from zhilian_app.visits.due import NOT_ON_REGISTER

COUNTED = "v.voided = 0 and v.effective = 1"


def recount(household: str, year: int, locked: bool = False) -> None:
    """Count the effective visits of one household, over all years and for its register entry of ``year``.

    The household's row is locked first (``locked``: it is) and the visits are read with a lock, so that two saved at
    once are both counted: a plain read would show them as they stood when this transaction began.
    """
    if not locked:
        stored.values("Household", household, "name", lock=True)
    values = {
        "household": household,
        "year": year,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
    }
    values.update(frappe.db.sql(_COUNT, values, as_dict=True)[0])
    frappe.db.sql(_KEEP, values)


_COUNT = f"""
    select count(*) counted, max(v.visit_date) last_on,
        ifnull(sum(v.visit_date between %(first)s and %(last)s), 0) counted_of_year,
        min(if(v.visit_date between %(first)s and %(last)s, v.visit_date, null)) first_of_year,
        max(if(v.visit_date between %(first)s and %(last)s, v.visit_date, null)) last_of_year
    from `tabHousehold Visit` v where v.household = %(household)s and {COUNTED} for update"""

_KEEP = """
    update `tabHousehold` h left join `tabKey Visit Entry` e
        on e.household = h.name and e.year = %(year)s and e.status != 'Removed'
    set h.visit_count = %(counted)s, h.last_visited_on = %(last_on)s,
        e.visit_count = %(counted_of_year)s, e.first_visited_on = %(first_of_year)s,
        e.last_visited_on = %(last_of_year)s, e.status = if(%(counted_of_year)s > 0, 'Visited', 'To Visit')
    where h.name = %(household)s"""


def recount_all(stations: Sequence[str]) -> None:
    """The same for all households and entries of ``stations``, set by set: for imports, demo data and repair."""
    if not stations:
        return
    values = {"stations": tuple(stations), "none": NOT_ON_REGISTER}
    frappe.db.sql(
        f"""update `tabHousehold` h left join (
            select v.household, count(*) n, max(v.visit_date) last_on
            from `tabHousehold Visit` v where v.station in %(stations)s and {COUNTED} group by v.household
        ) c on c.household = h.name
        set h.visit_count = ifnull(c.n, 0), h.last_visited_on = c.last_on
        where h.station in %(stations)s""",
        values,
    )
    frappe.db.sql(
        f"""update `tabKey Visit Entry` e left join (
            select v.household, year(v.visit_date) y, count(*) n, min(v.visit_date) first_on, max(v.visit_date) last_on
            from `tabHousehold Visit` v where v.station in %(stations)s and {COUNTED}
            group by v.household, year(v.visit_date)
        ) c on c.household = e.household and c.y = e.year
        set e.visit_count = ifnull(c.n, 0), e.first_visited_on = c.first_on, e.last_visited_on = c.last_on,
            e.status = if(ifnull(c.n, 0) > 0, 'Visited', 'To Visit')
        where e.station in %(stations)s and e.status != 'Removed'""",
        values,
    )
    refresh_register_marks(stations)
    refresh_household_counts(stations)


def refresh_register_marks(stations: Sequence[str], household: str | None = None) -> None:
    """Write the latest register year and its priority into the households that stand on a register."""
    if not stations:
        return
    one = "and h.name = %(household)s" if household else ""
    one_entry = "and e.household = %(household)s" if household else ""
    frappe.db.sql(
        f"""update `tabHousehold` h left join (
            select e.household, max(e.year * 100 + 99 - least(e.priority, 99)) mark from `tabKey Visit Entry` e
            where e.station in %(stations)s and e.status != 'Removed' {one_entry} group by e.household
        ) r on r.household = h.name
        set h.register_year = ifnull(r.mark div 100, 0), h.visit_priority = ifnull(99 - mod(r.mark, 100), %(none)s)
        where h.station in %(stations)s {one}""",
        {"stations": tuple(stations), "household": household, "none": NOT_ON_REGISTER},
    )


def refresh_household_counts(stations: Sequence[str]) -> None:
    """Count the active households of ``stations`` into the stations and their cards in force."""
    if not stations:
        return
    values = {"stations": tuple(stations)}
    frappe.db.sql(
        """update `tabStation` s set s.household_count =
            (select count(*) from `tabHousehold` h where h.station = s.name and h.status = 'Active')
        where s.name in %(stations)s""",
        values,
    )
    frappe.db.sql(
        """update `tabContact Card` c join `tabStation` s on s.current_card = c.name
        set c.household_count = s.household_count,
            c.delivered_percent = if(s.household_count,
                least(100, round(c.delivered_count * 100 / s.household_count, 2)), 0)
        where s.name in %(stations)s""",
        values,
    )


def refresh_card(card: str) -> None:
    """Count a card's deliveries to households that are still there, and the percentage."""
    frappe.db.sql(
        """update `tabContact Card` c join (
            select %(card)s card,
                (select count(*) from `tabCard Delivery` d join `tabHousehold` h on h.name = d.household
                 where d.card = %(card)s and h.status = 'Active') delivered
        ) n on n.card = c.name
        set c.delivered_count = n.delivered,
            c.delivered_percent = if(c.household_count, least(100, round(n.delivered * 100 / c.household_count, 2)), 0)
        where c.name = %(card)s""",
        {"card": card},
    )
