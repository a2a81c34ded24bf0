"""Daily: each town's review meeting of the month with a report per station, kept in step with the records."""

from datetime import date

import frappe
from frappe.utils import escape_html, getdate, now

from zhilian_app import calendar
from zhilian_app.meetings import review_drawing as drawing
from zhilian_app.meetings import review_rows as rows
from zhilian_app.meetings import review_rules as rules
from zhilian_app.upkeep import each, each_within, since

MEETING, REPORT = "Review Meeting", "Review Report"
FIRST_MONTH = "zhilian_reviews_since"


def prepare_reviews() -> None:
    """Make the meetings and reports that are due, and draw those of open meetings anew.

    May run any number of times; months in which it did not run are caught up, from the one in which it ran first.
    One town's or station's error is logged and does not stop the others.
    """
    today = getdate()
    months = rules.due_months(since(FIRST_MONTH, calendar.month_start(today)), today)
    for town in frappe.get_all("Town", pluck="name", order_by="name asc"):
        each(months, lambda month, town=town: make_meeting(town, month), f"Review of {town}")
    open_ones = frappe.get_all(MEETING, {"status": "Planned"}, pluck="name", order_by="name asc")
    each(open_ones, follow, MEETING)


# -- making -----------------------------------------------------------------------------------------------


def make_meeting(town: str, month: date) -> None:
    """The review meeting of a town for a month, once; chair and recorder as they were last."""
    if frappe.db.exists(MEETING, {"town": town, "month": month}):
        return
    last = frappe.db.get_value(
        MEETING,
        {"town": town, "month": ["<", month]},
        ["chair", "recorder", "place", "meeting_time"],
        as_dict=True,
        order_by="month desc",
    )
    doc = frappe.new_doc(MEETING)
    # Frappe begins with the time of now
    doc.update({"town": town, "month": month, "meeting_time": rules.USUAL_TIME})
    if last:
        doc.update({**last, "chair": _in_post(last.chair), "recorder": _in_post(last.recorder)})
    doc.insert(ignore_permissions=True)


def _in_post(cadre: str | None) -> str | None:
    return cadre if cadre and frappe.db.get_value("Cadre", cadre, "status") == "In Post" else None


def make_reports(meeting) -> None:
    """A report for each station that was in force in the month and has none yet."""
    month = getdate(meeting.month)
    known = set(frappe.get_all(REPORT, {"town": meeting.town, "month": month}, pluck="station"))
    stations = frappe.get_all(
        "Station",
        filters={"town": meeting.town},
        fields=["name", "started_on", "ended_on"],
        order_by="station_name asc",
    )
    wanted = [
        row.name
        for row in stations
        if row.name not in known and rules.reports_in(month, row.started_on, row.ended_on)
    ]
    numbers, projects = drawing.numbers(wanted, month), drawing.projects(wanted, month)
    each_within(
        wanted,
        lambda name: _make_report(name, meeting, numbers[name], projects[name]),
        "Review Report",
    )


def _make_report(station: str, meeting, numbers: dict, projects: list[dict]) -> None:
    doc = frappe.new_doc(REPORT)
    doc.update(
        {
            "station": station,
            "month": meeting.month,
            "meeting": meeting.name,
            "meeting_date": meeting.meeting_date,
        }
    )
    doc.flags.numbers, doc.flags.projects = numbers, projects
    doc.insert(ignore_permissions=True)


# -- following --------------------------------------------------------------------------------------------


def follow(meeting: str) -> None:
    """Reports for stations that joined since, people who are expected now, and what the records say today."""
    doc = frappe.get_doc(MEETING, meeting)
    make_reports(doc)
    doc.flags.ignore_permissions = True
    doc.save()
    _draw(doc)


def follow_day(meeting) -> None:
    """Carry the day of a meeting to its reports, which remind of it."""
    report = frappe.qb.DocType(REPORT)
    (
        frappe.qb.update(report)
        .set(report.meeting_date, meeting.meeting_date)
        .where(report.meeting == meeting.name)
        .run()
    )


def draw_last_time(meeting) -> list[str]:
    """Draw all reports of a meeting for the last time; return what lacks an answer, as lines of HTML."""
    make_reports(meeting)
    lines = []
    for station, items in _draw(meeting).items():
        station_name = frappe.db.get_value("Station", station, "station_name")
        lines += [escape_html(f"{station_name}：{item.title}") for item in items]
    return lines


def _draw(meeting) -> dict[str, list[rules.Item]]:
    reports = frappe.get_all(
        REPORT, {"meeting": meeting.name}, ["name", "station"], order_by="name asc"
    )
    stations, month = [row.station for row in reports], getdate(meeting.month)
    numbers, projects = drawing.numbers(stations, month), drawing.projects(stations, month)
    return {
        row.station: rows.redraw(row.name, numbers[row.station], projects[row.station]) or []
        for row in reports
    }


def freeze_reports(meeting) -> None:
    """Nothing on the reports of a meeting changes from now on."""
    report = frappe.qb.DocType(REPORT)
    (
        frappe.qb.update(report)
        .set(report.closed, 1)
        .set(report.modified, now())
        .where(report.meeting == meeting.name)
        .run()
    )
