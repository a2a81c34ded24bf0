"""The text of an article for its paper: clean HTML with its pictures in it."""

import re

import frappe
from frappe.utils import cstr, escape_html, sanitize_html
from frappe.utils.html_utils import is_json

from zhilian_app.visits.print_pictures import data_url

_PICTURE = re.compile(r'(<img[^>]*\bsrc=")(/(?:private/)?files/[^"]+)(")')


def article_body(doc) -> str:
    """HTML of a Station Article that a print format may put out as it stands.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    doc.check_permission("read")
    body = cstr(doc.body)
    # Frappe passes over what looks like JSON
    clean = escape_html(body) if is_json(body) else sanitize_html(body)
    files = {
        row.file_url: row.name
        for row in frappe.get_all(
            "File",
            filters={"attached_to_doctype": doc.doctype, "attached_to_name": doc.name},
            fields=["name", "file_url"],
        )
    }

    def embed(found: re.Match) -> str:
        source = data_url(files[found[2]]) if found[2] in files else ""
        return f"{found[1]}{source or ''}{found[3]}"

    return _PICTURE.sub(embed, clean)
