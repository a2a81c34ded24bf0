"""What of the demo stands on the site."""

import frappe

from zhilian_app.demo.constants import OWNER, TOWN


def is_loaded() -> bool:
    """Whether the demo town is there, made by the loader."""
    return bool(frappe.db.exists("Town", {"name": TOWN, "owner": OWNER}))


def demo_towns() -> list[str]:
    """Names of the towns that the loader made."""
    return frappe.get_all("Town", {"owner": OWNER}, pluck="name", order_by="name asc")


def town_doctypes() -> list[str]:
    """The app's DocTypes whose rows belong to a town, the finer ones first and Town itself last."""
    modules = frappe.get_all("Module Def", {"app_name": "zhilian_app"}, pluck="name")
    names = frappe.get_all(
        "DocType",
        {"module": ["in", modules], "istable": 0, "issingle": 0, "is_virtual": 0},
        pluck="name",
    )
    owned = sorted(name for name in names if frappe.get_meta(name).has_field("town"))
    return [*owned, "Town"]


def town_field(doctype: str) -> str:
    """The field that says which town a row belongs to."""
    return "name" if doctype == "Town" else "town"


def status() -> dict[str, int]:
    """Number of rows in the demo towns by DocType, and of users; empty when nothing is loaded."""
    towns = demo_towns()
    if not towns:
        return {}
    counts = {
        doctype: frappe.db.count(doctype, {town_field(doctype): ["in", towns]})
        for doctype in town_doctypes()
    }
    return {**counts, "User": frappe.db.count("User", {"owner": OWNER})}
