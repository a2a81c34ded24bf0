from frappe.model.document import Document


class FilingRequirementStation(Document):
    pass
