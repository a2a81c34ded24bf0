import frappe
from frappe import _
from frappe.model.document import Document


class AssessmentScore(Document):
    def validate(self):
        """Only what is saved by itself comes here: scores come with their assessment, from the records."""
        frappe.throw(_("Scores are worked out from the records."), frappe.PermissionError)
