"""What goes round among the leaders is before their committee, too: for information, without a decision."""

import frappe
from frappe import _
from frappe.utils import add_days, cint, cstr, now_datetime

from zhilian_app.filings import circulation_papers as papers
from zhilian_app.filings import states

SESSION = "Committee Session"
# how far back the first session of a town looks
FIRST_DAYS = 62


def waiting(town: str) -> list[dict]:
    """Papers in circulation, or signed by all since the last session that decided, for the agenda of the next one."""
    found: dict[tuple[str, str], dict] = {}
    for row in _going_round(town):
        # a plan comes before the committee by itself, and to be decided
        if row.reference_doctype == papers.PLAN:
            continue
        found[(row.reference_doctype, row.reference_name)] = {
            "reference_doctype": row.reference_doctype,
            "reference_name": row.reference_name,
            "title": row.title,
            "summary": _summary(row),
            "needs_decision": 0,
        }
    return list(found.values())


def _going_round(town: str) -> list[dict]:
    since = frappe.db.get_value(
        SESSION, {"town": town, "docstatus": 1}, "decided_on", order_by="decided_on desc"
    )
    since = since or add_days(now_datetime(), -FIRST_DAYS)
    return frappe.get_all(
        papers.CIRCULATION,
        filters={"town": town, "state": ["in", [states.IN_CIRCULATION, states.COMPLETED]]},
        or_filters=[
            ["state", "=", states.IN_CIRCULATION],
            ["completed_on", ">=", since],
        ],
        fields=[
            "name",
            "title",
            "reference_doctype",
            "reference_name",
            "reader_count",
            "signed_count",
        ],
        order_by="started_on asc, name asc",
    )


def _summary(row) -> str:
    """How many have signed, and what they wrote."""
    words = frappe.get_all(
        "Circulation Reader",
        filters={"parent": row.name, "parenttype": papers.CIRCULATION, "words": ["is", "set"]},
        fields=["cadre_name", "words"],
        order_by="idx asc",
    )
    first = _("Circulated for information: {0} of {1} have signed", lang="zh").format(
        cint(row.signed_count), cint(row.reader_count)
    )
    return "；".join([first, *(f"{one.cadre_name}：{cstr(one.words)}" for one in words)])
