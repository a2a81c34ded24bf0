"""Draws of a town: one each month, on record for ever."""

import secrets
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime

from zhilian_app import calendar
from zhilian_app.stations import roster
from zhilian_app.steps import person_name
from zhilian_app.supervision.draw import Draw, Past, draw

DRAW = "Check Draw"
SEED_BYTES = 8


class DrawRefused(frappe.ValidationError):
    """This month was drawn already, or there is nobody to draw."""


def in_force(town: str, day: date) -> list[str]:
    """Stations of a town that are in force on a day."""
    rows = frappe.get_all(
        "Station",
        filters={"town": town},
        fields=["name", "started_on", "ended_on"],
        order_by="name asc",
    )
    return [row.name for row in rows if roster.stands(row.started_on, row.ended_on, day, day)]


def past_of(town: str) -> list[Past]:
    """Draws of a town that count, the earliest first."""
    rows = frappe.get_all(
        DRAW,
        filters={"town": town, "voided": 0},
        fields=["round_no", "station"],
        order_by="month asc, creation asc",
    )
    return [Past(cint(row.round_no), row.station) for row in rows]


def draw_month(doc) -> None:
    """Draw for a new Check Draw: the seed is made by the machine at this moment, and nobody draws twice.

    Raises:
        DrawRefused: the month was drawn, or the town has no station.
    """
    # two people at once: the second one waits here and finds the first one's draw
    frappe.db.get_value("Town", doc.town, "name", for_update=True)
    month = calendar.month_start(getdate(doc.month or getdate()))
    if month > calendar.month_start(getdate()):
        frappe.throw(_("A month to come cannot be drawn."), DrawRefused)
    known = frappe.db.get_value(
        DRAW, {"town": doc.town, "month": month, "voided": 0}, "station_name"
    )
    if known:
        frappe.throw(
            _("{0} was drawn for this month already; a month is drawn once.").format(known),
            DrawRefused,
        )
    stations = in_force(doc.town, getdate())
    if not stations:
        frappe.throw(_("{0} has no station to draw.").format(doc.town), DrawRefused)
    seed = secrets.token_hex(SEED_BYTES)
    found = draw(stations, past_of(doc.town), seed)
    doc.update({"month": month, "seed": seed, "round_no": found.round_no})
    doc.update({"station": found.station, "candidates": "\n".join(found.candidates)})
    doc.station_name = frappe.db.get_value("Station", found.station, "station_name")
    doc.update({"drawn_on": now_datetime(), "drawn_by_name": person_name()})


def repeated(doc) -> Draw:
    """The draw again from what is on record, for whoever doubts it."""
    candidates = doc.candidates.split("\n")
    return draw(candidates, [Past(doc.round_no, "")], doc.seed)
