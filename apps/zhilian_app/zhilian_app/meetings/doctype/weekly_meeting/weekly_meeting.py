import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from zhilian_app import calendar, permissions
from zhilian_app.meetings import agenda, agenda_source, attendance, week_rules
from zhilian_app.stations import people
from zhilian_app.steps import person_name

# what the code alone sets; whatever else a save brings for these is put back to what is stored
KEPT = (
    "status", "week", "town", "not_held_reason", "held_on", "closed_on", "closed_by", "reopened_on", "reopened_by",
    "reopen_reason", "last_visits", "agenda_drawn_on", "month_draft", "put_up_count",
)  # fmt: skip


class MinutesClosed(frappe.ValidationError):
    """The minutes are closed: they stay as they are."""


class WeeklyMeeting(Document):
    """``flags.records`` are values of KEPT, ``flags.drawn`` a newly drawn agenda, ``flags.outcomes`` what came of
    the ticks by item_key: set by the code of this module before it saves.
    """

    def autoname(self):
        """One meeting a station and week: the second one of a week finds its name taken."""
        self.check_station()
        self.set_week()
        self.name = f"{self.station}-周会-{self.week}"
        if frappe.db.exists(self.doctype, self.name):
            frappe.throw(
                _("This week has its meeting already: {0}.").format(self.name),
                frappe.DuplicateEntryError,
            )

    def validate(self):
        self.keep_records()
        self.set_place()
        self.validate_date()
        self.keep_attendance()
        self.keep_agenda()
        self.set_counts()
        self.set_title()

    def onload(self):
        self.set_onload("me", permissions.scope().cadre)
        issues = {row.issue for row in self.agenda if row.issue}
        self.set_onload("issues", agenda_source.states_of(issues))

    # -- what is kept ----------------------------------------------------------------------------------

    def keep_records(self):
        """Records come from the code alone, and closed minutes are opened again before they are changed.

        Raises:
            MinutesClosed: somebody saves a meeting that was held, or not held.
        """
        before = self.get_doc_before_save()
        records = self.flags.pop("records", None)
        if before and before.status != attendance.PLANNED and records is None:
            frappe.throw(
                _("The minutes are closed. Please open them again first, with a reason."),
                MinutesClosed,
            )
        for field in KEPT:
            self.set(field, before.get(field) if before else None)
        self.status = self.status or attendance.PLANNED
        self.update(records or {})

    def check_station(self):
        if not self.station:
            frappe.throw(_("Please fill in: {0}.").format(_("Station")), frappe.MandatoryError)

    def set_week(self):
        self.week = calendar.week_start(getdate(self.flags.monday or self.meeting_date))

    def set_place(self):
        town = frappe.db.get_value("Station", self.station, "town")
        self.town = town
        before = self.get_doc_before_save()
        if not before:
            self.set_week()
            # Frappe gives a new document the time of the moment
            self.meeting_time = frappe.get_cached_value("Town", town, "weekly_meeting_time")

    def validate_date(self):
        """A meeting may be moved within its week.

        Raises:
            frappe.ValidationError: the day lies in another week.
        """
        weekday = self.weekday()
        day, monday = getdate(self.meeting_date), getdate(self.week)
        if not week_rules.fits_week(day, monday, weekday):
            frappe.throw(
                _("Meeting Date {0} lies outside of the week that begins on {1}.").format(
                    day, monday
                )
            )
        self.is_month_end = int(week_rules.is_month_end(day, monday, weekday))

    def weekday(self) -> str:
        return frappe.get_cached_value("Town", self.town, "visit_weekday") or "Thursday"

    # -- people ----------------------------------------------------------------------------------------

    def keep_attendance(self):
        """Signatures are written one by one (attendance_book.py): a form that is older than they are loses none.

        Until the meeting is held its list follows the team of the day.
        """
        before = self.get_doc_before_save()
        rows = [row.as_dict() for row in before.attendance] if before else []
        if self.status == attendance.PLANNED:
            team = people.members(self.station, self.meeting_date)
            rows = attendance.follow_team(rows, team)
            self.chair = attendance.officer(self.chair, team, "Station Leader")
            self.recorder = attendance.officer(self.recorder, team, "Liaison")
        if self.status == attendance.HELD:
            rows = attendance.complete(rows, person_name())
        self.set_rows("attendance", rows)

    # -- agenda ----------------------------------------------------------------------------------------

    def keep_agenda(self):
        """Of a form only the words and ticks count; what is talked about comes from the ledger."""
        before = self.get_doc_before_save()
        stored = [row.as_dict() for row in before.agenda] if before else []
        rows = agenda.with_words(stored, [row.as_dict() for row in self.agenda])
        items = self.flags.pop("drawn", None)
        if items is not None:
            rows = agenda.merge(rows, items)
        outcomes = self.flags.pop("outcomes", None) or {}
        for row in rows:
            row["put_up"] = cint(row.get("put_up")) if row.get("issue") else 0
            row["put_up_note"] = outcomes.get(row["item_key"], row.get("put_up_note"))
        self.check_issues(row["issue"] for row in rows if row.get("issue") and not row.get("name"))
        self.set_rows("agenda", rows)

    def check_issues(self, issues):
        """Stop a form that brings in an issue of another station."""
        names = sorted(set(issues))
        if names and frappe.db.exists(
            "Ledger Issue", {"name": ["in", names], "station": ["!=", self.station]}
        ):
            frappe.throw(_("An issue on the agenda belongs to another station."))

    # -- derived ---------------------------------------------------------------------------------------

    def set_counts(self):
        self.expected_count, self.present_count = attendance.counts(
            row.as_dict() for row in self.attendance
        )

    def set_title(self):
        station = frappe.db.get_value("Station", self.station, "station_name")
        day = getdate(self.meeting_date)
        self.title = _("{0} weekly meeting of {1}/{2}", lang="zh").format(
            station, day.month, day.day
        )

    def set_rows(self, table: str, rows: list[dict]):
        """Put rows in place in this order; those that are stored keep their names."""
        self.set(table, [])
        for number, row in enumerate(rows, start=1):
            self.append(table, {**row, "idx": number})

    def freshly_drawn(self) -> bool:
        """Take the agenda and the list of people as they are today; whether anything is to be saved."""
        items = agenda_source.items_of(self)
        rows = [row.as_dict() for row in self.agenda]
        team = people.members(self.station, self.meeting_date)
        self.flags.drawn = items
        return agenda.differs(rows, agenda.merge(rows, items)) or attendance.differs(
            [row.as_dict() for row in self.attendance], team
        )
