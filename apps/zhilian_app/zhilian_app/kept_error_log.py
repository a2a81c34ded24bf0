"""Frappe's record of errors, which needs no room in a full database and says why a request failed."""

import sys

from frappe.core.doctype.error_log.error_log import ErrorLog

from zhilian_app import disk, full_database


class KeptErrorLog(ErrorLog):
    """Error Log that waits in the cache while the database has no room for it.

    Who writes one is dealing with an error: a second one would hide it, and break off a job that goes on with the
    next row. And its table is of a kind that waits for room, for minutes, instead of failing.
    """

    def insert(self, *args: object, **kwargs: object) -> "KeptErrorLog":
        """Write it, or have it written once there is room."""
        if disk.has_room() and not full_database.is_full(sys.exc_info()[1]):
            return super().insert(*args, **kwargs)
        super().deferred_insert()
        return self

    def deferred_insert(self) -> None:
        """Have it written later, which Frappe asks for with the error that ended a request."""
        full_database.note(sys.exc_info()[1])
        super().deferred_insert()
