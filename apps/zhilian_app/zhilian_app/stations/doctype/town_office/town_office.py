import frappe
from frappe import _
from frappe.model.document import Document


class TownOffice(Document):
    def validate(self):
        if self.head and frappe.db.get_value("Cadre", self.head, "town") != self.town:
            frappe.throw(
                _("{0} belongs to another town.").format(
                    frappe.db.get_value("Cadre", self.head, "cadre_name")
                )
            )
