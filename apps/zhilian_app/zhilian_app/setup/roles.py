"""The roles of the plan. DocTypes name them in their permissions; this makes them with desk access."""

import frappe

ROLES = (
    "Town Leader",
    "Organization Office",
    "Party-Government Office",
    "Social Affairs Office",
    "Finance Office",
    "Town Office Staff",
    "Station Leader",
    "Team Head",
    "Liaison",
    "Station Cadre",
    "Village Cadre",
    "Zhilian Administrator",
)


def make_roles() -> None:
    """Make the roles that are missing; what an administrator changed in one that is there stays."""
    for role in ROLES:
        if not frappe.db.exists("Role", role):
            frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
                ignore_permissions=True
            )
