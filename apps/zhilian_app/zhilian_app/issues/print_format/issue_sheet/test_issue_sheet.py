"""问题办理单: facts, story, result and feedback on one paper, and nobody's name that must not stand there."""

import frappe

from zhilian_app.issues import api
from zhilian_app.issues.testing import IssueTestCase
from zhilian_app.testing import make_entry, make_household, make_visit


class TestIssueSheet(IssueTestCase):
    def paper(self, name: str, role: str = "Liaison") -> str:
        frappe.local.lang = "zh"
        self.addCleanup(setattr, frappe.local, "lang", "en")
        with self.by(role):
            return frappe.get_print("Ledger Issue", name, "Issue Sheet")

    def test_facts_story_result_and_feedback(self):
        issue = self.issue(content="路灯<b>坏了</b>")
        issue = self.step(
            issue, "Liaison", "Refer to an Office", "请派人查看", town_office=self.office
        )
        issue = self.step(issue, "Town Office Staff", "Accept")
        issue = self.step(issue, "Town Office Staff", "Report as Resolved", result="已换灯")
        issue = self.step(
            issue, "Liaison", "Tell the People", told_on=str(issue.resolved_on), told_how="By Phone",
            told_by=self.world.cadres["Liaison"].name, satisfaction="Satisfied", told_words="谢谢",
        )  # fmt: skip
        html = self.paper(issue.name)
        for words in (
            "问题办理单", "路灯&lt;b&gt;坏了", "规划建设办公室", "请派人查看", "已换灯", "电话", "满意", "谢谢",
            "已反馈销号", self.world.cadres["Liaison"].cadre_name, "办理中",
        ):  # fmt: skip
            self.assertIn(words, html)
        self.assertNotIn("路灯<b>", html)

    def test_a_sensitive_household_is_not_on_the_paper(self):
        home = make_household(self.world.own, "何某某", address="九组九号")
        make_entry(home.name, "社区矫正人员")
        visit = make_visit(home.name, needs="想找工作")
        with self.by("Liaison"):
            name = api.register_from_visit(visit.name)["name"]
        html = self.paper(name)
        self.assertIn("想找工作", html)
        self.assertNotIn("何某某", html)
        self.assertNotIn("九组九号", html)
