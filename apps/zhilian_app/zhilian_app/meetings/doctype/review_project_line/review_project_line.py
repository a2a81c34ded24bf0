from frappe.model.document import Document


class ReviewProjectLine(Document):
    pass
