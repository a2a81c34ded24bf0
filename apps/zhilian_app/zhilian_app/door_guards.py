"""Frappe's small functions that write to a document whoever asks, behind the check that they lack.

Tags and likes are written straight into the row, of whatever document a request names.
"""

import frappe
from frappe import _
from frappe import email as frappe_email
from frappe.automation.doctype.auto_repeat import auto_repeat
from frappe.core.doctype.prepared_report import prepared_report as preparing
from frappe.desk import like, search
from frappe.desk.doctype.global_search_settings import global_search_settings
from frappe.desk.doctype.tag import tag as tags_of_frappe
from frappe.desk.form import linked_with
from frappe.desk.form import utils as form_utils
from frappe.utils import file_manager
from frappe.workflow.doctype.workflow import workflow


def _check(doctype: str, names: list, ptype: str) -> None:
    _check_kind(doctype)
    for name in names:
        frappe.get_doc(doctype, str(name)).check_permission(ptype)


def _check_kind(doctype: str) -> None:
    if not frappe.db.exists("DocType", doctype):
        raise frappe.DoesNotExistError


def texts(value: str | list) -> list[str]:
    """A list of texts that came as JSON.

    Raises:
        frappe.ValidationError: it is none.
    """
    try:
        found = frappe.parse_json(value)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        frappe.throw(_("Please choose documents first."))
    return found


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> str:
    """Tag a document that one may write.

    Raises:
        frappe.PermissionError: the user may not write it.
    """
    _check(dt, [dn], "write")
    return tags_of_frappe.add_tag(tag, dt, dn, color)


@frappe.whitelist(methods=["POST"])
def add_tags(tags: str | list, dt: str, docs: str | list, color: str | None = None) -> None:
    """Tag documents, each of which one may write.

    Raises:
        frappe.PermissionError: the user may not write one of them.
    """
    names, words = texts(docs), texts(tags)
    _check(dt, names, "write")
    tags_of_frappe.add_tags(words, dt, names, color)


@frappe.whitelist(methods=["POST"])
def remove_tag(tag: str, dt: str, dn: str) -> None:
    """Take a tag off a document that one may write.

    Raises:
        frappe.PermissionError: the user may not write it.
    """
    _check(dt, [dn], "write")
    tags_of_frappe.remove_tag(tag, dt, dn)


@frappe.whitelist(methods=["POST"])
def get_tagged_docs(doctype: str, tag: str) -> list:
    """Names of the documents with a tag, of those that one may read."""
    _check_kind(doctype)
    frappe.has_permission(doctype, throw=True)
    return frappe.get_list(
        doctype, filters={"_user_tags": ["like", tag]}, as_list=True, order_by="name asc"
    )


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: str | bool = False) -> None:
    """Like a document that one may read, or no longer.

    Raises:
        frappe.PermissionError: the user may not read it.
    """
    _check(doctype, [name], "read")
    like.toggle_like(doctype, name, add)


@frappe.whitelist(methods=["POST"])
def reset_global_search() -> None:
    """Set what the search looks through back to Frappe's own, by who administers the site.

    Raises:
        frappe.PermissionError: the user may not change these settings.
    """
    frappe.get_doc("Global Search Settings").check_permission("write")
    global_search_settings.update_global_search_doctypes()


@frappe.whitelist(methods=["POST"])
def get_link_title(doctype: str, docname: str) -> str:
    """Title of a document that one may read; of another its name, which whoever asks knows."""
    if not frappe.db.exists("DocType", doctype) or not frappe.db.exists(doctype, docname):
        return docname
    if not frappe.has_permission(doctype, "read", doc=frappe.get_doc(doctype, docname)):
        return docname
    return search.get_link_title(doctype, docname)


@frappe.whitelist(methods=["POST"])
def get_data_for_custom_field(doctype: str, field: str, names: str | list | None = None) -> dict:
    """A field of documents for a column that a reader adds to a report, of those that they may read."""
    _check_kind(doctype)
    frappe.has_permission(doctype, throw=True)
    if not frappe.get_meta(doctype).has_field(field):
        raise frappe.DoesNotExistError
    filters = {"name": ["in", texts(names)]} if names else {}
    rows = frappe.get_list(doctype, filters=filters, fields=["name", field], order_by="name asc")
    return {row.name: row.get(field) for row in rows}


