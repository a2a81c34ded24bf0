from frappe.model.document import Document


class CheckResult(Document):
    pass
