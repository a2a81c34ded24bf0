"""Rows of the monthly progress make themselves, from the first payment until a project ends."""

import frappe
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.subsidies import progress_rules, states
from zhilian_app.upkeep import begins_anew, each

PROGRESS = "Project Progress"
PROJECT = "Subsidy Project"
DUE, HANDED_IN, NOT_NEEDED = "Due", "Handed In", "Not Needed"


@begins_anew
def make_rows() -> None:
    """Daily: the rows that are due by now; missed days are caught up, and one bad project never stops the others."""
    each(projects_with_money(), make_rows_of, PROGRESS)
    close_rows()


def projects_with_money() -> list[str]:
    """Projects under way that have no row of this month yet."""
    month = calendar.month_start(getdate())
    project, row = frappe.qb.DocType(PROJECT), frappe.qb.DocType(PROGRESS)
    return [
        name
        for (name,) in frappe.qb.from_(project)
        .left_join(row)
        .on((row.project == project.name) & (row.month == month))
        .select(project.name)
        .where(
            project.state.isin(states.WITH_MONEY)
            & project.first_paid_on.isnotnull()
            & row.name.isnull()
        )
        .orderby(project.name)
        .run()
    ]


def make_rows_of(project: str) -> None:
    """The rows of a project that are due by now; those that are there stay."""
    facts = frappe.db.get_value(
        PROJECT,
        project,
        ["first_paid_on", "finished_on", "stopped_on", "accepted_on", "state"],
        as_dict=True,
    )
    if not facts.first_paid_on:
        return
    ended = (facts.stopped_on or facts.accepted_on) if facts.state in states.ENDED else None
    known = set(frappe.get_all(PROGRESS, filters={"project": project}, pluck="month"))
    for month in progress_rules.months_due(
        getdate(facts.first_paid_on), ended and getdate(ended), getdate()
    ):
        if month not in known:
            doc = frappe.get_doc({"doctype": PROGRESS, "project": project, "month": month})
            doc.flags.by_itself = True
            doc.insert(ignore_permissions=True)


def close_rows() -> None:
    """Rows of projects that ended, or whose payments were all cancelled, are not waited for."""
    project, row = frappe.qb.DocType(PROJECT), frappe.qb.DocType(PROGRESS)
    names = (
        frappe.qb.from_(row)
        .join(project)
        .on(project.name == row.project)
        .select(row.name)
        .where((row.status == DUE) & project.state.notin(states.WITH_MONEY))
        .run(pluck=True)
    )
    if names:
        frappe.db.set_value(
            PROGRESS, {"name": ["in", names]}, "status", NOT_NEEDED, update_modified=False
        )
