from frappe.model.document import Document


class CommitteeRequestItem(Document):
    pass
