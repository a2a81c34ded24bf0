import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate, now_datetime

from zhilian_app import authors, calendar, files, notices, paper_copy, permissions
from zhilian_app.meetings import ledger_items, requests, sessions_upkeep, states
from zhilian_app.meetings.money import yuan
from zhilian_app.meetings.row_problems import stop_at
from zhilian_app.stations import people
from zhilian_app.steps import (
    Change,
    Given,
    StepIncomplete,
    SteppedDocument,
    StepRefused,
    person_name,
)

# what only the ledger, the committee and the clock write
KEPT = (
    "issue", "sensitive", "taken_back", "statement_in_on", "decision", "resolution_no", "decided_on",
    "approved_amount", "office", "decision_due_on", "decision_words", "decided_in",
)  # fmt: skip
SIGNATURE = ("signed_by", "signed_by_name", "signed_on")
SIGNING_DUTIES = ("Team Head", "Station Leader")


class CommitteeRequest(SteppedDocument):
    SPEC = states.REQUEST
    STEP_FIELDS = (
        "submitted_on", "sent_by", "sent_by_name", *SIGNATURE, "accepted_on", "accepted_by_name", "paper_received",
        "paper_received_on", "written_by_users",
    )  # fmt: skip

    def autoname(self):
        self.set_month()
        self.name = requests.name_of(self.station, self.month)

    def before_insert(self):
        self.draw_items()

    def validate(self):
        self.set_place()
        self.keep_items()
        self.tidy_items()
        self.check_statements()
        if self.follow_steps():
            # the day for handing in is no limit of a step
            self.steps[-1].due_on = None
        self.note_writer()

    def on_update(self):
        files.attach_pictures(
            [row.statement for row in self.items if row.statement], self.doctype, self.name
        )
        self.tell_whose_turn()
        if self.has_become(states.ACCEPTED):
            sessions_upkeep.refresh(self.town)

    # -- place and month -------------------------------------------------------------------------------

    def set_month(self):
        """The month is its first day; by hand one begins this month's request or the next one's."""
        self.month = calendar.month_start(getdate(self.month))
        if not self.flags.by_itself and not requests.may_begin(self.month, getdate()):
            frappe.throw(_("A request is begun for this month or the next one."))

    def set_place(self):
        if self.is_new() and self.flags.by_itself:
            # who put the issue up has not written the request
            self.owner = "Administrator"
        self.town, started = frappe.db.get_value("Station", self.station, ["town", "started_on"])
        self.month = calendar.month_start(getdate(self.month))
        due_day = cint(frappe.get_cached_value("Town", self.town, "request_due_day"))
        self.due_on = requests.due_on(self.month, due_day)

    # -- items -----------------------------------------------------------------------------------------

    def draw_items(self):
        """A request begins with what waits in the ledger, whatever its maker sends along."""
        self.set("items", [])
        self.draw(ledger_items.waiting(self.station))

    def draw(self, issues: list[dict]) -> None:
        """Put issues on the request; one that was taken back before stands again with what was written."""
        known = {row.issue: row for row in self.items if row.taken_back}
        for issue in issues:
            row = known.get(issue["name"])
            if row:
                row.taken_back = 0
            else:
                self.append("items", ledger_items.item_of(issue))

    def keep_items(self):
        """Rows come from the ledger and stay; what stands in them is changed by the team until it is sent."""
        before = self.get_doc_before_save()
        if not before or self.flags.by_itself:
            return
        if not self.may_write_items(before):
            self.freeze(before)
            return
        stored = {row.name: row for row in before.items}
        if any(row.name not in stored for row in self.items):
            frappe.throw(_("An item comes from the ledger: please put its issue to the committee."))
        kept = {row.name for row in self.items}
        if any(row.name not in kept and not row.taken_back for row in before.items):
            frappe.throw(_("An item goes when its issue is taken back in the ledger."))
        for row in self.items:
            row.update({field: stored[row.name].get(field) for field in KEPT})

    def may_write_items(self, before) -> bool:
        return self.is_own() and before.state in states.OPEN_STATES

    def is_own(self) -> bool:
        """Whether it is the station's own team that writes."""
        return permissions.is_on_team(self.station)

    def freeze(self, before):
        """Items as they were sent; only a statement that was not in yet can still come."""
        late = {row.name: row.statement for row in self.items if row.statement}
        own = self.is_own()
        self.set("items", [row.as_dict() for row in before.items])
        for row in self.items:
            if own and not row.statement and not row.decision and row.kind == requests.PROJECT:
                row.statement = late.get(row.name)

    def tidy_items(self):
        for row in self.items:
            row.title = " ".join(cstr(row.title).split())
            for field in ("current_situation", "proposed_solution", "remark"):
                row.set(field, cstr(row.get(field)).strip())
            if row.kind != requests.PROJECT:
                row.update({"total_budget": 0, "amount_asked": 0, "expected_finish": None})
                row.urgency = "Normal"
            for field in ("total_budget", "amount_asked"):
                row.set(field, float(yuan(row.get(field))))
        self.has_project = int(any(row.kind == requests.PROJECT for row in self.items))
        stop_at(requests.mistakes(self.as_items()))

    def as_items(self) -> list[requests.Item]:
        """Items as the rules see them."""
        return [
            requests.Item(
                row.kind,
                cstr(row.title),
                cstr(row.current_situation),
                cstr(row.proposed_solution),
                yuan(row.total_budget),
                yuan(row.amount_asked),
                getdate(row.expected_finish) if row.expected_finish else None,
            )
            for row in self.items
        ]

    def check_statements(self):
        """说明材料: a private file; when it first came in orders the queue for the money."""
        files.check_documents(
            [row.statement for row in self.items if row.statement], self.doctype, self.name
        )
        for row in self.items:
            if not row.statement:
                row.statement_in_on = None
            elif not row.statement_in_on:
                row.statement_in_on = now_datetime().replace(microsecond=0)

    # -- steps -----------------------------------------------------------------------------------------

    def onload(self):
        super().onload()
        self.set_onload("may_write", self.may_write_items(self) and permissions.may(self, "write"))
        self.set_onload("may_add_statement", self.is_own() and permissions.may(self, "write"))

    def authors(self) -> set[str]:
        return {self.owner, self.sent_by, *authors.users_in(self.written_by_users)} - {None, ""}

    def note_writer(self):
        """Who has written into the items does not sign them."""
        before = self.get_doc_before_save()
        if self.flags.by_itself or not before:
            return
        if [written(row) for row in self.items] != [written(row) for row in before.items]:
            self.written_by_users = authors.with_user(self.written_by_users, frappe.session.user)

    def step_inputs(self, before: str, after: str):
        return states.request_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        if change.after == states.TO_SIGN:
            self.check_complete()
            self.update({"submitted_on": now_datetime(), "sent_by": frappe.session.user})
            self.sent_by_name = person_name()
        if change.before == states.TO_SIGN:
            self.check_signer()
        if change.after == states.SIGNED:
            self.update({"signed_by": permissions.scope().cadre, "signed_on": now_datetime()})
            self.signed_by_name = person_name()
        if change.after == states.RETURNED:
            self.update(dict.fromkeys(SIGNATURE))
        if change.after == states.ACCEPTED:
            # to the second: it orders the queue for the money
            self.accepted_on = now_datetime().replace(microsecond=0)
            self.accepted_by_name = person_name()
            self.paper_received = cint(self.paper_received)
            self.paper_received_on = getdate() if self.paper_received else None

    def check_complete(self):
        """「表格……真实、依时、不漏填、不应付」: each item says what the committee has to know."""
        up = [
            (row.idx, item)
            for row, item in zip(self.items, self.as_items(), strict=True)
            if not row.taken_back
        ]
        if not up:
            frappe.throw(_("There is no item on this request."), StepIncomplete)
        stop_at(requests.gaps(up, getdate()), StepIncomplete)

    def check_signer(self):
        """「经驻点组长或分管领导审核签名」: of this station, not of another one where they hold that duty."""
        cadre = permissions.scope().cadre
        officers = {people.officer(self.station, duty) for duty in SIGNING_DUTIES}
        if frappe.session.user != "Administrator" and cadre not in officers:
            frappe.throw(
                _("Only the team head or the station leader of this station may do this."),
                StepRefused,
            )

    def has_become(self, state: str) -> bool:
        before = self.get_doc_before_save()
        return self.state == state and bool(before) and before.state != state

    def tell_whose_turn(self):
        subject = _("{0} {1} request to the committee: {2}", lang="zh").format(
            frappe.get_cached_value("Station", self.station, "station_name"),
            getdate(self.month).strftime("%Y-%m"),
            _(self.state, lang="zh"),
        )
        liaison = people.officer(self.station, "Liaison")
        heads = [people.officer(self.station, duty) for duty in SIGNING_DUTIES]
        told = []
        if self.has_become(states.TO_SIGN):
            told = people.users_of(heads)
        elif self.has_become(states.SIGNED):
            told = people.office_users(self.town, permissions.ORGANIZATION)
        elif self.has_become(states.ACCEPTED) or self.has_become(states.RETURNED):
            told = [*people.users_of([liaison, *heads]), self.sent_by]
        notices.tell(told, subject, self.doctype, self.name)

    # -- paper -----------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def receive_paper(self) -> None:
        """Tick that the signed paper has come in, too; the Organization Office does it, once.

        Raises:
            frappe.PermissionError: the user is not of the town's Organization Office.
            frappe.ValidationError: the request is not accepted yet.
        """
        paper_copy.receive(self, states.ACCEPTED, _("Please accept the request first."))


def written(row) -> tuple:
    """What somebody wrote into an item, as it can be compared."""
    amounts = tuple(yuan(row.get(field)) for field in ("total_budget", "amount_asked"))
    day = getdate(row.expected_finish) if row.expected_finish else None
    words = (
        "kind",
        "title",
        "current_situation",
        "proposed_solution",
        "urgency",
        "remark",
        "statement",
    )
    return (row.name, *(cstr(row.get(field)) for field in words), *amounts, day)
