"""Daily: limits that were an estimate, and issues past their last day; told once to each who is to hear of it."""

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import calendar, notices, permissions
from zhilian_app.issues import due
from zhilian_app.stations import people
from zhilian_app.upkeep import each

ISSUE = "Ledger Issue"
DAY_FIELDS = ("escalation_head_days", "escalation_leader_days", "escalation_office_days")


def follow_due_days() -> None:
    """Reckon estimated limits anew once the year's holidays are known, and escalate what is overdue.

    May run any number of times, and days on which it did not are caught up; one bad row never stops the others.
    """
    for town in frappe.get_all("Town", pluck="name", order_by="name asc"):
        each(_estimated(town), _reckon_again, ISSUE)
        after = tuple(cint(frappe.get_cached_value("Town", town, field)) for field in DAY_FIELDS)
        each(_overdue(town), lambda row, after=after: _escalate(row, after), ISSUE)


def _estimated(town: str) -> list:
    return frappe.get_all(
        ISSUE,
        filters={"town": town, "is_open": 1, "due_estimated": 1, "extended": 0},
        fields=["name", "due_from", "due_days", "due_on"],
        order_by="name asc",
    )


def _reckon_again(row) -> None:
    if row.due_days and calendar.is_published(row.due_on.year):
        last = due.due_on(row.due_from, row.due_days)
        frappe.db.set_value(
            ISSUE,
            row.name,
            {"due_on": last.day, "due_estimated": int(last.estimated)},
            update_modified=False,
        )


def _overdue(town: str) -> list:
    return frappe.get_all(
        ISSUE,
        filters={"town": town, "is_open": 1, "due_on": ["<", getdate()]},
        fields=["name", "title", "station", "town", "due_on", "escalation"],
        order_by="name asc",
    )


def _escalate(row, after: tuple[int, int, int]) -> None:
    reached = due.escalation(row.due_on, getdate(), after)
    for who in due.newly_told(row.escalation, reached):
        subject = _("Overdue since {0}: {1}", lang="zh").format(row.due_on, row.title)
        notices.tell(_users(row, who), subject, ISSUE, row.name)
    if reached and reached != row.escalation:
        frappe.db.set_value(
            ISSUE,
            row.name,
            {"escalation": reached, "escalated_on": getdate()},
            update_modified=False,
        )


def _users(row, who: str) -> list[str]:
    if who == permissions.ORGANIZATION:
        return people.office_users(row.town, who)
    return people.users_of([people.officer(row.station, who)])
