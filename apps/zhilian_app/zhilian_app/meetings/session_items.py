"""What comes before a session, and what its decisions do to the requests, the ledger and the people concerned."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import cstr, getdate

from zhilian_app import notices
from zhilian_app.issues import committee
from zhilian_app.issues import states as ledger
from zhilian_app.meetings import session_agenda, states
from zhilian_app.meetings.money import yuan
from zhilian_app.stations import people
from zhilian_app.steps import StepRefused

REQUEST = "Committee Request"
ITEM = "Committee Request Item"
FACTS = (
    "issue", "kind", "title", "current_situation", "proposed_solution", "total_budget", "amount_asked",
    "expected_finish", "remark", "urgency",
)  # fmt: skip
OFFICERS = ("Liaison", "Team Head", "Station Leader")


def candidates(town: str) -> list[dict]:
    """Items of the town's accepted requests that wait for a last word, with what the agenda and its rows need."""
    item = frappe.qb.DocType(ITEM)
    request = frappe.qb.DocType(REQUEST)
    station = frappe.qb.DocType("Station")
    issue = frappe.qb.DocType("Ledger Issue")
    return (
        frappe.qb.from_(request)
        .join(item)
        .on((item.parent == request.name) & (item.parenttype == REQUEST))
        .join(station)
        .on(station.name == request.station)
        .join(issue)
        .on(issue.name == item.issue)
        .select(
            item.name.as_("request_item"),
            item.idx.as_("number"),
            item.decision,
            item.taken_back,
            *(item[field] for field in FACTS),
            request.name.as_("request"),
            request.station,
            request.month,
            request.accepted_on,
            station.station_name,
        )
        .where(
            (request.town == town)
            & (request.state == states.ACCEPTED)
            & (issue.state == ledger.PUT_UP)
            & (item.taken_back == 0)
        )
        .run(as_dict=True)
    )


def agenda_of(town: str, month: date) -> list[dict]:
    """Rows of the agenda of the session of ``month``, in its order, with what was decided before."""
    rows = {row.request_item: row for row in candidates(town)}
    keys = session_agenda.agenda(
        (
            session_agenda.Candidate(
                key,
                row.station,
                row.month,
                row.accepted_on,
                row.number,
                cstr(row.decision),
                bool(row.taken_back),
            )
            for key, row in rows.items()
        ),
        month,
    )
    before = earlier(keys)
    wanted = ("request_item", "request", "station", "station_name", *FACTS)
    return [
        {**{field: rows[key][field] for field in wanted}, "earlier": before.get(key, "")}
        for key in keys
    ]


def earlier(keys: Iterable[str]) -> dict[str, str]:
    """What earlier sessions said about items, a line each, oldest first."""
    row = frappe.qb.DocType("Committee Session Item")
    session = frappe.qb.DocType("Committee Session")
    found: dict[str, list[str]] = {}
    lines = (
        frappe.qb.from_(row)
        .join(session)
        .on(session.name == row.parent)
        .select(row.request_item, session.session_date, row.decision, row.words)
        .where(row.request_item.isin([*keys, ""]) & (session.docstatus == 1))
        .orderby(session.session_date)
        .run()
    )
    for key, day, decision, words in lines:
        said = _("{0}: {1}", lang="zh").format(_(decision, lang="zh"), cstr(words))
        found.setdefault(key, []).append(f"{day} {said}")
    return {key: "\n".join(said) for key, said in found.items()}


def lock(keys: list[str]) -> set[str]:
    """Of these items those that are still before the committee; nobody else decides them until we are done."""
    if not keys:
        return set()
    item = frappe.qb.DocType(ITEM)
    issue = frappe.qb.DocType("Ledger Issue")
    rows = (
        frappe.qb.from_(item)
        .join(issue)
        .on(issue.name == item.issue)
        .select(item.name, item.decision, item.taken_back, issue.state)
        .where(item.name.isin(keys))
        .for_update()
        .run(as_dict=True)
    )
    return {
        row.name
        for row in rows
        if session_agenda.is_up(row.decision, bool(row.taken_back)) and row.state == ledger.PUT_UP
    }


def carry_out(session, row) -> None:
    """A decision goes to the ledger's issue, to the row of the request, and to who has to know.

    Raises:
        zhilian_app.steps.StepRefused: the issue is no longer before the committee.
    """
    decided_on = getdate(session.session_date)
    decision = committee.Decision(
        row.decision,
        session.name,
        decided_on,
        cstr(row.resolution_no),
        cstr(row.words),
        row.office or None,
        getdate(row.due_on) if row.due_on else None,
        float(yuan(row.approved_amount)),
    )
    if not committee.decide(row.issue, decision):
        frappe.throw(
            _("No. {0} “{1}” is no longer before the committee.").format(row.idx, row.title),
            StepRefused,
        )
    values = {
        "decision": row.decision,
        "resolution_no": row.resolution_no,
        "decided_on": decided_on,
        "approved_amount": row.approved_amount,
        "office": row.office,
        "decision_due_on": row.due_on,
        "decision_words": row.words,
        "decided_in": session.name,
    }
    frappe.db.set_value(ITEM, row.request_item, values, update_modified=False)
    frappe.clear_document_cache(REQUEST, row.request)
    tell(row)


def tell(row) -> None:
    """The station's officers, and the office in charge where the ledger has not told it that it is its turn."""
    subject = _("The committee decided: {0}, {1}", lang="zh").format(
        _(row.decision, lang="zh"), row.title
    )
    officers = [people.officer(row.station, duty) for duty in OFFICERS]
    notices.tell(people.users_of(officers), subject, REQUEST, row.request)
    if row.office and row.decision != ledger.AGREED:
        head = frappe.db.get_value("Town Office", row.office, "head")
        notices.tell(people.users_of([head]), subject, "Ledger Issue", row.issue)
