from frappe.model.document import Document


class ContactCardMember(Document):
    pass
