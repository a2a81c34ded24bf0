from frappe.model.document import Document


class WeeklyAgendaItem(Document):
    pass
