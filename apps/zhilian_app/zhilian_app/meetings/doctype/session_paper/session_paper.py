from frappe.model.document import Document


class SessionPaper(Document):
    pass
