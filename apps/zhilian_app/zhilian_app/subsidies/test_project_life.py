"""A project from the pool to its end, with every step by the person whose turn it is, and the ways past them."""

import frappe
from frappe.utils import add_days, getdate

from zhilian_app.meetings.money import yuan
from zhilian_app.steps import StepIncomplete, StepRefused
from zhilian_app.subsidies import balances, pool, states
from zhilian_app.subsidies.testing import PLAN, PROGRESS, PROJECT, SubsidyTestCase
from zhilian_app.testing import make


def stored(doc):
    return frappe.get_doc(doc.doctype, doc.name)


class TestLife(SubsidyTestCase):
    def test_from_the_pool_to_finished_with_two_instalments(self):
        self.fund()
        project = self.project()
        self.assertEqual(states.IN_POOL, project.state)
        plan = self.agree(self.plan())
        project = stored(project)
        self.assertEqual((states.AGREED, states.PLANNED), (plan.state, project.state))
        self.assertEqual((plan.name, plan.fund), (project.plan, project.fund))
        self.assertEqual([yuan(20000), 0, yuan(20000), 0], list(self.books(project)))

        first = self.pay(project, 12000.5, "记-001")
        project = stored(project)
        self.assertEqual(
            (states.FUNDED, getdate(), 1), (project.state, project.first_paid_on, first.instalment)
        )
        project = self.step(project, "Liaison", states.START, started_on=getdate())
        second = self.pay(project, 7999.5, "记-002")
        self.assertEqual(2, second.instalment)
        self.assertEqual((yuan(20000),) * 4, self.books(project))
        self.assertEqual("柒仟玖佰玖拾玖元伍角", second.amount_words)

        self.progress(project)
        project = stored(project)
        self.assertEqual((100, 20000), (project.percent, project.spent))
        with self.by("Liaison"):
            project.update(
                {"finished_on": getdate(), "final_cost": 20000, "acceptance": "村民代表验收合格。"}
            )
            self.add_picture(project)
            project.save()
        project = self.step(project, "Organization Office", states.FINISH, accepted_on=getdate())
        self.assertEqual(states.FINISHED, project.state)
        states_gone = [row.to_state for row in project.steps]
        self.assertEqual(
            [states.IN_POOL, states.PLANNED, states.FUNDED, states.UNDER_WAY, states.FINISHED],
            states_gone,
        )

    def test_what_is_missing_to_finish_is_named(self):
        self.fund()
        project = self.under_way()
        with self.assertRaises(StepIncomplete) as caught:
            self.step(project, "Organization Office", states.FINISH, accepted_on=getdate())
        for label in (
            "Finished On",
            "Final Cost",
            "Result of the Acceptance",
            "Pictures of the Finished Work",
        ):
            self.assertIn(frappe._(label), str(caught.exception))

    def test_who_wrote_how_it_ended_does_not_accept_it(self):
        self.fund()
        project = self.under_way()
        self.progress(project)
        frappe.db.set_value(
            PROJECT, project.name, "written_by_users", self.world.users["Organization Office"]
        )
        with self.assertRaises(StepRefused):
            self.step(project, "Organization Office", states.FINISH, accepted_on=getdate())

    def test_not_finished_below_100(self):
        self.fund()
        project = self.under_way()
        self.progress(project, 90)
        project = stored(project)
        with self.by("Liaison"):
            project.update({"finished_on": getdate(), "final_cost": 20000, "acceptance": "合格。"})
            self.add_picture(project)
            project.save()
        with self.assertRaisesRegex(StepRefused, "90"):
            self.step(project, "Organization Office", states.FINISH, accepted_on=getdate())

    def test_stopped_with_a_reason_it_gives_its_promise_back(self):
        self.fund()
        project = self.planned()
        self.pay(project, 5000)
        with self.assertRaises(StepIncomplete):
            self.step(project, "Town Leader", states.STOP, stopped_on=getdate())
        project = self.step(
            project, "Town Leader", states.STOP, "用地没有谈成", stopped_on=getdate()
        )
        self.assertEqual("用地没有谈成", project.stop_reason)
        self.assertEqual((yuan(5000),) * 4, self.books(project))
        self.pay(project, 5000, "记-退1", kind="Return")
        self.assertEqual((0, 0, 0, 0), self.books(project))

    def test_cheaper_than_planned_leaves_the_rest_to_the_fund(self):
        self.fund()
        project = self.under_way(paid=15000)
        self.progress(project, spent=16000)
        project = stored(project)
        with self.by("Liaison"):
            project.update({"finished_on": getdate(), "final_cost": 16000, "acceptance": "合格。"})
            self.add_picture(project)
            project.save()
        self.step(project, "Organization Office", states.FINISH, accepted_on=getdate())
        self.assertEqual((yuan(16000), yuan(15000), yuan(16000), yuan(15000)), self.books(project))
        self.pay(project, 1000, "记-尾款")
        self.assertEqual((yuan(16000),) * 4, self.books(project))

    def test_no_state_changes_without_its_money(self):
        self.fund()
        project = self.project()
        for role, action in (
            ("Town Leader", states.PLAN),
            ("Organization Office", states.PLAN),
            ("Finance Office", states.FUND),
            ("Liaison", states.START),
        ):
            with (
                self.subTest(action=action, role=role),
                self.assertRaises((StepRefused, frappe.PermissionError)),
            ):
                self.step(project, role, action, started_on=getdate())
        for state in (states.PLANNED, states.FUNDED, states.UNDER_WAY, states.FINISHED):
            with (
                self.subTest(state=state),
                self.by("Organization Office"),
                self.assertRaises(StepRefused),
            ):
                doc = stored(project)
                doc.state = state
                doc.save()

    def test_fields_of_money_and_of_others_are_put_back(self):
        self.fund()
        project = self.planned()
        with self.by("Liaison"):
            doc = stored(project)
            doc.update({
                "approved_amount": 99999, "planned_amount": 99999, "paid_amount": 1, "urgency": "Most Urgent",
                "title": "别的", "fund": None, "percent": 100, "form_in_on": "2020-01-01 00:00:00",
            })  # fmt: skip
            doc.save()
        after = stored(project)
        for field in (
            "approved_amount",
            "planned_amount",
            "paid_amount",
            "urgency",
            "title",
            "fund",
            "percent",
            "form_in_on",
        ):
            self.assertEqual(project.get(field), after.get(field), field)


