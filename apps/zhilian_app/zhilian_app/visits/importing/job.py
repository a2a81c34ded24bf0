"""The background job of a Register Import: reads, plans, and either shows or writes the plan."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import cint

from zhilian_app import disk, full_database
from zhilian_app.job_progress import Progress
from zhilian_app.visits.importing import existing as town_state
from zhilian_app.visits.importing.applying import apply_plan
from zhilian_app.visits.importing.cleaning import Cleaner
from zhilian_app.visits.importing.planning import Plan, make_plan
from zhilian_app.visits.importing.preview import make_preview
from zhilian_app.visits.importing.reading import RegisterFile, read_register
from zhilian_app.visits.importing.rejects import write_rejects
from zhilian_app.visits.importing.wording import file_message, problem_teller
from zhilian_app.visits.importing.workbook import UnreadableWorkbook

DOCTYPE = "Register Import"
PROGRESS = Progress("register_import_progress")
REJECTS_FIELD = "rejects_file"
# Shares of the whole, in percent, at which a part begins.
READ, PLANNED, WRITTEN = 5, 40, 95
ATTEMPTS = 3


def job_id(name: str) -> str:
    """One job at a time for each import."""
    return f"register-import-{name}"


def run_job(name: str, apply: bool) -> None:
    """Entry point of the worker: does it and commits, or leaves nothing but the reason."""
    frappe.local.lang = get_user_lang(frappe.session.user)
    try:
        _execute_with_retries(name, apply)
        frappe.db.commit()
        PROGRESS.publish(name, 100, frappe.db.get_value(DOCTYPE, name, "status"))
    except UnreadableWorkbook as error:
        _fail(name, file_message(error))
    except (frappe.PermissionError, disk.DiskIsFull) as error:
        _fail(name, str(error) or _("Not permitted"))
    except Exception as error:
        frappe.db.rollback()
        frappe.log_error(title=f"Register Import {name}")
        words = _("The import broke off. Nothing was saved; please try again.")
        _fail(name, full_database.told(error) or words)


def _execute_with_retries(name: str, apply: bool) -> None:
    for attempt in range(ATTEMPTS):
        # What was looked up so far fixed this connection's view of the database. A new view begins
        # after the lock in execute(), so that an import that has just finished is seen.
        frappe.db.rollback()
        try:
            execute(name, apply)
            return
        except frappe.QueryDeadlockError:
            # Somebody saved the same household at this moment; the database let them go first.
            if attempt == ATTEMPTS - 1:
                raise


def execute(name: str, apply: bool) -> None:
    """Plans the import, and writes the plan if ``apply``. The caller commits.

    Two imports of one town wait for each other, and the plan is made again under the lock: what
    was previewed an hour ago may have been entered by somebody else since.

    Raises:
        UnreadableWorkbook: the file cannot be taken at all.
        DiskIsFull: the disk of the database has no room for it.
    """
    status, town = frappe.db.get_value(DOCTYPE, name, ["status", "town"], for_update=True)
    if status == "Finished":
        return
    disk.require_room()
    if apply:
        frappe.db.get_value("Town", town, "name", for_update=True)
    doc = frappe.get_doc(DOCTYPE, name)
    doc.check_permission("write")
    file = read_register(doc.file_content())
    PROGRESS.publish(name, READ, _("Comparing with the register"))
    state = town_state.load(town, cint(doc.year))
    plan = _plan(doc, file, state)
    PROGRESS.publish(name, PLANNED, _("Saving") if apply else _("Making the preview"))
    tell = problem_teller()
    doc.update(plan.counts())
    doc.preview_data = frappe.as_json(
        make_preview(file, plan, state.stations, cint(doc.year), tell)
    )
    if apply:
        apply_plan(plan, state, _share(name, PLANNED, WRITTEN))
    _attach_rejects(doc, file, plan, tell)
    doc.status = "Finished" if apply else "Previewed"
    doc.message = None
    doc.flags.from_job = True
    doc.save(ignore_permissions=True)


def _plan(doc, file: RegisterFile, state: town_state.Existing) -> Plan:
    default = doc.station if doc.station in state.stations.facts else None
    only = next(iter(state.allowed)) if len(state.allowed) == 1 else None
    cleaner = Cleaner(state.stations, state.category_names, default, only)
    lines = file.lines(cleaner)
    return make_plan(lines, state.households, state.entries, state.stations, state.allowed)


def _attach_rejects(doc, file: RegisterFile, plan: Plan, tell: Callable) -> None:
    for old in frappe.get_all(
        "File",
        filters={
            "attached_to_doctype": DOCTYPE,
            "attached_to_name": doc.name,
            "attached_to_field": REJECTS_FIELD,
        },
        pluck="name",
    ):
        frappe.delete_doc("File", old, ignore_permissions=True, delete_permanently=True)
    doc.rejects_file = None
    if not plan.rejected:
        return
    attachment = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{_('Rows Not Taken')}-{doc.year}-{frappe.generate_hash(length=8)}.xlsx",
            "attached_to_doctype": DOCTYPE,
            "attached_to_name": doc.name,
            "attached_to_field": REJECTS_FIELD,
            "is_private": 1,
            "content": write_rejects(file.sheets, file.headers, plan.rejected, tell),
        }
    ).insert(ignore_permissions=True)
    doc.rejects_file = attachment.file_url


def _share(name: str, first: int, last: int) -> Callable[[int], None]:
    def progress(percent: int) -> None:
        PROGRESS.publish(name, first + (last - first) * percent // 100, _("Saving"))

    return progress


def _fail(name: str, message: str) -> None:
    """Leaves the reason, and nothing else of what was begun."""
    frappe.db.rollback()
    frappe.db.set_value(
        DOCTYPE, name, {"status": "Failed", "message": message, REJECTS_FIELD: None}
    )
    frappe.db.commit()
    PROGRESS.publish(name, 100, message)
