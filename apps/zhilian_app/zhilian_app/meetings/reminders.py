"""What the meetings have to say in the daily digest: to attend, record, sign and hand in, and what was decided."""

from datetime import date, timedelta

import frappe
from frappe import _

from zhilian_app import calendar
from zhilian_app.digest import Line, Lines, put
from zhilian_app.issues import states
from zhilian_app.meetings import review_rules
from zhilian_app.meetings.review_drawing import clock
from zhilian_app.stations import duties

WEEKLY, REQUEST, REPORT, ISSUE = (
    "Weekly Meeting",
    "Committee Request",
    "Review Report",
    "Ledger Issue",
)
HEAD, LEADER, LIAISON = "Team Head", "Station Leader", "Liaison"


def lines(day: date) -> Lines:
    """The meetings' lines for the digest of ``day``, by user; one query a kind over all stations."""
    to = duties.Recipients(day)
    ahead = duties.reminder_days()
    found: Lines = {}
    _meetings_today(found, to, day)
    _meetings_missed(found, to, day)
    _requests(found, to)
    _requests_due(found, to, day, ahead)
    _reports(found, to, day, ahead)
    _decisions(found, to, day)
    return found


# -- weekly meetings --------------------------------------------------------------------------------------


def _meetings_today(found: Lines, to: duties.Recipients, day: date) -> None:
    meeting, seat = frappe.qb.DocType(WEEKLY), frappe.qb.DocType("Meeting Attendance")
    rows = (
        frappe.qb.from_(meeting)
        .join(seat)
        .on((seat.parent == meeting.name) & (seat.parenttype == WEEKLY))
        .select(meeting.name, meeting.station, meeting.meeting_time, meeting.place, seat.cadre)
        .where((meeting.meeting_date == day) & (meeting.status == "Planned"))
        .orderby(meeting.name)
        .run(as_dict=True)
    )
    section = _("Meetings", lang="zh")
    for row in rows:
        text = _("{0}: weekly meeting today {1} {2}", lang="zh").format(
            to.station_names.get(row.station, row.station), clock(row.meeting_time), row.place or ""
        )
        line = Line(section, text.strip(), WEEKLY, row.name, True)
        put(found, to.member(row.station, row.cadre), line)


def _meetings_missed(found: Lines, to: duties.Recipients, day: date) -> None:
    """Meetings of last week without a record: it can still be written, or why there was none."""
    last_week = calendar.week_start(day) - timedelta(days=7)
    rows = frappe.get_all(
        WEEKLY,
        filters={"week": last_week, "status": "Planned"},
        fields=["name", "station", "recorder"],
        order_by="name asc",
    )
    section = _("Meetings", lang="zh")
    for row in rows:
        text = _("{0}: last week's meeting has no record yet", lang="zh").format(
            to.station_names.get(row.station, row.station)
        )
        users = {*to.member(row.station, row.recorder), *to.on(row.station, HEAD)}
        put(found, sorted(users), Line(section, text, WEEKLY, row.name, True))


# -- requests to the committee ----------------------------------------------------------------------------


def _requests(found: Lines, to: duties.Recipients) -> None:
    rows = frappe.get_all(
        REQUEST,
        filters={"state": ["in", ["To Sign", "Signed", "Returned"]]},
        fields=["name", "station", "town", "state"],
        order_by="name asc",
    )
    section = _("Requests to the Committee", lang="zh")
    for row in rows:
        station = to.station_names.get(row.station, row.station)
        if row.state == "To Sign":
            text = _("{0}: the request waits for your signature", lang="zh")
            users = to.on(row.station, HEAD, LEADER)
        elif row.state == "Returned":
            text = _("{0}: the request came back, please mend it", lang="zh")
            users = to.on(row.station, LIAISON, HEAD)
        else:
            text = _("{0}: the request is signed, please accept it", lang="zh")
            users = to.organization(row.town)
        put(found, users, Line(section, text.format(station), REQUEST, row.name))


def _requests_due(found: Lines, to: duties.Recipients, day: date, ahead: dict) -> None:
    """The plan: 「每月30日前报送《…月需提请党委会研究解决问题表》」, where there is something to put up."""
    due_days = {
        row.name: calendar.due_day(day.year, day.month, row.request_due_day)
        for row in frappe.get_all("Town", fields=["name", "request_due_day"])
    }
    waiting = put_up_by_station()
    handed_in = set(
        frappe.get_all(
            REQUEST,
            filters={
                "month": calendar.month_start(day),
                "state": ["in", ["To Sign", "Signed", "Accepted"]],
            },
            pluck="station",
        )
    )
    section = _("Requests to the Committee", lang="zh")
    for (station, town), count in waiting.items():
        left = (due_days[town] - day).days
        if station in handed_in or left not in ahead[town]:
            continue
        text = _("{0}: {1} issues put up, the request is due on {2}", lang="zh").format(
            to.station_names.get(station, station), count, due_days[town]
        )
        users = to.on(station, LIAISON, HEAD)
        put(found, users, Line(section, text, REQUEST, urgent=left == 0))


def put_up_by_station() -> dict[tuple[str, str], int]:
    """Number of issues put to the committee and not decided, by station and town."""
    rows = frappe.get_all(
        ISSUE,
        filters={"state": states.PUT_UP, "decision": ["is", "not set"]},
        fields=["station", "town", "count(name) as count"],
        group_by="station, town",
        order_by="station asc",
    )
    return {(row.station, row.town): row.count for row in rows}


# -- reviews and decisions --------------------------------------------------------------------------------


def _reports(found: Lines, to: duties.Recipients, day: date, ahead: dict) -> None:
    rows = frappe.get_all(
        REPORT,
        filters={"status": review_rules.DRAFT, "closed": 0, "meeting_date": ["is", "set"]},
        fields=["name", "station", "town", "meeting_date", "unanswered"],
        order_by="name asc",
    )
    section = _("Monthly Review", lang="zh")
    for row in rows:
        left = (row.meeting_date - day).days
        if left > 0 and left not in ahead[row.town]:
            continue
        text = _("{0}: the report for the review meeting of {1} is not ready", lang="zh").format(
            to.station_names.get(row.station, row.station), row.meeting_date
        )
        if row.unanswered:
            text = _("{0}, {1} items without an answer", lang="zh").format(text, row.unanswered)
        line = Line(section, text, REPORT, row.name, left <= 0)
        put(found, to.on(row.station, HEAD, LIAISON), line)


def _decisions(found: Lines, to: duties.Recipients, day: date) -> None:
    rows = frappe.get_all(
        ISSUE,
        filters={"decided_on": ["between", [day - timedelta(days=1), day]]},
        fields=["name", "station", "title", "decision"],
        order_by="name asc",
    )
    section = _("Decisions of the Committee", lang="zh")
    for row in rows:
        text = _("The committee has decided ({0}): {1}", lang="zh").format(
            _(row.decision, lang="zh"), row.title
        )
        users = to.on(row.station, HEAD, LIAISON, LEADER)
        put(found, users, Line(section, text, ISSUE, row.name))
