import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from zhilian_app import permissions
from zhilian_app.reasons import require_reason
from zhilian_app.stations import accounts, cards

MOBILE = re.compile(r"1\d{10}")


class Cadre(Document):
    def validate(self):
        self.clean()
        self.validate_mobile()
        self.validate_office()
        self.validate_town_roles()
        self.validate_leaving()

    def on_update(self):
        before = self.get_doc_before_save()
        if before:
            self.carry_to_teams(before)
        self.carry_to_user()

    def clean(self):
        self.cadre_name = "".join((self.cadre_name or "").split())
        self.mobile = re.sub(r"[\s-]", "", self.mobile or "")

    def validate_mobile(self):
        if not MOBILE.fullmatch(self.mobile):
            frappe.throw(_("{0} is not a mobile number of 11 figures.").format(self.mobile))

    def validate_office(self):
        if (
            self.town_office
            and frappe.db.get_value("Town Office", self.town_office, "town") != self.town
        ):
            frappe.throw(_("{0} belongs to another town.").format(self.town_office))

    def validate_town_roles(self):
        """Only an administrator hands out roles of the town: who keeps the cards could else raise themselves."""
        before = self.get_doc_before_save()
        old = {row.role for row in before.town_roles} if before else set()
        new = {row.role for row in self.town_roles}
        unknown = new - permissions.TOWN_ROLES
        if unknown:
            frappe.throw(
                _("{0} is not a role of the town.").format(
                    "、".join(_(role) for role in sorted(unknown))
                )
            )
        privileged = (
            frappe.session.user == "Administrator"
            or permissions.ADMINISTRATOR in frappe.get_roles()
        )
        if old != new and not (privileged or self.flags.ignore_permissions):
            frappe.throw(
                _("Only an administrator changes the roles of the town."), frappe.PermissionError
            )

    def validate_leaving(self):
        if self.status == "In Post":
            self.left_on = self.leave_reason = None
            return
        require_reason(self, "leave_reason")
        self.left_on = self.left_on or getdate()

    def carry_to_teams(self, before):
        """A new position or phone shows on the teams that go on, and so on their cards."""
        for old, new, field in (
            (before.position, self.position, "position"),
            (before.mobile, self.mobile, "phone"),
            (before.cadre_name, self.cadre_name, "member_name"),
        ):
            if old != new:
                self._update_members(field, old, new)
        if any(
            before.get(field) != self.get(field) for field in ("position", "mobile", "cadre_name")
        ):
            for station in cards.stations_of_cadre(self.name):
                cards.refresh(station)

    def _update_members(self, field, old, new):
        member = frappe.qb.DocType("Station Team Member")
        team = frappe.qb.DocType("Station Team")
        going_on = (
            frappe.qb.from_(team)
            .select(team.name)
            .where(team.to_date.isnull() | (team.to_date >= getdate()))
        )
        # a position or phone that the team wrote differently on purpose stays
        (
            frappe.qb.update(member)
            .set(member[field], new)
            .where(
                (member.cadre == self.name) & (member[field] == old) & member.parent.isin(going_on)
            )
        ).run()

    def carry_to_user(self):
        permissions.clear_scopes()
        if not self.user:
            return
        before = self.get_doc_before_save()
        if before and before.mobile != self.mobile:
            user = frappe.get_doc("User", self.user)
            if user.username == before.mobile:
                user.username = self.mobile
            user.mobile_no = self.mobile
            user.save(ignore_permissions=True)
        accounts.sync_roles(self.name)

    @frappe.whitelist(methods=["POST"])
    def open_account(self) -> dict:
        """Make the cadre's user; the first password is in the answer and nowhere else."""
        return accounts.open_account(self)

    @frappe.whitelist(methods=["POST"])
    def reset_password(self) -> dict:
        """Give the cadre's user a new password; it is in the answer and nowhere else."""
        return accounts.reset_password(self)
