"""Stops a save at what is wrong with rows of a paper, and says so row by row."""

from collections.abc import Iterable

import frappe
from frappe import _

from zhilian_app.meetings.problems import Problem, lines


def stop_at(problems: Iterable[Problem], error: type[Exception] = frappe.ValidationError) -> None:
    """Stop when there is any problem; each is a line of the message.

    Raises:
        error: there is a problem.
    """
    found = lines(problems, _, _("No. {0} “{1}”: {2}"))
    if found:
        frappe.throw("<br>".join(frappe.utils.escape_html(line) for line in found), error)