@frappe.whitelist(methods=["POST"])
def get_linked(doctype: str, docname: str) -> dict:
    """What hangs on a document that one may read: of each kind the rows that one may read, too.

    Raises:
        frappe.PermissionError: the user may not read the document.
    """
    _check(doctype, [docname], "read")
    found = linked_with.get(doctype, docname) or {}
    readable = {}
    for kind, rows in found.items():
        if not frappe.has_permission(kind, "read"):
            continue
        filters = {"name": ["in", [row["name"] for row in rows]]}
        names = set(frappe.get_list(kind, filters=filters, pluck="name", order_by="name asc"))
        readable[kind] = [row for row in rows if row["name"] in names]
    return {kind: rows for kind, rows in readable.items() if rows}


@frappe.whitelist(methods=["POST"])
def get_next(
    doctype: str,
    value: str,
    prev: str | int,
    filters: str | list | None = None,
    sort_order: str = "desc",
    sort_field: str = "modified",
) -> str | None:
    """Next document after one that one may read: Frappe compares any field of it, and tells what is in it by that.

    Raises:
        frappe.PermissionError: the user may not read the document.
    """
    _check(doctype, [value], "read")
    return form_utils.get_next(doctype, value, prev, filters, sort_order, sort_field)


@frappe.whitelist(methods=["POST"])
def get_workflow_state_count(doctype: str, workflow_state_field: str, states: str | list) -> list:
    """How many documents are in states that a workflow no longer has, for who administers workflows.

    Frappe counts by any field, over all rows, for whoever reads one of them.

    Raises:
        frappe.PermissionError: the user does not administer workflows.
    """
    frappe.has_permission("Workflow", "write", throw=True)
    return workflow.get_workflow_state_count(doctype, workflow_state_field, states)


@frappe.whitelist(methods=["POST"])
def get_monthly_goal_graph_data() -> None:
    """Not served: Frappe's graph of goals adds up any field of any DocType, and asks nobody whether they may read it.

    Raises:
        frappe.PermissionError: always.
    """
    raise frappe.PermissionError


@frappe.whitelist(methods=["POST"])
def relink(
    name: str, reference_doctype: str | None = None, reference_name: str | None = None
) -> None:
    """Hang an e-mail that one may change on a document that one may read.

    Raises:
        frappe.PermissionError: the user may not do one of both.
    """
    _check("Communication", [name], "write")
    if reference_doctype and reference_name:
        _check(reference_doctype, [reference_name], "read")
    frappe_email.relink(name, reference_doctype, reference_name)


@frappe.whitelist(methods=["POST"])
def add_attachments(doctype: str, name: str, attachments: str | list) -> list:
    """Hang files that one may read on a document that one may write.

    Raises:
        frappe.PermissionError: the user may not do one of both.
    """
    files = texts(attachments)
    _check(doctype, [name], "write")
    _check("File", files, "read")
    return file_manager.add_attachments(doctype, name, files)


@frappe.whitelist(methods=["POST"])
def update_reference(docname: str, reference: str) -> str:
    """Let a repetition that one may write repeat another document.

    Raises:
        frappe.PermissionError: the user may not write it.
    """
    _check("Auto Repeat", [docname], "write")
    return auto_repeat.update_reference(docname, reference)


@frappe.whitelist(methods=["POST"])
def make_prepared_report(report_name: str, filters: str | dict | None = None) -> dict:
    """Have a report prepared in the background, if it is of that kind and for who asks.

    Raises:
        frappe.PermissionError: it is shown at once, or not for the user; anybody could keep the workers busy with it.
    """
    report = frappe.get_doc("Report", report_name)
    allowed = report.is_permitted() and frappe.has_permission(report.ref_doctype, "report")
    if not report.prepared_report or not allowed:
        frappe.throw(
            _("This report is not prepared beforehand: please open it."), frappe.PermissionError
        )
    return preparing.make_prepared_report(report_name, filters)
