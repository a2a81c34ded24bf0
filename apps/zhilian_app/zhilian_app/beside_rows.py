"""What Frappe keeps beside documents and shows to everybody: beside this app's rows each sees only what is their own.

A tag carries the title of its document, a saved filter the words that somebody searched for, and who follows a document
tells that it is there. A notice says what became of a row: Frappe keeps other people's out of lists, but not from
whoever asks for one by its number, and the numbers follow each other.
"""

from collections.abc import Callable

import frappe

from zhilian_app.row_rules import CLAUSES

# DocType → the field that names whose it is, and the one that names the DocType of the document; none: whatever it is
BESIDE: dict[str, tuple[str, str | None]] = {
    "Tag Link": ("owner", "document_type"),
    "List Filter": ("for_user", "reference_doctype"),
    "Document Follow": ("user", "ref_doctype"),
    "Energy Point Log": ("user", "reference_doctype"),
    "Notification Log": ("for_user", None),
    "Note": ("owner", None),
}


def _query_of(doctype: str) -> Callable:
    whose, kind = BESIDE[doctype]

    def conditions(user: str | None = None, doctype: str | None = doctype) -> str:
        user = user or frappe.session.user
        if user == "Administrator":
            return ""
        theirs = f"`tab{own}`.`{whose}` = {frappe.db.escape(user)}"
        if not kind:
            return f"({theirs})"
        names = ", ".join(frappe.db.escape(name) for name in sorted(CLAUSES))
        return f"({theirs} or ifnull(`tab{own}`.`{kind}`, '') not in ({names}))"

    own = doctype
    return conditions


tag_link_query = _query_of("Tag Link")
list_filter_query = _query_of("List Filter")
document_follow_query = _query_of("Document Follow")
energy_point_query = _query_of("Energy Point Log")
notice_query = _query_of("Notification Log")


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
    """Frappe's hook: refuses what is beside a row of this app and somebody else's."""
    user = user or frappe.session.user
    whose, kind = BESIDE[doc.doctype]
    if user == "Administrator" or (kind and doc.get(kind) not in CLAUSES):
        return True
    if doc.doctype == "Note" and doc.public:
        return True
    # the edition of 2023 denies on a literal False alone
    return bool(doc.get(whose) == user or (doc.is_new() and not doc.get(whose)))
