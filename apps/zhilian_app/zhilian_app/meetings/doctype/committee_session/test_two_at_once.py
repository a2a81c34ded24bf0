"""Two people sign the same session at the same moment, each from a process of their own: it decides once."""

import subprocess
import sys

import frappe
import pytest
from frappe.utils import getdate

from zhilian_app.calendar import month_start
from zhilian_app.meetings import sessions_upkeep
from zhilian_app.meetings.doctype.committee_request.testing import CommitteeTestCase
from zhilian_app.testing import World, make_cadre

SIGN = """
import time
import frappe
from zhilian_app import steps
from zhilian_app.meetings import states

frappe.init({site!r}, sites_path={sites_path!r})
frappe.connect()
frappe.set_user({user!r})
while time.time() < {start!r}:
    pass
try:
    steps.take_step("Committee Session", {name!r}, states.DECIDE)
    frappe.db.commit()
    print("decided")
except Exception as error:
    frappe.db.rollback()
    print("refused", type(error).__name__)
finally:
    frappe.destroy()
"""


@pytest.mark.usefixtures("fresh_site")
class TestTwoAtOnce(CommitteeTestCase):
    @classmethod
    def setUpClass(cls):
        """The world is made in the test: the site is fresh for each."""

    def test_it_decides_once(self):
        import time

        self.world = World.shared()
        signers = [
            self.world.users["Town Leader"],
            make_cadre(self.world.town, roles=["Town Leader"]).user,
        ]
        name = self.ready()
        start = time.time() + 8
        site, path = frappe.local.site, frappe.local.sites_path
        running = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    SIGN.format(site=site, sites_path=path, user=user, name=name, start=start),
                ],
                stdout=subprocess.PIPE,
                text=True,
            )
            for user in signers
        ]
        answers = [process.communicate(timeout=120)[0] for process in running]
        self.assertEqual(1, sum("decided" in answer for answer in answers), answers)
        self.assertEqual(1, sum("refused" in answer for answer in answers), answers)
        frappe.db.rollback()
        doc = frappe.get_doc("Committee Session", name)
        self.assertEqual((1, 2), (doc.docstatus, len(doc.steps)))
        issue = frappe.get_doc("Ledger Issue", doc.items[0].issue)
        carried_out = [row for row in issue.steps if row.to_state == "In Progress"]
        self.assertEqual((1, name), (len(carried_out), issue.decided_in))

    def ready(self) -> str:
        self.issue()
        self.accepted()
        name = sessions_upkeep.session_of(self.world.town, month_start(getdate()))
        with self.by("Party-Government Office"):
            doc = frappe.get_doc("Committee Session", name)
            doc.update({"session_date": getdate(), "chair": self.world.cadres["Town Leader"].name})
            doc.items[0].update(
                {"decision": "Agreed", "resolution_no": "9号", "approved_amount": 50000}
            )
            doc.save()
        frappe.db.commit()
        return name
