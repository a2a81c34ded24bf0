import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from zhilian_app.reasons import require_reason
from zhilian_app.visits import counters, register
from zhilian_app.visits.doctype.household.household import COPIED


class KeyVisitEntry(Document):
    def validate(self):
        self.copy_household()
        self.validate_year()
        self.validate_removal()
        self.set_facts()
        self.set_key()

    def on_update(self):
        counters.recount(self.household, self.year)
        counters.refresh_register_marks([self.station], self.household)
        self.carry_to_visits()
        self.load_counters()

    def copy_household(self):
        household = frappe.db.get_value(
            "Household", self.household, ["station", "town", "status", *COPIED], as_dict=True
        )
        if self.is_new() and household.status != "Active":
            frappe.throw(_("Household {0} has ended.").format(household.householder))
        self.update({field: household[field] for field in ("station", "town", *COPIED)})

    def validate_year(self):
        if not 2000 <= cint(self.year) <= getdate().year + 1:
            frappe.throw(_("{0} is not a year of a register.").format(self.year))

    def validate_removal(self):
        before = self.get_doc_before_save()
        if before and before.removed_on and str(before.removed_on) != str(self.removed_on):
            frappe.throw(_("A removed entry stays as it is; add the household anew."))
        if not self.removed_on:
            return
        require_reason(self, "remove_reason")
        if not getdate(self.added_on) <= getdate(self.removed_on) <= getdate():
            frappe.throw(_("Removed On must lie between {0} and today.").format(self.added_on))

    def set_facts(self):
        names = [row.category for row in self.categories]
        rows = frappe.get_all(
            "Key Person Category",
            filters={"name": ["in", names]},
            fields=["name", "rank", "sensitive"],
        )
        facts = [register.CategoryFact(row.name, row.rank, bool(row.sensitive)) for row in rows]
        self.update(register.entry_facts(facts))
        self.status = register.entry_status(bool(self.removed_on), cint(self.visit_count))

    def set_key(self):
        self.active_key = register.active_key(self.household, self.year, bool(self.removed_on))
        other = self.active_key and frappe.db.get_value(
            "Key Visit Entry", {"active_key": self.active_key, "name": ["!=", self.name or ""]}
        )
        if other:
            frappe.throw(
                _("{0} stands on the register of {1} already.").format(self.householder, self.year),
                frappe.DuplicateEntryError,
            )

    def carry_to_visits(self):
        """The visits of the year are as sensitive as the entry; one that was sensitive stays so."""
        if not self.sensitive:
            return
        visit = frappe.qb.DocType("Household Visit")
        frappe.qb.update(visit).set(visit.sensitive, 1).where(
            (visit.household == self.household) & (visit.sensitive == 0)
        ).run()

    def load_counters(self):
        fields = ("status", "first_visited_on", "last_visited_on", "visit_count")
        self.update(frappe.db.get_value("Key Visit Entry", self.name, fields, as_dict=True))

    @frappe.whitelist(methods=["POST"])
    def remove(self, removed_on: str, reason: str) -> None:
        """Take the household off the year's register, with a date and a reason; the entry stays in the book."""
        self.check_permission("write")
        self.removed_on = getdate(removed_on)
        self.remove_reason = reason
        self.save()
