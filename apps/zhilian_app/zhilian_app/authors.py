"""Who has written into a document, as it is kept in a text field: one user a line. Nobody approves what they wrote."""

from frappe.utils import cstr


def users_in(text: str | None) -> set[str]:
    """Users that the field names."""
    return set(cstr(text).split("\n")) - {""}


def with_user(text: str | None, user: str) -> str:
    """The field with one more user, each once and in order."""
    return "\n".join(sorted({*users_in(text), user} - {""}))
