"""重点走访登记册: the register of a year in the office's own columns, for screen, paper and xlsx."""

import frappe
from frappe import _
from frappe.utils import cint

from zhilian_app import permissions
from zhilian_app.visits import report_data as data
from zhilian_app.visits.register_sheet import paper_order

STATUSES = (data.TO_VISIT, data.VISITED, data.REMOVED)


def execute(filters: dict | None = None):
    """Frappe's entry point: columns and rows, under the reader's own rows.

    ID number and phone are filled for stations for which the reader is need-to-know, and empty for all others.
    """
    filters = frappe._dict(filters or {})
    year = data.report_year(filters)
    of = data.reach(filters.town, filters.station)
    rows = _entries(filters, year, sorted(of.full))
    for number, row in enumerate(rows, 1):
        row.number = number
        row.status = _(row.status)
        row.links = {"householder": {"doctype": data.ENTRY, "name": row.name}}
    return _columns(filters, bool(of.full)), rows


def _entries(filters, year: int, full: list[str]) -> list[dict]:
    conditions = [permissions.query_conditions(None, data.ENTRY) or "1=1"]
    values = {"year": year, "full": full or [""], **filters}
    conditions += [
        f"`tabKey Visit Entry`.{key} = %({key})s" for key in ("town", "station") if filters.get(key)
    ]
    conditions.append(_status_condition(filters))
    if filters.category:
        conditions.append(
            """exists (select 1 from `tabKey Visit Category` k where k.parent = `tabKey Visit Entry`.name
            and k.parenttype = 'Key Visit Entry' and k.category = %(category)s)"""
        )
    rows = frappe.db.sql(
        f"""select `tabKey Visit Entry`.name, `tabKey Visit Entry`.town, s.station_name,
            `tabKey Visit Entry`.group_name, `tabKey Visit Entry`.householder, `tabKey Visit Entry`.address,
            `tabKey Visit Entry`.category_text, `tabKey Visit Entry`.first_visited_on, `tabKey Visit Entry`.status,
            `tabKey Visit Entry`.removed_on, `tabKey Visit Entry`.remove_reason, `tabKey Visit Entry`.remark,
            h.id_number, h.id_status, h.phone
        from `tabKey Visit Entry`
        join `tabStation` s on s.name = `tabKey Visit Entry`.station
        left join `tabHousehold` h on h.name = `tabKey Visit Entry`.household and h.station in %(full)s
        where `tabKey Visit Entry`.year = %(year)s and {" and ".join(conditions)}
        order by `tabKey Visit Entry`.name""",
        values,
        as_dict=True,
    )
    return sorted(
        rows,
        key=lambda row: paper_order(
            row.station_name, row.group_name or "", row.householder or "", row.address or ""
        ),
    )


def _status_condition(filters) -> str:
    if filters.status in STATUSES:
        return "`tabKey Visit Entry`.status = %(status)s"
    if cint(filters.include_removed):
        return "1=1"
    return "`tabKey Visit Entry`.status in ('To Visit', 'Visited')"


def _columns(filters, personal: bool) -> list[dict]:
    columns = [
        ("number", _("No."), "Int", 60),
        ("station_name", _("Station"), "Data", 110),
        ("group_name", _("Villager Group"), "Data", 120),
        ("householder", _("Householder"), "Data", 100),
    ]
    if personal:
        columns.append(("id_number", _("ID Number"), "Data", 180))
    columns.append(("address", _("Address"), "Data", 200))
    if personal:
        columns.append(("phone", _("Phone"), "Data", 130))
    columns += [
        ("category_text", _("Key Person Category"), "Data", 180),
        ("first_visited_on", _("First Visited On"), "Date", 110),
        ("remark", _("Remark"), "Data", 160),
    ]
    if cint(filters.include_removed) or filters.status == data.REMOVED:
        columns += [
            ("status", _("Status"), "Data", 90),
            ("removed_on", _("Removed On"), "Date", 110),
            ("remove_reason", _("Remove Reason"), "Data", 160),
        ]
    keys = ("fieldname", "label", "fieldtype", "width")
    # a grid would put what looks like a number to the right
    return [
        {
            **dict(zip(keys, column, strict=True)),
            **({"align": "left"} if column[2] == "Data" else {}),
        }
        for column in columns
    ]
