"""For tests of meetings: the station's meeting of today, and who does what to it."""

from datetime import timedelta
from unittest.mock import patch

import frappe
from frappe.utils import getdate

from zhilian_app.meetings import api, week_rules
from zhilian_app.testing import WorldTestCase, make


class MeetingTestCase(WorldTestCase):
    """``self.meeting()`` is the meeting of today of the world's own station."""

    def meeting(self, days: int = 0, month_end: bool = False, **fields):
        """A meeting ``days`` from today, as the job makes it; the last one of the month only if ``month_end``."""
        self.enterContext(patch.object(week_rules, "is_month_end", return_value=month_end))
        self.enterContext(patch.object(week_rules, "fits_week", return_value=True))
        fields.setdefault("station", self.world.own)
        return make("Weekly Meeting", meeting_date=getdate() + timedelta(days=days), **fields)

    def issue(self, role: str = "Liaison", **fields):
        with self.by(role):
            fields.setdefault("title", "村道路灯不亮")
            fields.setdefault("content", "三组村道的路灯坏了。")
            return make("Ledger Issue", station=self.world.own, **fields)

    def cadre(self, role: str) -> str:
        return self.world.cadres[role].name

    def sign(self, role: str, meeting) -> dict:
        """Sign in as ``role`` and return their row."""
        with self.by(role):
            rows = api.sign_in(meeting.name)
        return next(row for row in rows if row.cadre == self.cadre(role))

    def row(self, role: str, meeting):
        """What is stored of ``role``."""
        return frappe.db.get_value(
            "Meeting Attendance",
            {"parent": meeting.name, "cadre": self.cadre(role)},
            ["attendance", "signed_on", "signed_by", "leave_reason"],
            as_dict=True,
        )

    def stored(self, meeting):
        return frappe.get_doc("Weekly Meeting", meeting.name)

    def agenda(self, meeting) -> dict:
        """Rows of the stored agenda by issue."""
        return {row.issue: row for row in self.stored(meeting).agenda}
