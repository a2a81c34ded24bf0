"""The pool of projects (支持补贴项目库): how projects come into it, and who stands where."""

from collections.abc import Iterable

import frappe
from frappe.utils import cstr, get_datetime

from zhilian_app import notices
from zhilian_app.issues.states import AGREED
from zhilian_app.meetings.money import yuan
from zhilian_app.meetings.requests import PROJECT as IS_PROJECT
from zhilian_app.stations import people
from zhilian_app.subsidies import queue_words, ranking, states

PROJECT = "Subsidy Project"
OFFICERS = ("Liaison", "Team Head", "Station Leader")
_FIELDS = (
    "name", "title", "station", "station_name", "urgency", "form_in_on", "statement_in_on", "approved_amount",
    "planned_amount",
)  # fmt: skip


def follow_session(session, method: str | None = None) -> None:
    """Committee Session, on_submit: each project that the committee agreed to enters the pool."""
    for row in session.items:
        if row.kind == IS_PROJECT and row.decision == AGREED:
            enter(session, row)


def enter(session, row) -> str:
    """Put the project of a decided item into the pool; its name. Twice is once."""
    known = frappe.db.get_value(PROJECT, {"request_item": row.request_item})
    if known:
        return known
    item = frappe.db.get_value(
        "Committee Request Item", row.request_item, ["statement", "statement_in_on", "urgency"], as_dict=True
    )  # fmt: skip
    accepted_on = frappe.db.get_value("Committee Request", row.request, "accepted_on")
    doc = frappe.new_doc(PROJECT)
    doc.update(
        {
            "title": row.title,
            "station": row.station,
            "urgency": row.urgency or item.urgency or ranking.NORMAL,
            "town_office": row.office,
            "total_budget": row.total_budget,
            "amount_asked": row.amount_asked,
            "approved_amount": row.approved_amount,
            "resolution_no": row.resolution_no,
            "decided_on": session.session_date,
            "decision_words": row.words,
            "current_situation": row.current_situation,
            "proposed_solution": row.proposed_solution,
            "expected_finish": row.expected_finish,
            "form_in_on": accepted_on,
        }
    )
    doc.flags.origin = {
        "issue": row.issue,
        "request": row.request,
        "request_item": row.request_item,
        "session": session.name,
    }
    # the session's paper was checked; who signs it enters no project by hand
    doc.insert(ignore_permissions=True)
    if item.statement:
        take_over_statement(doc, item.statement, item.statement_in_on)
    return doc.name


def take_over_statement(doc, url: str, in_on) -> None:
    """The request's statement stands on the project, too: the same file, and the time when it came in."""
    known = frappe.get_all("File", filters={"file_url": url}, fields=["file_name"], limit=1)
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_url": url,
            "file_name": known[0].file_name if known else url.rsplit("/", 1)[-1],
            "is_private": 1,
            "attached_to_doctype": PROJECT,
            "attached_to_name": doc.name,
            # or the framework would make one of its own at the next save
            "attached_to_field": "statement",
        }
    )
    file.insert(ignore_permissions=True)
    doc.db_set({"statement": url, "statement_in_on": in_on}, update_modified=False)


def tell_station(project: str, station: str, subject: str) -> None:
    """Tell a station's officers what became of their project; ``subject`` is in Chinese."""
    officers = [people.officer(station, duty) for duty in OFFICERS]
    notices.tell(people.users_of(officers), subject, PROJECT, project)


def waiting(town: str) -> list[dict]:
    """Projects of a town that wait in the pool, as they are stored; without a check of who asks."""
    return frappe.get_all(
        PROJECT,
        filters={"town": town, "state": states.IN_POOL},
        fields=list(_FIELDS),
        order_by="name asc",
    )


def candidates(rows: Iterable[dict]) -> list[ranking.Candidate]:
    """Rows of projects as the ranking sees them."""
    return [
        ranking.Candidate(
            row["name"],
            cstr(row["title"]),
            row["urgency"],
            get_datetime(row["form_in_on"]) if row["form_in_on"] else None,
            get_datetime(row["statement_in_on"]) if row["statement_in_on"] else None,
            yuan(row["approved_amount"]) - yuan(row["planned_amount"]),
        )
        for row in rows
    ]


def queue_of(town: str) -> list[dict]:
    """The town's queue, in order: each row of a project with ``rank`` and, in words, ``why`` it stands there."""
    rows = {row["name"]: row for row in waiting(town)}
    found = candidates(rows.values())
    places = ranking.queue(found)
    told = queue_words.explain(places, found)
    return [{**rows[place.key], "rank": place.rank, "why": told[place.key]} for place in places]


def place_of(doc) -> dict | None:
    """Rank of a project in its town's queue and why, for its form."""
    rows = queue_of(doc.town)
    own = next((row for row in rows if row["name"] == doc.name), None)
    return own and {"rank": own["rank"], "of": len(rows), "why": own["why"]}
