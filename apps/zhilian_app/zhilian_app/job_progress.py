"""How far a background job is: told to the page of who started it, and kept for a page that asks."""

from dataclasses import dataclass

import frappe
from frappe.utils import cint, now_datetime, time_diff_in_seconds

from zhilian_app import lost_jobs

KEPT_FOR = 3600
# the status of a document is there a moment before its job is
SECONDS_TO_BEGIN = 20


@dataclass(frozen=True)
class Progress:
    """The jobs of one kind; ``event`` is what their pages listen to."""

    event: str

    def publish(self, name: str, percent: int, message: str) -> None:
        """Tell how far the job of a document is, 0 to 100, with a word on what it does."""
        frappe.cache().set_value(self._key(name), percent, expires_in_sec=KEPT_FOR)
        frappe.publish_realtime(
            self.event,
            {"name": name, "percent": percent, "message": message},
            user=frappe.session.user,
        )

    def of(self, name: str) -> int:
        """The share that is done, 0 to 100."""
        return cint(frappe.cache().get_value(self._key(name)))

    def _key(self, name: str) -> str:
        return f"{self.event}:{name}"


def is_under_way(job_id: str, begun) -> bool:
    """Whether a job that a document was told of at ``begun`` is on its way; one that was killed is not."""
    return _is_beginning(begun) or lost_jobs.is_alive(job_id)


def _is_beginning(begun) -> bool:
    """Whether the job of a document that was told of it at ``begun`` may not be in its queue yet."""
    return time_diff_in_seconds(now_datetime(), begun) < SECONDS_TO_BEGIN


def goes_on(job_id: str, begun) -> bool:
    """The same as ``is_under_way``; but a job that was killed is begun again, three times at most."""
    return lost_jobs.take_up(job_id) or _is_beginning(begun)
