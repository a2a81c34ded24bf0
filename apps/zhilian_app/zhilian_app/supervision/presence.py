"""Who should be there on a day by the roster, and what the records say of each: signatures and visits.

The plan: 「固定周四下午不定时到各驻点巡查干部下乡情况、驻点团队入户情况等」 and
「查看驻点团队会议记录情况、签到情况等」.
"""

from datetime import date

import frappe
from frappe import _
from frappe.utils import get_datetime

from zhilian_app.stations import people

MEETING, VISIT = "Weekly Meeting", "Household Visit"


def expected(station: str, day: date, with_auxiliary: bool) -> list[dict]:
    """Rows of who is on the station's team of the day: cadre, cadre_name, position, duty, and ``signed`` in words."""
    team = [row for row in people.members(station, day) if with_auxiliary or row["side"] == "Main"]
    signed, visits = _signatures(station, day), _visits(station, day)
    return [
        {
            "cadre": row["cadre"],
            "cadre_name": row["cadre_name"],
            "position": row["position"],
            "duty": row["duty"],
            "signed": _words(signed.get(row["cadre"]), visits.get(row["cadre"], 0)),
        }
        for row in team
    ]


def _words(signed_on, visits: int) -> str:
    parts = []
    if signed_on:
        at = get_datetime(signed_on).strftime("%H:%M")
        parts.append(_("signed in at {0}", lang="zh").format(at))
    if visits:
        parts.append(_("visits written down: {0}", lang="zh").format(visits))
    return "，".join(parts)


def _signatures(station: str, day: date) -> dict:
    row, meeting = frappe.qb.DocType("Meeting Attendance"), frappe.qb.DocType(MEETING)
    rows = (
        frappe.qb.from_(row)
        .join(meeting)
        .on((row.parent == meeting.name) & (row.parenttype == MEETING))
        .select(row.cadre, row.signed_on)
        .where(
            (meeting.station == station)
            & (meeting.meeting_date == day)
            & (row.attendance == "Present")
            & row.signed_on.isnotnull()
        )
        .run()
    )
    return dict(rows)


def _visits(station: str, day: date) -> dict[str, int]:
    visitor, visit = frappe.qb.DocType("Visit Cadre"), frappe.qb.DocType(VISIT)
    rows = (
        frappe.qb.from_(visitor)
        .join(visit)
        .on((visitor.parent == visit.name) & (visitor.parenttype == VISIT))
        .select(visitor.cadre, frappe.query_builder.functions.Count(visit.name))
        .where((visit.station == station) & (visit.visit_date == day) & (visit.voided == 0))
        .groupby(visitor.cadre)
        .run()
    )
    return dict(rows)
