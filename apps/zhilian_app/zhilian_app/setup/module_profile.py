"""The module profile of staff: the sidebar shows this app's workspaces, none of the framework's."""

import frappe

APP = "zhilian_app"
PROFILE = "驻点直联"


def sync_module_profile() -> None:
    """Block every module of other apps in the profile and for the users who have it; idempotent.

    Called on install and migrate: an upgrade may bring modules that the profile does not know yet.
    """
    modules = frappe.get_all(
        "Module Def", {"app_name": ["!=", APP]}, pluck="name", order_by="name asc"
    )
    if not frappe.db.exists("Module Profile", PROFILE):
        profile = frappe.new_doc("Module Profile", module_profile_name=PROFILE)
    else:
        profile = frappe.get_doc("Module Profile", PROFILE)
    if sorted(row.module for row in profile.block_modules) != modules:
        profile.set("block_modules", [{"module": module} for module in modules])
        profile.flags.ignore_permissions = True
        profile.save()
    _carry_to_users(set(modules))


def _carry_to_users(modules: set[str]) -> None:
    """A user copies the profile's rows when saved: those saved before a change get it here."""
    for user in frappe.get_all("User", {"module_profile": PROFILE}, pluck="name"):
        blocked = frappe.get_all(
            "Block Module", {"parent": user, "parenttype": "User"}, pluck="module"
        )
        if set(blocked) != modules:
            doc = frappe.get_doc("User", user)
            doc.flags.ignore_permissions = True
            doc.save()
