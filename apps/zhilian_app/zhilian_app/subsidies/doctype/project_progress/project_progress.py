import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate, now_datetime

from zhilian_app import calendar, files, permissions
from zhilian_app.authors import with_user
from zhilian_app.meetings.money import yuan
from zhilian_app.steps import person_name
from zhilian_app.subsidies import progress_rules, states
from zhilian_app.subsidies.progress_upkeep import DUE, HANDED_IN, NOT_NEEDED

KEPT = (
    "status",
    "due_on",
    "handed_in_on",
    "handed_in_by_name",
    "previous_percent",
    "previous_spent",
)


class ProgressRefused(frappe.ValidationError):
    """The row is not complete, or cannot be changed any more."""


class ProjectProgress(Document):
    """A project's progress of a month, as the liaison hears it from the station's people."""

    def autoname(self):
        self.month = calendar.month_start(getdate(self.month))
        self.name = progress_rules.name_of(self.project, self.month)

    def before_insert(self):
        if not self.flags.by_itself:
            frappe.throw(
                _("Rows of the progress make themselves after the first payment."), ProgressRefused
            )
        self.owner = "Administrator"

    def validate(self):
        self.set_place()
        self.keep()
        self.check_open()
        self.tidy()
        if self.status == HANDED_IN:
            self.check_complete()

    def on_update(self):
        files.attach_pictures(
            [row.picture for row in self.pictures if row.picture], self.doctype, self.name
        )
        if self.status == HANDED_IN:
            self.tell_project()

    def onload(self):
        may_write = not self.closed_because() and permissions.may(self, "write")
        self.set_onload("may_write", may_write)
        self.set_onload("may_hand_in", may_write and self.status == DUE)
        self.set_onload("last", self.last_row())

    # -- facts -----------------------------------------------------------------------------------------

    def set_place(self):
        project = frappe.db.get_value(
            "Subsidy Project",
            self.project,
            ["title", "station", "station_name", "town"],
            as_dict=True,
        )
        self.update({"project_title": project.title, "station": project.station})
        self.update({"station_name": project.station_name, "town": project.town})
        self.month = calendar.month_start(getdate(self.month))
        self.due_on = progress_rules.due_on(self.month)

    def keep(self):
        """What the clock and the last row say, nobody types."""
        before = self.get_doc_before_save()
        handing_in = self.flags.handing_in
        for field in KEPT:
            if before and not handing_in and field != "due_on":
                self.set(field, before.get(field))
        if not before:
            self.status, self.handed_in_on, self.handed_in_by_name = DUE, None, None
        last = self.last()
        self.previous_percent, self.previous_spent = last.percent, float(last.spent)
        if not before:
            # nobody types again what has not changed
            self.update({"percent": last.percent, "spent": float(last.spent)})

    def check_open(self):
        if self.is_new() or self.flags.by_itself:
            return
        reason = self.closed_because()
        if reason:
            frappe.throw(reason, ProgressRefused)

    def closed_because(self) -> str:
        """Why the row stays as it is, for the person who opens it; empty while it can be written."""
        if self.status == NOT_NEEDED:
            return _("The project has ended: this row is not needed.")
        later = frappe.db.exists(
            "Project Progress",
            {"project": self.project, "month": [">", self.month], "status": HANDED_IN},
        )
        if later:
            return _("A later month was handed in already: this row stays as it is.")
        if frappe.db.get_value("Subsidy Project", self.project, "state") in states.ENDED:
            return _("The project has ended: this row stays as it is.")
        return ""

    def tidy(self):
        self.percent = cint(self.percent)
        self.spent = float(yuan(self.spent))
        for field in ("words", "back_reason", "remark"):
            self.set(field, cstr(self.get(field)).strip())
        new = files.new_urls(self, "pictures", "picture")
        files.check_pictures(new, self.doctype, self.name)

    def last(self) -> progress_rules.Row:
        """The row that was handed in last before this month's; nothing done and spent where there is none."""
        row = self.last_row()
        if not row:
            return progress_rules.Row(0, yuan(0))
        return progress_rules.Row(cint(row.percent), yuan(row.spent))

    def last_row(self) -> dict | None:
        """``month``, ``percent``, ``spent`` and ``words`` of the row that was handed in last before this one."""
        rows = frappe.get_all(
            "Project Progress",
            filters={"project": self.project, "month": ["<", self.month], "status": HANDED_IN},
            fields=["month", "percent", "spent", "words"],
            order_by="month desc",
            limit=1,
        )
        return rows[0] if rows else None

    def check_complete(self):
        project = frappe.db.get_value(
            "Subsidy Project", self.project, ["total_budget", "paid_amount"], as_dict=True
        )
        row = progress_rules.Row(
            self.percent,
            yuan(self.spent),
            self.words,
            self.back_reason,
            sum(1 for picture in self.pictures if picture.picture),
        )
        most = max(yuan(project.total_budget), yuan(project.paid_amount))
        found = progress_rules.faults(row, self.last(), most)
        if found:
            lines = [_(fault.text).format(fault.value) for fault in found]
            frappe.throw(
                "<br>".join(frappe.utils.escape_html(line) for line in lines), ProgressRefused
            )

    def tell_project(self):
        """The project shows how far it is."""
        newest, writers = frappe.db.get_value(
            "Subsidy Project", self.project, ["progress_month", "written_by_users"], for_update=True
        )
        if newest and getdate(newest) > self.month:
            return
        values = {
            "percent": self.percent,
            "spent": yuan(self.spent),
            "progress_month": self.month,
            # who says how far it is does not accept it
            "written_by_users": with_user(writers, frappe.session.user),
        }
        frappe.db.set_value("Subsidy Project", self.project, values, update_modified=False)

    # -- handing in ------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def hand_in(self) -> None:
        """Hand the row in; it counts from now on.

        Raises:
            frappe.PermissionError: the user may not write it.
            ProgressRefused: it is not complete.
        """
        self.check_permission("write")
        if self.status == HANDED_IN:
            return
        self.flags.handing_in = True
        self.update(
            {
                "status": HANDED_IN,
                "handed_in_on": now_datetime(),
                "handed_in_by_name": person_name(),
            }
        )
        self.save()
        self.flags.handing_in = False
