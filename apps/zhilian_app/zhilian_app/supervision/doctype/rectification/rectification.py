import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate, now_datetime

from zhilian_app import authors, files, notices, permissions
from zhilian_app.required import check_filled
from zhilian_app.stations import people
from zhilian_app.steps import (
    Change,
    Given,
    StepIncomplete,
    SteppedDocument,
    StepRefused,
    person_name,
)
from zhilian_app.supervision import states

FACTS = (
    "is_open", "done_on", "done_by_name", "closed_on", "closed_by_name", "reopened", "written_by_users",
)  # fmt: skip
OFFICERS = ("Liaison", "Team Head", "Station Leader")
LONGEST_TITLE = 60


class RectificationRefused(frappe.ValidationError):
    """It cannot be written or changed like this."""


class Rectification(SteppedDocument):
    """整改:问题、期限、整改情况,由没有动手整改的人核查。"""

    SPEC = states.RECTIFICATION
    STEP_FIELDS = FACTS

    def validate(self):
        check_filled(self, "problem", "station", "due_on")
        self.set_place()
        self.keep_problem()
        self.keep_evidence()
        self.check_files()
        self.follow_steps()
        self.note_writer()
        self.is_open = int(self.state != states.CLOSED)

    def on_update(self):
        files.attach_pictures(
            [row.picture for row in self.pictures if row.picture], self.doctype, self.name
        )
        self.tell_whose_turn()

    def onload(self):
        super().onload()
        if self.state == states.DONE and frappe.session.user in self.authors():
            self.set_onload("steps", [])
        own = permissions.is_on_team(self.station) and self.state in states.OPEN_STATES
        self.set_onload("may_write", own and permissions.may(self, "write"))

    # -- facts -----------------------------------------------------------------------------------------

    def set_place(self):
        self.station_name, self.town = frappe.db.get_value(
            "Station", self.station, ["station_name", "town"]
        )
        self.problem = cstr(self.problem).strip()
        self.title = f"{self.station_name}：{self.problem}"[:LONGEST_TITLE]
        if self.is_new() and getdate(self.due_on) < getdate():
            frappe.throw(_("The due day lies in the past."), RectificationRefused)
        if self.is_new() and self.spot_check:
            self.check_spot_check()
        if self.is_new() and self.responsible:
            self.check_responsible()

    def check_spot_check(self):
        if frappe.db.get_value("Spot Check", self.spot_check, "station") != self.station:
            frappe.throw(_("The check is of another station."), RectificationRefused)

    def check_responsible(self):
        team = {row["cadre"] for row in people.members(self.station)}
        if self.responsible not in team:
            frappe.throw(_("Responsible: please choose from the team."), RectificationRefused)

    def keep_problem(self):
        """Problem and due day are the office's word; a new day comes with reopening."""
        before = self.get_doc_before_save()
        if before:
            for field in ("problem", "title", "responsible", "due_on"):
                self.set(field, before.get(field))

    def keep_evidence(self):
        before = self.get_doc_before_save()
        if not before:
            self.update({"evidence": None})
            self.set("pictures", [])
        elif not permissions.is_on_team(self.station) or before.state not in states.OPEN_STATES:
            self.evidence = before.evidence
            self.set("pictures", [row.as_dict() for row in before.pictures])
        self.evidence = cstr(self.evidence).strip()

    def check_files(self):
        new = files.new_urls(self, "pictures", "picture")
        files.check_documents(new, self.doctype, self.name)

    # -- steps -----------------------------------------------------------------------------------------

    def authors(self) -> set[str]:
        """Who did it does not check it."""
        return authors.users_in(self.written_by_users)

    def note_writer(self):
        before = self.get_doc_before_save()
        if not before or frappe.session.user == "Administrator":
            return
        handed_in = before.state in states.OPEN_STATES and self.state == states.DONE
        if handed_in or self.evidence != cstr(before.evidence):
            self.written_by_users = authors.with_user(self.written_by_users, frappe.session.user)

    def step_inputs(self, before: str, after: str):
        return states.rectification_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        if change.before == states.DONE and frappe.session.user in self.authors():
            frappe.throw(
                _("You wrote this yourself: somebody else must set it to {0}.").format(
                    _(change.after)
                ),
                StepRefused,
            )
        if change.after == states.DONE:
            if not self.evidence:
                frappe.throw(_("Please fill in: {0}.").format(_("What Was Done")), StepIncomplete)
            self.update({"done_on": now_datetime(), "done_by_name": person_name()})
        if change.after == states.REOPENED:
            if getdate(self.due_on) < getdate():
                frappe.throw(_("The due day lies in the past."), StepIncomplete)
            self.update(
                {"done_on": None, "done_by_name": None, "reopened": cint(self.reopened) + 1}
            )
        if change.after == states.CLOSED:
            self.update({"closed_on": now_datetime(), "closed_by_name": person_name()})

    def tell_whose_turn(self):
        before = self.get_doc_before_save()
        if before and before.state == self.state:
            return
        subject = f"{self.title}：{_(self.state, lang='zh')}"
        if self.state == states.DONE:
            told = people.office_users(self.town, permissions.ORGANIZATION)
        else:
            officers = [people.officer(self.station, duty) for duty in OFFICERS]
            told = people.users_of([*officers, self.responsible])
        notices.tell(told, subject, self.doctype, self.name)
