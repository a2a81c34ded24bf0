import json

import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate, now_datetime

from zhilian_app import authors, files, notices, paper_copy, permissions
from zhilian_app.filings import follows, requirements, sheets, standings, states
from zhilian_app.filings.sources import ACCEPTANCE
from zhilian_app.stations import people
from zhilian_app.steps import (
    Change,
    Given,
    StepIncomplete,
    SteppedDocument,
    StepRefused,
    person_name,
)

SIGNATURE = ("signed_by", "signed_by_name", "signed_on")
SENT = ("sent_on", "sent_by_name")
ACCEPTED = ("accepted_on", "accepted_by_name", "paper_received_on")
# what the requirement, the roster and the clock say
FACTS = (
    "title", "requirement_title", "station_name", "town", "standing", "due_on", "due_is_holiday", "cutoff_on",
    "missed_cutoff", "counts", "signer", "counts_from", "follows", "event_on", "reference_doctype", "reference_name",
    "reference_title", "last_called_on", "last_called_by", "figures", "written_by_users", "requirement", "station",
    "month",
)  # fmt: skip
SIGNING_DUTIES = {
    "Team Head": ("Team Head",),
    "Station Leader": ("Station Leader",),
    "Team Head or Station Leader": ("Team Head", "Station Leader"),
}


class FilingRefused(frappe.ValidationError):
    """A filing cannot be made or changed like this."""


