from frappe.model.document import Document


class MeetingAttendance(Document):
    pass
