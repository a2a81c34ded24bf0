"""What the form of a bulletin asks for: building, freezing, how far it is, and its files."""

from pathlib import Path

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate

from zhilian_app.filings import bulletin_job as job
from zhilian_app.filings import bulletin_rules as rules
from zhilian_app.filings import bulletin_view
from zhilian_app.filings.bulletin_view import BULLETIN, WRITERS
from zhilian_app.job_progress import goes_on, is_under_way


class BulletinRefused(frappe.ValidationError):
    """The bulletin is frozen, being built, or cannot be frozen yet."""


@frappe.whitelist(methods=["POST"])
def build(name: str) -> None:
    """Gather the content of a bulletin anew, in the background.

    Raises:
        frappe.PermissionError: the user may not write it.
        BulletinRefused: it is frozen, or being built.
    """
    job.enqueue(_open_free(name).name, freeze=False)


@frappe.whitelist(methods=["POST"])
def freeze(name: str) -> None:
    """Gather the content for the last time, and never again: in the background.

    The plan: 「错过印刊时间将显示缺报」; so not before the last day that counts is over.

    Raises:
        frappe.PermissionError: the user may not write it.
        BulletinRefused: it is frozen, being built, or its cut-off is still to come.
    """
    doc = _open_free(name)
    if not rules.has_ended(getdate(doc.cutoff_on), getdate()):
        frappe.throw(
            _("This can be frozen from {0} on, when the cut-off day is over.").format(
                frappe.utils.add_days(doc.cutoff_on, 1)
            ),
            BulletinRefused,
        )
    job.enqueue(doc.name, freeze=True)


@frappe.whitelist(methods=["POST"])
def build_state(name: str) -> dict:
    """Status and percent of a build; one whose job was killed begins again, or is set free.

    Raises:
        frappe.PermissionError: the user may not read the bulletin.
    """
    doc = frappe.get_doc(BULLETIN, name)
    doc.check_permission("read")
    follow(doc)
    return {"status": doc.build_status, "percent": job.PROGRESS.of(name)}


@frappe.whitelist(methods=["POST"])
def download(name: str, kind: str) -> None:
    """Answers with the bulletin as a file (pdf, docx or xlsx): the stored one, or one of the stored content.

    Raises:
        frappe.PermissionError: the user may not read and print it.
        frappe.ValidationError: there is no such kind of file, or nothing was gathered yet.
    """
    if kind not in WRITERS:
        frappe.throw(_("Please choose pdf, docx or xlsx."))
    doc = frappe.get_doc(BULLETIN, name)
    doc.check_permission("read")
    doc.check_permission("print")
    paper = bulletin_view.paper(doc)
    if not paper:
        frappe.throw(_("The bulletin was not built yet."))
    field, write = WRITERS[kind]
    make_access_log(doctype=BULLETIN, document=name, file_type=kind.upper(), method="download")
    frappe.response["type"] = "binary"
    frappe.response["filename"] = f"{paper.file_name}.{kind}"
    frappe.response["filecontent"] = _stored(doc.get(field)) or write(paper)


def follow(doc) -> None:
    """Have a build go on whose worker died; after the third time it is set free."""
    if doc.build_status != job.BUILDING or goes_on(job.job_id(doc.name), doc.modified):
        return
    # the job may have ended while we looked
    doc.build_status = frappe.db.get_value(BULLETIN, doc.name, "build_status", for_update=True)
    if doc.build_status == job.BUILDING:
        doc.db_set(
            {"build_status": job.FAILED, "build_error": _("The work broke off. Please try again.")}
        )


def is_running(doc) -> bool:
    """Whether a job is on its way; one that was killed leaves the status behind but no job."""
    if doc.build_status != job.BUILDING:
        return False
    return is_under_way(job.job_id(doc.name), doc.modified)


def _open_free(name: str):
    """The bulletin, locked, if it is neither frozen nor being built; of two clicks at once the second finds it so."""
    doc = frappe.get_doc(BULLETIN, name, for_update=True)
    doc.check_permission("write")
    if doc.frozen:
        frappe.throw(_("A frozen bulletin does not change any more."), BulletinRefused)
    if is_running(doc):
        frappe.throw(
            _("The bulletin is being built. Please wait until it is done."), BulletinRefused
        )
    return doc


def _stored(url: str | None) -> bytes | None:
    """The stored file; nothing where it is gone, so that the content is printed again."""
    name = url and frappe.db.get_value("File", {"file_url": url, "attached_to_doctype": BULLETIN})
    path = Path(frappe.get_doc("File", name).get_full_path()) if name else None
    return path.read_bytes() if path and path.is_file() else None