class TestPool(SubsidyTestCase):
    def test_queue_says_why(self):
        self.fund()
        self.project("普通", 8000, form_in_on="2026-03-01 08:00:00")
        self.project("特急的", 9000, urgency="Most Urgent", form_in_on="2026-03-09 08:00:00")
        self.project("缺材料", 7000, ready=False)
        rows = pool.queue_of(self.world.town)
        self.assertEqual(["特急的", "普通", "缺材料"], [row["title"] for row in rows])
        self.assertIn("缓急程度低于“特急的”", rows[1]["why"])
        self.assertIn("材料未齐", rows[2]["why"])
        self.assertIn("2026-03-09 08:00:00", rows[0]["why"])

    def test_only_the_organization_office_enters_and_ranks(self):
        project = self.project()
        with self.by("Organization Office"):
            doc = stored(project)
            doc.urgency = "Urgent"
            doc.save()
        self.assertEqual("Urgent", stored(project).urgency)
        for role in ("Liaison", "Finance Office", "Town Leader"):
            with self.subTest(role), self.by(role), self.assertRaises(frappe.PermissionError):
                make(
                    PROJECT,
                    title="自己写的",
                    station=self.world.own,
                    approved_amount=1,
                    resolution_no="1",
                    decided_on=getdate(),
                )


