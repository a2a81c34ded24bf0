"""Daily: what begins or ends by its date, without anybody saving a document."""

from datetime import timedelta

import frappe
from frappe.utils import getdate

from zhilian_app.stations import accounts, cards
from zhilian_app.upkeep import each

LAST_DAY = "zhilian_roster_followed_on"


def follow_teams() -> None:
    """Bring roles and cards in step with the teams that began or ended since the last run.

    May run any number of times and catches up the days on which it did not; one station's error is
    logged and does not stop the others.
    """
    today = getdate()
    last = frappe.db.get_default(LAST_DAY)
    since = min(getdate(last), today) if last else None
    touched = _touched(since, today)
    each(sorted(touched), lambda station: _follow(station, touched[station]), "Roster of")
    frappe.db.set_default(LAST_DAY, str(today))


def _follow(station: str, people: set[str]) -> None:
    for cadre in sorted(people):
        accounts.sync_roles(cadre)
    cards.refresh(station)


def _touched(since, today) -> dict[str, set[str]]:
    """People by station whose team began, or ended the day before, between ``since`` and ``today``; all at first."""
    team = frappe.qb.DocType("Station Team")
    member = frappe.qb.DocType("Station Team Member")
    query = (
        frappe.qb.from_(team)
        .join(member)
        .on((member.parent == team.name) & (member.parenttype == "Station Team"))
        .select(team.station, member.cadre)
    )
    if since:
        query = query.where(
            team.from_date[since:today] | team.to_date[since - timedelta(days=1) : today]
        )
    touched: dict[str, set[str]] = {}
    for station, cadre in query.run():
        touched.setdefault(station, set()).add(cadre)
    return touched
