"""Pages outside the desk, above all the login page, in the language of the site."""

import frappe
from frappe import _

# Frappe's template says lang="en" whatever the language is. Browsers choose the shapes of Chinese
# characters by that attribute, and by a wrong one they show Japanese shapes.
SET_LANGUAGE = '<script>document.documentElement.lang = "{0}"</script>'
# the site has no public pages, so the login page needs no menu to them
STYLE = """<style>
body[data-path="login"] .navbar, body[data-path="login"] .web-footer { display: none; }
</style>"""


def localise(context) -> dict:
    """Values for every web page: its language, its title, and what to type into the login form."""
    values = {
        "head_html": (context.get("head_html") or "")
        + STYLE
        + SET_LANGUAGE.format(frappe.local.lang),
        "login_name_placeholder": _("Mobile number or user name"),
    }
    title = context.get("title") or ""
    if title.endswith("Login"):
        values["title"] = title.removesuffix("Login") + _("Login")
    return values
