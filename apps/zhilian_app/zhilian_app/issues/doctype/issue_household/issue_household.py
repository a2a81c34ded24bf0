import frappe
from frappe import _
from frappe.model.document import Document


class IssueHousehold(Document):
    def validate(self):
        """Written by the issue alone (see issues/persons.py), never by hand."""
        if not self.flags.ignore_permissions:
            frappe.throw(_("This is kept by the issue itself."), frappe.PermissionError)
        self.station, self.town = frappe.db.get_value(
            "Ledger Issue", self.issue, ["station", "town"]
        )
