from frappe.model.document import Document


class CommitteeSessionItem(Document):
    pass
