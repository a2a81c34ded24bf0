"""Turns away requests that Frappe would serve and this app must not: asked before anything is called.

Two doors of the framework can't be closed by permissions. A session is taken from ``sid`` in a URL, where it stands in
histories and logs, and where a link can put a person into somebody else's session. And filters, columns and sorting of
a list may name rows within documents that the document itself keeps from the reader: what is counted tells then.
"""

import json
from collections.abc import Iterator

import frappe
from frappe import _

from zhilian_app.scope import ORGANIZATION, TOWN_LEADER, scope

# tables that fewer people read than the documents which they stand in
KEPT_TABLES = ("check person",)
# Frappe's relay of live news asks these in its own name, with the session of who connects to it
RELAY_ASKS = tuple(
    f"/api/method/frappe.realtime.{name}"
    for name in ("get_user_info", "can_subscribe_doctype", "can_subscribe_doc")
)
DEEPEST = 5  # JSON within JSON


def check_request() -> None:
    """Frappe's hook before_request.

    Raises:
        frappe.AuthenticationError: the request brings its session along instead of in its cookie.
        frappe.PermissionError: it names rows that who is signed in does not read.
    """
    if not getattr(frappe.local, "request", None):
        return
    _refuse_session_in_request()
    _refuse_kept_tables()


def _refuse_session_in_request() -> None:
    if "sid" not in frappe.form_dict:
        return
    # nor does the answer make that session theirs
    frappe.local.cookie_manager.cookies.clear()
    if frappe.local.request.path in RELAY_ASKS:
        return
    frappe.set_user("Guest")
    frappe.local.flags.disable_traceback = True
    frappe.throw(
        _("Please sign in: a session cannot be taken from a link."), frappe.AuthenticationError
    )


def _refuse_kept_tables() -> None:
    named = any(
        table in text.casefold() for text in _texts(frappe.form_dict) for table in KEPT_TABLES
    )
    if not named or frappe.session.user == "Administrator":
        return
    if not scope().office(ORGANIZATION, TOWN_LEADER):
        frappe.throw(
            _("You do not see who was there, and cannot search for it."), frappe.PermissionError
        )


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """All texts of a request, those within JSON too."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key, depth)
            yield from _texts(inner, depth)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, depth)
    elif isinstance(value, str):
        yield value
        # a letter may be written as \u0043 in JSON
        if depth < DEEPEST and "\\u" in value:
            try:
                inner = json.loads(value)
            except ValueError:
                return
            yield from _texts(inner, depth + 1)
