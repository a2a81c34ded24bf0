"""Payments: what they need, every way past the two people who make one, and books that stay right."""

import frappe
from frappe.client import set_value
from frappe.utils import add_days, getdate

from zhilian_app.meetings.money import yuan
from zhilian_app.steps import StepRefused
from zhilian_app.subsidies import balances, states
from zhilian_app.subsidies.testing import FUND, PAYMENT, PROGRESS, PROJECT, SubsidyTestCase, upload
from zhilian_app.testing import make

REFUSED = (StepRefused, frappe.PermissionError, frappe.ValidationError)


def stored(doc):
    return frappe.get_doc(doc.doctype, doc.name)


class TestNeeds(SubsidyTestCase):
    def test_no_payment_without_a_plan_or_a_leader_who_answers_for_it(self):
        self.fund()
        project = self.project()
        with self.assertRaises(StepRefused):
            self.payment(project, 1000)
        doc = self.payment(project, 1000, "记-例外", is_exception=1, exception_reason="台风抢修")
        with self.assertRaises(StepRefused):
            self.step(doc, "Second Finance", states.BOOK)
        self.step(doc, "Town Leader", states.BOOK)
        self.assertEqual((yuan(1000),) * 4, self.books(project))
        self.assertEqual(states.FUNDED, stored(project).state)

    def test_an_exception_has_its_reason(self):
        self.fund()
        with self.assertRaisesRegex(
            frappe.ValidationError, frappe._("Please give the reason for paying outside of a plan.")
        ):
            self.payment(self.project(), 1000, is_exception=1, exception_reason=" ")

    def test_not_beyond_what_was_approved_planned_or_is_there(self):
        self.fund(30000)
        project = self.planned(approved=20000)
        with self.assertRaisesRegex(balances.NotEnoughMoney, "20,000.00"):
            self.payment(project, 20000.01)
        other = self.project("桥", 15000)
        with self.assertRaisesRegex(balances.NotEnoughMoney, "10,000.00"):
            self.payment(other, 10000.01, is_exception=1, exception_reason="抢修")

    def test_what_fitted_when_it_was_written_is_asked_again_when_it_is_booked(self):
        self.fund()
        project = self.planned(approved=20000)
        first, second = self.payment(project, 12000, "一"), self.payment(project, 12000, "二")
        self.step(first, "Second Finance", states.BOOK)
        with self.assertRaises(balances.NotEnoughMoney):
            self.step(second, "Second Finance", states.BOOK)
        self.assertEqual(yuan(12000), self.books(project)[3])

    def test_a_voucher_is_paid_once(self):
        self.fund()
        project = self.planned()
        self.pay(project, 1000, "记-007")
        with self.assertRaisesRegex(frappe.ValidationError, "记-007"):
            self.payment(project, 1000, "记-007")

    def test_bad_input_is_named(self):
        self.fund()
        project = self.planned()
        for fields, words in (
            ({"amount": 0}, frappe._("Please enter an amount of more than 0.")),
            ({"amount": -5}, ""),
            ({"paid_on": add_days(getdate(), 1)}, str(add_days(getdate(), 1))),
            ({"payee": ""}, frappe._("Payee")),
            ({"receipt": "/private/files/of-somebody-else.pdf"}, "of-somebody-else"),
        ):
            with (
                self.subTest(fields),
                self.by("Finance Office"),
                self.assertRaisesRegex(frappe.ValidationError, words),
            ):
                make(
                    PAYMENT,
                    **{
                        "project": project.name,
                        "amount": 1,
                        "voucher_no": "1",
                        "payee": "村",
                        "paid_on": getdate(),
                        **fields,
                    },
                )


