from frappe.model.document import Document


class ArticlePicture(Document):
    pass
