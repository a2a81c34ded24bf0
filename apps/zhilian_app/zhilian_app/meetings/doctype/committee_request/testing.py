"""What the tests of requests and sessions share: a station with issues before the committee."""

import frappe
from frappe.utils import add_days, getdate

from zhilian_app import steps
from zhilian_app.calendar import month_start, previous_month
from zhilian_app.meetings import states
from zhilian_app.testing import WorldTestCase, make, make_entry, make_household

SAID = {"current_situation": "三组村道破损 800 米。", "proposed_solution": "铺水泥路面。"}
MONEY = {"kind": "Project to Fund", "total_budget": 120000, "amount_asked": 80000.5}


class CommitteeTestCase(WorldTestCase):
    def issue(self, title: str = "村道破损", station: str | None = None, **fields):
        """An issue that was put to the committee by the liaison."""
        station = station or self.world.own
        with self.as_user(self.liaison_of(station)):
            doc = make(
                "Ledger Issue", title=title, station=station, content="三组村道破了。", **fields
            )
        return self.put_up(doc)

    def liaison_of(self, station: str) -> str:
        if station == self.world.own:
            return self.world.users["Liaison"]
        return self.world.other_liaison

    def put_up(self, issue):
        with self.as_user(self.liaison_of(issue.station)):
            steps.take_step("Ledger Issue", issue.name, "Put to the Committee")
        return frappe.get_doc("Ledger Issue", issue.name)

    def sensitive_issue(self):
        home = make_household(self.world.own, "张大民").name
        make_entry(home, "社区矫正人员")
        with self.by("Liaison"):
            doc = make(
                "Ledger Issue",
                household=home,
                station=self.world.own,
                title="张大民求助",
                content="张大民家里困难。",
                issue_kind="Dispute",
            )
        return self.put_up(doc)

    def request(self, station: str | None = None):
        """The station's newest request."""
        name = frappe.get_all(
            "Committee Request",
            {"station": station or self.world.own},
            pluck="name",
            order_by="month desc",
        )[0]
        return frappe.get_doc("Committee Request", name)

    def written(self, role: str = "Liaison", **fields):
        """The own station's draft with all items filled in by ``role``."""
        doc = self.request()
        with self.by(role):
            doc = frappe.get_doc(doc.doctype, doc.name)
            for row in doc.items:
                row.update({**SAID, **fields})
            doc.save()
        return frappe.get_doc(doc.doctype, doc.name)

    def project(self, **fields):
        finish = add_days(getdate(), 60)
        return self.written(**{**MONEY, "expected_finish": finish, **fields})

    def signed(self, doc=None):
        doc = self.step(doc or self.project(), "Liaison", states.SEND)
        return self.step(doc, "Team Head", states.SIGN)

    def accepted(self, doc=None, months_ago: int = 1):
        """Accepted, and moved to an earlier month so that this month's session takes it."""
        doc = self.step(doc or self.signed(), "Organization Office", states.ACCEPT)
        month = month_start(getdate())
        for _number in range(months_ago):
            month = previous_month(month)
        frappe.db.set_value("Committee Request", doc.name, "month", month)
        return frappe.get_doc(doc.doctype, doc.name)
