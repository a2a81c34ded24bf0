import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from zhilian_app import permissions
from zhilian_app.visits import counters
from zhilian_app.visits.deliveries import delivery_key


class CardDelivery(Document):
    def validate(self):
        home = frappe.db.get_value(
            "Household", self.household, ["station", "town", "householder"], as_dict=True
        )
        card = frappe.db.get_value(
            "Contact Card", self.card, ["station", "made_on", "status"], as_dict=True
        )
        if home.station != card.station:
            frappe.throw(_("The household belongs to another station than the card."))
        if not getdate(card.made_on) <= getdate(self.delivered_on) <= getdate():
            frappe.throw(_("Delivered On must lie between {0} and today.").format(card.made_on))
        self.update({"station": home.station, "town": home.town})
        self.delivered_by = self.delivered_by or permissions.scope().cadre
        self.delivery_key = delivery_key(self.card, self.household)
        if frappe.db.exists(
            "Card Delivery", {"delivery_key": self.delivery_key, "name": ["!=", self.name or ""]}
        ):
            frappe.throw(
                _("{0} has this card already.").format(home.householder), frappe.DuplicateEntryError
            )

    def on_update(self):
        counters.refresh_card(self.card)
