"""The bulletin of a town and month: written by the job alone, and never again once it is frozen."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.filings import bulletin_api, bulletin_job, bulletin_rules, bulletin_view

WRITTEN_BY_PEOPLE = ("town", "month", "foreword")


class MonthlyBulletin(Document):
    def autoname(self):
        self.set_month()
        self.name = f"{self.town}-通报-{self.month:%Y-%m}"

    def validate(self):
        self.refuse_when_frozen()
        self.keep_what_the_job_writes()
        self.set_month()
        self.check_month()
        self.set_cutoff()

    def onload(self):
        self.set_onload("preview", bulletin_view.preview(self))
        if self.frozen:
            self.set_onload("intact", bulletin_rules.is_intact(self.content, self.content_hash))
        self.set_onload("may_freeze", bulletin_rules.has_ended(getdate(self.cutoff_on), getdate()))
        # the preview says it all, and is shorter on a slow line
        self.content = None

    def on_trash(self):
        if self.frozen:
            frappe.throw(_("A frozen bulletin is kept."), bulletin_api.BulletinRefused)

    def refuse_when_frozen(self):
        before = self.get_doc_before_save()
        if not before or not before.frozen:
            return
        # a form that was opened sends no content back
        changed = [field for field in WRITTEN_BY_PEOPLE if self._differs(before, field)]
        if changed or (self.content and self._differs(before, "content")):
            frappe.throw(
                _("A frozen bulletin does not change any more."), bulletin_api.BulletinRefused
            )

    def _differs(self, before, field: str) -> bool:
        return str(self.get(field) or "") != str(before.get(field) or "")

    def keep_what_the_job_writes(self):
        """What is read-only on the form is read-only for everybody."""
        before = self.get_doc_before_save()
        if (
            before
            and before.build_status == bulletin_job.BUILDING
            and self._differs(before, "foreword")
        ):
            frappe.throw(
                _("The bulletin is being built. Please wait until it is done."),
                bulletin_api.BulletinRefused,
            )
        for field in self.meta.fields:
            if field.read_only:
                self.set(field.fieldname, before.get(field.fieldname) if before else None)
        if not before:
            self.state, self.build_status = bulletin_job.IN_WORK, bulletin_job.NOT_BUILT

    def set_month(self):
        self.month = calendar.month_start(getdate(self.month))
        self.title = f"{self.town}{self.month.year}年{self.month.month}月通报"

    def check_month(self):
        if self.month > getdate():
            frappe.throw(_("{0} has not begun yet.").format(f"{self.month:%Y-%m}"))

    def set_cutoff(self):
        """Reckoned once: a frozen month does not follow a change of the town's numbers."""
        if self.cutoff_on:
            return
        after = calendar.next_month(self.month)
        day = frappe.db.get_value("Town", self.town, "bulletin_cutoff_day")
        self.cutoff_on = calendar.due_day(after.year, after.month, day)
