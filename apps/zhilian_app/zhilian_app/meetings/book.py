"""驻点团队记录本: the minutes of a station's weekly meetings on paper, one after the other."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate
from frappe.utils.pdf import get_pdf

from zhilian_app.meetings.attendance_book import MEETING

TEMPLATE = "zhilian_app/meetings/print_format/weekly_meeting_minutes/book.html"
MARGIN = "15mm"
# two years of weekly meetings
MOST_MEETINGS = 120


def days(from_date: str | None, to_date: str | None) -> tuple[date, date]:
    """First and last day of a book; without them this month so far.

    Raises:
        frappe.ValidationError: the days are the wrong way round.
    """
    last = getdate(to_date)
    first = getdate(from_date) if from_date else last.replace(day=1)
    if first > last:
        frappe.throw(_("From Date {0} is after To Date {1}.").format(first, last))
    return first, last


def readable(station: str, first: date, last: date) -> list[str]:
    """Meetings of a station between two days that who is signed in may read, by day.

    Raises:
        frappe.PermissionError: they may read no meetings at all.
    """
    return frappe.get_list(
        MEETING,
        filters={"station": station, "meeting_date": ["between", [first, last]]},
        pluck="name",
        order_by="meeting_date asc",
        limit_page_length=MOST_MEETINGS,
    )


def as_html(names: Iterable[str]) -> str:
    """The book of these meetings, each on pages of its own; the caller checks who reads them."""
    meetings = [frappe.get_doc(MEETING, name) for name in names]
    return frappe.render_template(TEMPLATE, {"meetings": meetings})


def as_pdf(names: Iterable[str]) -> bytes:
    """The book as A4 pages; the caller checks who reads the meetings."""
    margins = {f"margin-{side}": MARGIN for side in ("top", "right", "bottom", "left")}
    return get_pdf(as_html(names), {"page-size": "A4", **margins})


def title_of(station: str) -> str:
    """What the book is called: 赤溪镇田头社区驻点团队记录本."""
    row = frappe.db.get_value("Station", station, ["town", "station_name"], as_dict=True)
    return _("{0}{1} team record book", lang="zh").format(row.town, row.station_name)
