"""Papers of the town that come before a session besides requests, such as a funding plan.

Modules that come after this one name theirs in hooks (``zhilian_session_papers``), and carry out what was said of them
when the session is signed.
"""

import frappe
from frappe.utils import cstr

from zhilian_app.meetings import session_agenda
from zhilian_app.meetings.problems import Problem

HOOK = "zhilian_session_papers"
SAID = ("name", "decision", "resolution_no", "words")


def waiting(town: str) -> list[dict]:
    """Papers of a town that wait for a session, in the order of their modules."""
    found = []
    for path in frappe.get_hooks(HOOK):
        found += frappe.get_attr(path)(town)
    return found


def rows_of(session) -> list[dict]:
    """Rows of the session's papers: what waits today, with what is written down already."""
    known = {(row.reference_doctype, row.reference_name): row for row in session.papers}
    rows = []
    for facts in waiting(session.town):
        row = known.get((facts["reference_doctype"], facts["reference_name"]))
        rows.append({**facts, **({field: row.get(field) for field in SAID} if row else {})})
    return rows


def tidy(session) -> None:
    """Words without blanks around them; a resolution has the number for all where it has none of its own."""
    for row in session.papers:
        row.decision = cstr(row.decision)
        row.words = cstr(row.words).strip()
        row.resolution_no = cstr(row.resolution_no).strip()
        if row.decision in session_agenda.FINAL and not row.resolution_no:
            row.resolution_no = session.resolution_no


def gaps(session) -> list[Problem]:
    """What of the papers still stands in the way of signing; they are numbered after the items."""
    first = len(session.items)
    return [
        Problem(first + number, cstr(row.title), text)
        for number, row in enumerate(session.papers, start=1)
        for text in session_agenda.paper_gaps(
            bool(row.needs_decision), row.decision, row.resolution_no, row.words
        )
    ]
