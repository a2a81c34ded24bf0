from frappe.model.document import Document


class KeyVisitCategory(Document):
    pass
