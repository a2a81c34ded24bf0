import frappe
from frappe import _
from frappe.model.document import Document


class KeyPersonCategory(Document):
    def validate(self):
        if not 1 <= self.rank < 99:
            frappe.throw(_("Rank {0}: please enter a number from 1 to 98.").format(self.rank))
        self.keep_sensitive()

    def keep_sensitive(self):
        """What was kept from others must not come open by one click on a reference row."""
        before = self.get_doc_before_save()
        opened = before and before.sensitive and not self.sensitive
        if opened and frappe.db.exists("Key Visit Category", {"category": self.name}):
            frappe.throw(_("{0} stands on a register and stays sensitive.").format(self.name))

    def on_update(self):
        before = self.get_doc_before_save()
        if before and (before.rank, before.sensitive) != (self.rank, self.sensitive):
            frappe.enqueue(
                "zhilian_app.visits.register_upkeep.refresh_category",
                category=self.name,
                queue="long",
                enqueue_after_commit=True,
            )
