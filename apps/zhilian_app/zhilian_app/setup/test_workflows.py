"""Workflows on a site: what administrators change stays through every migrate, and can be shown and undone."""

from dataclasses import replace
from unittest.mock import patch

import frappe
from click.testing import CliRunner

from zhilian_app import commands, steps
from zhilian_app.issues import states
from zhilian_app.issues.testing import IssueTestCase
from zhilian_app.setup import workflows
from zhilian_app.testing import ZhilianTestCase
from zhilian_app.workflow_spec import Move

NAME = "Ledger Issue"


def rows():
    return [
        (row.state, row.action, row.next_state, row.allowed, row.allow_self_approval)
        for row in workflow().transitions
    ]


def workflow():
    return frappe.get_doc("Workflow", NAME)


def change(edit):
    """Edit the workflow as an administrator does in the desk."""
    doc = workflow()
    edit(doc)
    doc.save()


def take_out(action: str):
    change(lambda doc: doc.set("transitions", [r for r in doc.transitions if r.action != action]))


class TestMakeWorkflows(ZhilianTestCase):
    def test_twice_changes_nothing(self):
        before, modified = rows(), workflow().modified
        workflows.make_workflows()
        self.assertEqual((before, modified), (rows(), workflow().modified))
        self.assertEqual([], workflows.differences())

    def test_a_changed_step_stays(self):
        def allow_self_approval(doc):
            for row in doc.transitions:
                if row.action == "Withdraw":
                    row.allow_self_approval = 1

        change(allow_self_approval)
        changed = rows()
        workflows.make_workflows()
        self.assertEqual(changed, rows())
        self.assertEqual({"changed"}, {one.kind for one in workflows.differences()})

    def test_a_step_taken_out_stays_out(self):
        take_out("Take Back")
        workflows.make_workflows()
        self.assertNotIn("Take Back", {row[1] for row in rows()})
        self.assertEqual(
            {("missing", "Take Back")},
            {(one.kind, one.what[1]) for one in workflows.differences()},
        )

    def test_a_step_of_a_new_version_is_added(self):
        take_out("Take Back")
        new = Move((states.RESOLVED,), "Solved at Once", states.ON_THE_SPOT, ("Liaison",))
        spec = replace(states.SPEC, moves=(*states.SPEC.moves, new))
        with patch.object(workflows, "SPECS", (spec,)):
            workflows.make_workflows()
        self.assertIn((states.RESOLVED, "Solved at Once"), {row[:2] for row in rows()})
        self.assertNotIn("Take Back", {row[1] for row in rows()}, "what was taken out stays out")

    def test_switched_off_stays_off(self):
        change(lambda doc: doc.update({"is_active": 0}))
        workflows.make_workflows()
        self.assertFalse(workflow().is_active)
        self.assertEqual(["inactive"], [one.kind for one in workflows.differences()])

    def test_reset(self):
        before = rows()
        take_out("Take Back")
        workflows.reset(NAME)
        self.assertEqual(before, rows())
        self.assertEqual([], workflows.differences())
        with self.assertRaises(KeyError):
            workflows.reset("Something Else")


class TestStateOfTheDesk(IssueTestCase):
    def test_a_state_added_in_the_desk_works(self):
        for doctype, field, name in (
            ("Workflow State", "workflow_state_name", "待现场核实"),
            ("Workflow Action Master", "workflow_action_name", "现场核实"),
        ):
            frappe.get_doc({"doctype": doctype, field: name}).insert()

        def add(doc):
            doc.append("states", {"state": "待现场核实", "doc_status": "0", "allow_edit": "All"})
            doc.append(
                "transitions",
                {
                    "state": states.REGISTERED,
                    "action": "现场核实",
                    "next_state": "待现场核实",
                    "allowed": "Liaison",
                    "allow_self_approval": 1,
                },
            )

        change(add)
        self.addCleanup(frappe.clear_cache, doctype=NAME)
        issue = self.issue()
        offered = {one["action"] for one in self.offered(issue)}
        self.assertIn("现场核实", offered)
        issue = self.step(issue, "Liaison", "现场核实", "去看一看")
        self.assertEqual(("待现场核实", 1), (issue.state, issue.is_open))
        self.assertIn("待现场核实", frappe.get_meta(NAME).get_field("state").options.split("\n"))

    def offered(self, issue):
        with self.by("Liaison"):
            return steps.offered(frappe.get_doc(NAME, issue.name))


class TestCommand(ZhilianTestCase):
    def run_command(self, *arguments: str):
        """The command as the terminal runs it, on the connection of the test."""

        def on_site(context, run):
            frappe.local.lang = "zh"
            run()

        self.addCleanup(setattr, frappe.local, "lang", frappe.local.lang)
        with patch.object(commands, "_on_site", on_site):
            return CliRunner().invoke(
                commands.zhilian_workflow, arguments, obj=frappe._dict(sites=[], profile=False)
            )

    def test_diff_is_chinese(self):
        self.assertIn("没有改动", self.run_command("diff").output)
        take_out("Take Back")
        self.assertIn(
            "问题台账：本站点去掉了：提请党委会 → 撤回提请 → 驻点办理 (分管领导)",
            self.run_command("diff").output,
        )

    def test_reset_by_either_name(self):
        for name in (NAME, "问题台账"):
            take_out("Take Back")
            self.assertIn("已恢复", self.run_command("reset", name).output)
            self.assertEqual([], workflows.differences())

    def test_unknown_name(self):
        result = self.run_command("reset", "没有的")
        self.assertNotEqual(0, result.exit_code)
        self.assertIn("问题台账", str(result.exception))
