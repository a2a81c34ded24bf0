"""From the ledger to the request: which issues wait for one, and what an item says to begin with."""

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce

from zhilian_app.issues import states as ledger
from zhilian_app.meetings import session_agenda
from zhilian_app.meetings.requests import PROBLEM

DRAWN = ("name", "title", "content", "issue_kind", "sensitive", "station", "town")


def waiting(station: str | None = None) -> list[dict]:
    """Issues put to the committee that stand on no request without a last word, oldest first: rows of DRAWN."""
    issue = frappe.qb.DocType("Ledger Issue")
    item = frappe.qb.DocType("Committee Request Item")
    query = (
        frappe.qb.from_(issue)
        .left_join(item)
        .on(
            (item.issue == issue.name)
            & (item.parenttype == "Committee Request")
            & (item.taken_back == 0)
            & Coalesce(item.decision, "").notin(session_agenda.FINAL)
        )
        .select(*(issue[field] for field in DRAWN))
        .where((issue.state == ledger.PUT_UP) & item.name.isnull())
        .orderby(issue.station, issue.raised_on, issue.creation)
    )
    if station:
        query = query.where(issue.station == station)
    return query.run(as_dict=True)


def item_of(issue: dict) -> dict:
    """An item as it begins: what the ledger knows already is not typed again.

    What is about a sensitive household is read at the town hall, too, so its words stay in the ledger: here it is
    written anew for the committee.
    """
    title, situation = issue["title"], issue["content"]
    if issue["sensitive"]:
        kind = _(issue["issue_kind"], lang="zh")
        title, situation = _("An issue of the kind {0}", lang="zh").format(kind), ""
    return {
        "issue": issue["name"],
        "kind": PROBLEM,
        "title": title,
        "current_situation": situation,
        "sensitive": issue["sensitive"],
    }


def is_untouched(item, issue: dict) -> bool:
    """Whether nobody has written anything into ``item`` since it was drawn from ``issue``."""
    begun = item_of(issue)
    blank = ("proposed_solution", "remark", "expected_finish", "statement")
    return (
        all(
            (item.get(key) or "") == (value or "")
            for key, value in begun.items()
            if key != "sensitive"
        )
        and not any(item.get(field) for field in blank)
        and not (item.total_budget or item.amount_asked)
    )
