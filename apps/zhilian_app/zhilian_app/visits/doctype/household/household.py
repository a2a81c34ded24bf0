import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from zhilian_app.reasons import require_reason
from zhilian_app.visits import counters, identity
from zhilian_app.visits.search_key import search_key

# what register entries and visits copy from their household, so that leaders need not read the household itself
COPIED = ("householder", "group_name", "address")


class DuplicateIdNumber(frappe.ValidationError):
    """Another active household of the town has the ID number."""


class Household(Document):
    def validate(self):
        self.set_town()
        self.clean()
        self.check_ids()
        self.validate_unique_id()
        self.validate_end()
        self.pinyin = search_key(self.householder, self.address)

    def on_update(self):
        before = self.get_doc_before_save()
        if not before or before.status != self.status:
            counters.refresh_household_counts([self.station])
        if before and any(before.get(field) != self.get(field) for field in COPIED):
            self.carry_to_entries()

    def set_town(self):
        before = self.get_doc_before_save()
        if before and before.station != self.station:
            frappe.throw(_("A household stays with its station: end it here and enter it there."))
        self.town = frappe.db.get_value("Station", self.station, "town")

    def clean(self):
        self.householder = identity.normalise_name(self.householder)
        self.address = identity.normalise_address(self.address)
        self.group_name = identity.normalise_address(self.group_name)
        self.phone = "、".join(identity.split_phones(self.phone))
        for field in ("householder", "address"):
            if not self.get(field):
                frappe.throw(_("{0} is missing.").format(_(self.meta.get_label(field))))

    def check_ids(self):
        for row in [self, *self.members]:
            row.id_number, row.id_status, reason = identity.check_id_number(row.id_number)
            if reason and (self.is_new() or row is self) and self.has_value_changed("id_number"):
                frappe.msgprint(
                    _("ID number {0} is kept and marked to be verified: {1}.").format(
                        row.id_number, _(reason)
                    ),
                    alert=True,
                    indicator="orange",
                )

    def validate_unique_id(self):
        if self.status != "Active" or self.id_status != "Valid":
            return
        other = frappe.db.get_value(
            "Household",
            {
                "id_number": self.id_number,
                "town": self.town,
                "status": "Active",
                "name": ["!=", self.name or ""],
            },
            ["station", "householder", "address"],
            as_dict=True,
        )
        if not other:
            return
        if other.station == self.station:
            message = _("The ID number stands with {0}, {1} already.").format(
                other.householder, other.address
            )
        else:
            message = _("The ID number stands with a household of another station already.")
        frappe.throw(message, DuplicateIdNumber)

    def validate_end(self):
        if self.status == "Active":
            self.ended_on = self.end_reason = None
            return
        require_reason(self, "end_reason")
        self.ended_on = self.ended_on or getdate()
        if getdate(self.ended_on) > getdate():
            frappe.throw(_("Ended On {0} lies in the future.").format(self.ended_on))

    def carry_to_entries(self):
        entry = frappe.qb.DocType("Key Visit Entry")
        query = frappe.qb.update(entry).where(entry.household == self.name)
        for field in COPIED:
            query = query.set(entry[field], self.get(field))
        query.run()
        visit = frappe.qb.DocType("Household Visit")
        (
            frappe.qb.update(visit)
            .set(visit.householder, self.householder)
            .set(visit.address, self.address)
            .where(visit.household == self.name)
        ).run()
