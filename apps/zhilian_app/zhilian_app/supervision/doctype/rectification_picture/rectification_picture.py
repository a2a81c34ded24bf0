from frappe.model.document import Document


class RectificationPicture(Document):
    pass
