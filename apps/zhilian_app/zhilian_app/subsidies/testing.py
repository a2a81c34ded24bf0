"""What the tests of subsidies share: a town with a fund, projects in its pool, and people of both money offices."""

from datetime import datetime

import frappe
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.meetings import sessions_upkeep
from zhilian_app.meetings import states as meetings
from zhilian_app.meetings.money import yuan
from zhilian_app.subsidies import progress_upkeep, states
from zhilian_app.testing import WorldTestCase, make

FUND, PROJECT, PLAN = "Subsidy Fund", "Subsidy Project", "Funding Plan"
PAYMENT, PROGRESS = "Subsidy Payment", "Project Progress"
NUMBER = "赤党会纪〔2026〕12号"


class SubsidyTestCase(WorldTestCase):
    """``second_finance`` is a second person of the Finance Office: nobody approves what they wrote."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_finance = cls.world.second_finance

    def user_of(self, role: str) -> str:
        return self.second_finance if role == "Second Finance" else self.world.users[role]

    def fund(self, budget: float = 100000, **fields):
        with self.by("Finance Office"):
            return make(
                FUND,
                town=self.world.town,
                year=getdate().year,
                entries=[
                    {
                        "entry_date": f"{getdate().year}-01-05",
                        "kind": "Budget",
                        "amount": budget,
                        "reason": "年初预算",
                    }
                ],
                **fields,
            )

    def project(
        self, title: str = "三组路灯", approved: float = 20000, ready: bool = True, **fields
    ):
        """A project that was entered with its resolution; its papers are complete if ``ready``."""
        fields.setdefault("station", self.world.own)
        fields.setdefault("form_in_on", datetime(2026, 3, 2, 9, 0, 0))
        with self.by("Organization Office"):
            doc = make(
                PROJECT,
                title=title,
                approved_amount=approved,
                amount_asked=fields.pop("amount_asked", approved),
                total_budget=fields.pop("total_budget", approved * 2),
                resolution_no=NUMBER,
                decided_on=getdate(),
                **fields,
            )
        if ready:
            # as if a file had come with it
            doc.db_set({"statement": "/private/files/e.pdf", "statement_in_on": doc.form_in_on})
        return frappe.get_doc(PROJECT, doc.name)

    def plan(self, amount: float = 100000, role: str = "Finance Office", **fields):
        with self.by(role):
            return make(
                PLAN,
                town=self.world.town,
                fund=f"{self.world.town}-{getdate().year}",
                amount=amount,
                **fields,
            )

    def agree(self, plan, decision: str = "Agreed", **fields):
        """Bring a plan before the committee and have its session signed; the plan as it is then."""
        plan = self.step(plan, "Finance Office", states.SEND)
        session = self.session()
        with self.by("Party-Government Office"):
            session = frappe.get_doc(session.doctype, session.name)
            session.update(
                {"session_date": getdate(), "chair": self.world.cadres["Town Leader"].name}
            )
            for row in session.papers:
                row.update(
                    {
                        "decision": decision,
                        "resolution_no": NUMBER,
                        "words": "按计划下拨。",
                        **fields,
                    }
                )
            session.save()
        self.step(session, "Town Leader", meetings.DECIDE)
        return frappe.get_doc(PLAN, plan.name)

    def session(self):
        """This month's session, or an earlier month's where that one has decided."""
        month = calendar.month_start(getdate())
        decided = {"town": self.world.town, "docstatus": 1}
        while frappe.db.exists("Committee Session", {**decided, "month": month}):
            month = calendar.previous_month(month)
        name = sessions_upkeep.session_of(self.world.town, month)
        sessions_upkeep.refresh(self.world.town)
        return frappe.get_doc("Committee Session", name)

    def planned(self, **fields):
        """A project that an agreed plan promises its money to."""
        project = self.project(**fields)
        self.agree(self.plan())
        return frappe.get_doc(PROJECT, project.name)

    def payment(
        self,
        project,
        amount: float,
        voucher: str = "记-001",
        role: str = "Finance Office",
        **fields,
    ):
        """A payment that is written down and sent for approval."""
        with self.by(role):
            doc = make(
                PAYMENT,
                project=project.name,
                amount=amount,
                voucher_no=voucher,
                paid_on=fields.pop("paid_on", getdate()),
                payee=fields.pop("payee", "田头村民委员会"),
                **fields,
            )
        return self.step(doc, role, states.ASK)

    def pay(
        self,
        project,
        amount: float,
        voucher: str = "记-001",
        role: str = "Second Finance",
        **fields,
    ):
        """A booked payment."""
        return self.step(self.payment(project, amount, voucher, **fields), role, states.BOOK)

    def under_way(self, paid: float = 20000, **fields):
        """A project whose money is paid and whose work has begun."""
        project = self.planned(**fields)
        self.pay(project, paid)
        return self.step(project, "Liaison", states.START, started_on=getdate())

    def progress(self, project, percent: int = 100, spent: float = 20000, **fields):
        """This month's row of a project, handed in by the liaison."""
        progress_upkeep.make_rows()
        month = calendar.month_start(getdate())
        row = frappe.get_doc(PROGRESS, {"project": project.name, "month": month})
        with self.by("Liaison"):
            row.update({"percent": percent, "spent": spent, "words": "灯杆已立好。", **fields})
            self.add_picture(row)
            row.save()
            row.hand_in()
        return frappe.get_doc(PROGRESS, row.name)

    def add_picture(self, doc) -> None:
        """A picture that who is signed in has just uploaded."""
        doc.append("pictures", {"picture": upload()})

    def books(self, project=None) -> tuple:
        """Fund: committed, paid; project: planned, paid, as they are stored."""
        fund = frappe.db.get_value(FUND, {"town": self.world.town}, ["committed", "paid"])
        own = project and frappe.db.get_value(
            PROJECT, project.name, ["planned_amount", "paid_amount"]
        )
        return tuple(yuan(value) for value in (*fund, *(own or ())))


def upload(name: str = "p.png") -> str:
    """URL of a small private picture that who is signed in has uploaded."""
    import base64

    content = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    file = frappe.get_doc(
        {"doctype": "File", "file_name": name, "content": content, "is_private": 1}
    )
    return file.insert().file_url
