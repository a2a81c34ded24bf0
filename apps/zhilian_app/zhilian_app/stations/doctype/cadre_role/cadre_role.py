from frappe.model.document import Document


class CadreRole(Document):
    pass
