"""An import of the key-visit register: one uploaded file, its preview and its result."""

from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from zhilian_app import lost_jobs, permissions
from zhilian_app.job_progress import goes_on, is_under_way
from zhilian_app.visits.importing import job
from zhilian_app.visits.importing.workbook import MAX_UNZIPPED_BYTES, UnreadableWorkbook

PRIVATE = "/private/files/"
CHOICES = ("file", "year", "station")
EARLIEST_YEAR = 2000


class ImportIsRunning(frappe.ValidationError):
    """The import is being read or saved; nothing about it can be changed now."""


class RegisterImport(Document):
    def validate(self):
        self.protect_result()
        self.set_town()
        self.validate_year()
        self.validate_station()
        self.validate_file()

    def protect_result(self):
        """What stands in the result is written by the job alone; a new file begins anew."""
        if self.flags.from_job:
            return
        before = self.get_doc_before_save()
        if before and before.status == "Running":
            frappe.throw(_("The import is running. Please wait until it is done."), ImportIsRunning)
        changed = not before or any(
            str(self.get(f) or "") != str(before.get(f) or "") for f in CHOICES
        )
        if before and changed and before.status == "Finished":
            frappe.throw(_("A finished import cannot be changed. Please make a new one."))
        for field in self.meta.fields:
            if field.read_only and field.fieldname != "town":
                self.set(
                    field.fieldname, before.get(field.fieldname) if before and not changed else None
                )
        self.status = before.status if before and not changed else "Draft"

    def set_town(self):
        scope = permissions.scope()
        towns = scope.office(permissions.ORGANIZATION) | scope.station_towns
        if self.station:
            self.town = frappe.db.get_value("Station", self.station, "town")
        elif not self.town or self.is_new():
            towns = towns or frozenset(frappe.get_all("Town", pluck="name", limit=2))
            if len(towns) != 1:
                frappe.throw(_("Please choose a station, so that it is clear which town is meant."))
            self.town = next(iter(towns))
        if frappe.session.user != "Administrator" and self.town not in towns:
            frappe.throw(
                _("The register of {0} is not yours.").format(self.town), frappe.PermissionError
            )

    def validate_year(self):
        if not EARLIEST_YEAR <= cint(self.year) <= getdate().year + 1:
            frappe.throw(_("{0} is not a year of a register.").format(self.year))

    def validate_station(self):
        if self.station and frappe.session.user != "Administrator":
            permissions.check_station(self.station)

    def validate_file(self):
        """The URL comes from the browser: it must be a file that this user has uploaded here."""
        if self.flags.from_job or not (self.is_new() or self.has_value_changed("file")):
            return
        rows = frappe.get_all(
            "File",
            filters={"file_url": self.file, "is_private": 1},
            fields=["owner", "attached_to_doctype", "file_name"],
        )
        own = [row for row in rows if self._is_own(row)]
        if not own or not self.file.startswith(PRIVATE):
            frappe.throw(_("The file was not found. Please upload it again."))
        self.title = own[0].file_name

    def _is_own(self, row) -> bool:
        here = (row.attached_to_doctype or self.doctype) == self.doctype
        return here and row.owner == frappe.session.user

    def file_content(self) -> bytes:
        """The uploaded file.

        Raises:
            UnreadableWorkbook: it is gone, or far too large to be a register.
        """
        stored = self.file and frappe.db.get_value("File", {"file_url": self.file})
        path = Path(frappe.get_doc("File", stored).get_full_path()) if stored else None
        if not path or not path.is_file():
            raise UnreadableWorkbook("no_file")
        if path.stat().st_size > MAX_UNZIPPED_BYTES:
            raise UnreadableWorkbook("too_large", MAX_UNZIPPED_BYTES // 1024 // 1024)
        return path.read_bytes()

    def is_running(self) -> bool:
        """Whether a job is on its way; one that was killed leaves the status behind but no job."""
        if self.status != "Running":
            return False
        return is_under_way(job.job_id(self.name), self.modified)


@frappe.whitelist(methods=["POST"])
def preview(name: str) -> None:
    """Reads the file and works out, in the background, what the import would do."""
    _start(_open(name, "write"), apply=False)


@frappe.whitelist(methods=["POST"])
def confirm(name: str) -> None:
    """Does, in the background, what the preview showed, as the register stands by then."""
    doc = _open(name, "write")
    if not all(
        frappe.has_permission(doctype, "create") for doctype in ("Household", "Key Visit Entry")
    ):
        frappe.throw(_("You may not add to the register."), frappe.PermissionError)
    if doc.status != "Previewed":
        frappe.throw(_("Please look at the preview first."))
    _start(doc, apply=True)


@frappe.whitelist(methods=["POST"])
def state(name: str) -> dict:
    """Status, message and percent of a running import; one whose job was killed begins again, or is set free."""
    doc = _open(name, "read")
    _follow(doc)
    return {"status": doc.status, "message": doc.message, "percent": job.PROGRESS.of(name)}


def follow_imports() -> None:
    """Every few minutes: imports whose worker died go on, though nobody looks at them."""
    for name in frappe.get_all("Register Import", {"status": "Running"}, pluck="name"):
        _follow(frappe.get_doc("Register Import", name))


def _follow(doc: RegisterImport) -> None:
    if doc.status != "Running" or goes_on(job.job_id(doc.name), doc.modified):
        return
    # the job may have ended while we looked
    doc.status = frappe.db.get_value(doc.doctype, doc.name, "status", for_update=True)
    if doc.status == "Running":
        message = _("The import broke off. Nothing was saved; please try again.")
        doc.db_set({"status": "Failed", "message": message})


def _open(name: str, ptype: str) -> RegisterImport:
    doc = frappe.get_doc("Register Import", name)
    doc.check_permission(ptype)
    return doc


def _start(doc: RegisterImport, apply: bool) -> None:
    # Two clicks at once: the second waits here and then finds it running.
    doc.status = frappe.db.get_value(doc.doctype, doc.name, "status", for_update=True)
    if doc.is_running():
        frappe.throw(_("The import is running. Please wait until it is done."), ImportIsRunning)
    if doc.status == "Finished":
        frappe.throw(_("A finished import cannot be changed. Please make a new one."))
    doc.db_set({"status": "Running", "message": _("Waiting for its turn")})
    job.PROGRESS.publish(doc.name, 0, doc.message)
    lost_jobs.forget(job.job_id(doc.name))
    frappe.enqueue(
        "zhilian_app.visits.importing.job.run_job",
        queue="long",
        job_id=job.job_id(doc.name),
        deduplicate=True,
        enqueue_after_commit=True,
        name=doc.name,
        apply=apply,
    )
