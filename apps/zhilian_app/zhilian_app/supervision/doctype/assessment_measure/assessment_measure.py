from frappe.model.document import Document


class AssessmentMeasure(Document):
    pass
