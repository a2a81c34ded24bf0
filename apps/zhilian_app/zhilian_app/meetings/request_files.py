"""Hands out a request as the office's own xlsx or docx."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from zhilian_app.meetings import papers
from zhilian_app.meetings.request_sheet import write_request
from zhilian_app.meetings.request_word import write_document

REQUEST = "Committee Request"
WRITERS = {"xlsx": write_request, "docx": write_document}


@frappe.whitelist(methods=["POST"])
def download_request(request: str, kind: str) -> None:
    """Answers with 附件1 as a file; ``kind`` is xlsx or docx.

    Raises:
        frappe.PermissionError: the user may not read and print the request.
        frappe.ValidationError: there is no such kind of file.
    """
    if kind not in WRITERS:
        frappe.throw(_("Please choose xlsx or docx."))
    doc = frappe.get_doc(REQUEST, request)
    doc.check_permission("read")
    doc.check_permission("print")
    paper = papers.request_paper(doc)
    make_access_log(
        doctype=REQUEST, document=request, file_type=kind.upper(), method="download_request"
    )
    frappe.response["type"] = "binary"
    frappe.response["filename"] = f"{paper.file_name}.{kind}"
    frappe.response["filecontent"] = WRITERS[kind](paper)
