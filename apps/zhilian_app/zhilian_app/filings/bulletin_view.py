"""A bulletin as its readers see it: what is stored, never drawn anew from the records."""

import json

import frappe

from zhilian_app.filings import bulletin_pdf, bulletin_rules
from zhilian_app.filings.bulletin_docx import write_docx
from zhilian_app.filings.bulletin_paper import Paper, paper_of
from zhilian_app.filings.bulletin_xlsx import write_xlsx

BULLETIN = "Monthly Bulletin"
# kind of a file: the field that it hangs on, and what draws it
WRITERS = {
    "pdf": ("pdf_file", bulletin_pdf.write_pdf),
    "docx": ("docx_file", write_docx),
    "xlsx": ("xlsx_file", write_xlsx),
}


def paper(doc) -> Paper | None:
    """The paper of a bulletin; None where nothing was gathered yet.

    Until it is frozen, the foreword is the one that the form shows.
    """
    if not doc.content:
        return None
    content = json.loads(doc.content)
    if not doc.frozen:
        content["foreword"] = bulletin_rules.without_ids(doc.foreword)
    return paper_of(content, bool(doc.frozen))


def preview(doc) -> str:
    """The bulletin as HTML for the form; nothing where nothing was gathered yet."""
    found = paper(doc)
    return bulletin_pdf.body(found) if found else ""


def bulletin_paper(doc) -> Paper | None:
    """Template function: the paper of a bulletin, for the desk's printer.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    if doc.doctype != BULLETIN:
        raise frappe.PermissionError
    doc.check_permission("read")
    return paper(doc)