class TestIllegalWays(SubsidyTestCase):
    def setUp(self):
        super().setUp()
        self.fund()
        self.paid_project = self.planned()
        self.doc = self.payment(self.paid_project, 5000)

    def refused(self, role: str, act) -> None:
        with self.by(role), self.assertRaises(REFUSED):
            act()
        self.assertEqual(
            (states.TO_APPROVE, 0), (stored(self.doc).state, stored(self.doc).docstatus)
        )
        self.assertEqual(0, self.books(self.paid_project)[3])

    def test_by_who_wrote_it(self):
        self.refused("Finance Office", lambda: self.step(self.doc, "Finance Office", states.BOOK))

    def test_by_others(self):
        for role in (
            "Organization Office",
            "Team Head",
            "Liaison",
            "Town Office Staff",
            "Zhilian Administrator",
        ):
            with self.subTest(role):
                self.refused(role, lambda role=role: self.step(self.doc, role, states.BOOK))

    def test_submitted_past_the_step(self):
        for role in ("Second Finance", "Town Leader"):
            with self.subTest(role):
                self.refused(role, lambda: stored(self.doc).submit())

    def test_state_written_over_the_api(self):
        self.refused(
            "Finance Office", lambda: set_value(PAYMENT, self.doc.name, "state", states.BOOKED)
        )

    def test_changed_along_with_the_approval(self):
        with self.by("Second Finance"):
            doc = stored(self.doc)
            doc.update({"amount": 9000, "payee": "别人", "docstatus": 1, "state": states.BOOKED})
            doc.save()
        doc = stored(self.doc)
        self.assertEqual((5000, "田头村民委员会"), (doc.amount, doc.payee))

    def test_one_who_changed_it_does_not_approve_it(self):
        self.step(self.doc, "Second Finance", states.RETURN, "金额有误")
        with self.by("Second Finance"):
            doc = stored(self.doc)
            doc.amount = 4000
            doc.save()
        doc = self.step(doc, "Finance Office", states.ASK)
        with self.assertRaises(StepRefused):
            self.step(doc, "Second Finance", states.BOOK)

    def test_cancelled_past_the_step(self):
        doc = self.step(self.doc, "Second Finance", states.BOOK)
        for act in (
            lambda: stored(doc).cancel(),
            lambda: set_value(PAYMENT, doc.name, "docstatus", 2),
            lambda: self.step(doc, "Second Finance", states.CANCEL),
        ):
            with self.by("Second Finance"), self.assertRaises(REFUSED):
                act()
        self.assertEqual((1, states.BOOKED), (stored(doc).docstatus, stored(doc).state))
        with self.by("Second Finance"), self.assertRaises(REFUSED):
            changed = stored(doc)
            changed.amount = 1
            changed.save()
        with self.by("Second Finance"), self.assertRaises(REFUSED):
            frappe.delete_doc(PAYMENT, doc.name)


