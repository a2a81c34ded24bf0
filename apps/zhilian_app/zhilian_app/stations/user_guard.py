"""Keeps Frappe from making a cadre a system manager.

On a site where nobody besides Administrator is one, Frappe adds the role to whichever user is saved next. The
caretaker account (setup/caretaker.py) prevents that; this holds where somebody has closed that account.
"""

ROLE = "System Manager"


def note_roles(doc, method: str | None = None) -> None:
    """User, before_validate: remember whether the role was asked for."""
    doc.flags.asked_system_manager = any(row.role == ROLE for row in doc.roles)


def drop_unasked_role(doc, method: str | None = None) -> None:
    """User, validate: take the role off again unless it was asked for."""
    if not doc.flags.asked_system_manager:
        doc.roles = [row for row in doc.roles if row.role != ROLE]
