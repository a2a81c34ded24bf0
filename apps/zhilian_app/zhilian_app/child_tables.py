"""Tables of rows within documents, and the DocTypes that have them: a row is read by who reads its document.

Frappe asks of a list of such rows only whether the kind of document may be read at all. No database here.
"""

CHILDREN: dict[str, tuple[str, ...]] = {
    "Assessment Measure": ("Assessment Scheme",),
    "Assessment Score": ("Annual Assessment",),
    "Article Picture": ("Station Article",),
    "Board Picture": ("Board Update",),
    "Cadre Role": ("Cadre",),
    "Check Person": ("Spot Check",),
    "Check Picture": ("Spot Check",),
    "Check Result": ("Spot Check",),
    "Circulation Reader": ("Circulation",),
    "Committee Request Item": ("Committee Request",),
    "Committee Session Item": ("Committee Session",),
    "Contact Card Member": ("Contact Card",),
    "Filing File": ("Filing",),
    "Filing Requirement Station": ("Filing Requirement",),
    "Fund Entry": ("Subsidy Fund",),
    "Funding Plan Move": ("Funding Plan",),
    "Funding Plan Row": ("Funding Plan",),
    "Household Member": ("Household",),
    "Issue Picture": ("Ledger Issue",),
    "Key Visit Category": ("Key Visit Entry",),
    "Meeting Attendance": ("Weekly Meeting",),
    "Project Picture": ("Project Progress", "Subsidy Project"),
    "Rectification Picture": ("Rectification",),
    "Review Answer": ("Review Report",),
    "Review Attendance": ("Review Meeting",),
    "Review Project Line": ("Review Report",),
    "Review Request Item": ("Review Report",),
    "Session Attendee": ("Committee Session",),
    "Session Paper": ("Committee Session",),
    "Station Team Member": ("Station Team",),
    "Step Record": (
        "Board Update",
        "Circulation",
        "Committee Request",
        "Committee Session",
        "Filing",
        "Funding Plan",
        "Ledger Issue",
        "Rectification",
        "Spot Check",
        "Station Article",
        "Subsidy Payment",
        "Subsidy Project",
    ),
    "Visit Cadre": ("Household Visit",),
    "Visit Picture": ("Household Visit",),
    "Weekly Agenda Item": ("Weekly Meeting",),
}


def query_name(child: str) -> str:
    """Name of the function in permissions.py that limits a list of such rows."""
    return f"{child.lower().replace(' ', '_')}_rows_query"
