from frappe.model.document import Document


class CheckPerson(Document):
    pass
