import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate, now_datetime

from zhilian_app import files, notices, permissions
from zhilian_app.required import check_filled
from zhilian_app.stations import people
from zhilian_app.steps import Change, Given, StepIncomplete, SteppedDocument, person_name
from zhilian_app.supervision import books, checklist, marks, notice, presence, records, states

FACTS = ("notice_on", "due_on", "recorded_on", "recorded_by_name", "told", "draw", "score")
# what the checker writes, until the result is recorded
OWN = (
    "check_day", "check_time", "checker", "other_checkers", "meeting", "findings", "good", "latitude", "longitude",
)  # fmt: skip
TABLES = ("people", "results", "pictures")
OFFICERS = ("Liaison", "Team Head", "Station Leader")


class CheckRefused(frappe.ValidationError):
    """The check cannot be made or changed like this."""


class SpotCheck(SteppedDocument):
    """抽查:台账资料、下乡巡查、会议督查和全面检查。"""

    SPEC = states.CHECK
    STEP_FIELDS = FACTS

    def validate(self):
        check_filled(self, "kind", "station", "check_day")
        self.set_place()
        self.set_checker()
        self.keep_recorded()
        self.check_day_and_meeting()
        self.fill_people()
        self.fill_results()
        self.check_pictures()
        self.follow_steps()
        self.set_score()

    def on_update(self):
        files.attach_pictures(
            [row.picture for row in self.pictures if row.picture], self.doctype, self.name
        )
        before = self.get_doc_before_save()
        if before and before.state != self.state:
            self.follow_step()

    def onload(self):
        super().onload()
        self.set_onload("may_write", self.was_open() and permissions.may(self, "write"))
        self.set_onload("me", permissions.scope().cadre)
        self.set_onload("rectifications", self.rectifications())
        if self.kind in states.WITH_NOTICE and self.notice_on and self.sees_books():
            self.set_onload("books", books.compared(self.name))

    def rectifications(self) -> list[dict]:
        """Those that were asked for after this check, as far as the reader may read them."""
        if not frappe.has_permission("Rectification", "read"):
            return []
        return frappe.get_list(
            "Rectification",
            filters={"spot_check": self.name},
            fields=["name", "problem", "state"],
            order_by="creation asc",
        )

    # -- facts -----------------------------------------------------------------------------------------

    def set_place(self):
        before = self.get_doc_before_save()
        if before:
            self.update({"kind": before.kind, "station": before.station})
        elif self.flags.by_draw:
            self.flags.drawn = self.draw
        self.station_name, self.town = frappe.db.get_value(
            "Station", self.station, ["station_name", "town"]
        )
        self.title = f"{self.station_name} {_(self.kind, lang='zh')} {getdate(self.check_day)}"

    def follow_steps(self):
        drawn = self.flags.pop("drawn", None)
        change = super().follow_steps()
        if drawn:
            self.draw = drawn
        return change

    def set_checker(self):
        if self.is_new() and not self.checker:
            self.checker = permissions.scope().cadre

    def was_open(self) -> bool:
        """Whether it could be written in before this save: a result is written and recorded in one go, too."""
        before = self.get_doc_before_save()
        state = before.state if before else self.state
        return state in (None, "", states.DRAFT, states.NOTIFIED)

    def keep_recorded(self):
        """「如实记录」: what was recorded stays."""
        before = self.get_doc_before_save()
        if before and before.state in (states.RECORDED, states.VOIDED):
            self.update({field: before.get(field) for field in OWN})
            for table in TABLES:
                self.set(table, [row.as_dict() for row in before.get(table)])

    def check_day_and_meeting(self):
        if getdate(self.check_day) > getdate() and self.kind not in states.WITH_NOTICE:
            frappe.throw(_("The day of a check cannot lie ahead."), CheckRefused)
        if self.kind != states.MEETING:
            self.meeting = None
        elif self.is_new() and not self.meeting:
            where = {"station": self.station, "meeting_date": self.check_day}
            self.meeting = frappe.db.get_value("Weekly Meeting", where)
        elif self.meeting:
            station = frappe.db.get_value("Weekly Meeting", self.meeting, "station")
            if station != self.station:
                frappe.throw(_("This meeting is of another station."), CheckRefused)

    # -- people and checklist --------------------------------------------------------------------------

    def fill_people(self):
        """Who should be there by the roster, with what the records say; the checker says who was."""
        if self.kind in states.WITH_NOTICE:
            self.set("people", [])
        if self.kind in states.WITH_NOTICE or not self.was_open():
            return
        known = {row.cadre: row for row in self.people}
        with_auxiliary = self.kind == states.MEETING
        wanted = presence.expected(self.station, getdate(self.check_day), with_auxiliary)
        self.set("people", [])
        for row in wanted:
            old = known.get(row["cadre"])
            said = {field: old.get(field) for field in ("seen", "reason", "noted")} if old else {}
            self.append("people", {**row, **said})
        for row in self.people:
            row.reason = cstr(row.reason).strip()
            row.noted = int(cint(row.noted) and row.seen == marks.ABSENT)
        self.check_own_file()

    def check_own_file(self):
        """Said here, where it is marked: recording the result would stop at the file half-way."""
        own = permissions.scope().cadre
        if own and any(row.noted and row.cadre == own for row in self.people):
            frappe.throw(
                _("You cannot note yourself: please let a colleague record this check."),
                CheckRefused,
            )

    def fill_results(self):
        """The office's checklist of the kind; what is asked later of others does not change this check."""
        if not self.is_new():
            self.keep_questions()
            return
        said = {(row.book, row.question): row for row in self.results}
        self.set("results", [])
        for item in checklist.items(self.town, self.kind):
            old = said.get((item["book"], item["question"]))
            given = {field: old.get(field) for field in ("result", "remark")} if old else {}
            self.append("results", {**item, **given})

    def keep_questions(self):
        before = self.get_doc_before_save()
        said = {row.name: row for row in self.results}
        rows = [row.as_dict() for row in before.results]
        self.set("results", [])
        for row in rows:
            new = said.get(row["name"])
            if new and self.was_open():
                row.update({"result": new.result, "remark": cstr(new.remark).strip()})
            self.append("results", row)

    def check_pictures(self):
        new = files.new_urls(self, "pictures", "picture")
        files.check_pictures(new, self.doctype, self.name)

    def set_score(self):
        self.score = marks.score(
            marks.Result(cint(row.points), cstr(row.result)) for row in self.results
        )

    # -- steps -----------------------------------------------------------------------------------------

    def step_inputs(self, before: str, after: str):
        return states.check_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        if change.after == states.NOTIFIED:
            self.notice_on = now_datetime()
            self.due_on = notice.due_on(self.town, getdate())
            self.told = 1
        if change.after == states.RECORDED:
            self.check_complete()
            self.update({"recorded_on": now_datetime(), "recorded_by_name": person_name()})
            self.told = 1

    def check_complete(self):
        """What was looked at is said of each line and each person; a leave has its reason."""
        missing = [str(row.idx) for row in self.results if not row.result]
        if missing:
            lines = "、".join(missing)
            frappe.throw(
                _("Checklist: please fill in the result of rows {0}.").format(lines), StepIncomplete
            )
        for row in self.people:
            if not row.seen:
                frappe.throw(
                    _("Please say of {0} whether they were there.").format(row.cadre_name),
                    StepIncomplete,
                )
            if row.seen in marks.WITH_REASON and not row.reason:
                frappe.throw(
                    _("Please fill in the reason of {0}.").format(row.cadre_name), StepIncomplete
                )

    def follow_step(self):
        if self.state == states.NOTIFIED:
            books.take(self)
            notice.give(self)
        if self.state == states.RECORDED:
            records.write_findings(self)
        self.tell()

    def tell(self):
        if self.state not in (states.NOTIFIED, states.RECORDED):
            return
        subject = f"{self.title}：{_(self.state, lang='zh')}"
        officers = [people.officer(self.station, duty) for duty in OFFICERS]
        notices.tell(people.users_of(officers), subject, self.doctype, self.name)

    def sees_books(self) -> bool:
        """Who checks sees what has changed since the notice; the station does not."""
        scope = permissions.scope()
        towns = scope.office(permissions.ORGANIZATION, permissions.TOWN_LEADER)
        return frappe.session.user == "Administrator" or self.town in towns
