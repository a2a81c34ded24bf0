from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import files, notices, permissions, stored
from zhilian_app.issues import due, persons, states
from zhilian_app.stations import people
from zhilian_app.steps import Change, Given, SteppedDocument, StepRefused, person_name

LONGEST_TITLE = 60
# what was written at the beginning; it stays as it was once somebody works on it
FACTS = ("title", "content", "household", "issue_kind", "raised_on", "station")

EXTENDING = frozenset(("Team Head", "Station Leader", permissions.ORGANIZATION))


class LedgerIssue(SteppedDocument):
    SPEC = states.SPEC
    STEP_FIELDS = (
        "level", "town_office", "handler", "handler_name", "handler_user", "due_on", "due_from", "due_days",
        "due_estimated", "is_open", "escalation", "escalated_on", "extended", "extended_on", "extended_by",
        "due_before_extension", "extension_reason", "decision", "resolution_no", "decided_on", "approved_amount",
        "decision_words", "decided_in", "result", "resolved_on", "resolved_by", "closed_on", "told_on", "told_by",
        "told_how", "satisfaction", "told_words", "reopened",
    )  # fmt: skip

    def validate(self):
        self.keep_facts()
        self.set_place()
        self.validate_words()
        self.validate_raised_on()
        if self.follow_steps():
            self.set_due()
            self.set_turn()
            self.steps[-1].update({"level": self.level, "due_on": self.due_on})
        self.validate_pictures()

    def after_insert(self):
        persons.keep_apart(self)

    def on_update(self):
        files.attach_pictures([row.picture for row in self.pictures], self.doctype, self.name)
        self.tell_whose_turn()

    def onload(self):
        """What the form shows beside the fields; the server's day counts, a phone's clock may be wrong."""
        super().onload()
        office = self.town_office
        self.set_onload("today", getdate())
        self.set_onload(
            "office", frappe.db.get_value("Town Office", office, "office_name") if office else None
        )
        self.set_onload("team", [row.cadre for row in people.members(self.station)])
        self.set_onload("may_extend", self.may_be_extended())

    # -- facts -----------------------------------------------------------------------------------------

    def keep_facts(self):
        """What somebody wrote is changed by nobody once work on it has begun."""
        before = self.get_doc_before_save()
        if not before:
            self.source = self.source or "Entered by Hand"
            return
        self.update({key: before.get(key) for key in ("source", "source_name", "sensitive")})
        if before.state != states.REGISTERED:
            self.update({key: before.get(key) for key in FACTS})

    def set_place(self):
        """Station, town and who it is about; of a sensitive household nothing stands here (see persons.py)."""
        if self.is_new():
            persons.fill(self)
        else:
            before = self.get_doc_before_save()
            if before.household != self.household or before.station != self.station:
                frappe.throw(
                    _(
                        "Household and station stay as they are. Please withdraw this and write a new one."
                    )
                )
        place = stored.values("Station", self.station, "town", "station_name") or {}
        self.town, self.station_name = place.get("town"), place.get("station_name")

    def validate_words(self):
        self.content = (self.content or "").strip()
        words = self.title or self.content.partition("\n")[0]
        self.title = " ".join(words.split())[:LONGEST_TITLE]
        for field in ("title", "content"):
            if not self.get(field):
                frappe.throw(
                    _("Please fill in: {0}.").format(_(self.meta.get_label(field))),
                    frappe.MandatoryError,
                )

    def validate_raised_on(self):
        if getdate(self.raised_on) > getdate():
            frappe.throw(_("Raised On {0} lies in the future.").format(self.raised_on))

    def validate_pictures(self):
        self.pictures = [row for row in self.pictures if row.picture]
        files.check_pictures([row.picture for row in self.pictures], self.doctype, self.name)

    # -- steps -----------------------------------------------------------------------------------------

    def step_inputs(self, before: str, after: str):
        return states.inputs(before, after)

    def step_defaults(self, after: str) -> dict:
        cadre = permissions.scope().cadre
        if after == states.CLOSED:
            return {"told_on": str(getdate()), "told_by": cadre, "told_how": "Face to Face"}
        if after == states.REOPENED:
            return {"told_on": str(getdate()), "told_by": cadre, "told_how": "Face to Face"}
        if after == states.ON_THE_SPOT:
            return {"satisfaction": "Satisfied"}
        return {}

    def on_step(self, change: Change, given: Given) -> None:
        self.level = states.level_after(self.state, self.level)
        self.is_open = int(states.is_open(self.state))
        if change.after in (states.WITH_STATION, states.REOPENED, states.PUT_UP):
            self.town_office = None
        if change.after == states.REFERRED:
            self.check_office()
        if change.after == states.RESOLVED:
            self.update({"resolved_on": getdate(), "resolved_by": person_name()})
        if change.after == states.ON_THE_SPOT:
            self.set_solved_at_once()
        if change.after == states.CLOSED:
            self.check_feedback()
        if change.after == states.REOPENED:
            self.reopen(change)
        if change.after == states.PUT_UP:
            self.update(
                dict.fromkeys(
                    ("decision", "resolution_no", "decided_on", "decision_words", "decided_in")
                )
            )
            self.approved_amount = 0
        self.closed_on = None if self.is_open else getdate()

    def check_office(self):
        town = frappe.db.get_value("Town Office", self.town_office, "town")
        if town != self.town:
            frappe.throw(_("Please choose an office of {0}.").format(self.town))

    def set_solved_at_once(self):
        self.update(
            {
                "resolved_on": getdate(),
                "resolved_by": person_name(),
                "told_on": getdate(),
                "told_by": permissions.scope().cadre,
                "told_how": "Face to Face",
            }
        )
        self.check_satisfied()

    def check_feedback(self):
        """Who told whom, when and how: 「及时反馈办理结果给群众」."""
        told_on = getdate(self.told_on)
        if told_on > getdate() or (self.resolved_on and told_on < getdate(self.resolved_on)):
            frappe.throw(
                _("Told On {0} must lie between the day of the result and today.").format(told_on)
            )
        if frappe.db.get_value("Cadre", self.told_by, "town") != self.town:
            frappe.throw(_("Told By: please choose somebody of {0}.").format(self.town))
        self.check_satisfied()

    def check_satisfied(self):
        if not states.may_close_with(self.satisfaction):
            frappe.throw(
                _(
                    "Who is not satisfied has the work begin anew: please choose the step People Not Satisfied."
                ),
                StepRefused,
            )

    def reopen(self, change: Change):
        self.reopened = cint(self.reopened) + 1
        self.satisfaction = states.NOT_SATISFIED
        self.update({"extended": 0, "escalation": None, "escalated_on": None, "closed_on": None})
        if change.before == states.RESOLVED:
            return
        self.told_on = getdate()

    def set_due(self):
        """A new limit begins with each level, and anew when an issue is reopened; the committee may name the day."""
        change_of_level = self.steps[-1]
        before = self.get_doc_before_save()
        if before and before.level == self.level and self.state != states.REOPENED:
            return
        days = cint(frappe.get_cached_value("Town", self.town, due.DAYS_FIELD[self.level]))
        start = getdate(self.raised_on) if not before else getdate(change_of_level.stepped_on)
        last = due.due_on(start, days)
        self.update(
            {
                "due_from": start,
                "due_days": days,
                "due_on": last.day,
                "due_estimated": int(last.estimated),
                "escalation": None,
                "escalated_on": None,
            }
        )

    def set_turn(self):
        cadre = self.whose_turn()
        self.handler = cadre
        who = (stored.values("Cadre", cadre, "cadre_name", "user") if cadre else None) or {}
        self.handler_name, self.handler_user = who.get("cadre_name"), who.get("user")

    def whose_turn(self) -> str | None:
        """Cadre whose turn it is: the one named, the office's head, the liaison; nobody at the committee or the end."""
        own = permissions.scope()
        if not self.is_open or self.state == states.PUT_UP:
            return None
        if self.state == states.WITH_STATION:
            chosen = self.flags.step and self.flags.step.values.get("handler")
            if chosen:
                return self.checked_handler(chosen)
            if own.cadre and self.station in own.stations:
                return own.cadre
        if self.state in (states.REFERRED, states.IN_PROGRESS) and self.town_office:
            if self.state == states.IN_PROGRESS and own.town_office == self.town_office:
                return own.cadre
            head = frappe.db.get_value("Town Office", self.town_office, "head")
            if head:
                return head
        return people.officer(self.station, "Liaison")

    def checked_handler(self, cadre: str) -> str:
        if cadre not in {row.cadre for row in people.members(self.station)}:
            frappe.throw(_("Whose Turn: please choose somebody of the station's team."))
        return cadre

    def tell_whose_turn(self):
        before = self.get_doc_before_save()
        if self.handler_user and (not before or before.state != self.state):
            subject = _("{0}: {1}, it is your turn.", lang="zh").format(
                self.title, _(self.state, lang="zh")
            )
            notices.tell([self.handler_user], subject, self.doctype, self.name)

    # -- extension -------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def extend_due(self, new_due: str, reason: str) -> None:
        """Move the due day (yyyy-mm-dd) once, with a reason; not by who wrote the issue.

        Raises:
            frappe.PermissionError: not head or leader of the station, nor its Organization Office.
            frappe.ValidationError: it was extended before, or the day does not fit.
        """
        self.check_permission("write")
        self.check_may_extend()
        if not self.is_open:
            frappe.throw(_("This is closed already."))
        day = self.valid_day(new_due)
        problem = due.extended(getdate(self.due_on), day, getdate(), bool(self.extended))
        if problem:
            frappe.throw(_(problem))
        if not (reason or "").strip():
            frappe.throw(
                _("Please give a reason: {0}.").format(_("Extension Reason")), frappe.MandatoryError
            )
        self.note(
            reason,
            extended=1,
            extended_on=getdate(),
            extended_by=person_name(),
            due_before_extension=self.due_on,
            extension_reason=reason.strip(),
            due_on=day,
            escalation=None,
            escalated_on=None,
        )

    def check_may_extend(self):
        if not permissions.scope().roles & EXTENDING and frappe.session.user != "Administrator":
            frappe.throw(
                _("Only the team head, the station leader or the Organization Office may extend."),
                frappe.PermissionError,
            )
        if frappe.session.user in self.authors():
            frappe.throw(_("You wrote this yourself: somebody else must extend it."), StepRefused)

    def may_be_extended(self) -> bool:
        """Whether who is signed in is offered an extension."""
        return bool(
            self.is_open
            and self.due_on
            and not self.extended
            and permissions.scope().roles & EXTENDING
            and frappe.session.user not in self.authors()
            and permissions.may(self, "write")
        )

    @staticmethod
    def valid_day(text: str) -> date:
        try:
            return getdate(text)
        except Exception:
            frappe.throw(_("{0} is no date (yyyy-mm-dd).").format(text))
