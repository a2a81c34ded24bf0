"""Results of checks before the committee, for information: 「结果将在党委会议上直接向班子成员通报」."""

import frappe
from frappe.utils import add_days, now_datetime

from zhilian_app.supervision import check_words, recorded

SESSION = "Committee Session"
# how far back the first session of a town looks
FIRST_DAYS = 62


def waiting(town: str) -> list[dict]:
    """Checks recorded since the town's last session that decided, for the agenda of the next one."""
    since = frappe.db.get_value(
        SESSION, {"town": town, "docstatus": 1}, "decided_on", order_by="decided_on desc"
    )
    since = since or add_days(now_datetime(), -FIRST_DAYS)
    return [
        {
            "reference_doctype": recorded.CHECK,
            "reference_name": row.name,
            "title": row.title,
            "summary": check_words.summary(row, row.seen),
            "needs_decision": 0,
        }
        for row in recorded.checks(town, ["recorded_on", ">=", since])
    ]
