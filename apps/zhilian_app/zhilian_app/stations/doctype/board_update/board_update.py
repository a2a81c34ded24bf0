import frappe
from frappe import _
from frappe.utils import cint, cstr, getdate, now_datetime, quoted

from zhilian_app import authors, calendar, files, notices, permissions
from zhilian_app.required import check_filled
from zhilian_app.stations import board_files, board_rules, people
from zhilian_app.stations import board_states as states
from zhilian_app.steps import (
    Change,
    Given,
    StepIncomplete,
    SteppedDocument,
    StepRefused,
    person_name,
)

HANDED_IN = ("handed_in_on", "handed_in_by_name")
ACCEPTED = ("accepted_on", "accepted_by_name")
# what the camera and the system say of a picture
READ_FROM_PICTURE = ("taken_on", "fingerprint", "remark")
MOST_PICTURES = 12


class BoardRefused(frappe.ValidationError):
    """There cannot be such a month of this station's board, or not a second one."""


class BoardUpdate(SteppedDocument):
    SPEC = states.BOARD
    STEP_FIELDS = ("guidance", *HANDED_IN, *ACCEPTED, "written_by_users")

    def autoname(self):
        check_filled(self, "station", "month")
        self.month = calendar.month_start(getdate(self.month))
        self.name = board_rules.name_of(self.station, self.month)
        self.check_only_one()

    def validate(self):
        self.set_place()
        self.keep_what_is_the_teams()
        self.tidy()
        self.take_in_pictures()
        change = self.follow_steps()
        self.tell_step(change)
        self.note_writer()

    def on_update(self):
        files.attach_pictures([row.picture for row in self.pictures], self.doctype, self.name)
        board_files.drop(self.flags.pop("came", None) or (), self.name)
        self.tell_guidance()

    def onload(self):
        super().onload()
        self.set_onload("may_write", self.may_write(self) and permissions.may(self, "write"))
        self.set_onload("numbers", vars(board_files.numbers_of(self.town)))
        last = calendar.previous_month(getdate(self.month))
        self.set_onload("last", board_files.board_of(self.station, last))

    # -- place and month -------------------------------------------------------------------------------

    def check_only_one(self):
        """「每月」: one for each station and month."""
        if frappe.db.exists(self.doctype, self.name):
            # of this site, whatever name it goes by on the phone
            link = f'<a href="/app/board-update/{quoted(self.name)}">{_("Open It")}</a>'
            words = _("This station's board of {0} is there already.")
            frappe.throw(f"{words.format(f'{self.month:%Y-%m}')} {link}", BoardRefused)

    def set_place(self):
        place = frappe.db.get_value(
            "Station",
            self.station,
            ["town", "station_name", "started_on", "ended_on"],
            as_dict=True,
        )
        if not place:
            frappe.throw(_("Station {0} was not found.").format(self.station), BoardRefused)
        self.update({"town": place.town, "station_name": place.station_name})
        self.month = calendar.month_start(getdate(self.month))
        if self.is_new():
            self.check_month(place)
        day = cint(frappe.get_cached_value("Town", self.town, "board_photo_due_day"))
        self.due_on = board_rules.due_on(self.month, day)

    def check_month(self, place):
        month = f"{self.month:%Y-%m}"
        if self.month > getdate():
            frappe.throw(_("The month {0} is still to come.").format(month), BoardRefused)
        if place.started_on and calendar.month_end(self.month) < getdate(place.started_on):
            frappe.throw(
                _("{0} has been a station since {1} only.").format(
                    place.station_name, place.started_on
                ),
                BoardRefused,
            )
        if place.ended_on and self.month > getdate(place.ended_on):
            frappe.throw(
                _("{0} is no station any more since {1}.").format(
                    place.station_name, place.ended_on
                ),
                BoardRefused,
            )

    # -- who writes what -------------------------------------------------------------------------------

    def is_team(self) -> bool:
        return permissions.is_on_team(self.station)

    def may_write(self, stored) -> bool:
        """Pictures and words are the team's, until they are handed in and when they came back."""
        return self.is_team() and stored.state in states.OPEN_STATES

    def keep_what_is_the_teams(self):
        before = self.get_doc_before_save()
        if before and not self.may_write(before):
            self.words = before.words
            self.set("pictures", [row.as_dict() for row in before.pictures])

    def authors(self) -> set[str]:
        return {self.owner, *authors.users_in(self.written_by_users)} - {None, ""}

    def note_writer(self):
        before = self.get_doc_before_save()
        if before and written(self) != written(before):
            self.written_by_users = authors.with_user(self.written_by_users, frappe.session.user)

    # -- pictures --------------------------------------------------------------------------------------

    def tidy(self):
        self.words = cstr(self.words).strip()
        for row in self.pictures:
            row.caption = " ".join(cstr(row.caption).split())
        for row in self.pictures:
            if not row.picture:
                frappe.throw(_("Row {0}: there is no picture.").format(row.idx))
        if len(self.pictures) > MOST_PICTURES:
            frappe.throw(
                _("{0} pictures are too many: at most {1} a month.").format(
                    len(self.pictures), MOST_PICTURES
                )
            )

    def take_in_pictures(self):
        """New pictures are made clean; what was read from the others stays as it was read."""
        before = self.get_doc_before_save()
        known = {row.picture: row for row in reversed(before.pictures)} if before else {}
        fresh, seen = [], set()
        for row in self.pictures:
            if row.picture not in known:
                fresh.append(row)
                continue
            row.update({field: known[row.picture].get(field) for field in READ_FROM_PICTURE})
            if row.picture in seen:
                # the very same file goes by one address, however often it is sent
                row.remark = board_files.twice_words()
            seen.add(row.picture)
        files.check_pictures([row.picture for row in fresh], self.doctype, self.name)
        self.flags.came = [board_files.keep_clean(row, self.flags.read) for row in fresh]
        board_files.note_used(self, fresh)

    # -- steps -----------------------------------------------------------------------------------------

    def step_inputs(self, before: str, after: str):
        return states.board_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        if change.after == states.HANDED_IN:
            self.check_hander()
            self.check_complete()
            self.update({"handed_in_on": now_datetime(), "handed_in_by_name": person_name()})
        if change.after == states.TAKEN_IN:
            self.update({"accepted_on": now_datetime(), "accepted_by_name": person_name()})
            self.guidance = cstr(given.values.get("guidance")).strip()
        if change.after == states.RETURNED:
            self.update(dict.fromkeys((*HANDED_IN, *ACCEPTED)))
            self.guidance = cstr(self.guidance).strip()

    def check_hander(self):
        if not self.is_team():
            frappe.throw(_("Only the station's own team hands in its board."), StepRefused)

    def check_complete(self):
        """「公开栏更新情况的远景、近景电子照片3张」, by the town's own numbers."""
        views = [row.view for row in self.pictures]
        lack = board_rules.lacks(views, board_files.numbers_of(self.town))
        if lack:
            frappe.throw(lacking_words(lack), StepIncomplete)

    def tell_step(self, change: Change | None):
        """The record of steps tells the guidance: the next one takes the place of this one in the form."""
        if not change:
            return
        # the day for handing in is no limit of a step
        self.steps[-1].due_on = None
        if change.after in (states.TAKEN_IN, states.RETURNED):
            self.steps[-1].reason = cstr(self.guidance)

    def tell_guidance(self):
        before = self.get_doc_before_save()
        if not before or before.state == self.state or not self.guidance:
            return
        if self.state not in (states.TAKEN_IN, states.RETURNED):
            return
        subject = _("{0} board of {1}: {2}. {3}", lang="zh").format(
            self.station_name, f"{self.month:%Y-%m}", _(self.state, lang="zh"), self.guidance
        )
        liaison = people.officer(self.station, "Liaison")
        notices.tell(
            [*people.users_of([liaison]), *hander(self.steps)], subject, self.doctype, self.name
        )


