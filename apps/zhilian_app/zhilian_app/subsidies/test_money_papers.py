"""What a reader finds on the papers of the town's money, and what the forms ask the server."""

import unittest

import frappe

from zhilian_app.subsidies import api
from zhilian_app.subsidies.payee import payee_of
from zhilian_app.subsidies.testing import PAYMENT, PLAN, SubsidyTestCase, upload

NASTY = '<b>三组路灯</b> "{{ 1 }}"'
NASTY_ESCAPED = "&lt;b&gt;三组路灯&lt;/b&gt; &#34;{{ 1 }}&#34;"


class TestPayee(unittest.TestCase):
    def test_of_a_station(self):
        for name, kind, payee in (
            ("田头村", "Village", "田头村民委员会"),
            ("田头", "Village", "田头村民委员会"),
            ("村", "Village", "村村民委员会"),
            ("圩镇社区", "Community", "圩镇社区居民委员会"),
            ("圩镇", "Community", "圩镇社区居民委员会"),
        ):
            with self.subTest(name):
                self.assertEqual(payee, payee_of(name, kind))


class TestPapers(SubsidyTestCase):
    def printed(self, doc, print_format: str, role: str = "Finance Office") -> str:
        with self.by(role):
            return frappe.get_print(doc.doctype, doc.name, print_format)

    def says(self, html: str, *words: str):
        for one in words:
            self.assertIn(one, html)

    def test_voucher_of_the_second_instalment(self):
        self.fund()
        project = self.planned(title=NASTY)
        first = self.pay(project, 12000)
        second = self.pay(project, 5000.5, "记-002", payee="<i>田头</i>")
        html = self.printed(second, "Subsidy Payment Voucher")
        self.says(
            html, NASTY_ESCAPED, "第 2 次", "5,000.50 元", "伍仟元伍角", "17,000.50 元", "记-002",
            "&lt;i&gt;田头&lt;/i&gt;", "赤党会纪〔2026〕12号", project.plan,
        )  # fmt: skip
        self.assertNotIn(NASTY, html)
        # the first one says what it said when it was new
        self.assertNotIn("17,000.50", self.printed(first, "Subsidy Payment Voucher"))

    def test_plan_before_and_after_its_session(self):
        self.fund()
        self.project(NASTY)
        plan = self.plan(50000)
        self.says(self.printed(plan, PLAN), NASTY_ESCAPED, "尚未决定", "20,000.00", "贰万元整")
        self.says(self.printed(self.agree(plan), PLAN), "同意", "赤党会纪〔2026〕12号")

    def test_papers_of_a_session_without_items(self):
        self.fund()
        self.project(NASTY)
        plan = self.agree(self.plan(50000))
        session = frappe.get_doc("Committee Session", plan.session)
        for print_format in ("Committee Session Minutes", "Committee Resolution"):
            with self.subTest(print_format):
                html = self.printed(session, print_format, "Organization Office")
                self.says(html, "资金日程安排", NASTY_ESCAPED, "同意", "按计划下拨")
                self.assertNotIn("没有提请研究解决的事项", html)


class TestAnswers(SubsidyTestCase):
    def test_what_a_payment_begins_with(self):
        self.fund()
        project = self.planned()
        with self.by("Finance Office"):
            facts = api.payment_facts(project.name)
        self.assertEqual((20000, 20000, 0, 20000), tuple(
            facts[key] for key in ("approved", "planned", "paid", "to_pay")
        ))  # fmt: skip
        self.pay(project, 5000, payee="田头村经济合作社")
        with self.by("Finance Office"):
            facts = api.payment_facts(project.name)
        self.assertEqual((15000, "田头村经济合作社"), (facts["to_pay"], facts["payee"]))

    def test_rows_of_a_project_are_for_those_who_may_see_them(self):
        self.fund()
        project = self.planned()
        self.pay(project, 5000)
        with self.by("Liaison"):
            rows = api.project_rows(project.name)
        self.assertEqual((1, 1), (len(rows["payments"]), len(rows["progress"])))
        with self.as_user(self.world.other_liaison), self.assertRaises(frappe.PermissionError):
            api.project_rows(project.name)

    def test_a_late_picture_needs_the_right_to_write(self):
        self.fund()
        project = self.under_way()
        with self.by("Finance Office"), self.assertRaises(frappe.PermissionError):
            api.add_picture(project.doctype, project.name, upload())
        with self.by("Liaison"):
            api.add_picture(project.doctype, project.name, upload("q.png"))
            with self.assertRaises(frappe.ValidationError):
                api.add_picture(PAYMENT, project.name, upload())
        self.assertEqual(1, len(frappe.get_doc(project.doctype, project.name).pictures))
