"""驻点日志: the visits of a station day by day; the print has one page a day."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import permissions
from zhilian_app.calendar import month_start
from zhilian_app.visits import report_data as data

WEEKDAYS = "一二三四五六日"


def execute(filters: dict | None = None):
    """Frappe's entry point: columns and rows, under the reader's own rows; a request while no station is chosen.

    Raises:
        frappe.ValidationError: the days are the wrong way round.
    """
    filters = frappe._dict(filters or {})
    if not filters.station:
        return _columns(filters), [], _("Please choose a station.")
    first, last = _days(filters)
    rows = _visits(filters.station, first, last, cint(filters.include_voided))
    pictures = _picture_counts([row.name for row in rows])
    titles = _station_titles(filters.station)
    for row in rows:
        row.pictures = pictures.get(row.name, 0)
        row.visit_kind = _(row.visit_kind or "")
        row.day_title = day_title(row.visit_date)
        row.update(titles)
        row.links = {"householder": {"doctype": data.VISIT, "name": row.name}}
    return _columns(filters), rows


def day_title(day: date) -> str:
    """A day as papers write it: 2026年11月19日 星期四."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def _days(filters) -> tuple[date, date]:
    last = getdate(filters.to_date) if filters.to_date else data.today()
    first = getdate(filters.from_date) if filters.from_date else month_start(last)
    if first > last:
        frappe.throw(_("From Date {0} is after To Date {1}.").format(first, last))
    return first, last


def _visits(station: str, first: date, last: date, include_voided: int) -> list[dict]:
    readable = permissions.query_conditions(None, data.VISIT) or "1=1"
    return frappe.db.sql(
        f"""select name, visit_date, household, householder, address, visit_kind, visitor_names, content, needs,
            effective, voided, void_reason
        from `tabHousehold Visit`
        where station = %(station)s and visit_date between %(first)s and %(last)s
            and (voided = 0 or %(include_voided)s = 1) and {readable}
        order by visit_date asc, creation asc, name asc""",
        {"station": station, "first": first, "last": last, "include_voided": include_voided},
        as_dict=True,
    )


def _picture_counts(visits: list[str]) -> dict[str, int]:
    if not visits:
        return {}
    rows = frappe.db.sql(
        """select parent, count(*) from `tabVisit Picture`
        where parenttype = 'Household Visit' and parent in %s group by parent""",
        (visits,),
    )
    return dict(rows)


def _station_titles(station: str) -> dict:
    row = (
        frappe.db.get_value("Station", station, ["station_name", "town"], as_dict=True)
        or frappe._dict()
    )
    return {"station_title": row.station_name, "town_title": row.town}


def _columns(filters) -> list[dict]:
    columns = [
        ("visit_date", _("Visit Date"), "Date", 110),
        ("householder", _("Householder"), "Data", 110),
        ("address", _("Address"), "Data", 180),
        ("visit_kind", _("Visit Kind"), "Data", 100),
        ("visitor_names", _("Visitors"), "Data", 160),
        ("content", _("What Was Said"), "Data", 320),
        ("needs", _("Needs of the People"), "Data", 220),
        ("pictures", _("Pictures"), "Int", 80),
        ("effective", _("Effective"), "Check", 80),
    ]
    if cint(filters.include_voided):
        columns += [
            ("voided", _("Voided"), "Check", 80),
            ("void_reason", _("Void Reason"), "Data", 180),
        ]
    keys = ("fieldname", "label", "fieldtype", "width")
    return [dict(zip(keys, column, strict=True)) for column in columns]