def lacking_words(lack: board_rules.Lacks) -> str:
    """What lacks, in the language of who reads it; the form says the same (public/js/stations/board.js)."""
    views = []
    if lack.far:
        views.append(_("{0} far views").format(lack.far))
    if lack.near:
        views.append(_("{0} near views").format(lack.near))
    of_views = "、".join(views)
    parts = []
    if lack.unmarked:
        parts.append(_("{0} pictures are not marked as far or near view").format(lack.unmarked))
    if views and lack.pictures > lack.far + lack.near:
        words = _("{0} more pictures are needed, among them {1}")
        parts.append(words.format(lack.pictures, of_views))
    elif views:
        parts.append(_("still needed: {0}").format(of_views))
    elif lack.pictures:
        parts.append(_("{0} more pictures are needed").format(lack.pictures))
    return _("It cannot be handed in yet: {0}.").format("；".join(parts))


def hander(steps) -> list[str]:
    """Who handed it in last, as a user."""
    users = [row.by_user for row in steps if row.to_state == states.HANDED_IN]
    return users[-1:]


def written(doc) -> tuple:
    """What somebody wrote, as it can be compared."""
    pictures = ((row.picture, cstr(row.view), cstr(row.caption)) for row in doc.pictures)
    return (cstr(doc.words), *pictures)
