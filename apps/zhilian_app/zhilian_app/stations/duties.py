"""Who is on the teams of many stations at once: for reminders and meetings that look at a whole town."""

from datetime import date

import frappe
from frappe.utils import cint, getdate

from zhilian_app.scope import OFFICE_ROLES, ORGANIZATION


def on_duty(town: str | None = None, day: date | None = None) -> list[dict]:
    """Members of all teams in force on ``day`` (default: today), in post, by station; of one town or of all.

    Rows of station, station_name, town, duty, side, cadre, cadre_name and user.
    """
    member = frappe.qb.DocType("Station Team Member")
    team = frappe.qb.DocType("Station Team")
    cadre = frappe.qb.DocType("Cadre")
    station = frappe.qb.DocType("Station")
    day = getdate(day)
    query = (
        frappe.qb.from_(team)
        .join(member)
        .on((member.parent == team.name) & (member.parenttype == "Station Team"))
        .join(cadre)
        .on(cadre.name == member.cadre)
        .join(station)
        .on(station.name == team.station)
        .select(
            team.station,
            station.station_name,
            team.town,
            member.duty,
            member.side,
            member.cadre,
            cadre.cadre_name,
            cadre.user,
        )
        .where(
            (team.from_date <= day)
            & (team.to_date.isnull() | (team.to_date >= day))
            & (cadre.status == "In Post")
        )
        .orderby(team.town)
        .orderby(station.station_name)
        .orderby(team.name)
        .orderby(member.idx)
    )
    if town:
        query = query.where(team.town == town)
    return query.run(as_dict=True)


def office_people(town: str | None = None, *roles: str) -> list[dict]:
    """People in post who hold one of ``roles`` of their town; of one town or of all.

    Rows of town, cadre, cadre_name, user and town_office, each person once.
    """
    role = frappe.qb.DocType("Cadre Role")
    cadre = frappe.qb.DocType("Cadre")
    query = (
        frappe.qb.from_(cadre)
        .join(role)
        .on((role.parent == cadre.name) & (role.parenttype == "Cadre"))
        .select(
            cadre.town, cadre.name.as_("cadre"), cadre.cadre_name, cadre.user, cadre.town_office
        )
        .distinct()
        .where((cadre.status == "In Post") & role.role.isin(list(roles)))
        .orderby(cadre.town)
        .orderby(cadre.cadre_name)
        .orderby(cadre.name)
    )
    if town:
        query = query.where(cadre.town == town)
    return query.run(as_dict=True)


class Recipients:
    """Who is to hear of which station on a day, worked out once for all: nobody hears of a station not theirs."""

    def __init__(self, day: date | None = None):
        self._duties: dict[tuple[str, str], list[str]] = {}
        self._teams: dict[str, set[str]] = {}
        self._users: dict[str, str] = {}
        self.station_names: dict[str, str] = {}
        for row in on_duty(day=day):
            self.station_names[row.station] = row.station_name
            if row.user:
                self._duties.setdefault((row.station, row.duty), []).append(row.user)
                self._teams.setdefault(row.station, set()).add(row.user)
                self._users[row.cadre] = row.user
        self._organization = self._by("town", office_people(None, ORGANIZATION))
        self._offices = self._by("town_office", office_people(None, *sorted(OFFICE_ROLES)))

    @staticmethod
    def _by(field: str, rows: list[dict]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in rows:
            if row.user and row[field]:
                found.setdefault(row[field], []).append(row.user)
        return found

    def on(self, station: str, *duties: str) -> list[str]:
        """Users with one of ``duties`` at a station."""
        return [user for duty in duties for user in self._duties.get((station, duty), ())]

    def organization(self, town: str) -> list[str]:
        """Users of a town's Organization Office."""
        return self._organization.get(town, [])

    def member(self, station: str, cadre: str | None) -> list[str]:
        """The user of a cadre, if they are on the team of the station."""
        user = self._users.get(cadre or "")
        return [user] if user and user in self._teams.get(station, ()) else []

    def reads(self, user: str, station: str, town: str, office: str | None = None) -> bool:
        """Whether ``user`` belongs to the station's team, the town's Organization Office, or ``office``."""
        return (
            user in self._teams.get(station, ())
            or user in self._organization.get(town, ())
            or user in self._offices.get(office or "", ())
        )


def reminder_days() -> dict[str, frozenset[int]]:
    """Days before a due day on which each town reminds, such as 7, 3 and 1; the day itself is always one."""
    return {
        row.name: frozenset(cint(part) for part in (row.reminder_days or "").split(",")) | {0}
        for row in frappe.get_all("Town", fields=["name", "reminder_days"])
    }
