from frappe.model.document import Document


class FundingPlanMove(Document):
    pass