class Filing(SteppedDocument):
    """上报资料: what a station hands in for a month."""

    SPEC = states.FILING
    STEP_FIELDS = (*FACTS, *SENT, *SIGNATURE, "handed_in_on", *ACCEPTED, "paper_received")

    def before_insert(self):
        frappe.throw(_("Filings make themselves by the requirements of the town."), FilingRefused)

    def validate(self):
        self.keep_papers()
        self.check_files()
        self.check_nil()
        self.follow_steps()
        self.note_writer()
        self.set_standing()

    def on_update(self):
        files.attach_pictures([row.file for row in self.files if row.file], self.doctype, self.name)
        self.tell_whose_turn()

    def onload(self):
        super().onload()
        self.set_onload("guidance", self.asked("guidance"))
        self.set_onload("follows", follows.document(self) if self.follows else None)
        self.set_onload("sheet", sheets.of(self) if self.counts in requirements.SHEETS else None)
        self.set_onload("may_write", self.may_write(self) and permissions.may(self, "write"))
        self.set_onload("may_be_nil", self.may_be_nil())

    # -- papers ----------------------------------------------------------------------------------------

    def may_write(self, stored) -> bool:
        """The station's own team writes, until it has sent the filing."""
        return permissions.is_on_team(self.station) and stored.state in states.OPEN_STATES

    def keep_papers(self):
        """What was sent stays as it was sent."""
        before = self.get_doc_before_save()
        if before and not self.may_write(before):
            self.set("files", [row.as_dict() for row in before.files])
            self.update({"words": before.words, "is_nil": before.is_nil})
        self.words = cstr(self.words).strip()
        self.is_nil = cint(self.is_nil)

    def check_files(self):
        new = files.new_urls(self, "files", "file")
        files.check_documents(new, self.doctype, self.name)
        if self.files and self.follows:
            frappe.throw(
                _("This is handed in elsewhere: files are not needed here."), FilingRefused
            )

    def asked(self, field: str):
        """What the requirement says of it."""
        return frappe.get_cached_value("Filing Requirement", self.requirement, field)

    def may_be_nil(self) -> bool:
        return bool(self.asked("may_be_nil"))

    def check_nil(self):
        if not self.is_nil:
            return
        if not self.may_be_nil():
            frappe.throw(
                _("{0} cannot be empty: please hand it in.").format(self.requirement_title),
                FilingRefused,
            )
        document = follows.written_document(self)
        if document and self.state in (*states.OPEN_STATES, states.TO_SIGN):
            frappe.throw(
                _("There is something to report this month: {0}.").format(document), FilingRefused
            )

    # -- steps -----------------------------------------------------------------------------------------

    def authors(self) -> set[str]:
        return authors.users_in(self.written_by_users)

    def note_writer(self):
        """Who wrote or sent it does not sign it."""
        before = self.get_doc_before_save()
        if not before or frappe.session.user == "Administrator":
            return
        sent = before.state in states.OPEN_STATES and self.state not in states.OPEN_STATES
        if sent or written(self) != written(before):
            self.written_by_users = authors.with_user(self.written_by_users, frappe.session.user)

    def step_inputs(self, before: str, after: str):
        inputs = states.filing_inputs(after)
        if after == states.TAKEN_IN and not self.needs_paper():
            return tuple(one for one in inputs if not one.fieldname.startswith("paper"))
        return inputs

    def step_defaults(self, after: str) -> dict:
        return (
            {"paper_received": 1, "paper_received_on": str(getdate())}
            if after == states.TAKEN_IN
            else {}
        )

    def needs_paper(self) -> bool:
        return bool(self.asked("needs_paper"))

    def on_step(self, change: Change, given: Given) -> None:
        if change.before in states.OPEN_STATES:
            self.check_complete()
            self.update({"sent_on": now_datetime(), "sent_by_name": person_name()})
        if change.before == states.TO_SIGN:
            self.check_signer()
        if change.after == states.HANDED_IN:
            self.hand_in(change)
        if change.after == states.TAKEN_IN:
            self.take_in()
        if change.after == states.RETURNED:
            self.update(dict.fromkeys((*SENT, *SIGNATURE, "handed_in_on", *ACCEPTED, "figures")))
            self.paper_received = 0

    def check_complete(self):
        """「不漏填、不应付」: there is a paper, or nothing to report, or the system has it."""
        if self.counts in requirements.SHEETS or self.is_nil:
            return
        if not any(row.file for row in self.files):
            frappe.throw(
                _("Please add the file of {0} first.").format(self.requirement_title),
                StepIncomplete,
            )

    def check_signer(self):
        """「经驻点组长或分管领导审核签名」: of this station, and whom the requirement names."""
        duties = SIGNING_DUTIES.get(self.signer, ())
        officers = {people.officer(self.station, duty) for duty in duties} - {None}
        if frappe.session.user != "Administrator" and permissions.scope().cadre not in officers:
            names = "、".join(_(duty) for duty in duties)
            frappe.throw(_("Only {0} of this station may do this.").format(names), StepRefused)

    def hand_in(self, change: Change) -> None:
        if change.before == states.TO_SIGN:
            self.update({"signed_by": permissions.scope().cadre, "signed_on": now_datetime()})
            self.signed_by_name = person_name()
        if self.counts_from != ACCEPTANCE:
            self.handed_in_on = now_datetime()
        if self.counts in requirements.SHEETS:
            self.figures = json.dumps(sheets.figures(self), ensure_ascii=False)

    def take_in(self) -> None:
        self.update({"accepted_on": now_datetime(), "accepted_by_name": person_name()})
        if self.counts_from == ACCEPTANCE:
            self.handed_in_on = self.accepted_on
        self.paper_received = cint(self.paper_received)
        if not self.paper_received:
            self.paper_received_on = None
        elif not self.paper_received_on or getdate(self.paper_received_on) > getdate():
            self.paper_received_on = getdate()

    def set_standing(self):
        self.standing, missed = standings.of(self)
        self.missed_cutoff = int(missed)

    def tell_whose_turn(self):
        before = self.get_doc_before_save()
        if not before or before.state == self.state:
            return
        subject = f"{self.title}：{_(self.state, lang='zh')}"
        liaison = people.officer(self.station, "Liaison")
        if self.state == states.TO_SIGN:
            heads = [
                people.officer(self.station, duty) for duty in SIGNING_DUTIES.get(self.signer, ())
            ]
            notices.tell(people.users_of(heads), subject, self.doctype, self.name)
        elif self.state == states.RETURNED:
            told = {*people.users_of([liaison]), *self.authors()}
            notices.tell(told, subject, self.doctype, self.name)

    @frappe.whitelist(methods=["POST"])
    def receive_paper(self) -> None:
        """Tick that the paper has come in, too, after the filing was taken in; the Organization Office does it, once.

        Raises:
            frappe.PermissionError: the user is not of the town's Organization Office.
            frappe.ValidationError: the filing is not taken in yet.
        """
        paper_copy.receive(self, states.TAKEN_IN, _("Please take the filing in first."))


def written(doc) -> tuple:
    """What somebody wrote into a filing, as it can be compared."""
    rows = tuple((row.file, cstr(row.caption)) for row in doc.files)
    return (rows, cstr(doc.words).strip(), cint(doc.is_nil))
