from frappe.model.document import Document


class SessionAttendee(Document):
    pass
