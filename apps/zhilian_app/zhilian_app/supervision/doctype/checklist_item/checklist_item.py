import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

MOST_POINTS = 100


class ChecklistItem(Document):
    """检查清单的一项:镇里要查什么,各占多少分。"""

    def validate(self):
        self.question = " ".join(cstr(self.question).split())
        if not 1 <= cint(self.points) <= MOST_POINTS:
            frappe.throw(
                _("{0}: please enter {1}.").format(_("Full Points"), _("points, 1 to 100"))
            )
