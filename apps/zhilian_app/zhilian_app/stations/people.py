"""Who holds which duty today, as cadres and as users: for turns, reminders and papers."""

from collections.abc import Iterable

import frappe
from frappe.utils import getdate

from zhilian_app.stations import cards

DUTY_FIELDS = {"Station Leader": "station_leader", "Team Head": "team_head", "Liaison": "liaison"}


def officer(station: str, duty: str, day=None) -> str | None:
    """Cadre with a duty (Station Leader, Team Head or Liaison) on the station's team of ``day`` (default: today)."""
    found = frappe.db.sql(
        f"""select {DUTY_FIELDS[duty]} from `tabStation Team`
        where station = %(station)s and from_date <= %(day)s and (to_date is null or to_date >= %(day)s)
        order by from_date desc limit 1""",
        {"station": station, "day": getdate(day)},
    )
    return found[0][0] if found else None


def members(station: str, day=None) -> list[dict]:
    """The team of ``day``, main side first, in its order: cadre, cadre_name, side, duty, position, phone, user."""
    team = cards.team_in_force(station, day)
    if not team:
        return []
    member = frappe.qb.DocType("Station Team Member")
    cadre = frappe.qb.DocType("Cadre")
    rows = (
        frappe.qb.from_(member)
        .join(cadre)
        .on(cadre.name == member.cadre)
        .select(
            member.cadre,
            cadre.cadre_name,
            member.side,
            member.duty,
            member.position,
            member.phone,
            cadre.user,
        )
        .where((member.parent == team) & (member.parenttype == "Station Team"))
        .orderby(member.idx)
        .run(as_dict=True)
    )
    return sorted(rows, key=lambda row: row.side != "Main")


def users_of(cadres: Iterable[str | None]) -> list[str]:
    """Users of cadres that are in post and have an account, each once."""
    names = sorted({name for name in cadres if name})
    if not names:
        return []
    return frappe.get_all(
        "Cadre",
        filters={"name": ["in", names], "user": ["is", "set"], "status": "In Post"},
        pluck="user",
        order_by="name asc",
    )


def office_users(town: str, *roles: str) -> list[str]:
    """Users of a town who hold one of ``roles`` of the town."""
    role = frappe.qb.DocType("Cadre Role")
    cadre = frappe.qb.DocType("Cadre")
    return (
        frappe.qb.from_(cadre)
        .join(role)
        .on((role.parent == cadre.name) & (role.parenttype == "Cadre"))
        .select(cadre.user)
        .distinct()
        .where(
            (cadre.town == town)
            & (cadre.status == "In Post")
            & cadre.user.isnotnull()
            & role.role.isin(list(roles))
        )
        .orderby(cadre.user)
        .run(pluck=True)
    )


def cadres_with(town: str, *roles: str) -> list[str]:
    """Cadres in post of a town who hold one of ``roles`` of the town, whether they have an account or not."""
    role = frappe.qb.DocType("Cadre Role")
    cadre = frappe.qb.DocType("Cadre")
    return (
        frappe.qb.from_(cadre)
        .join(role)
        .on((role.parent == cadre.name) & (role.parenttype == "Cadre"))
        .select(cadre.name)
        .distinct()
        .where((cadre.town == town) & (cadre.status == "In Post") & role.role.isin(list(roles)))
        .orderby(cadre.creation)
        .run(pluck=True)
    )
