"""A system manager besides Administrator, whom Frappe expects on every site.

Without one, Frappe makes the next user who is saved a system manager, whoever that is, and
refuses to disable or delete any user. An office has none, since Administrator does that work; so an
account without password, which nobody can sign in with, takes the place.
"""

import frappe
from frappe import _

USER = "caretaker@zhilian.invalid"
ROLE = "System Manager"


def make_caretaker() -> None:
    """Make the account where no other enabled system manager is there; idempotent."""
    if _has_system_manager():
        return
    if frappe.db.exists("User", USER):
        user = frappe.get_doc("User", USER)
        user.enabled = 1
    else:
        user = frappe.new_doc("User", email=USER, username="caretaker", user_type="System User")
        user.update({"first_name": _("Caretaker, cannot sign in", lang="zh"), "language": "zh"})
        user.send_welcome_email = 0
    if ROLE not in {row.role for row in user.roles}:
        user.append("roles", {"role": ROLE})
    user.flags.no_welcome_mail = True
    user.flags.ignore_permissions = True
    user.save()


def _has_system_manager() -> bool:
    user = frappe.qb.DocType("User")
    role = frappe.qb.DocType("Has Role")
    return bool(
        frappe.qb.from_(role)
        .join(user)
        .on(user.name == role.parent)
        .select(user.name)
        .where(
            (role.role == ROLE)
            & (role.parenttype == "User")
            & (user.enabled == 1)
            & (user.name != "Administrator")
        )
        .limit(1)
        .run()
    )
