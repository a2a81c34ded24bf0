import frappe
from frappe import _
from frappe.model.document import Document

from zhilian_app.supervision import keeping


class BookSnapshot(Document):
    """台账快照:一本台账在通知那一刻的样子。"""

    def validate(self):
        if not (self.is_new() and self.flags.by_itself):
            frappe.throw(_("A snapshot is taken by the notice alone, and never changed."))

    @staticmethod
    def clear_old_logs(days: int = 1827) -> None:
        """Of snapshots that nobody needs whole any more keep what was found (Log Settings)."""
        keeping.thin(days)
