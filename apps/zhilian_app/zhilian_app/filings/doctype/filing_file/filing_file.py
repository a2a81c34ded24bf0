from frappe.model.document import Document


class FilingFile(Document):
    pass
