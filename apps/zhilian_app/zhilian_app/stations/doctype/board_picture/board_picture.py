from frappe.model.document import Document


class BoardPicture(Document):
    pass
