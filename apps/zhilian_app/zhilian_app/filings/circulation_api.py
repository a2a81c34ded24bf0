"""What readers and the office do with what goes round: begin, open, sign, and ask one more."""

import frappe
from frappe.utils import now_datetime

from zhilian_app.filings import circulation_papers as papers
from zhilian_app.filings import states
from zhilian_app.filings.circulation_rules import CIRCULATED

CIRCULATION, READER = papers.CIRCULATION, "Circulation Reader"


@frappe.whitelist(methods=["POST"])
def circulate(doctype: str, name: str) -> str:
    """Name of the circulation of a paper that is still open, or of a new draft with the leaders as readers.

    Raises:
        frappe.PermissionError: the user may not circulate papers of its town, or not read it.
        NotForCirculation: it is no paper that goes round.
    """
    if not frappe.has_permission(CIRCULATION, "create"):
        raise frappe.PermissionError
    doc = papers.paper(doctype, name)
    doc.check_permission("read")
    found = papers.open_one(doctype, name)
    if found:
        frappe.get_doc(CIRCULATION, found).check_permission("read")
        return found
    new = frappe.new_doc(CIRCULATION)
    new.update({"reference_doctype": doctype, "reference_name": name, "town": doc.town})
    return new.insert().name


@frappe.whitelist(methods=["POST"])
def sign(name: str, words: str = "") -> bool:
    """Sign what goes round as who is signed in, now, with words of theirs if they have any; once.

    Raises:
        frappe.PermissionError: the user may not read it, or is not among its readers.
        StepRefused: it does not go round.
    """
    # two sign at once: the second one waits here for the first
    doc = frappe.get_doc(CIRCULATION, name, for_update=True)
    doc.check_permission("read")
    return doc.sign(words)


@frappe.whitelist(methods=["POST"])
def add_reader(name: str, cadre: str, reason: str) -> None:
    """Ask one more leader to read what goes round already.

    Raises:
        frappe.PermissionError: the user may not write it.
        frappe.ValidationError: see ``Circulation.add_reader``.
    """
    doc = frappe.get_doc(CIRCULATION, name, for_update=True)
    doc.check_permission("write")
    doc.add_reader(cadre, reason)


@frappe.whitelist(methods=["POST"])
def opened(doctype: str, name: str) -> int:
    """Note that who is signed in has opened a circulation, or the paper that goes round, for the first time.

    Returns the number of circulations in which they are a reader who had not opened it before.

    Raises:
        frappe.PermissionError: the user may not read it.
    """
    if doctype not in (CIRCULATION, *CIRCULATED):
        return 0
    frappe.get_doc(doctype, name).check_permission("read")
    rows = _unopened(doctype, name, frappe.session.user)
    for row in rows:
        # the paper itself is not changed: who has it open can still save it
        frappe.db.set_value(READER, row, "opened_on", now_datetime(), update_modified=False)
    return len(rows)


@frappe.whitelist(methods=["POST"])
def to_sign(doctype: str, name: str) -> str | None:
    """The circulation of a paper that who is signed in has still to sign, for the button on the paper's form.

    Raises:
        frappe.PermissionError: the user may not read the paper.
    """
    if doctype not in CIRCULATED:
        return None
    frappe.get_doc(doctype, name).check_permission("read")
    paper, reader = frappe.qb.DocType(CIRCULATION), frappe.qb.DocType(READER)
    found = (
        frappe.qb.from_(paper)
        .join(reader)
        .on((reader.parent == paper.name) & (reader.parenttype == CIRCULATION))
        .select(paper.name)
        .where(
            (paper.reference_doctype == doctype)
            & (paper.reference_name == name)
            & (paper.state == states.IN_CIRCULATION)
            & (reader.user == frappe.session.user)
            & reader.signed_on.isnull()
        )
        .limit(1)
        .run(pluck=True)
    )
    return found[0] if found else None


def _unopened(doctype: str, name: str, user: str) -> list[str]:
    paper, reader = frappe.qb.DocType(CIRCULATION), frappe.qb.DocType(READER)
    query = (
        frappe.qb.from_(reader)
        .join(paper)
        .on((reader.parent == paper.name) & (reader.parenttype == CIRCULATION))
        .select(reader.name)
        .where(
            (paper.state == states.IN_CIRCULATION)
            & (reader.user == user)
            & reader.opened_on.isnull()
        )
    )
    if doctype == CIRCULATION:
        return query.where(paper.name == name).run(pluck=True)
    return query.where((paper.reference_doctype == doctype) & (paper.reference_name == name)).run(
        pluck=True
    )
