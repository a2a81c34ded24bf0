"""The days for which logs stay: what they begin with, and the fewest. No database here; hooks.py reads it."""

VERSION = "Version"
# the days that a kind begins with; hooks.py tells Frappe of the same ones
DEFAULTS = {
    # the year that is assessed, the year in which that is done, and a year to look back on both
    VERSION: 1096,
    "Book Snapshot": 1827,
    "Daily Digest": 366,
    "Robot Message": 366,
    "Notification Log": 180,
    "Activity Log": 366,
    "Access Log": 366,
    "View Log": 90,
}
# fewer are refused
LEAST = {
    # a change of 1 January is still there when the year is assessed, until the last day of the next one
    VERSION: 731,
    "Book Snapshot": 1096,
    # reminders that wait for a mail server or a chat group are tried again for a week
    "Daily Digest": 30,
    "Robot Message": 30,
    # 《网络安全法》第二十一条: logs of the network are kept for six months at least
    "Activity Log": 184,
    "Access Log": 184,
}
LEAST_OF_OTHERS = 7
# Frappe's own kinds take 0 for "drop all"
FOR_EVER = (VERSION, "Book Snapshot", "Daily Digest", "Robot Message")


def least_days(doctype: str) -> int:
    """The fewest days for which a kind of log must be kept."""
    return LEAST.get(doctype, LEAST_OF_OTHERS)


def days_of(doctype: str, days: int) -> int:
    """The days that hold for a kind: 0 for ever, and never fewer than the fewest."""
    return max(int(days), least_days(doctype)) if int(days) > 0 else 0
