import frappe
from frappe import _
from frappe.utils import cstr, getdate, now_datetime

from zhilian_app import authors, calendar, permissions
from zhilian_app.meetings import session_agenda, session_items, session_papers, states
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

DECISION_FIELDS = (
    "decision", "resolution_no", "approved_amount", "urgency", "office", "due_on", "words",
)  # fmt: skip


class CommitteeSession(SteppedDocument):
    SPEC = states.SESSION
    STEP_FIELDS = ("decided_on", "decided_by_name", "recorded_by_users")

    def autoname(self):
        self.month = calendar.month_start(getdate(self.month))
        if self.month > getdate():
            frappe.throw(_("A session is prepared for this month or an earlier one."))
        self.name = session_agenda.name_of(self.town, self.month)

    def before_insert(self):
        self.set("items", [])
        self.invite_leaders()

    def validate(self):
        self.set_maker()
        if self.is_being_decided():
            self.keep_paper()
        else:
            self.fill_agenda()
            self.set("papers", session_papers.rows_of(self))
        self.tidy_decisions()
        self.check_people()
        self.follow_steps()
        self.note_writer()

    def on_submit(self):
        for row in self.items:
            session_items.carry_out(self, row)

    def before_cancel(self):
        """What the committee decided stands; a later session may decide otherwise."""
        frappe.throw(
            _("A session that has decided stays as it is. Please bring it before the next one."),
            StepRefused,
        )

    def before_update_after_submit(self):
        self.before_cancel()

    # -- agenda ----------------------------------------------------------------------------------------

    def set_maker(self):
        if self.is_new() and self.flags.by_itself:
            # who presses the button has decided nothing yet
            self.owner = "Administrator"
            # Frappe gives a new document the time of the moment
            self.session_time = None
        self.month = calendar.month_start(getdate(self.month))
        if self.is_new() and self.session_time:
            # the field shows minutes: with seconds a form would never be saved
            self.session_time = f"{cstr(self.session_time)[:5]}:00"

    def invite_leaders(self):
        """The town's leaders are expected; who came is ticked."""
        if not self.attendees:
            leaders = people.cadres_with(self.town, permissions.TOWN_LEADER)
            self.set("attendees", [{"cadre": cadre} for cadre in leaders])

    def is_being_decided(self) -> bool:
        before = self.get_doc_before_save()
        return bool(before) and self.state != before.state

    def keep_paper(self):
        """Who signs, signs what stands there: nothing is written along with the signature."""
        before = self.get_doc_before_save()
        for table in ("items", "papers", "attendees"):
            self.set(table, [row.as_dict() for row in before.get(table)])
        for field in (
            "session_date",
            "session_time",
            "place",
            "chair",
            "recorder",
            "resolution_no",
        ):
            self.set(field, before.get(field))
        self.update({"other_business": before.other_business, "notes": before.notes})

    def fill_agenda(self):
        """What comes before the session follows from the requests; what is written down stays with its item."""
        known = {row.request_item: row for row in self.items}
        rows = []
        for facts in session_items.agenda_of(self.town, self.month):
            row = known.get(facts["request_item"])
            kept = {field: row.get(field) for field in ("name", *DECISION_FIELDS)} if row else {}
            # as the station asked for it, until the committee says otherwise
            kept["urgency"] = kept.get("urgency") or facts["urgency"]
            rows.append({**facts, **kept})
        self.set("items", rows)

    def tidy_decisions(self):
        for row in self.items:
            row.decision = cstr(row.decision)
            row.words = cstr(row.words).strip()
            row.resolution_no = cstr(row.resolution_no).strip()
            row.approved_amount = float(yuan(row.approved_amount))
        self.resolution_no = cstr(self.resolution_no).strip()
        numbers = session_agenda.numbered(self.rulings(), self.resolution_no)
        for row, number in zip(self.items, numbers, strict=True):
            row.resolution_no = number
        session_papers.tidy(self)
        stop_at(session_agenda.mistakes(self.rulings()))

    def rulings(self) -> list[session_agenda.Ruling]:
        """Items with their decisions, as the rules see them."""
        return [
            session_agenda.Ruling(
                cstr(row.title),
                cstr(row.kind),
                yuan(row.amount_asked),
                row.decision,
                row.resolution_no,
                row.words,
                getdate(row.due_on) if row.due_on else None,
                yuan(row.approved_amount),
            )
            for row in self.items
        ]

    def check_people(self):
        """People and offices are the town's own."""
        cadres = [self.chair, self.recorder, *(row.cadre for row in self.attendees)]
        known = self.of_town("Cadre", cadres, ["cadre_name", "position"])
        self.of_town("Town Office", [row.office for row in self.items], ["office_name"])
        for row in self.attendees:
            row.update({"cadre_name": known[row.cadre][0], "position": known[row.cadre][1]})

    def of_town(self, doctype: str, names: list[str | None], fields: list[str]) -> dict[str, tuple]:
        """Fields of rows by name.

        Raises:
            frappe.ValidationError: one is of another town.
        """
        wanted = {name for name in names if name}
        rows = frappe.get_all(
            doctype,
            filters={"name": ["in", [*wanted, ""]], "town": self.town},
            fields=["name", *fields],
            as_list=True,
        )
        found = {row[0]: row[1:] for row in rows}
        if wanted - set(found):
            words = (
                _("Please choose an office of {0}.")
                if doctype == "Town Office"
                else _("Please choose somebody of {0}.")
            )
            frappe.throw(words.format(self.town))
        return found

    # -- steps -----------------------------------------------------------------------------------------

    def authors(self) -> set[str]:
        return {self.owner, *authors.users_in(self.recorded_by_users)} - {None, ""}

    def note_writer(self):
        """Who has written a decision down does not sign it."""
        before = self.get_doc_before_save()
        if self.flags.by_itself or self.is_being_decided():
            return
        old = {row.request_item: decided(row) for row in before.items} if before else {}
        blank = decided(frappe._dict())
        papers = {row.reference_name: said(row) for row in before.papers} if before else {}
        if any(decided(row) != old.get(row.request_item, blank) for row in self.items) or any(
            said(row) != papers.get(row.reference_name, said(frappe._dict())) for row in self.papers
        ):
            self.recorded_by_users = authors.with_user(self.recorded_by_users, frappe.session.user)

    def step_inputs(self, before: str, after: str):
        return ()

    def on_step(self, change: Change, given: Given) -> None:
        if change.after == states.DECIDED:
            self.check_ready()
            self.update({"decided_on": now_datetime(), "decided_by_name": person_name()})

    def check_ready(self):
        """A session has a day, a chair and a decision on everything that came before it."""
        missing = [field for field in ("session_date", "chair") if not self.get(field)]
        if missing:
            labels = "、".join(_(self.meta.get_label(field)) for field in missing)
            frappe.throw(_("Please fill in: {0}.").format(labels), StepIncomplete)
        if getdate(self.session_date) > getdate():
            frappe.throw(_("The session of {0} is still to come.").format(self.session_date))
        up = session_items.lock([row.request_item for row in self.items])
        numbers = {row.idx for row in self.items if row.request_item in up}
        stop_at(session_agenda.gaps(self.rulings(), getdate(), numbers), StepIncomplete)
        stop_at(session_papers.gaps(self), StepIncomplete)


def decided(row) -> tuple:
    """What is written down about an item, as it can be compared."""
    day = getdate(row.due_on) if row.due_on else None
    words = (cstr(row.get(field)) for field in ("decision", "resolution_no", "office", "words"))
    urgency = row.urgency if row.decision else None
    return (*words, yuan(row.approved_amount), day, urgency)


def said(row) -> tuple:
    """What is written down about a paper, as it can be compared."""
    return tuple(cstr(row.get(field)) for field in ("decision", "resolution_no", "words"))
