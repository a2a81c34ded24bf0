from frappe.model.document import Document


class IssuePicture(Document):
    pass
