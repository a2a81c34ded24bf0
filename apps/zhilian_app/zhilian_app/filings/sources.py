"""What the system already knows counts by itself: filings follow the documents that are handed in elsewhere."""

from dataclasses import dataclass

import frappe
from frappe.utils import now_datetime

from zhilian_app.filings import standings, states

FILING = "Filing"
BOARD, REQUEST, REVIEW = "Board Update", "Committee Request", "Review Report"
ACCEPTANCE = "Acceptance"


@dataclass(frozen=True)
class Source:
    """Where a document says that it was handed in: SQL over the document ``d``.

    Attributes:
        given: when the station handed it in, or null.
        taken: when the office took it in, or null.
    """

    doctype: str
    given: str
    taken: str
    returned: str = "0"


SOURCES = {
    BOARD: Source(
        BOARD,
        "if(d.state in ('Handed In', 'Taken In'), d.handed_in_on, null)",
        "if(d.state = 'Taken In', d.accepted_on, null)",
        "d.state = 'Returned'",
    ),
    REQUEST: Source(
        REQUEST,
        "if(d.state in ('Signed', 'Accepted'), d.signed_on, null)",
        "if(d.state = 'Accepted', d.accepted_on, null)",
        "d.state = 'Returned'",
    ),
    # what is ready for the meeting needs nobody to take it in
    REVIEW: Source(
        REVIEW,
        "if(d.status = 'Ready', d.ready_on, null)",
        "if(d.status = 'Ready', d.ready_on, null)",
    ),
}
FOLLOWED = tuple(SOURCES)


def sync(counts: str, name: str | None = None, month=None) -> list[str]:
    """Bring filings up to what their documents say; of one document, or from a month on. Returns their names.

    One query for those that differ and one to change them, however many there are.
    """
    source = SOURCES[counts]
    values = {"counts": counts, "name": name, "month": month, **_states()}
    differing = frappe.db.sql(_differing(source, name, month), values, pluck=True)
    if not differing:
        return []
    values.update({"names": tuple(differing), "now": now_datetime()})
    frappe.db.sql(_update(source), values)
    return differing


def _states() -> dict:
    return {
        "acceptance": ACCEPTANCE,
        "to_hand_in": states.TO_HAND_IN,
        "handed_in": states.HANDED_IN,
        "taken_in": states.TAKEN_IN,
        "returned": states.RETURNED,
        "not_needed": states.NOT_NEEDED,
    }


def _moment(source: Source) -> str:
    return f"if(f.counts_from = %(acceptance)s, {source.taken}, {source.given})"


def _state(source: Source) -> str:
    return (
        f"if({source.taken} is not null, %(taken_in)s, if({source.given} is not null, %(handed_in)s,"
        f" if({source.returned}, %(returned)s, %(to_hand_in)s)))"
    )


def _join(source: Source) -> str:
    return (
        f"`tabFiling` f join `tab{source.doctype}` d on d.station = f.station and d.month = f.month"
    )


def _differing(source: Source, name: str | None, month) -> str:
    """A nil return that is in stays; what a document says later of the month does not undo it."""
    narrowed = " and d.name = %(name)s" if name else ""
    narrowed += " and f.month >= %(month)s" if month else ""
    return f"""select f.name from {_join(source)}
        where f.counts = %(counts)s and f.follows = 1 and f.is_nil = 0 and f.state != %(not_needed)s{narrowed}
        and not (f.handed_in_on <=> {_moment(source)} and f.state = {_state(source)}
            and f.reference_name <=> d.name)"""


def _update(source: Source) -> str:
    return f"""update {_join(source)}
        set f.handed_in_on = {_moment(source)}, f.state = {_state(source)}, f.accepted_on = {source.taken},
            f.reference_doctype = %(counts)s, f.reference_name = d.name, f.modified = %(now)s
        where f.name in %(names)s and f.counts = %(counts)s"""


def follow(doc, method: str | None = None) -> None:
    """Doc event, on_update of the documents above: their filing follows at once."""
    standings.refresh(sync(doc.doctype, doc.name))
