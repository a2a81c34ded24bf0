import frappe
from frappe import _
from frappe.model.document import Document

from zhilian_app.stations import cards


class ContactCard(Document):
    def before_insert(self):
        """However a card is begun, its people and its number come from the station's team of today."""
        self.team = cards.team_in_force(self.station)
        if not self.team:
            frappe.throw(_("{0} has no team in force today.").format(self.station))
        self.version = self.next_version()
        self.status = "In Force"
        self.set("members", [cards.as_row(line) for line in cards.lines_of_team(self.team)])
        self.household_count = frappe.db.get_value("Station", self.station, "household_count") or 0
        self.delivered_count = self.delivered_percent = 0

    def validate(self):
        self.town = frappe.db.get_value("Station", self.station, "town")

    def after_insert(self):
        self.replace_others()
        frappe.db.set_value(
            "Station", self.station, {"card_status": "In Force", "current_card": self.name}
        )

    def next_version(self) -> int:
        last = frappe.get_all(
            "Contact Card",
            {"station": self.station},
            pluck="version",
            order_by="version desc",
            limit=1,
        )
        return (last[0] if last else 0) + 1

    def replace_others(self):
        """Earlier versions stay in the book, as replaced."""
        for name in frappe.get_all(
            "Contact Card",
            {"station": self.station, "name": ["!=", self.name], "status": ["!=", "Replaced"]},
            pluck="name",
        ):
            frappe.db.set_value("Contact Card", name, "status", "Replaced")
