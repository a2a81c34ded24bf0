from frappe.model.document import Document


class ReviewAnswer(Document):
    pass
