"""Who an issue is about. Of a sensitive household the issue itself says nothing: it is read at the town hall, too.

The link to such a household stands in Issue Household, which only the station's team and the Organization Office read.
"""

import frappe
from frappe import _

from zhilian_app import stored

APART = "Issue Household"


def fill(issue) -> None:
    """A new issue: station and person from the household, and whether that is a sensitive one.

    Raises:
        frappe.ValidationError: the household belongs to another station, or is no longer there.
    """
    issue.update(dict.fromkeys(("householder", "address", "phone")))
    if not issue.household:
        # what a visit knows of its household
        issue.sensitive = int(bool(issue.flags.about_sensitive))
        return
    home = stored.values(
        "Household", issue.household, "station", "householder", "address", "phone", "status"
    )
    if home.status != "Active":
        frappe.throw(_("Household {0} has ended.").format(home.householder))
    if issue.station and issue.station != home.station:
        frappe.throw(_("Household {0} belongs to another station.").format(home.householder))
    issue.station = home.station
    issue.sensitive = int(is_sensitive(issue.household) or bool(issue.flags.about_sensitive))
    if issue.sensitive:
        issue.flags.apart = issue.household
        issue.household = None
    else:
        issue.update({key: home[key] for key in ("householder", "address", "phone")})


def is_sensitive(household: str) -> bool:
    """Whether a household stands, or stood, on the register with a sensitive category."""
    return bool(
        frappe.db.sql(
            "select 1 from `tabKey Visit Entry` where household = %s and `sensitive` = 1 limit 1",
            household,
        )
    )


def keep_apart(issue) -> None:
    """After insert: keep the household of a sensitive issue where only those who need to know read it."""
    household = issue.flags.pop("apart", None)
    if household:
        frappe.get_doc(
            {
                "doctype": APART,
                "issue": issue.name,
                "household": household,
                "station": issue.station,
                "town": issue.town,
            }
        ).insert(ignore_permissions=True)


def household_of(issue: str) -> str | None:
    """Household of an issue wherever it is kept; the caller checks who asks."""
    return frappe.db.get_value("Ledger Issue", issue, "household") or frappe.db.get_value(
        APART, {"issue": issue}, "household"
    )


def issues_of(household: str, limit: int = 20) -> list[dict]:
    """Issues of a household, newest first: name, title, state, due_on, raised_on; the caller checks who asks."""
    apart = frappe.get_all(APART, filters={"household": household}, pluck="issue")
    return frappe.get_all(
        "Ledger Issue",
        or_filters=[["household", "=", household], ["name", "in", [*apart, ""]]],
        fields=["name", "title", "state", "is_open", "due_on", "raised_on"],
        order_by="raised_on desc, creation desc",
        limit=limit,
    )