class TestBooks(SubsidyTestCase):
    def test_cancelled_and_amended(self):
        self.fund()
        project = self.planned()
        doc = self.pay(project, 20000)
        doc = self.step(doc, "Finance Office", states.CANCEL, "户名有误")
        self.assertEqual((2, states.CANCELLED), (doc.docstatus, doc.state))
        self.assertEqual((yuan(20000), 0, yuan(20000), 0), self.books(project))
        project = stored(project)
        self.assertEqual((states.PLANNED, None), (project.state, project.first_paid_on))
        with self.by("Finance Office"):
            amended = frappe.copy_doc(doc)
            amended.update(
                {
                    "amended_from": doc.name,
                    "payee": "田头股份合作社",
                    "docstatus": 0,
                    "state": "Cancelled",
                }
            )
            amended.insert()
        self.assertEqual((states.DRAFT, None), (amended.state, amended.approved_by_name))
        amended = self.step(amended, "Finance Office", states.ASK)
        self.step(amended, "Second Finance", states.BOOK)
        self.assertEqual((yuan(20000),) * 4, self.books(project))
        self.assertEqual(1, frappe.db.count(PROGRESS, {"project": project.name}))

    def test_a_cancelled_exception_takes_its_promise_along(self):
        self.fund()
        project = self.project()
        doc = self.payment(project, 3000, is_exception=1, exception_reason="抢修")
        doc = self.step(doc, "Town Leader", states.BOOK)
        self.step(doc, "Town Leader", states.CANCEL, "重复")
        self.assertEqual((0, 0, 0, 0), self.books(project))
        self.assertEqual((states.IN_POOL, None), (stored(project).state, stored(project).fund))

    def test_a_return_is_no_longer_promised_and_its_cancelling_needs_money(self):
        self.fund(20000)
        project = self.planned(approved=20000)
        self.pay(project, 20000)
        back = self.pay(project, 5000, "退-1", kind="Return")
        self.assertEqual((yuan(15000),) * 4, self.books(project))
        with self.assertRaises(balances.NotEnoughMoney):
            self.payment(project, 15000.01, "退-2", kind="Return")
        other = self.project("水渠", 5000)
        self.agree(self.plan(5000))
        self.assertEqual(states.PLANNED, stored(other).state)
        with self.assertRaises(balances.NotEnoughMoney):
            self.step(back, "Town Leader", states.CANCEL, "误记")

    def test_cancelled_after_the_project_stopped_nothing_stays_promised(self):
        self.fund()
        project = self.planned()
        doc = self.pay(project, 5000)
        self.step(project, "Town Leader", states.STOP, "不做了", stopped_on=getdate())
        self.step(doc, "Town Leader", states.CANCEL, "款项退票")
        self.assertEqual((0, 0, 0, 0), self.books(project))

    def test_cancelled_after_the_project_was_finished_its_cost_stays_promised(self):
        self.fund()
        project = self.planned()
        doc = self.pay(project, 20000)
        frappe.db.set_value(PROJECT, project.name, {"state": states.FINISHED, "final_cost": 15000})
        self.step(doc, "Town Leader", states.CANCEL, "款项退票")
        self.assertEqual((yuan(15000), 0, yuan(15000), 0), self.books(project))

    def test_the_receipt_may_follow_and_nothing_else(self):
        self.fund()
        doc = self.pay(self.planned(), 20000)
        with self.by("Finance Office"):
            url = upload("收据.png")
            for fields in ({"receipt": url, "payee": "别人"}, {"amount": 1}):
                changed = stored(doc)
                changed.update(fields)
                with self.assertRaises(frappe.ValidationError):
                    changed.save()
            changed = stored(doc)
            changed.receipt = url
            changed.save()
            self.assertEqual(url, stored(doc).receipt)
            changed.receipt = None
            with self.assertRaises(StepRefused):
                changed.save()


class TestFund(SubsidyTestCase):
    def entry(self, kind: str, amount: float, **fields):
        return {
            "entry_date": f"{getdate().year}-06-30",
            "kind": kind,
            "amount": amount,
            "reason": "年中调整",
            **fields,
        }

    def test_additions_and_cuts(self):
        fund = self.fund(1000)
        with self.by("Finance Office"):
            fund.append("entries", self.entry("Addition", 500.5))
            fund.append("entries", self.entry("Cut", 100.25))
            fund.save()
        self.assertEqual(
            (1400.25, 1400.25, 1400.25), (fund.budget, fund.free_amount, fund.left_amount)
        )

    def test_an_entry_stays(self):
        fund = self.fund(1000)
        for change in (
            lambda doc: doc.set("entries", []),
            lambda doc: doc.entries[0].update({"amount": 99999}),
            lambda doc: doc.append("entries", self.entry("Cut", 1000.01)),
            lambda doc: doc.append("entries", self.entry("Addition", 0)),
            lambda doc: doc.append("entries", self.entry("Addition", 1, entry_date="2020-01-01")),
        ):
            with self.by("Finance Office"), self.assertRaises(frappe.ValidationError):
                doc = stored(fund)
                change(doc)
                doc.save()
        self.assertEqual(1000, frappe.db.get_value(FUND, fund.name, "budget"))

    def test_what_is_promised_cannot_be_cut_nor_typed(self):
        fund = self.fund(20000)
        self.planned(approved=15000)
        with self.by("Finance Office"):
            doc = stored(fund)
            doc.update({"committed": 0, "paid": 0, "budget": 5})
            doc.append("entries", self.entry("Cut", 5000))
            doc.save()
            self.assertEqual((15000, 15000, 0), (doc.budget, doc.committed, doc.free_amount))
            doc.append("entries", self.entry("Cut", 0.01))
            with self.assertRaisesRegex(balances.NotEnoughMoney, "15,000.00"):
                doc.save()
