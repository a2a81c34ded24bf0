"""Many people pay at the same moment, each in a process of their own: nothing is overdrawn, nothing is lost."""

import json
import subprocess
import sys
from collections import Counter

import frappe
import pytest
from frappe.utils import getdate

from zhilian_app.meetings.money import yuan
from zhilian_app.subsidies import states
from zhilian_app.subsidies.testing import PAYMENT, PROJECT, SubsidyTestCase
from zhilian_app.testing import World, make

AT_ONCE = 24
FIT = 15
# a process each, forked after the imports; all wait for the same moment
PAY = """
import json, os, sys, time
import frappe
from zhilian_app import steps

site, path, user, tasks = json.load(sys.stdin)
frappe.init(site, sites_path=path)
frappe.connect()
frappe.set_user(user)
# what everybody needs is read once
steps.offered(frappe.get_doc("Subsidy Payment", tasks[0][0]))
for doctype in ("Subsidy Project", "Subsidy Fund", "Funding Plan", "Comment", "File", "Project Progress"):
    frappe.get_meta(doctype)
frappe.db.close()
start = time.time() + 2

def act(name, action, reason):
    frappe.connect()
    frappe.set_user(user)
    time.sleep(max(0, start - time.time()))
    try:
        steps.take_step("Subsidy Payment", name, action, reason)
        frappe.db.commit()
        return "done"
    except Exception as error:
        frappe.db.rollback()
        return type(error).__name__

for name, action, reason in tasks:
    if not os.fork():
        answer = act(name, action, reason)
        os.write(1, json.dumps([action, name, answer]).encode() + b"\\n")
        os._exit(0)
for _task in tasks:
    os.wait()
"""


@pytest.mark.usefixtures("fresh_site")
class TestManyAtOnce(SubsidyTestCase):
    @classmethod
    def setUpClass(cls):
        """The world is made in the test: the site is fresh for each."""

    def setUp(self):
        frappe.set_user("Administrator")
        self.world = World.shared()
        type(self).second_finance = self.world.second_finance

    def test_nothing_is_overdrawn_and_nothing_is_lost(self):
        self.fund(100000)
        project = self.planned(approved=FIT * 1000)
        first = self.waiting(project, "记-000")
        names = [first.name, *(self.another(first, f"记-{at:03d}") for at in range(1, AT_ONCE))]
        frappe.db.commit()
        with self.subTest("not all of them fit"):
            answers = self.at_once([(name, states.BOOK, "") for name in names])
            counted = Counter(answer for _action, _name, answer in answers)
            self.assertEqual({"done": FIT, "NotEnoughMoney": AT_ONCE - FIT}, counted)
            self.check_books(project, FIT)

        booked = [name for _action, name, answer in answers if answer == "done"]
        left = [name for name in names if name not in booked]
        with self.subTest("eight are cancelled while eight others try again"):
            answers = self.at_once(
                [(name, states.CANCEL, "凭证有误") for name in booked[:8]]
                + [(name, states.BOOK, "") for name in left[:8]]
            )
            cancelled = [answer for action, _name, answer in answers if action == states.CANCEL]
            self.assertEqual(["done"] * 8, cancelled)
            tries = [answer for action, _name, answer in answers if action == states.BOOK]
            # who came before a cancellation found no money; nothing else stops anybody
            self.assertLessEqual(set(tries), {"done", "NotEnoughMoney"})
            self.check_books(project, FIT - 8 + tries.count("done"))

        with self.subTest("one is clicked many times"):
            self.at_once([(name, states.CANCEL, "凭证有误") for name in booked[8:10]])
            before = frappe.db.count(PAYMENT, {"docstatus": 1})
            answers = self.at_once([(left[8], states.BOOK, "")] * 8)
            self.assertEqual(
                1, [answer for _action, _name, answer in answers].count("done"), answers
            )
            self.check_books(project, before + 1)

    def waiting(self, project, voucher: str):
        """A payment of 1,000 yuan that waits for approval."""
        with self.by("Finance Office"):
            doc = make(
                PAYMENT,
                project=project.name,
                amount=1000,
                voucher_no=voucher,
                paid_on=getdate(),
                payee="田头村民委员会",
            )
        doc.db_set("state", states.TO_APPROVE)
        return frappe.get_doc(PAYMENT, doc.name)

    @staticmethod
    def another(first, voucher: str) -> str:
        """The same with another voucher; written past its rules, which the first has passed."""
        doc = frappe.copy_doc(first)
        doc.update({"name": f"{first.name}-{voucher}", "voucher_no": voucher})
        for row in (doc, *doc.get_all_children()):
            row.update({"creation": first.creation, "modified": first.modified})
            row.update({"owner": first.owner, "modified_by": first.modified_by})
            if row is not doc:
                row.parent = doc.name
            row.db_insert()
        return doc.name

    def at_once(self, tasks: list[tuple]) -> list[tuple[str, str, str]]:
        """Action, payment and answer of each: "done", or the name of the error that refused it."""
        given = [frappe.local.site, frappe.local.sites_path, self.second_finance, tasks]
        done = subprocess.run(
            [sys.executable, "-c", PAY],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
        self.assertEqual(len(tasks), len(rows), done.stderr[-2000:])
        frappe.db.rollback()
        return [tuple(row) for row in rows]

    def check_books(self, project, count: int) -> None:
        """The books are what the booked payments say, and each payment is there once."""
        rows = frappe.get_all(
            PAYMENT,
            {"project": project.name, "docstatus": 1},
            ["amount", "voucher_no", "instalment"],
        )
        self.assertEqual(count, len(rows))
        self.assertEqual(count, len({row.voucher_no for row in rows}))
        paid = sum(yuan(row.amount) for row in rows)
        self.assertEqual((yuan(FIT * 1000), paid, yuan(FIT * 1000), paid), self.books(project))
        self.assertEqual(states.FUNDED, frappe.db.get_value(PROJECT, project.name, "state"))
