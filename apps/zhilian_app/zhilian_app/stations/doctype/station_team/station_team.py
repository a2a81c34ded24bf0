from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from zhilian_app import permissions
from zhilian_app.reasons import require_reason
from zhilian_app.stations import accounts, cards, roster


class OverlappingTeam(frappe.ValidationError):
    """Another team of the station is in force on one of the days."""


class StationTeam(Document):
    def autoname(self):
        """Numbered within its station, where Frappe's own expression would count through all of them."""
        frappe.db.get_value("Station", self.station, "name", for_update=True)
        taken = frappe.db.count("Station Team", {"station": self.station})
        self.name = f"{self.station}-团队{taken + 1:02d}"

    def validate(self):
        self.set_town()
        self.validate_dates()
        self.validate_overlap()
        self.validate_members()
        self.validate_duties()
        self.keep_started_members()
        self.set_officers()

    def on_update(self):
        permissions.clear_scopes()
        before = self.get_doc_before_save()
        people = {row.cadre for row in self.members} | {
            row.cadre for row in (before.members if before else [])
        }
        for cadre in sorted(people):
            accounts.sync_roles(cadre)
        cards.refresh(self.station)

    def set_town(self):
        self.town = frappe.db.get_value("Station", self.station, "town")

    def validate_dates(self):
        if not self.to_date:
            self.end_reason = None
            return
        require_reason(self, "end_reason")
        if getdate(self.to_date) < getdate(self.from_date):
            frappe.throw(
                _("To Date {0} lies before From Date {1}.").format(self.to_date, self.from_date)
            )

    def validate_overlap(self):
        others = [term for term in cards.terms_of(self.station) if term.name != self.name]
        clash = roster.first_overlap(self.term(), others)
        if clash:
            frappe.throw(
                _(
                    "{0} is in force from {1}: a station has one team at a time. End it first, or use Change People."
                ).format(clash.name, clash.from_date),
                OverlappingTeam,
            )

    def validate_members(self):
        seen = set()
        for row in self.members:
            cadre = frappe.db.get_value(
                "Cadre",
                row.cadre,
                ["cadre_name", "town", "status", "position", "mobile"],
                as_dict=True,
            )
            if row.cadre in seen:
                frappe.throw(
                    _("Row {0}: {1} is on the team twice.").format(row.idx, cadre.cadre_name)
                )
            if cadre.town != self.town:
                frappe.throw(
                    _("Row {0}: {1} belongs to another town.").format(row.idx, cadre.cadre_name)
                )
            if cadre.status != "In Post" and row.is_new():
                frappe.throw(_("Row {0}: {1} is not in post.").format(row.idx, cadre.cadre_name))
            row.member_name = cadre.cadre_name
            row.position = row.position or cadre.position
            row.phone = row.phone or cadre.mobile
            seen.add(row.cadre)

    def validate_duties(self):
        gaps = roster.duty_gaps([(row.side, row.duty) for row in self.members])
        if gaps:
            frappe.throw(
                _(
                    "The main team needs one station leader, one team head and at least one liaison. Please check: {0}"
                ).format("、".join(_(gap) for gap in gaps))
            )

    def keep_started_members(self):
        """Who was on the team stays in the book: people leave by a new team, with a date and a reason."""
        before = self.get_doc_before_save()
        if not before or getdate(before.from_date) >= getdate():
            return
        if getdate(self.from_date) != getdate(before.from_date):
            frappe.throw(
                _("The team began on {0}; its first day cannot be changed any more.").format(
                    before.from_date
                )
            )
        missing = {row.cadre: row.member_name for row in before.members}
        for row in self.members:
            missing.pop(row.cadre, None)
        if missing:
            frappe.throw(
                _("{0} cannot be taken off a team that has begun. Use Change People.").format(
                    "、".join(missing.values())
                )
            )

    def set_officers(self):
        def first(duty):
            return next(
                (row.cadre for row in self.members if (row.side, row.duty) == ("Main", duty)), None
            )

        self.station_leader = first("Station Leader")
        self.team_head = first("Team Head")
        self.liaison = first("Liaison")

    def term(self) -> roster.Term:
        """The team's days."""
        return roster.Term(
            self.name or "",
            getdate(self.from_date),
            getdate(self.to_date) if self.to_date else None,
        )

    @frappe.whitelist(methods=["POST"])
    def change_from(self, from_date: str, reason: str) -> str:
        """End this team on the day before ``from_date`` and return the name of a new one with the same people.

        Raises:
            frappe.ValidationError: the day does not fit, or there is no reason.
        """
        self.check_permission("write")
        day: date = getdate(from_date)
        try:
            last_day = roster.handover(self.term(), day)
        except ValueError:
            frappe.throw(
                _("The new team must begin after {0} and follow on this one.").format(
                    self.from_date
                )
            )
        had_end = self.to_date
        self.to_date, self.end_reason = last_day, reason
        self.save()
        new = frappe.copy_doc(self)
        new.update(
            {
                "from_date": day,
                "to_date": had_end if had_end and getdate(had_end) >= day else None,
                "end_reason": None,
            }
        )
        new.members = [
            row
            for row in new.members
            if frappe.db.get_value("Cadre", row.cadre, "status") == "In Post"
        ]
        # the people are changed in the form that opens next
        new.flags.ignore_mandatory = True
        new.insert()
        return new.name
