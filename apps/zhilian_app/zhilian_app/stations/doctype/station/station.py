import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from zhilian_app.reasons import require_reason
from zhilian_app.stations import cards

SUFFIXES = ("社区", "村", "居委会", "村委会")


def short_name(name: str) -> str:
    """A station's name without 村 or 社区, as many registers write it."""
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


class Station(Document):
    def validate(self):
        self.station_name = "".join((self.station_name or "").split())
        self.validate_name()
        self.validate_end()

    def validate_name(self):
        """田头 and 田头社区 would be mistaken for one another in a register."""
        others = frappe.get_all(
            "Station",
            filters={"town": self.town, "name": ["!=", self.name or ""]},
            pluck="station_name",
        )
        for other in others:
            if short_name(other) == short_name(self.station_name):
                frappe.throw(
                    _("The town has a station {0} already.").format(other),
                    frappe.DuplicateEntryError,
                )

    def validate_end(self):
        if not self.ended_on:
            self.end_reason = None
            return
        require_reason(self, "end_reason")
        if getdate(self.ended_on) < getdate(self.started_on):
            frappe.throw(
                _("Ended On {0} lies before Started On {1}.").format(self.ended_on, self.started_on)
            )

    @frappe.whitelist(methods=["POST"])
    def make_card(self) -> str:
        """Make the next contact card from the team in force and return its name."""
        if not frappe.has_permission("Contact Card", "create"):
            raise frappe.PermissionError
        self.check_permission("read")
        return cards.make_card(self.name)
