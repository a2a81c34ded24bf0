from dataclasses import replace

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from zhilian_app import calendar, permissions
from zhilian_app.meetings import review_drawing as drawing
from zhilian_app.meetings import review_rules as rules
from zhilian_app.meetings import review_upkeep
from zhilian_app.meetings.review_rows import SEAT, SEAT_FIELDS, seat_fields, seat_of, stored
from zhilian_app.meetings.review_rules import USUAL_TIME
from zhilian_app.steps import person_name

PLANNED, CLOSED = "Planned", "Concluded"
KEPT = ("status", "closed_on", "closed_by")


class MeetingClosed(frappe.ValidationError):
    """The meeting is closed: nothing about it changes."""


class MeetingOpen(frappe.ValidationError):
    """The meeting cannot be closed yet."""


class ReviewMeeting(Document):
    def autoname(self):
        """Derived, so that the job that makes it can run twice."""
        self.month = calendar.month_start(getdate(self.month))
        self.name = f"{self.town}-汇报会-{self.month:%Y-%m}"

    def validate(self):
        self.refuse_closed()
        self.keep_facts()
        self.set_title()
        self.set_day()
        self.validate_people()
        self.set_seats()

    def after_insert(self):
        review_upkeep.make_reports(self)

    def on_update(self):
        review_upkeep.follow_day(self)

    def onload(self):
        self.set_onload("cadre", permissions.scope().cadre)

    # -- facts -----------------------------------------------------------------------------------------

    def refuse_closed(self):
        """Also where somebody closes it this very moment: the second one waits for the first."""
        if self.is_new():
            return
        status = frappe.db.get_value(self.doctype, self.name, "status", for_update=True)
        if status == CLOSED:
            frappe.throw(_("The meeting is closed: it stays as it is."), MeetingClosed)

    def keep_facts(self):
        before = self.get_doc_before_save()
        if not before:
            self.update({"status": PLANNED, "closed_on": None, "closed_by": None})
        elif not self.flags.closing:
            self.update({key: before.get(key) for key in KEPT})
        self.notes = (self.notes or "").strip()

    def set_title(self):
        month = getdate(self.month)
        self.title = _("{0}: review meeting of month {1}", lang="zh").format(self.town, month.month)

    def set_day(self):
        month = calendar.month_start(getdate(self.month))
        if not self.meeting_date:
            self.meeting_date = rules.meeting_day(month)
        # to the minute, as the form shows it: else it thinks that somebody has changed it
        self.meeting_time = drawing.clock(self.meeting_time or USUAL_TIME) + ":00"
        latest = calendar.month_end(calendar.next_month(month))
        if not month <= getdate(self.meeting_date) <= latest:
            frappe.throw(
                _("Meeting Date {0} must lie between {1} and {2}.").format(
                    self.meeting_date, month, latest
                )
            )

    def validate_people(self):
        for field in ("chair", "recorder"):
            cadre = self.get(field)
            if cadre and frappe.db.get_value("Cadre", cadre, "town") != self.town:
                frappe.throw(
                    _("{0}: please choose somebody of {1}.").format(
                        _(self.meta.get_label(field)), self.town
                    )
                )

    # -- attendance --------------------------------------------------------------------------------------

    def set_seats(self):
        """Who is expected; what was marked stays, and only ``mark`` and ``sign_in`` change it."""
        kept = [] if self.is_new() else stored(SEAT, self.name, SEAT_FIELDS)
        names = {row.cadre: row.name for row in kept}
        wanted = drawing.seats(self.town, self.chair, getdate(self.meeting_date))
        self.set("attendance", [])
        for seat in rules.seated(map(seat_of, kept), wanted):
            row = self.append("attendance", {"name": names.get(seat.cadre)})
            row.update(seat_fields(seat))

    def mark(self, cadre: str, attendance: str, leave_reason: str = "") -> None:
        """Write down whether somebody is here; an empty ``attendance`` takes the mark back.

        Raises:
            MeetingClosed: the meeting is closed.
            frappe.ValidationError: not one who is expected, or no such word.
        """
        if attendance not in ("", *rules.ATTENDANCES):
            frappe.throw(_("{0} is no mark of attendance.").format(attendance))
        self.refuse_closed()
        row = self.seat_row(cadre)
        seat = replace(
            seat_of(row),
            attendance=attendance,
            signed_on=now_datetime() if attendance else None,
            signed_by=person_name() if attendance else "",
            leave_reason=leave_reason.strip() if attendance == rules.ON_LEAVE else "",
        )
        frappe.db.set_value(SEAT, row.name, seat_fields(seat), update_modified=False)

    def sign_in(self) -> None:
        """Who is signed in says that they are here: 「与会人员要在记录上签到」; on the day of the meeting alone.

        Raises:
            MeetingClosed: the meeting is closed.
            frappe.ValidationError: not expected, or not today.
        """
        if getdate(self.meeting_date) != getdate():
            frappe.throw(
                _("Signing in is for the day of the meeting, {0}.").format(self.meeting_date)
            )
        self.mark(permissions.scope().cadre or "", rules.PRESENT)

    def seat_row(self, cadre: str):
        rows = {row.cadre: row for row in stored(SEAT, self.name, SEAT_FIELDS)}
        if cadre not in rows:
            frappe.throw(_("This person is not among those who are expected."))
        return rows[cadre]

    # -- closing ---------------------------------------------------------------------------------------

    def close(self) -> None:
        """End the meeting: its reports and this stay as they are from now on.

        Raises:
            MeetingOpen: before its day, or something carried over has no answer.
            MeetingClosed: it was closed before.
        """
        self.refuse_closed()
        if getdate(self.meeting_date) > getdate():
            frappe.throw(
                _("The meeting is on {0}: it can be closed from then on.").format(
                    self.meeting_date
                ),
                MeetingOpen,
            )
        missing = review_upkeep.draw_last_time(self)
        if missing:
            frappe.throw(
                "<br>".join(
                    [
                        _("Every carried-over item needs an answer before the meeting closes:"),
                        *missing,
                    ]
                ),
                MeetingOpen,
            )
        review_upkeep.freeze_reports(self)
        self.flags.closing = True
        self.update({"status": CLOSED, "closed_on": now_datetime(), "closed_by": person_name()})
        self.save()
