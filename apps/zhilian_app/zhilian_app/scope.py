"""What a user is to the towns and stations today, by the roster (Station Team, by date) and the roles of the town."""

from dataclasses import dataclass

import frappe

TOWN_LEADER = "Town Leader"
ORGANIZATION = "Organization Office"
PARTY_GOVERNMENT = "Party-Government Office"
SOCIAL_AFFAIRS = "Social Affairs Office"
FINANCE = "Finance Office"
ADMINISTRATOR = "Zhilian Administrator"
LIAISON = "Liaison"

TOWN_ROLES = frozenset(
    (
        TOWN_LEADER,
        ORGANIZATION,
        PARTY_GOVERNMENT,
        SOCIAL_AFFAIRS,
        FINANCE,
        "Town Office Staff",
        ADMINISTRATOR,
    )
)
# people of the offices to which issues are referred
OFFICE_ROLES = frozenset(
    ("Town Office Staff", PARTY_GOVERNMENT, SOCIAL_AFFAIRS, FINANCE, ORGANIZATION)
)


@dataclass(frozen=True)
class Scope:
    """What a user is to the towns and stations today.

    Attributes:
        cadre: who the user is among the cadres; with their name and town.
        stations: stations whose team in force has the user, main or auxiliary.
        station_towns: the towns of these stations.
        town: the user's own town where they hold a role of the town.
        town_office: the office that they work in, where they hold a role of the town.
        is_site_admin: holds Zhilian Administrator and belongs to no town: sets up all towns.
    """

    user: str
    cadre: str | None = None
    cadre_name: str | None = None
    cadre_town: str | None = None
    roles: frozenset = frozenset()
    stations: frozenset = frozenset()
    station_towns: frozenset = frozenset()
    town: str | None = None
    town_office: str | None = None
    is_site_admin: bool = False

    @property
    def towns(self) -> frozenset:
        """Every town in which the user has any place."""
        return self.station_towns | self._own_town()

    def office(self, *roles: str) -> frozenset:
        """The user's town as a set where they hold one of ``roles``, else the empty set."""
        return self._own_town() if self.roles & set(roles) else frozenset()

    def _own_town(self) -> frozenset:
        return frozenset((self.town,)) if self.town else frozenset()


def scope(user: str | None = None) -> Scope:
    """The scope of ``user`` (default: who is signed in), worked out once a request."""
    user = user or frappe.session.user
    known = getattr(frappe.local, "zhilian_scopes", None)
    if known is None:
        known = frappe.local.zhilian_scopes = {}
    if user not in known:
        known[user] = _make_scope(user)
    return known[user]


def clear_scopes() -> None:
    """Forget what was worked out in this request: called when a cadre or a team changes."""
    frappe.local.zhilian_scopes = {}


# every request asks this: who the user is, and a row for each place on a team in force
_PLACES = """
    select c.name, c.cadre_name, c.town, c.status, c.town_office, t.station, t.town station_town
    from tabCadre c
    left join (
        `tabStation Team Member` m
        join `tabStation Team` t on t.name = m.parent and m.parenttype = 'Station Team'
            and t.from_date <= %(today)s and (t.to_date is null or t.to_date >= %(today)s)
    ) on m.cadre = c.name
    where c.user = %(user)s"""


def _make_scope(user: str) -> Scope:
    if user in ("Administrator", "Guest"):
        return Scope(user)
    roles = frozenset(frappe.get_roles(user))
    found = frappe.db.sql(_PLACES, {"user": user, "today": frappe.utils.getdate()}, as_dict=True)
    if not found:
        return Scope(user, roles=roles, is_site_admin=ADMINISTRATOR in roles)
    cadre, rows = found[0], [row for row in found if row.station]
    if cadre.status != "In Post":
        return Scope(user, cadre.name, cadre.cadre_name, cadre.town)
    return Scope(
        user,
        cadre.name,
        cadre.cadre_name,
        cadre.town,
        roles=roles,
        stations=frozenset(row.station for row in rows),
        station_towns=frozenset(row.station_town for row in rows),
        town=cadre.town if roles & TOWN_ROLES else None,
        town_office=cadre.town_office if roles & OFFICE_ROLES else None,
    )


def places_of(cadre: str) -> list:
    """Places of ``cadre`` on the teams in force today: station, town, side and duty, one row each."""
    team = frappe.qb.DocType("Station Team")
    member = frappe.qb.DocType("Station Team Member")
    today = frappe.utils.getdate()
    return (
        frappe.qb.from_(member)
        .join(team)
        .on(team.name == member.parent)
        .select(team.station, team.town, member.side, member.duty)
        .where(
            (member.cadre == cadre)
            & (member.parenttype == "Station Team")
            & (team.from_date <= today)
            & (team.to_date.isnull() | (team.to_date >= today))
        )
        .run(as_dict=True)
    )
