"""The background job of a bulletin: gathers its content, and freezes it with its files where it is asked to."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import getdate, now_datetime

from zhilian_app import disk, full_database, lost_jobs
from zhilian_app.filings import bulletin_rules as rules
from zhilian_app.filings import bulletin_source, bulletin_view
from zhilian_app.filings.bulletin_view import BULLETIN, WRITERS
from zhilian_app.job_progress import Progress
from zhilian_app.steps import person_name

PROGRESS = Progress("bulletin_progress")
IN_WORK, FROZEN = "In Work", "Frozen"
NOT_BUILT, BUILDING, READY, FAILED = "Not Built", "Building", "Ready", "Failed"
# shares of the whole, in percent, at which a file begins
FILES_AT = {"pdf": 40, "docx": 80, "xlsx": 90}


def job_id(name: str) -> str:
    """One job at a time for each bulletin."""
    return f"monthly-bulletin-{name}"


def enqueue(name: str, freeze: bool) -> None:
    """Have a bulletin built, or frozen, in the background; the state is there before the job is."""
    frappe.db.set_value(BULLETIN, name, {"build_status": BUILDING, "build_error": None})
    PROGRESS.publish(name, 0, _("Waiting for its turn"))
    lost_jobs.forget(job_id(name))
    frappe.enqueue(
        "zhilian_app.filings.bulletin_job.run_job",
        queue="long",
        job_id=job_id(name),
        deduplicate=True,
        enqueue_after_commit=True,
        name=name,
        freeze=freeze,
    )


def run_job(name: str, freeze: bool) -> None:
    """Entry point of the worker: does it and commits, or leaves nothing but the reason."""
    frappe.local.lang = get_user_lang(frappe.session.user)
    try:
        # who asked may have lost the right while it waited for its turn
        frappe.get_doc(BULLETIN, name).check_permission("write")
        execute(name, freeze)
        frappe.db.commit()
        PROGRESS.publish(name, 100, "")
    except (frappe.PermissionError, disk.DiskIsFull) as error:
        _fail(name, str(error) or _("Not permitted"))
    except Exception as error:
        frappe.db.rollback()
        frappe.log_error(title=f"Monthly Bulletin {name}")
        words = _("The bulletin could not be built. Nothing was changed; please try again.")
        _fail(name, full_database.told(error) or words)


def execute(name: str, freeze: bool, files: bool = True) -> None:
    """Build a bulletin, or build it for the last time and freeze it. The caller checked the right to, and commits.

    A frozen one is left alone, however often the job runs; one whose cut-off is not over is only built.

    Args:
        files: print the files of a frozen one now; without, each is printed when somebody asks for it.
    """
    doc = frappe.get_doc(BULLETIN, name, for_update=True)
    if doc.frozen:
        return
    edition = bulletin_source.Edition(doc.town, getdate(doc.month), getdate(doc.cutoff_on))
    freeze = freeze and rules.has_ended(edition.cutoff, getdate())
    share = FILES_AT["pdf"] if freeze else 100
    content = bulletin_source.gather(edition, doc.foreword or "", _teller(name, share))
    doc.update(
        {
            "content": rules.canonical(content),
            "content_hash": rules.check_sum(content),
            "built_on": now_datetime().replace(microsecond=0),
            "build_status": READY,
            "build_error": None,
        }
    )
    if freeze:
        _freeze(doc)
        if files:
            _print(doc)
    _store(doc)


def _teller(name: str, share: int) -> Callable[[int], None]:
    return lambda percent: PROGRESS.publish(
        name, percent * share // 100, _("Gathering the records")
    )


def _freeze(doc) -> None:
    doc.update(
        {
            "frozen": 1,
            "state": FROZEN,
            "frozen_on": now_datetime().replace(microsecond=0),
            "frozen_by_name": _("By itself at the cut-off", lang="zh")
            if frappe.session.user == "Administrator"
            else person_name(),
        }
    )


def _print(doc) -> None:
    paper = bulletin_view.paper(doc)
    for kind, (field, write) in WRITERS.items():
        PROGRESS.publish(doc.name, FILES_AT[kind], _("Printing the bulletin"))
        doc.set(field, attach(doc.name, kind, paper.file_name, write(paper)))


def _store(doc) -> None:
    """Past the controller, which lets nobody write these; and no version keeps the content twice."""
    fields = (
        "content", "content_hash", "built_on", "build_status", "build_error", "frozen", "state", "frozen_on",
        "frozen_by_name", *(field for field, _write in WRITERS.values()),
    )  # fmt: skip
    doc.db_set({field: doc.get(field) for field in fields}, notify=True)


def attach(name: str, kind: str, title: str, content: bytes) -> str:
    """Hang a file on a bulletin, private as its row; return its URL."""
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{title}-{frappe.generate_hash(length=8)}.{kind}",
            "attached_to_doctype": BULLETIN,
            "attached_to_name": name,
            "attached_to_field": WRITERS[kind][0],
            "is_private": 1,
            "content": content,
        }
    ).insert(ignore_permissions=True)
    # nobody's own, or who froze it could take it away
    file.db_set("owner", "Administrator")
    return file.file_url


def _fail(name: str, message: str) -> None:
    frappe.db.rollback()
    frappe.db.set_value(BULLETIN, name, {"build_status": FAILED, "build_error": message})
    frappe.db.commit()
    PROGRESS.publish(name, 100, message)
