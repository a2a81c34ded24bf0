from frappe.model.document import Document


class CirculationReader(Document):
    pass
