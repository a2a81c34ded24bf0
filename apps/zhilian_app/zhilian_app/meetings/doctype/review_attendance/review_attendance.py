from frappe.model.document import Document


class ReviewAttendance(Document):
    pass
