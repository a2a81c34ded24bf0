"""What the committee and the meetings do to issues: put up, decide, answer."""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import getdate

from zhilian_app import steps
from zhilian_app.issues import states


@dataclass(frozen=True)
class Decision:
    """What the committee decided about an issue.

    Attributes:
        decision: one of states.DECISIONS.
        session: name of the session's document.
        amount: yuan approved, as text or Decimal.
        office: Town Office in charge.
    """

    decision: str
    session: str
    decided_on: date
    resolution_no: str = ""
    words: str = ""
    office: str | None = None
    due_on: date | None = None
    amount: object = 0


def put_up(issue: str, reason: str = "") -> bool:
    """Put an issue to the committee as who is signed in; False where it is there already.

    Raises:
        zhilian_app.steps.StepRefused: it cannot go there from its state, or not by this person.
    """
    doc = frappe.get_doc("Ledger Issue", issue)
    if doc.state == states.PUT_UP:
        return False
    steps.go(doc, "Put to the Committee", reason)
    return True


def decide(issue: str, decision: Decision) -> bool:
    """Carry a decision into the ledger: agreed goes on to work, not agreed is an answer, else it stays put up.

    Twice with the same session changes nothing: returns False then.
    """
    doc = frappe.get_doc("Ledger Issue", issue)
    if doc.decided_in == decision.session or doc.state != states.PUT_UP:
        return False
    # the session's paper was checked; who signs it need not see every issue
    doc.flags.ignore_permissions = True
    values = {
        "decision": decision.decision,
        "resolution_no": decision.resolution_no,
        "decided_on": decision.decided_on,
        "approved_amount": decision.amount or 0,
        "decision_words": decision.words,
        "decided_in": decision.session,
    }
    if decision.office:
        values["town_office"] = decision.office
    if decision.due_on:
        values |= {"due_on": getdate(decision.due_on), "due_estimated": 0}
    if decision.decision == states.NOT_AGREED:
        values["result"] = decision.words
    ends = decision.decision in (states.AGREED, states.NOT_AGREED)
    # where a step follows, its line in the record has the words
    doc.note("" if ends else decision.words, **values)
    if decision.decision == states.AGREED:
        steps.go(doc, "Carry Out the Decision", decision.words)
    elif decision.decision == states.NOT_AGREED:
        steps.go(doc, "Answer by Decision", decision.words)
    return True
