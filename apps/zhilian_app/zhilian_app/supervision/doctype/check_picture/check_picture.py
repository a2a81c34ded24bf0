from frappe.model.document import Document


class CheckPicture(Document):
    pass
