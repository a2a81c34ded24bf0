"""附件2 as rows: the projects of a year with their progress as at a month. Two queries, whoever reads how many.

The plan: 「确认申请启动驻点直联工作专项经费后,当月30日前填报《 年直联工作专项经费补贴项目进度登记表》(附件2)」.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

import frappe
from frappe.utils import cint, cstr, getdate

from zhilian_app import calendar, permissions
from zhilian_app.meetings.money import NOTHING, yuan
from zhilian_app.subsidies import states
from zhilian_app.subsidies.progress_upkeep import HANDED_IN, NOT_NEEDED

PROJECT, PROGRESS = "Subsidy Project", "Project Progress"
MONEY = ("total_budget", "amount_asked", "approved_amount", "paid")
TOTAL = "合计"


def month_of(filters: Mapping) -> date:
    """First day of the month that is asked for; without a year or a month, of this one."""
    today = getdate()
    month = cint(filters.get("month")) or today.month
    return date(cint(filters.get("year")) or today.year, min(max(month, 1), 12), 1)


def annex2_rows(filters: Mapping) -> list[dict]:
    """Rows of the register that who is signed in may read, by station, numbered within each.

    Args:
        filters: town, station, year, month (1 to 12).
    """
    month = month_of(filters)
    projects = _projects(filters, month)
    told = _progress([project.name for project in projects], month)
    rows = [row_of(project, told.get(project.name, ()), month) for project in projects]
    return [row for _station, own in blocks(rows) for row in numbered(own)]


def row_of(project: Mapping, told: Iterable[Mapping], month: date) -> dict:
    """A project as the register has it at the end of ``month``; amounts are Decimals in yuan.

    Args:
        told: its progress rows up to the month (month, status, percent, words), in their order.
    """
    last_day = calendar.month_end(month)
    handed_in = [row for row in told if row["status"] == HANDED_IN]
    own = next((row for row in told if getdate(row["month"]) == month), None)
    finished = project["state"] != states.STOPPED and until(project["finished_on"], last_day)
    return {
        **{key: project[key] for key in ("name", "town", "station", "station_name", "title")},
        **{key: yuan(project[key]) for key in MONEY},
        "resolution": "\n".join(filter(None, (cstr(project["resolution_no"]), cstr(project["decided_on"])))),
        "started_on": until(project["started_on"], last_day),
        "words": cstr(own["words"]) if own and own["status"] == HANDED_IN else "",
        "percent": cint(handed_in[-1]["percent"]) if handed_in else 0,
        "expected_finish": project["expected_finish"],
        "finished_on": finished or None,
        "remark": remark_of(project, last_day),
        "signature": "",
        "progress": own["name"] if own else None,
        "missing": int(bool(own) and own["status"] not in (HANDED_IN, NOT_NEEDED)),
    }  # fmt: skip


def remark_of(project: Mapping, last_day: date) -> str:
    """That it was stopped, and why, before what was remarked."""
    stopped = project["state"] == states.STOPPED and until(project["stopped_on"], last_day)
    end = f"{stopped} 终止：{cstr(project['stop_reason']).strip()}" if stopped else ""
    return "；".join(filter(None, (end, cstr(project["remark"]).strip())))


def until(day: object, last_day: date) -> date | None:
    """A day, if it is not after ``last_day``: a register of May does not know of June."""
    return getdate(day) if day and getdate(day) <= last_day else None


def blocks(rows: Iterable[dict]) -> list[tuple[str, list[dict]]]:
    """Rows by station, in the order in which they come."""
    return [(key, list(own)) for key, own in groupby(rows, key=lambda row: row["station"])]


def numbered(rows: Iterable[dict]) -> list[dict]:
    """Rows with their numbers from 1."""
    return [{**row, "number": number} for number, row in enumerate(rows, start=1)]


def totals(rows: Iterable[Mapping]) -> dict[str, Decimal]:
    """Sums of the money columns, in yuan."""
    rows = list(rows)
    return {key: sum((row[key] for row in rows), NOTHING) for key in MONEY}


# -- queries -------------------------------------------------------------------------------------------


def own_rows(doctype: str) -> str:
    """SQL condition for the reader's own rows; names the table."""
    return permissions.query_conditions(None, doctype) or "1=1"


# until when a project stands in the registers
ENDED_ON = "if(state = 'Stopped', stopped_on, if(state = 'Finished', accepted_on, null))"


def _projects(filters: Mapping, month: date) -> list[dict]:
    """Projects that were paid by the end of the month and had not ended before the year."""
    given = {key: filters[key] for key in ("town", "station") if filters.get(key)}
    conditions = [f"{key} = %({key})s" for key in given]
    return frappe.db.sql(
        f"""select name, town, station, station_name, title, state, resolution_no, decided_on, total_budget,
            amount_asked, approved_amount, started_on, expected_finish, finished_on, stopped_on, stop_reason, remark,
            (select sum(if(pay.kind = 'Return', -pay.amount, pay.amount)) from `tabSubsidy Payment` pay
                where pay.project = `tabSubsidy Project`.name and pay.docstatus = 1 and pay.paid_on <= %(last_day)s
            ) as paid
        from `tabSubsidy Project`
        where {" and ".join([*conditions, own_rows(PROJECT)])}
            and first_paid_on <= %(last_day)s and ifnull({ENDED_ON}, %(last_day)s) >= %(year_start)s
        order by town, station, decided_on, title, name""",
        {**given, "last_day": calendar.month_end(month), "year_start": date(month.year, 1, 1)},
        as_dict=True,
    )


def _progress(projects: list[str], month: date) -> dict[str, list[dict]]:
    """Progress rows by project up to the month, in order; words of the month alone."""
    if not projects:
        return {}
    rows = frappe.db.sql(
        f"""select name, project, month, status, percent, if(month = %(month)s, words, '') as words
        from `tabProject Progress`
        where project in %(projects)s and month <= %(month)s and {own_rows(PROGRESS)}
        order by project, month""",
        {"projects": projects, "month": month},
        as_dict=True,
    )
    return {key: list(own) for key, own in groupby(rows, key=lambda row: row.project)}