class TestPlan(SubsidyTestCase):
    def test_in_passed_over_and_what_if(self):
        self.fund(50000)
        self.project("甲", 20000, form_in_on="2026-03-01 08:00:00")
        self.project("乙", 30000, form_in_on="2026-03-02 08:00:00")
        self.project("丙", 5000, form_in_on="2026-03-03 08:00:00")
        plan = self.plan(26000)
        self.assertEqual(
            [("甲", "In the Plan"), ("乙", "Does Not Fit"), ("丙", "In the Plan")],
            [(row.title, row.outcome) for row in plan.rows],
        )
        self.assertEqual((25000, 1000), (plan.planned_amount, plan.left_amount))
        with self.by("Finance Office"):
            other = plan.what_if(50000)
        self.assertEqual((["乙"], ["丙"], 0), (other["entering"], other["leaving"], other["left"]))
        with self.by("Finance Office"):
            plan.policy = "Stop at the First"
            plan.save()
        self.assertEqual("Behind One That Does Not Fit", plan.rows[2].outcome)

    def test_a_move_needs_a_reason_and_is_shown_for_ever(self):
        self.fund()
        self.project("甲", form_in_on="2026-03-01 08:00:00")
        second = self.project("乙", form_in_on="2026-03-02 08:00:00")
        plan = self.plan(20000)
        with self.by("Finance Office"):
            with self.assertRaises(frappe.ValidationError):
                stored(plan).move_project(second.name, 1, " ")
            stored(plan).move_project(second.name, 1, "汛期前必须完工")
        plan = stored(plan)
        self.assertEqual(["乙", "甲"], [row.title for row in plan.rows])
        self.assertIn("汛期前必须完工", plan.rows[0].why)
        with self.by("Finance Office"):
            plan.set("moves", [])
            plan.save()
        self.assertEqual("汛期前必须完工", stored(plan).moves[0].reason)
        plan = self.agree(plan)
        self.assertEqual(states.PLANNED, stored(second).state)
        self.assertIn(
            "汛期前必须完工", frappe.get_doc("Committee Session", plan.session).papers[0].summary
        )

    def test_not_agreed_promises_nothing_and_can_come_again(self):
        self.fund()
        project = self.project()
        plan = self.agree(self.plan(), "Not Agreed")
        self.assertEqual((states.NOT_AGREED, states.IN_POOL), (plan.state, stored(project).state))
        self.assertEqual((0, 0), self.books())
        plan = self.step(plan, "Finance Office", states.SEND)
        self.assertEqual((states.BEFORE_COMMITTEE, None), (plan.state, plan.decision))

    def test_no_more_than_the_fund_has(self):
        self.fund(10000)
        self.project(approved=20000)
        plan = self.plan(20000)
        with self.assertRaisesRegex(balances.NotEnoughMoney, "10,000.00"):
            self.step(plan, "Finance Office", states.SEND)

    def test_before_the_committee_it_stays_as_it_is(self):
        self.fund()
        self.project("甲")
        plan = self.step(self.plan(), "Finance Office", states.SEND)
        self.project("乙")
        with self.by("Finance Office"):
            plan.update({"amount": 1, "remark": "附注"})
            plan.save()
        plan = stored(plan)
        self.assertEqual(
            (100000, ["甲"], "附注"), (plan.amount, [row.title for row in plan.rows], plan.remark)
        )

    def test_nobody_agrees_by_themselves(self):
        self.fund()
        self.project()
        plan = self.step(self.plan(), "Finance Office", states.SEND)
        for role in ("Town Leader", "Organization Office"):
            with self.subTest(role), self.assertRaises(StepRefused):
                self.step(plan, role, states.AGREE)


class TestProgressRows(SubsidyTestCase):
    def test_the_first_payment_makes_the_row_of_its_month(self):
        self.fund()
        project = self.planned()
        self.assertFalse(frappe.db.exists(PROGRESS, {"project": project.name}))
        self.pay(project, 20000)
        row = frappe.get_doc(PROGRESS, {"project": project.name})
        self.assertEqual(("Due", self.world.own), (row.status, row.station))
        self.assertEqual(1, frappe.db.count(PROGRESS, {"project": project.name}))

    def test_nobody_makes_or_changes_rows_past_the_rules(self):
        self.fund()
        project = self.under_way()
        with self.by("Liaison"), self.assertRaises(frappe.PermissionError):
            make(PROGRESS, project=project.name, month="2026-01-01")
        row = frappe.get_doc(PROGRESS, {"project": project.name})
        with self.by("Liaison"):
            row.update(
                {"status": "Handed In", "handed_in_on": "2020-01-01 00:00:00", "percent": 50}
            )
            row.save()
        row = stored(row)
        self.assertEqual(("Due", None, 50), (row.status, row.handed_in_on, row.percent))
        self.assertEqual(0, stored(project).percent)

    def test_going_back_takes_a_reason(self):
        self.fund()
        project = self.under_way()
        last = add_days(getdate().replace(day=1), -1)
        frappe.db.set_value(PROJECT, project.name, "first_paid_on", last)
        frappe.db.set_value(
            PROGRESS,
            {"project": project.name},
            {
                "name": "上月",
                "month": last.replace(day=1),
                "status": "Handed In",
                "percent": 60,
                "spent": 1,
            },
        )
        with self.assertRaisesRegex(frappe.ValidationError, "60"):
            self.progress(project, 50, 100)
        self.assertEqual(50, self.progress(project, 50, 100, back_reason="挡墙返工").percent)


class TestFromTheCommittee(SubsidyTestCase):
    def test_plan_doctype_is_in_the_session(self):
        self.fund()
        self.project()
        plan = self.step(self.plan(), "Finance Office", states.SEND)
        session = self.session()
        self.assertEqual(
            [(PLAN, plan.name)],
            [(row.reference_doctype, row.reference_name) for row in session.papers],
        )
        self.step(plan, "Finance Office", states.TAKE_BACK, "预算有误")
        session.save()
        self.assertEqual([], session.papers)
