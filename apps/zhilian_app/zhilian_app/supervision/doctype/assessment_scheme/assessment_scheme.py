import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from zhilian_app.supervision import assessing, scoring


class SchemeRefused(frappe.ValidationError):
    """The scheme makes no sense."""


class AssessmentScheme(Document):
    """考核办法:考什么、各占多少、做到多少得满分。"""

    def validate(self):
        self.title = " ".join(cstr(self.title).split())
        self.check_measures()

    def check_measures(self):
        found = scoring.problems(assessing.scheme_measures(self.measures))
        if "" in found:
            frappe.throw(_("Please enter measures, and weights of more than 0."), SchemeRefused)
        for row in self.measures:
            if row.measure in found:
                text = _(
                    "Row {0}, {1}: a measure stands once, with a weight of 0 or more, and points begin below full."
                )
                frappe.throw(text.format(row.idx, _(row.measure)), SchemeRefused)
