"""What the tests of checks share: a town, its stations, and checks at every stage."""

import json

import frappe
from frappe.utils import add_days, getdate

from zhilian_app import steps
from zhilian_app.supervision import states
from zhilian_app.testing import World, ZhilianTestCase, make

CHECK, DRAW, RECTIFICATION, RECORD = "Spot Check", "Check Draw", "Rectification", "Cadre Record"
OFFICE = "Organization Office"


class CheckTestCase(ZhilianTestCase):
    """``world.town`` has the plan's checklist, as each town begins with it."""

    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def by(self, role: str):
        return self.as_user(self.world.users[role])

    def step(self, doc, role: str, action: str, reason: str = "", **values):
        """Take a step as the form does; returns the document as it is stored then."""
        with self.by(role):
            steps.take_step(doc.doctype, doc.name, action, reason, json.dumps(values, default=str))
        return frappe.get_doc(doc.doctype, doc.name)

    def check(self, kind: str = states.PATROL, station: str | None = None, **fields):
        """A check that the office begins today."""
        with self.by(OFFICE):
            return make(
                CHECK,
                kind=kind,
                station=station or self.world.own,
                check_day=fields.pop("check_day", getdate()),
                **fields,
            )

    def write(self, doc, seen: dict | None = None, result: str = "Met", **fields):
        """Fill in a check as the office: people by role (what was seen, reason, noted), all lines alike."""
        with self.by(OFFICE):
            doc = frappe.get_doc(CHECK, doc.name)
            roles = {cadre.name: role for role, cadre in self.world.cadres.items()}
            for row in doc.people:
                said = (seen or {}).get(roles.get(row.cadre), ("Present",))
                row.seen, row.reason, row.noted = (*said, "", 0)[:3] if len(said) < 3 else said
            for row in doc.results:
                row.result = result
            doc.update(fields)
            return doc.save()

    def notified(self, kind: str = states.BOOKS):
        return self.step(self.check(kind), OFFICE, states.NOTIFY)

    def recorded(self, kind: str = states.PATROL, **fields):
        """A check whose result is recorded."""
        doc = self.check(kind)
        if kind in states.WITH_NOTICE:
            doc = self.step(doc, OFFICE, states.NOTIFY)
        return self.step(self.write(doc, **fields), OFFICE, states.RECORD)

    def rectification(self, **fields):
        """One that the office asks the own station for."""
        fields.setdefault("due_on", add_days(getdate(), 7))
        with self.by(OFFICE):
            return make(
                RECTIFICATION,
                station=self.world.own,
                problem=fields.pop("problem", "走访记录有三条只写了“已走访”"),
                **fields,
            )

    def handed_in(self, doc, role: str = "Liaison"):
        """The team writes what it did and hands it in."""
        with self.by(role):
            doc = frappe.get_doc(RECTIFICATION, doc.name)
            doc.evidence = "三户已重新走访并补写内容。"
            doc.save()
        return self.step(doc, role, states.HAND_IN)

    def entry(self, role: str = "Liaison", **fields):
        """An entry that the office writes into a person's file."""
        with self.by(OFFICE):
            return make(
                RECORD,
                cadre=self.world.cadres[role].name,
                entry_date=getdate(),
                kind=fields.pop("kind", "Finding"),
                text=fields.pop("text", "周四下午未下乡，事先没有请假。"),
                **fields,
            )
