from frappe.model.document import Document


class VisitPicture(Document):
    pass
