"""Frappe's record of changes, as a kind of log that Log Settings can drop after some days."""

from frappe.core.doctype.version.version import Version

from zhilian_app import log_days, retention


class KeptVersion(Version):
    """Version with the one function that Log Settings asks a kind of log for."""

    @staticmethod
    def clear_old_logs(days: int = log_days.DEFAULTS[log_days.VERSION]) -> None:
        """Drop records of changes older than ``days``, as far as nobody needs them any more."""
        retention.drop(log_days.VERSION, days)
