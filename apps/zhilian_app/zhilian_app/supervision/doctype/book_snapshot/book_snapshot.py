import frappe
from frappe import _
from frappe.model.document import Document


class BookSnapshot(Document):
    """台账快照:一本台账在通知那一刻的样子。"""

    def validate(self):
        if not (self.is_new() and self.flags.by_itself):
            frappe.throw(_("A snapshot is taken by the notice alone, and never changed."))
