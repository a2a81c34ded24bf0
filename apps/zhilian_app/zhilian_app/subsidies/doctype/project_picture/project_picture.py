from frappe.model.document import Document


class ProjectPicture(Document):
    pass
