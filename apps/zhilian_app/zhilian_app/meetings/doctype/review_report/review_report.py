import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime

from zhilian_app import calendar, permissions
from zhilian_app.meetings import review_drawing as drawing
from zhilian_app.meetings import review_rules as rules
from zhilian_app.meetings.review_rows import fields_of, item_of, redraw
from zhilian_app.stations import people
from zhilian_app.steps import person_name

# what only the code sets; the rest is drawn from the records
KEPT = ("status", "ready_on", "ready_by", "closed", "meeting", "meeting_date")
SIGNING = frozenset(("Team Head", "Station Leader"))
CORRECTING = SIGNING | {permissions.ORGANIZATION}


class ReportFrozen(frappe.ValidationError):
    """The meeting is closed, or the report is ready and not for this person to change."""


class ReportIncomplete(frappe.ValidationError):
    """Something is missing that a report brings to the meeting."""


class ReviewReport(Document):
    def autoname(self):
        """Derived, so that the job that makes it can run twice."""
        self.month = calendar.month_start(getdate(self.month))
        self.name = f"{self.station}-汇报-{self.month:%Y-%m}"

    def validate(self):
        self.refuse_frozen()
        self.keep_facts()
        self.set_place()
        self.draw()

    def onload(self):
        self.set_onload("links", drawing.links(self))
        self.set_onload("standing", self.standing())
        self.set_onload("may_sign", not self.closed and self.may(SIGNING))
        self.set_onload("may_write", self.may_write())

    # -- facts -----------------------------------------------------------------------------------------

    def refuse_frozen(self):
        """Two people at once: the second one waits for the first, and for a meeting that is being closed."""
        if self.is_new():
            return
        found = frappe.db.get_value(
            self.doctype, self.name, ["closed", "status", "modified"], for_update=True, as_dict=True
        )
        if found.closed:
            frappe.throw(_("The meeting is closed: its reports stay as they are."), ReportFrozen)
        if found.modified != self.get_doc_before_save().modified:
            frappe.throw(
                _("Somebody else has just saved this. Please reload."),
                frappe.TimestampMismatchError,
            )
        if found.status == rules.READY and not (self.flags.signing or self.may(CORRECTING)):
            frappe.throw(
                _("The report is ready. Please ask the team head to take it back first."),
                ReportFrozen,
            )

    def keep_facts(self):
        before = self.get_doc_before_save()
        self.summary = (self.summary or "").strip()
        if before and not self.flags.signing:
            self.update({key: before.get(key) for key in KEPT})
        elif not before:
            self.update({"status": rules.DRAFT, "ready_on": None, "ready_by": None, "closed": 0})

    def set_place(self):
        self.town = frappe.db.get_value("Station", self.station, "town")
        station_name = frappe.db.get_value("Station", self.station, "station_name")
        month = getdate(self.month)
        self.title = _("{0}: report of month {1}", lang="zh").format(station_name, month.month)
        day = getdate(self.meeting_date) if self.meeting_date else calendar.month_end(month)
        self.team_head = people.officer(self.station, "Team Head", day)
        self.head_name = self.team_head and frappe.db.get_value(
            "Cadre", self.team_head, "cadre_name"
        )

    # -- what the records say ----------------------------------------------------------------------------

    def draw(self):
        """Numbers, issues, requests and projects as the records have them now; the words that people wrote stay."""
        month = getdate(self.month)
        self.update(self.flags.numbers or drawing.numbers([self.station], month)[self.station])
        self.numbers_on = now_datetime()
        self.set("requests", drawing.requests(self.station, month))
        projects = self.flags.projects
        if projects is None:
            projects = drawing.projects([self.station], month)[self.station]
        self.set("projects", projects)
        self.draw_answers(month)

    def draw_answers(self, month):
        """What a client says of an issue is not believed but for the answer."""
        before = self.get_doc_before_save()
        rows = {row.issue: row for row in (before.answers if before else [])}
        items = rules.merged(
            map(item_of, rows.values()),
            drawing.items(self.station, month),
            {row.issue: row.answer for row in self.answers},
        )
        self.set("answers", [])
        for item in items:
            self.append("answers", rows.get(item.issue) or {}).update(fields_of(item))
        self.unanswered = len(rules.unanswered(items))

    # -- who may ---------------------------------------------------------------------------------------

    def may(self, roles: frozenset) -> bool:
        """Whether who is signed in holds one of ``roles`` here: of this station's team, or of its town."""
        own = permissions.scope()
        if frappe.session.user == "Administrator":
            return True
        if self.station in own.stations and own.roles & roles - {permissions.ORGANIZATION}:
            return True
        return permissions.ORGANIZATION in roles and self.town in own.office(
            permissions.ORGANIZATION
        )

    def may_write(self) -> bool:
        """Whether the form lets write: an own report that is a draft, or a ready one for those who may correct it."""
        if self.closed or not permissions.may(self, "write"):
            return False
        return self.status == rules.DRAFT or self.may(CORRECTING)

    def standing(self) -> str:
        """How the report stands: one of the words of review_rules.standing."""
        return rules.standing(
            self.ready_on,
            self.meeting_date and getdate(self.meeting_date),
            getdate(),
            cint(self.closed),
        )

    # -- ready and back --------------------------------------------------------------------------------

    def make_ready(self) -> None:
        """The team head or station leader vouches for the report.

        Raises:
            frappe.PermissionError: neither head nor leader of the station.
            ReportIncomplete: the head's own words, or an answer to something carried over, is missing.
        """
        self.check_may_sign()
        if self.status == rules.READY:
            return
        self.check_complete()
        self.sign({"status": rules.READY, "ready_on": now_datetime(), "ready_by": person_name()})

    def take_back(self) -> None:
        """Make the report a draft again, so that the liaison can go on with it.

        Raises:
            frappe.PermissionError: neither head nor leader of the station.
            ReportFrozen: the meeting is closed.
        """
        self.check_may_sign()
        self.sign({"status": rules.DRAFT, "ready_on": None, "ready_by": None})

    def check_may_sign(self):
        self.check_permission("write")
        if not self.may(SIGNING):
            frappe.throw(
                _("Only the team head or the station leader may make the report ready."),
                frappe.PermissionError,
            )

    def check_complete(self):
        if not (self.summary or "").strip():
            frappe.throw(
                _("Please write the team head's report first: {0}.").format(
                    _(self.meta.get_label("summary"))
                ),
                ReportIncomplete,
            )
        # the ledger may have moved on since the report was saved last
        missing = redraw(self.name)
        if missing:
            frappe.throw(
                _("These carried-over items have no answer yet: {0}.").format(
                    "、".join(item.title for item in missing)
                ),
                ReportIncomplete,
            )
        self.reload()

    def sign(self, values: dict):
        self.flags.signing = True
        self.update(values)
        self.save()
