"""Accounts of cadres: made from their card, with the roles of the town and of their team."""

import secrets
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.sessions import clear_sessions

from zhilian_app import permissions
from zhilian_app.stations import roster

MANAGED_ROLES = frozenset(roster.STATION_ROLES) | permissions.TOWN_ROLES
MODULE_PROFILE = "驻点直联"
# without letters and figures that are mistaken for one another when read from a slip of paper
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def open_account(cadre) -> dict:
    """Make the user of ``cadre`` (a Cadre document) and return user, username and the first password, once.

    Raises:
        frappe.PermissionError: the caller may not manage this account.
        frappe.ValidationError: there is an account already, or the cadre has left.
    """
    check_may_manage(cadre)
    if cadre.user:
        frappe.throw(_("{0} has an account already.").format(cadre.cadre_name))
    if cadre.status != "In Post":
        frappe.throw(_("{0} is not in post.").format(cadre.cadre_name))
    password = new_password()
    user = make_user(cadre, username=cadre.mobile, password=password)
    return {"user": user.name, "username": user.username, "password": password}


def reset_password(cadre) -> dict:
    """Give the user of ``cadre`` a new password and return it, once; all their sessions end.

    Raises:
        frappe.PermissionError: the caller may not manage this account.
        frappe.ValidationError: there is no account.
    """
    check_may_manage(cadre)
    if not cadre.user:
        frappe.throw(_("{0} has no account yet.").format(cadre.cadre_name))
    password = new_password()
    user = frappe.get_doc("User", cadre.user)
    user.new_password = password
    user.flags.ignore_password_policy = True
    user.save(ignore_permissions=True)
    frappe.db.after_commit.add(lambda: clear_sessions(user.name, keep_current=False, force=True))
    return {"user": user.name, "username": user.username, "password": password}


def make_user(cadre, username: str, password: str | None = None):
    """Insert the User of ``cadre`` and link it; people without e-mail get an address that can receive none."""
    user = frappe.get_doc(
        {
            "doctype": "User",
            "email": f"{cadre.mobile}@cadre.invalid",
            "username": username,
            "mobile_no": cadre.mobile,
            # the whole name in one field: Frappe would put a blank between two
            "first_name": cadre.cadre_name,
            "language": "zh",
            "time_zone": "Asia/Shanghai",
            "user_type": "System User",
            "send_welcome_email": 0,
            "module_profile": MODULE_PROFILE
            if frappe.db.exists("Module Profile", MODULE_PROFILE)
            else None,
            "roles": [{"role": role} for role in sorted(_wanted_roles(cadre.name))],
        }
    )
    user.flags.ignore_password_policy = True
    user.flags.no_welcome_mail = True
    if password:
        user.new_password = password
    with _unthrottled(), _quiet():
        user.insert(ignore_permissions=True)
    cadre.db_set("user", user.name)
    permissions.clear_scopes()
    return user


@contextmanager
def _quiet():
    """Frappe's remark that a user has no roles yet would stand over the password; the team brings them later."""
    muted, frappe.flags.mute_messages = frappe.flags.mute_messages, True
    try:
        yield
    finally:
        frappe.flags.mute_messages = muted


@contextmanager
def _unthrottled():
    """Frappe lets 60 users be made an hour, against sign-ups by strangers; an office opens all its accounts at once."""
    limit = frappe.local.conf.get("throttle_user_limit")
    frappe.local.conf.throttle_user_limit = 1_000_000
    try:
        yield
    finally:
        if limit is None:
            del frappe.local.conf["throttle_user_limit"]
        else:
            frappe.local.conf.throttle_user_limit = limit


def check_may_manage(cadre) -> None:
    """The office that keeps the cadres opens accounts; only an administrator touches an administrator's.

    Raises:
        frappe.PermissionError: otherwise.
    """
    if frappe.session.user == "Administrator":
        return
    roles = set(frappe.get_roles())
    allowed = roles & {permissions.ORGANIZATION, permissions.ADMINISTRATOR}
    is_admin_card = any(row.role == permissions.ADMINISTRATOR for row in cadre.town_roles)
    if not allowed or (is_admin_card and permissions.ADMINISTRATOR not in roles):
        frappe.throw(
            _("You may not manage the account of {0}.").format(cadre.cadre_name),
            frappe.PermissionError,
        )
    cadre.check_permission("write")


def sync_roles(cadre: str) -> None:
    """Give the cadre's user the roles of the town and of today's teams and take back what has ended.

    Roles that this app does not know are left alone.
    """
    permissions.clear_scopes()
    card = frappe.db.get_value("Cadre", cadre, ["user", "status"], as_dict=True)
    if not card or not card.user:
        return
    in_post = card.status == "In Post"
    wanted = _wanted_roles(cadre) if in_post else set()
    user = frappe.get_doc("User", card.user)
    held = {row.role for row in user.roles}
    if held & MANAGED_ROLES != wanted:
        user.roles = [
            row for row in user.roles if row.role not in MANAGED_ROLES or row.role in wanted
        ]
        for role in sorted(wanted - held):
            user.append("roles", {"role": role})
        user.save(ignore_permissions=True)
    if bool(user.enabled) != in_post:
        _set_enabled(user.name, in_post)


def _set_enabled(user: str, enabled: bool) -> None:
    """Open or close an account; closing ends its sessions.

    Not by saving the User: Frappe refuses to close any account on a site whose only System Manager
    is Administrator.
    """
    frappe.db.set_value("User", user, "enabled", int(enabled))
    frappe.clear_cache(user=user)
    if not enabled:
        frappe.db.after_commit.add(lambda: clear_sessions(user, keep_current=False, force=True))


def _wanted_roles(cadre: str) -> set[str]:
    own = frappe.get_all(
        "Cadre Role", filters={"parent": cadre, "parenttype": "Cadre"}, pluck="role"
    )
    return (set(own) & permissions.TOWN_ROLES) | {
        roster.implied_role(place.side, place.duty) for place in permissions.places_of(cadre)
    }


def new_password() -> str:
    """Three groups of four letters and figures: 59 bits, and easily read out."""
    return "-".join("".join(secrets.choice(ALPHABET) for _i in range(4)) for _g in range(3))
