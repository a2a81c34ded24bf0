import frappe
from frappe import _
from frappe.utils import cstr, getdate, now_datetime

from zhilian_app import notices, permissions
from zhilian_app.filings import circulation_papers as papers
from zhilian_app.filings import states
from zhilian_app.filings.circulation_rules import LONGEST_WORDS, all_signed
from zhilian_app.required import check_filled
from zhilian_app.stations import people
from zhilian_app.steps import Change, Given, StepIncomplete, SteppedDocument, StepRefused, go

# what the reader alone brings about, never a form
SIGNATURE = ("opened_on", "signed_on", "words")


class NotAReader(frappe.PermissionError):
    """Somebody signs who is not among the readers."""


class Circulation(SteppedDocument):
    SPEC = states.CIRCULATION
    STEP_FIELDS = ("started_on", "completed_on", "reader_count", "signed_count")

    def validate(self):
        self.set_paper()
        check_filled(self, "title", "town")
        self.propose_readers()
        self.keep_readers()
        self.fill_readers()
        self.keep_words_of_office()
        self.follow_steps()
        self.count_readers()

    def on_update(self):
        if self.flags.told:
            notices.tell(self.flags.pop("told"), self.told_words(), self.doctype, self.name)

    def onload(self):
        super().onload()
        row = self.row_of(frappe.session.user)
        self.set_onload("may_sign", bool(row and not row.signed_on and self.is_going_round()))

    # -- what goes round -------------------------------------------------------------------------------

    def set_paper(self):
        if not self.is_new():
            return
        check_filled(self, "reference_doctype", "reference_name")
        doc = papers.paper(self.reference_doctype, self.reference_name)
        doc.check_permission("read")
        self.town = doc.town
        self.title = " ".join(cstr(self.title or papers.title_of(doc)).split())[:140]

    def is_going_round(self) -> bool:
        return self.state == states.IN_CIRCULATION

    def keep_words_of_office(self):
        """Once it goes round, readers have signed for what stands there."""
        before = self.get_doc_before_save()
        if before and before.state != states.DRAFT:
            for field in ("title", "read_by", "office_note"):
                self.set(field, before.get(field))

    # -- readers ---------------------------------------------------------------------------------------

    def propose_readers(self):
        if self.is_new() and not self.readers:
            self.set("readers", papers.proposed_readers(self.town))

    def keep_readers(self):
        """The office chooses readers while it is a draft; a signature is nobody's but the reader's."""
        before = self.get_doc_before_save()
        if self.flags.pop("readers_known", None):
            return
        if before and before.state != states.DRAFT:
            self.set("readers", [row.as_dict() for row in before.readers])
            return
        for row in self.readers:
            row.update(dict.fromkeys(SIGNATURE))

    def fill_readers(self):
        leaders = papers.leaders_of(self.town) if self.state == states.DRAFT else set()
        seen = set()
        for row in self.readers:
            if row.cadre in seen:
                self.refuse(row, _("{0} stands among the readers twice."))
            seen.add(row.cadre)
            if row.signed_on:
                continue
            if self.state == states.DRAFT and row.cadre not in leaders:
                self.refuse(row, _("{0} is no leader of this town in post."))
            row.cadre_name, position, row.user = frappe.db.get_value(
                "Cadre", row.cadre, ["cadre_name", "position", "user"]
            )
            row.position = cstr(row.position).strip() or position

    def refuse(self, row, words: str):
        place = _("Row {0}").format(row.idx)
        frappe.throw(f"{place}：{words.format(row.cadre_name or row.cadre)}")

    def count_readers(self):
        self.reader_count = len(self.readers)
        self.signed_count = sum(bool(row.signed_on) for row in self.readers)

    def row_of(self, user: str):
        return next((row for row in self.readers if row.user == user), None)

    # -- steps -----------------------------------------------------------------------------------------

    def step_inputs(self, before: str, after: str):
        return states.circulation_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        if change.after == states.IN_CIRCULATION:
            self.check_ready()
            self.started_on = now_datetime()
            self.flags.told = [row.user for row in self.readers]
        if change.after == states.COMPLETED:
            self.completed_on = now_datetime()
            self.flags.told = people.office_users(self.town, permissions.ORGANIZATION)

    def check_ready(self):
        papers.paper(self.reference_doctype, self.reference_name)
        if not self.readers:
            frappe.throw(_("Please choose who reads it."), StepIncomplete)
        for row in self.readers:
            if not row.user:
                self.refuse(row, _("{0} has no account and could not sign here."))
        if self.read_by and getdate(self.read_by) < getdate():
            frappe.throw(_("The day to read it by has gone by."), StepRefused)

    def told_words(self) -> str:
        if self.state == states.COMPLETED:
            return _("All have signed: {0}", lang="zh").format(self.title)
        return _("Please read and sign: {0}", lang="zh").format(self.title)

    # -- what readers and the office do while it goes round (see circulation_api.py) -----------------------

    def sign(self, words: str = "") -> bool:
        """Sign as who is signed in, now; True if that was done, False if they had signed before.

        Raises:
            NotAReader: they are not among the readers.
            StepRefused: it does not go round.
        """
        row = self.row_of(frappe.session.user)
        if not row:
            frappe.throw(_("You are not among the readers of this."), NotAReader)
        if row.signed_on:
            return False
        self.check_going_round()
        now = now_datetime()
        row.update(
            {
                "signed_on": now,
                "opened_on": row.opened_on or now,
                "words": cstr(words).strip()[:LONGEST_WORDS],
            }
        )
        self.save_readers()
        if all_signed(row.signed_on for row in self.readers):
            go(self, states.COMPLETE)
        return True

    def add_reader(self, cadre: str, reason: str) -> None:
        """One more reader while it goes round, with the reason in the record.

        Raises:
            StepRefused: it does not go round.
            frappe.ValidationError: no leader of the town, without an account, or among the readers already.
        """
        self.check_going_round()
        row = self.append("readers", {"cadre": cadre})
        if cadre not in papers.leaders_of(self.town):
            self.refuse(row, _("{0} is no leader of this town in post."))
        row.cadre_name, row.user = frappe.db.get_value("Cadre", cadre, ["cadre_name", "user"])
        if not row.user:
            self.refuse(row, _("{0} has no account and could not sign here."))
        self.flags.readers_known = True
        self.flags.told = [row.user]
        self.note(_("One more reader: {0}. {1}").format(row.cadre_name, cstr(reason)).strip())

    def check_going_round(self):
        if not self.is_going_round():
            frappe.throw(_("This does not go round: {0}.").format(_(self.state)), StepRefused)

    def save_readers(self):
        """A reader has no right to write: what is saved here is their own signature and nothing else."""
        self.flags.readers_known = True
        self.flags.ignore_permissions = True
        self.save()
