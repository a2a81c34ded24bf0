import frappe
from frappe import _
from frappe.model.naming import make_autoname
from frappe.utils import cint, cstr, getdate

from zhilian_app import authors, files, notices, permissions
from zhilian_app.meetings.money import LARGEST, figures, in_words, yuan
from zhilian_app.required import check_filled
from zhilian_app.stations import people
from zhilian_app.steps import Change, Given, SteppedDocument, StepRefused, person_name
from zhilian_app.subsidies import balances, payments, queue_words, states

FACTS = (
    "project", "kind", "amount", "paid_on", "payee", "voucher_no", "receipt", "is_exception", "exception_reason",
    "remark",
)  # fmt: skip


class SubsidyPayment(SteppedDocument):
    """经费下拨 in instalments, and money that comes back. What it does to the books is in payments.py."""

    SPEC = states.PAYMENT
    STEP_FIELDS = ("approved_by_name", "instalment", "written_by_users")

    def autoname(self):
        self.name = make_autoname(
            queue_words.PAYMENT_SERIES.format(year=getdate(self.paid_on).year)
        )

    def save(self, *args, **kwargs):
        """Who pays the same project, or out of the same fund, waits here, before anything of the payment is locked."""
        if not self.is_new():
            balances.lock(self.project, self.fund)
        return super().save(*args, **kwargs)

    def validate(self):
        check_filled(self, "project", "paid_on", "payee", "voucher_no")
        self.begin_anew()
        self.keep_what_was_sent()
        self.set_place()
        self.tidy()
        self.check_day()
        self.check_receipt()
        payments.check_voucher(self)
        self.follow_steps()
        self.note_writer()

    def on_update(self):
        self.tell_who_approves()

    def on_submit(self):
        payments.book(self)

    def before_cancel(self):
        """Frappe asks neither the role of this step nor its reason."""
        self.follow_steps()
        super().before_cancel()

    def on_cancel(self):
        payments.unbook(self)

    def before_update_after_submit(self):
        """A booked payment stays; its receipt may follow, once."""
        before = self.get_doc_before_save()
        changed = {
            field for field in (*FACTS, "state") if cstr(self.get(field)) != cstr(before.get(field))
        }
        if before.receipt or changed != {"receipt"}:
            frappe.throw(
                _("A booked payment stays as it is. Please cancel it, with the reason."),
                StepRefused,
            )
        self.check_receipt()

    # -- facts -----------------------------------------------------------------------------------------

    def begin_anew(self):
        """What is amended begins like any other: the framework copies its state, too."""
        if self.is_new() and self.amended_from:
            self.state = states.DRAFT

    def keep_what_was_sent(self):
        """Who approves, approves what stands there."""
        before = self.get_doc_before_save()
        if before and before.state != states.DRAFT:
            for field in FACTS:
                self.set(field, before.get(field))

    def set_place(self):
        project = frappe.db.get_value(
            "Subsidy Project", self.project, ["title", "station", "station_name", "town", "fund", "plan"], as_dict=True
        )  # fmt: skip
        self.update(
            {
                "project_title": project.title,
                "station": project.station,
                "station_name": project.station_name,
                "town": project.town,
                "plan": project.plan,
            }
        )
        if self.docstatus == 0 or not self.fund:
            self.fund = project.fund or payments.fund_of(project.town, getdate(self.paid_on).year)

    def tidy(self):
        if self.kind != payments.PAYMENT:
            self.is_exception = 0
        self.is_exception = cint(self.is_exception)
        if not self.is_exception:
            self.exception_reason = ""
        for field in ("payee", "voucher_no"):
            self.set(field, " ".join(cstr(self.get(field)).split()))
        self.exception_reason = cstr(self.exception_reason).strip()
        amount = yuan(self.amount)
        if not 0 < amount <= LARGEST:
            frappe.throw(_("Please enter an amount of more than 0."))
        self.amount, self.amount_words = float(amount), in_words(amount)
        if self.is_exception and not self.exception_reason:
            frappe.throw(_("Please give the reason for paying outside of a plan."))

    def check_day(self):
        if getdate(self.paid_on) > getdate():
            frappe.throw(_("{0}: the day {1} is still to come.").format(_("Paid On"), self.paid_on))

    def check_receipt(self):
        before = self.get_doc_before_save()
        if self.receipt and (not before or before.receipt != self.receipt):
            files.check_documents([self.receipt], self.doctype, self.name)

    # -- steps -----------------------------------------------------------------------------------------

    def authors(self) -> set[str]:
        return {self.owner, *authors.users_in(self.written_by_users)} - {None, ""}

    def note_writer(self):
        """Who has written into a payment does not approve it."""
        before = self.get_doc_before_save()
        if before and any(cstr(self.get(field)) != cstr(before.get(field)) for field in FACTS):
            self.written_by_users = authors.with_user(self.written_by_users, frappe.session.user)

    def step_inputs(self, before: str, after: str):
        return states.payment_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        if change.after == states.TO_APPROVE:
            payments.check_possible(self)
        if change.after == states.BOOKED:
            self.check_approver()
            self.approved_by_name = person_name()

    def check_approver(self):
        """A payment outside of a plan is a leader's to answer for."""
        if self.is_exception and not permissions.is_of(self.town, permissions.TOWN_LEADER):
            frappe.throw(
                _("A payment outside of a plan is approved by a leader of the town."), StepRefused
            )

    def tell_who_approves(self):
        before = self.get_doc_before_save()
        if self.state != states.TO_APPROVE or (before and before.state == self.state):
            return
        role = permissions.TOWN_LEADER if self.is_exception else permissions.FINANCE
        users = [
            user for user in people.office_users(self.town, role) if user not in self.authors()
        ]
        subject = _("Payment to approve: {0}, {1} yuan", lang="zh").format(
            self.project_title, figures(self.amount)
        )
        notices.tell(users, subject, self.doctype, self.name)
