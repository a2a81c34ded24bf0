import frappe
from frappe import _
from frappe.model.document import Document

DAY_FIELDS = ("register_due_day", "board_photo_due_day", "request_due_day", "bulletin_cutoff_day")
POSITIVE_FIELDS = (
    "board_photo_count",
    "village_issue_days",
    "office_issue_days",
    "committee_issue_days",
    "book_handover_days",
    "full_checks_per_year",
)


class Town(Document):
    def validate(self):
        self.validate_days()
        self.validate_positive()
        self.validate_coverage()
        self.validate_reminders()

    def validate_days(self):
        for field in DAY_FIELDS:
            if not 1 <= self.get(field) <= 31:
                self.refuse(field, _("a day of the month, 1 to 31"))

    def validate_positive(self):
        for field in POSITIVE_FIELDS:
            if self.get(field) < 1:
                self.refuse(field, _("1 or more"))

    def validate_coverage(self):
        if not 0 < self.coverage_target <= 100:
            self.refuse("coverage_target", _("more than 0 and at most 100"))

    def validate_reminders(self):
        try:
            days = sorted(
                {int(part) for part in self.reminder_days.replace("，", ",").split(",")},
                reverse=True,
            )
        except ValueError:
            days = []
        if not days or days[-1] < 0:
            self.refuse("reminder_days", _("days separated by commas, such as 7,3,1"))
        self.reminder_days = ",".join(map(str, days))

    def refuse(self, field: str, expected: str):
        """Stop with the field's name and what it takes."""
        frappe.throw(_("{0}: please enter {1}.").format(_(self.meta.get_label(field)), expected))
