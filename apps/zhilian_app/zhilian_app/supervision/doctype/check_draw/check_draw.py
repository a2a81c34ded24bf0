import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

from zhilian_app import permissions, steps
from zhilian_app.required import check_filled
from zhilian_app.supervision import draws, states
from zhilian_app.supervision.draw import ticket

FACTS = (
    "town", "month", "station", "station_name", "round_no", "seed", "drawn_on", "drawn_by_name", "candidates",
)  # fmt: skip
NAME = "{town}-抽签-{month:%Y-%m}"


class CheckDraw(Document):
    """每月抽取一个驻点团队的台账资料。"""

    def autoname(self):
        check_filled(self, "town")
        draws.draw_month(self)
        self.name = NAME.format(town=self.town, month=self.month)
        taken = frappe.db.count(draws.DRAW, {"name": ["like", f"{self.name}%"]})
        if taken:
            self.name = f"{self.name}-{taken + 1}"

    def validate(self):
        self.keep()

    def after_insert(self):
        self.begin_check()

    def onload(self):
        self.set_onload("proof", self.proof())
        check = self.check()
        self.set_onload("check", check.name if check else None)
        begun = check and check.state not in (states.DRAFT, states.VOIDED)
        self.set_onload(
            "may_void", bool(not cint(self.voided) and not begun and permissions.may(self, "write"))
        )

    def keep(self):
        """A draw is on record for ever; that it does not count is said with a reason."""
        before = self.get_doc_before_save()
        if not before:
            self.update({"voided": 0, "void_reason": None})
            return
        voiding = self.flags.pop("voiding", False)
        for field in (*FACTS, *(() if voiding else ("voided", "void_reason"))):
            self.set(field, before.get(field))

    def begin_check(self):
        """The check of the station's books, ready for its notice."""
        check = frappe.new_doc("Spot Check")
        check.update({"kind": "Book Check", "station": self.station, "draw": self.name})
        check.update({"check_day": getdate(), "checker": permissions.scope().cadre})
        check.flags.by_draw = True
        check.insert()

    def proof(self) -> list[dict]:
        """Tickets of all that were in the draw, the smallest first: it was drawn."""
        names = [name for name in cstr(self.candidates).split("\n") if name]
        titles = dict(
            frappe.get_all(
                "Station",
                filters={"name": ["in", [*names, ""]]},
                fields=["name", "station_name"],
                order_by="name asc",
                as_list=True,
            )
        )
        tickets = [
            {
                "station": name,
                "station_name": titles.get(name, name),
                "ticket": ticket(name, self.seed),
            }
            for name in names
        ]
        return sorted(tickets, key=lambda row: row["ticket"])

    @frappe.whitelist(methods=["POST"])
    def void(self, reason: str) -> None:
        """Say that this draw does not count, such as for a station that was dissolved; the month can be drawn again.

        Raises:
            frappe.PermissionError: the user may not change it.
            DrawRefused: there is no reason, or the station has its notice already.
        """
        self.check_permission("write")
        reason = cstr(reason).strip()
        if not reason:
            frappe.throw(_("Please fill in: {0}.").format(_("Void Reason")), draws.DrawRefused)
        check = self.check()
        if check and check.state not in (states.DRAFT, states.VOIDED):
            frappe.throw(_("The station has its notice: the draw stands."), draws.DrawRefused)
        if cint(self.voided):
            return
        self.flags.voiding = True
        self.update({"voided": 1, "void_reason": reason})
        self.save()
        if check and check.state == states.DRAFT:
            steps.go(check, states.VOID, reason)

    def check(self):
        """The check that began with this draw."""
        name = frappe.db.get_value("Spot Check", {"draw": self.name})
        return frappe.get_doc("Spot Check", name) if name else None
