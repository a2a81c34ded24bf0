from frappe.model.document import Document


class FundEntry(Document):
    pass
