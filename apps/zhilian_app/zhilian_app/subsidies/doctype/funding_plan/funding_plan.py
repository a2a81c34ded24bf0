import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate

from zhilian_app import permissions
from zhilian_app.meetings.money import LARGEST, NOTHING, figures, yuan
from zhilian_app.required import check_filled
from zhilian_app.steps import Change, Given, StepIncomplete, SteppedDocument
from zhilian_app.subsidies import allocation, balances, plans, queue_words, states

OPEN = (states.DRAFT, states.NOT_AGREED)
OWN = ("plan_date", "amount", "policy")


class FundingPlan(SteppedDocument):
    """资金日程安排: an amount, a day, and the projects that it pays in their order."""

    SPEC = states.FUNDING_PLAN
    STEP_FIELDS = ("decision", "resolution_no", "decided_on", "decision_words", "session")

    def autoname(self):
        name = queue_words.PLAN_NAME.format(town=self.town, day=getdate(self.plan_date))
        taken = frappe.db.count("Funding Plan", {"name": ["like", f"{name}%"]})
        self.name = f"{name}-{taken + 1}" if taken else name

    def validate(self):
        check_filled(self, "town", "fund", "plan_date")
        self.set_policy()
        self.check_place()
        self.keep_moves()
        self.draw()
        self.follow_steps()

    def set_policy(self):
        if self.policy not in allocation.POLICIES:
            self.policy = (
                frappe.get_cached_value("Town", self.town, "plan_policy") or allocation.PASS_OVER
            )

    def check_place(self):
        town, year = frappe.db.get_value("Subsidy Fund", self.fund, ["town", "year"])
        if town != self.town:
            frappe.throw(_("Please choose a fund of {0}.").format(self.town))
        if getdate(self.plan_date).year != cint(year):
            frappe.throw(_("The date of the plan is not in the fund's year {0}.").format(year))
        if not 0 < yuan(self.amount) <= LARGEST:
            frappe.throw(_("Please enter an amount of more than 0."))

    def keep_moves(self):
        """A move stays for ever; what a client sends along is not believed."""
        before = self.get_doc_before_save()
        self.set("moves", [row.as_dict() for row in before.moves] if before else [])
        new = self.flags.pop("new_move", None)
        if new:
            self.append("moves", new)

    def draw(self):
        """While it is a draft the rows follow from the pool; what the committee has before it stays as it is."""
        before = self.get_doc_before_save()
        if before and before.state not in OPEN:
            for field in OWN:
                self.set(field, before.get(field))
        if before and (before.state not in OPEN or self.is_as_refused(before)):
            self.set("rows", [row.as_dict() for row in before.rows])
        else:
            self.amount = float(yuan(self.amount))
            self.set("rows", plans.rows_of(self))
        self.planned_amount = float(
            sum((yuan(row.amount) for row in self.rows if row.outcome == allocation.IN), NOTHING)
        )
        self.left_amount = float(yuan(self.amount) - yuan(self.planned_amount))

    def is_as_refused(self, before) -> bool:
        """Whether a refused plan still says what the committee refused: nobody has begun to change it."""
        same = all(
            cstr(self.get(field)) == cstr(before.get(field)) for field in ("plan_date", "policy")
        )
        same = same and yuan(self.amount) == yuan(before.amount)
        return (
            same
            and self.state == before.state == states.NOT_AGREED
            and len(self.moves) == len(before.moves)
        )

    def onload(self):
        super().onload()
        self.set_onload("may_move", self.state in OPEN and permissions.may(self, "write"))
        self.set_onload("free", float(balances.fund_books(self.fund).free))

    def step_inputs(self, before: str, after: str):
        return states.plan_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        if change.after == states.BEFORE_COMMITTEE:
            if not any(row.outcome == allocation.IN for row in self.rows):
                frappe.throw(_("No project is in the plan."), StepIncomplete)
            self.check_free()
            # an earlier word of the committee is in the record of steps
            self.update(dict.fromkeys(self.STEP_FIELDS))

    def check_free(self):
        free = balances.fund_books(self.fund).free
        if yuan(self.planned_amount) > free:
            frappe.throw(
                _(
                    "The plan promises {0} yuan, and of the fund only {1} yuan are not promised yet."
                ).format(figures(self.planned_amount), figures(free)),
                balances.NotEnoughMoney,
            )

    @frappe.whitelist(methods=["POST"])
    def move_project(self, project: str, to_rank: int, reason: str) -> None:
        """Move a project to another place, with a reason.

        Raises:
            frappe.PermissionError: the user may not write the plan.
            frappe.ValidationError: see plans.add_move.
        """
        self.check_permission("write")
        plans.add_move(self, cstr(project), cint(to_rank), cstr(reason))

    @frappe.whitelist(methods=["POST"])
    def what_if(self, amount: float | str) -> dict:
        """What another amount (yuan) would change: titles that come in and that drop out, the sum and what is left.

        Raises:
            frappe.PermissionError: the user may not read the plan.
            frappe.ValidationError: it is no amount.
        """
        self.check_permission("read")
        other = yuan(amount)
        if not 0 < other <= LARGEST:
            frappe.throw(_("Please enter an amount of more than 0."))
        rows = plans.rows_of(self, other)
        before = plans.rows_of(self)
        change = allocation.difference(plans.outcomes_of(before), plans.outcomes_of(rows))
        titles = {row["project"]: row["title"] for row in rows}
        planned = sum(
            (yuan(row["amount"]) for row in rows if row["outcome"] == allocation.IN), NOTHING
        )
        return {
            "entering": [titles[key] for key in change.entering],
            "leaving": [titles[key] for key in change.leaving],
            "planned": float(planned),
            "left": float(other - planned),
        }
