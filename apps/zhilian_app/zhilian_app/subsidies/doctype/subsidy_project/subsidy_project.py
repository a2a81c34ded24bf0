from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import cstr, getdate, now_datetime

from zhilian_app import authors, files, permissions
from zhilian_app.meetings.money import LARGEST, NOTHING, yuan
from zhilian_app.required import check_filled
from zhilian_app.steps import (
    Change,
    Given,
    StepIncomplete,
    SteppedDocument,
    StepRefused,
    person_name,
)
from zhilian_app.subsidies import balances, pool, ranking, states

MONEY = ("total_budget", "amount_asked", "approved_amount")
# what came from the committee's decision, or was entered with its resolution
DECISION = (
    "title", *MONEY, "resolution_no", "decided_on", "decision_words", "current_situation", "proposed_solution",
    "form_in_on",
)  # fmt: skip
# what the work's own people write down while it goes on
WORK = ("finished_on", "final_cost", "acceptance", "acceptance_paper")
# who looks after the queue
STEERED = ("urgency", "town_office")


class SubsidyProject(SteppedDocument):
    SPEC = states.PROJECT
    STEP_FIELDS = (
        "fund", "plan", "planned_amount", "paid_amount", "payments_made", "first_paid_on", "started_on", "percent",
        "spent", "progress_month", "accepted_on", "accepted_by_name", "stopped_on", "stop_reason", "issue", "request",
        "request_item", "session", "written_by_users",
    )  # fmt: skip

    def validate(self):
        check_filled(self, "title", "station", "resolution_no", "decided_on")
        self.set_place()
        self.keep_what_is_others()
        self.tidy()
        self.check_statement()
        self.check_work()
        self.follow_steps()
        self.note_writer()

    def on_update(self):
        # what hangs on a field of its own the framework attaches itself
        urls = [row.picture for row in self.pictures if row.picture]
        files.attach_pictures(urls, self.doctype, self.name)

    def onload(self):
        super().onload()
        self.set_onload("may", {
            "decision": self.may_correct_decision(),
            "steer": self.is_organization(),
            "work": self.is_team(),
        })  # fmt: skip
        if self.state == states.IN_POOL and not self.is_new():
            self.set_onload("queue_place", pool.place_of(self))

    # -- place and origin ------------------------------------------------------------------------------

    def set_place(self):
        self.town, self.station_name = frappe.db.get_value(
            "Station", self.station, ["town", "station_name"]
        )
        if self.is_new():
            # who enters it is in the record of steps, and has not written how it ends
            self.owner = "Administrator"
        if self.is_new() and not self.form_in_on:
            self.form_in_on = now_datetime().replace(microsecond=0)
        if self.town_office:
            town = frappe.db.get_value("Town Office", self.town_office, "town")
            if town != self.town:
                frappe.throw(_("Please choose an office of {0}.").format(self.town))

    def step_inputs(self, before: str, after: str):
        return states.project_inputs(after)

    def step_defaults(self, after: str) -> dict:
        days = ("started_on", "accepted_on", "stopped_on")
        names = {one.fieldname for one in states.project_inputs(after)}
        return {day: getdate() for day in days if day in names}

    def on_step(self, change: Change, given: Given) -> None:
        if change.before is None:
            # links to the decision that made it: by hand a project has none of them
            self.update(self.flags.origin or {})
        if change.after == states.FINISHED:
            self.check_finished()
            self.accepted_by_name = person_name()
            self.release_rest(needed=yuan(self.final_cost))
        if change.after == states.STOPPED:
            self.stop_reason = given.reason
            self.check_day("stopped_on")
            self.release_rest()
        if change.after == states.UNDER_WAY:
            self.check_day("started_on")

    # -- who writes what -------------------------------------------------------------------------------

    def is_team(self) -> bool:
        return permissions.is_on_team(self.station)

    def is_organization(self) -> bool:
        return permissions.is_of(self.town, permissions.ORGANIZATION)

    def may_correct_decision(self) -> bool:
        """What was entered by hand can be corrected while no money hangs on it."""
        return not self.request_item and self.state == states.IN_POOL and self.is_organization()

    def keep_what_is_others(self):
        before = self.get_doc_before_save()
        if not before:
            return
        ended = before.state in states.ENDED
        kept = []
        if self.request_item or not self.may_correct_decision():
            kept += DECISION
        if ended or not self.is_organization():
            kept += STEERED
        if ended or not self.is_team():
            kept += WORK
            self.set("pictures", [row.as_dict() for row in before.pictures])
        if ended:
            kept += ("expected_finish", "statement", "remark")
        elif before.statement and not self.is_organization():
            # it came in once, and its time counts: another one would be a new estimate
            kept.append("statement")
        for field in kept:
            self.set(field, before.get(field))

    def note_writer(self):
        """Who wrote down how the work ended does not accept it."""
        before = self.get_doc_before_save()
        if before and written(self) != written(before):
            self.add_writer()

    def add_writer(self):
        self.written_by_users = authors.with_user(self.written_by_users, frappe.session.user)

    def authors(self) -> set[str]:
        return authors.users_in(self.written_by_users)

    # -- what stands in it -----------------------------------------------------------------------------

    def tidy(self):
        self.title = " ".join(cstr(self.title).split())
        for field in (
            "current_situation",
            "proposed_solution",
            "decision_words",
            "acceptance",
            "remark",
        ):
            self.set(field, cstr(self.get(field)).strip())
        for field in (*MONEY, "final_cost"):
            self.set(field, float(yuan(self.get(field))))
        if self.urgency not in ranking.URGENCIES:
            self.urgency = ranking.NORMAL
        approved, asked = yuan(self.approved_amount), yuan(self.amount_asked)
        if not 0 < approved <= LARGEST:
            frappe.throw(_("Please fill in the approved amount (more than 0)."))
        if asked and approved > asked:
            frappe.throw(_("The approved amount is more than the amount asked."))
        if not self.total_budget:
            self.total_budget = float(max(approved, asked))
        if getdate(self.decided_on) > getdate():
            frappe.throw(_("The decision of {0} is still to come.").format(self.decided_on))

    def check_statement(self):
        if not self.statement:
            self.statement_in_on = None
            return
        before = self.get_doc_before_save()
        if not before or before.statement != self.statement:
            files.check_documents([self.statement], self.doctype, self.name)
        stored = before and before.statement and before.statement_in_on
        self.statement_in_on = stored or now_datetime().replace(microsecond=0)

    def check_work(self):
        before = self.get_doc_before_save()
        new = files.new_urls(self, "pictures", "picture")
        files.check_pictures(new, self.doctype, self.name)
        if self.acceptance_paper and (
            not before or self.acceptance_paper != before.acceptance_paper
        ):
            files.check_documents([self.acceptance_paper], self.doctype, self.name)
        if yuan(self.final_cost) > LARGEST:
            frappe.throw(_("Please check the final cost."))
        if self.finished_on and getdate(self.finished_on) > getdate():
            frappe.throw(
                _("The work cannot be finished on {0}: that day is still to come.").format(
                    self.finished_on
                )
            )

    def check_day(self, field: str):
        day = getdate(self.get(field))
        if day > getdate():
            frappe.throw(
                _("{0}: the day {1} is still to come.").format(_(self.meta.get_label(field)), day),
                StepRefused,
            )

    def check_finished(self):
        """「直至项目完成」: all of it is done, paid for, looked at, and can be seen."""
        missing = [
            field
            for field in ("finished_on", "final_cost", "acceptance", "pictures")
            if not self.get(field)
        ]
        if missing:
            labels = "、".join(_(self.meta.get_label(field)) for field in missing)
            frappe.throw(_("Please fill in: {0}.").format(labels), StepIncomplete)
        if self.percent < 100:
            frappe.throw(
                _("The progress is {0}%: a finished project has 100%.").format(int(self.percent)),
                StepRefused,
            )
        self.check_day("accepted_on")
        if getdate(self.accepted_on) < getdate(self.finished_on):
            frappe.throw(
                _("It cannot be accepted before it was finished ({0}).").format(self.finished_on),
                StepRefused,
            )

    def release_rest(self, needed: Decimal = NOTHING):
        """What is promised and will not be paid goes back to the fund; ``needed`` yuan stay promised."""
        self.planned_amount = float(balances.release_surplus(self.name, self.fund, needed).planned)


def written(doc) -> tuple:
    """What was written down about the end of the work, as it can be compared."""
    words = (cstr(doc.get(field)) for field in ("finished_on", "acceptance", "acceptance_paper"))
    return (*words, yuan(doc.final_cost), tuple(row.picture for row in doc.pictures))
