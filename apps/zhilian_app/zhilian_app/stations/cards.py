"""Keeps the contact cards in step with the teams."""

import frappe
from frappe import _
from frappe.utils import getdate

from zhilian_app.stations import roster

LINE_FIELDS = ("side", "duty", "member_name", "position", "phone")


def terms_of(station: str) -> list[roster.Term]:
    """All terms of a station's teams."""
    rows = frappe.get_all(
        "Station Team",
        filters={"station": station},
        fields=["name", "from_date", "to_date"],
        order_by="from_date asc",
    )
    return [roster.Term(row.name, row.from_date, row.to_date) for row in rows]


def team_in_force(station: str, day=None) -> str | None:
    """Name of the station's team on ``day`` (default: today)."""
    term = roster.team_on(terms_of(station), getdate(day))
    return term.name if term else None


def lines_of_team(team: str) -> list[roster.CardLine]:
    """The team as its card shows it: names, positions and phones as they are today."""
    member = frappe.qb.DocType("Station Team Member")
    cadre = frappe.qb.DocType("Cadre")
    rows = (
        frappe.qb.from_(member)
        .join(cadre)
        .on(cadre.name == member.cadre)
        .select(member.side, member.duty, cadre.cadre_name, member.position, member.phone)
        .where((member.parent == team) & (member.parenttype == "Station Team"))
        .orderby(member.idx)
        .run()
    )
    return [roster.CardLine(*(value or "" for value in row)) for row in rows]


def make_card(station: str) -> str:
    """Make the next version of a station's card from its team in force and return its name.

    The card before is kept as replaced.

    Raises:
        frappe.ValidationError: the station has no team today.
    """
    # one maker at a time: the version counts on
    frappe.db.get_value("Station", station, "name", for_update=True)
    team = team_in_force(station)
    if not team:
        frappe.throw(_("{0} has no team in force today.").format(_station_title(station)))
    before = frappe.db.get_value("Station", station, "current_card")
    note = frappe.db.get_value("Contact Card", before, "note") if before else None
    return (
        frappe.get_doc({"doctype": "Contact Card", "station": station, "note": note}).insert().name
    )


def refresh(station: str) -> str:
    """Compare the station's card with its team of today, store and return the card status of the station.

    A card that was found stale and fits again (a change taken back) is in force again.
    """
    card = frappe.db.get_value("Station", station, "current_card")
    if not card:
        return "No Card"
    changes = roster.card_changes(_lines_of_card(card), lines_of_team(team_in_force(station) or ""))
    status = "To Be Remade" if changes else "In Force"
    known = frappe.db.get_value("Contact Card", card, ["status", "stale_reason"], as_dict=True)
    reason = describe(changes) if changes else None
    if (known.status, known.stale_reason) != (status, reason):
        values = {"status": status, "stale_reason": reason}
        if status != known.status:
            values["stale_since"] = getdate() if changes else None
        frappe.db.set_value("Contact Card", card, values)
    frappe.db.set_value("Station", station, "card_status", status)
    return status


def as_row(line: roster.CardLine) -> dict:
    """A line as a row of the card's table."""
    return dict(
        zip(LINE_FIELDS, (line.side, line.duty, line.name, line.position, line.phone), strict=True)
    )


def describe(changes: list[roster.Change]) -> str:
    """The changes in words, for the card's page."""
    words = {"joined": _("joined: {0}"), "left": _("left: {0}"), "changed": _("changed: {0}")}
    return "\n".join(words[change.kind].format(change.name) for change in changes)


def stations_of_cadre(cadre: str) -> list[str]:
    """Stations that have the cadre on a team, in force or to come."""
    member = frappe.qb.DocType("Station Team Member")
    team = frappe.qb.DocType("Station Team")
    return (
        frappe.qb.from_(member)
        .join(team)
        .on(team.name == member.parent)
        .select(team.station)
        .distinct()
        .where((member.cadre == cadre) & (team.to_date.isnull() | (team.to_date >= getdate())))
        .run(pluck=True)
    )


def _lines_of_card(card: str) -> list[roster.CardLine]:
    rows = frappe.get_all(
        "Contact Card Member",
        filters={"parent": card, "parenttype": "Contact Card"},
        fields=list(LINE_FIELDS),
        order_by="idx asc",
    )
    return [roster.CardLine(*(row[field] or "" for field in LINE_FIELDS)) for row in rows]


def _station_title(station: str) -> str:
    return frappe.db.get_value("Station", station, "station_name") or station
