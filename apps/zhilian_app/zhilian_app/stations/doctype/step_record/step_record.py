from frappe.model.document import Document


class StepRecord(Document):
    pass
