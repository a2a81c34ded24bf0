from frappe.model.document import Document


class VisitCadre(Document):
    pass
