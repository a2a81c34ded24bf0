from frappe.model.document import Document


class StationTeamMember(Document):
    pass
