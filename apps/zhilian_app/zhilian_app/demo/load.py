"""Loads the demo town: all of it in one transaction, and nothing where it is there already."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from zhilian_app import permissions
from zhilian_app.demo import (
    articles,
    assessments,
    bulletins,
    households,
    people,
    register,
    stations,
    visits,
)
from zhilian_app.demo.cards import Deliveries
from zhilian_app.demo.constants import OWNER, REMARK, SEED, STATIONS, TOWN, TOWNS
from zhilian_app.demo.source import Source
from zhilian_app.demo.status import is_loaded, status
from zhilian_app.demo.year import load_year
from zhilian_app.visits import counters


class DemoRefused(frappe.ValidationError):
    """The site holds real data that the demo would mix with."""


def load(beside_real_towns: bool = False, today: date | None = None) -> dict[str, int]:
    """Make the demo towns and return the number of rows by DocType; the caller commits.

    Args:
        beside_real_towns: load although the site has towns of its own. Everybody knows the
            password of the demo people, so this is refused unless it is asked for.
        today: the last day on which the demo plays (default: today).

    Raises:
        DemoRefused: there are real towns, or one has the name of a demo town.
    """
    if is_loaded():
        return status()
    _refuse_real_towns(beside_real_towns)
    with _as_owner():
        _load(today or getdate())
    permissions.clear_scopes()
    return status()


def _refuse_real_towns(beside_real_towns: bool) -> None:
    towns = frappe.get_all("Town", pluck="name", order_by="name asc")
    same = [town for town in towns if town in TOWNS]
    if same:
        message = _("The site has a town of its own by the name {0}.").format("、".join(same))
        frappe.throw(message, DemoRefused)
    if towns and not beside_real_towns:
        message = _(
            "The site has towns of its own: {0}. The password of demo people is known to all."
        )
        frappe.throw(message.format("、".join(towns)), DemoRefused)


def _load(today: date) -> None:
    source = Source(SEED)
    calendar = stations.Calendar(today)
    cast = people.Cast(source)
    village = households.Village(source, today)
    stations.load_towns(calendar)
    homes = {plan.docname: village.homes(plan) for plan in STATIONS}
    for rows in homes.values():
        households.insert_homes(rows, calendar.register_start)
    counters.refresh_household_counts([plan.docname for plan in STATIONS])
    people.load_town_hall(cast)
    terms = stations.load_teams(cast, calendar)
    cast.open_accounts()
    entries = {
        name: list(register.plan_entries(source, rows, today)) for name, rows in homes.items()
    }
    register.insert_entries([entry for rows in entries.values() for entry in rows])
    planned, sensitive = _load_visits(source, cast, homes, terms, entries, today)
    deliveries = Deliveries(source, today)
    for plan in STATIONS:
        deliveries.hand_out(plan, homes[plan.docname], terms[plan.docname])
    counters.recount_all([plan.docname for plan in STATIONS])
    deliveries.insert()
    load_year(source, cast, terms, planned, sensitive, today)
    bulletins.load_bulletins(today)
    articles.circulate_last_bulletin(now_datetime())
    assessments.load_assessments(today)


def _load_visits(
    source: Source, cast: people.Cast, homes: dict, terms: dict, entries: dict, today: date
) -> tuple[list, set[str]]:
    """Returns the visits with their document names, and the homes with a sensitive entry."""
    facts = register.category_facts()
    ranks = {fact.name: fact.rank for fact in facts.values()}
    planned = []
    for plan in STATIONS:
        name = plan.docname
        for year in (today.year - 1, today.year):
            of_year = [entry for entry in entries[name] if entry.year == year]
            planned += visits.Round(source, plan, terms[name], year, today).visits(
                homes[name], of_year, ranks
            )
    planned.sort(key=lambda visit: (visit.day, visit.home.name))
    sensitive = {
        entry.home.name
        for rows in entries.values()
        for entry in rows
        if any(facts[category].sensitive for category in entry.home.categories)
    }
    minimum = frappe.db.get_value("Town", TOWN, "minimum_content_chars")
    return visits.insert_visits(planned, sensitive, cast, minimum, now_datetime()), sensitive


@contextmanager
def _as_owner() -> Iterator[None]:
    """Rows made through controllers belong to the demo's owner, too."""
    _make_owner()
    user, language = frappe.session.user, frappe.local.lang
    frappe.set_user(OWNER)
    # some of what controllers store is in words
    frappe.local.lang = "zh"
    try:
        yield
    finally:
        frappe.set_user(user)
        frappe.local.lang = language


def _make_owner() -> None:
    """A user who can never sign in, only so that forms show 演示数据 as the author of demo rows."""
    if frappe.db.exists("User", OWNER):
        return
    user = frappe.get_doc(
        {
            "doctype": "User",
            "email": OWNER,
            "first_name": REMARK,
            "username": "demo",
            "enabled": 0,
            "send_welcome_email": 0,
        }
    )
    user.flags.no_welcome_mail = True
    importing = frappe.flags.in_import
    # else Frappe refuses the user where many were made in the last hour
    frappe.flags.in_import = True
    try:
        user.insert(ignore_permissions=True)
    finally:
        frappe.flags.in_import = importing
    # so that it is removed with the other users that the loader makes
    user.db_set("owner", OWNER)
