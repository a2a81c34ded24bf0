from frappe.model.document import Document


class FundingPlanRow(Document):
    pass
