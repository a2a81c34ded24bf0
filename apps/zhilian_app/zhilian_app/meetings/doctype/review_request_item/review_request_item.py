from frappe.model.document import Document


class ReviewRequestItem(Document):
    pass
