import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

from zhilian_app import calendar, notices, permissions
from zhilian_app.filings import requirements, rules, seeds, sources, standings, states, upkeep
from zhilian_app.required import check_filled
from zhilian_app.stations import people

# what a requirement is about stays: another paper is another requirement
FIXED = ("counts", "rhythm", "event")
EVENTS = (requirements.START, requirements.NOTICE)


class RequirementRefused(frappe.ValidationError):
    """The requirement says no day, or contradicts itself."""


class FilingRequirement(Document):
    """上报要求: what stations hand in, when, and who signs."""

    def validate(self):
        check_filled(self, "title", "town", "counts", "rhythm", "due_rule", "from_date")
        self.tidy()
        self.keep()
        self.check_days()
        self.check_source()
        self.check_stations()
        self.check_end()

    def on_update(self):
        self.tell_town()
        self.move_open_filings()

    # -- facts -----------------------------------------------------------------------------------------

    def tidy(self):
        self.title = " ".join(cstr(self.title).split())
        if "/" in self.title:
            frappe.throw(_("Please leave out the sign {0} in the title.").format("/"))
        self.short_title = cstr(self.short_title).strip() or self.title
        self.from_date = calendar.month_start(getdate(self.from_date))
        if self.rhythm == rules.EVERY_MONTH:
            self.update({"event": None, "days_after": 0})
        else:
            self.due_in = "Same Month"
        if self.due_rule != rules.DAY_OF_MONTH:
            self.due_day = 0
        if self.due_rule != rules.DAYS_AFTER:
            self.days_after = 0

    def keep(self):
        """The job alone says how far it has come; and what was asked for is not turned into something else."""
        before = self.get_doc_before_save()
        self.made_until = before.made_until if before else None
        if before and any(cstr(self.get(field)) != cstr(before.get(field)) for field in FIXED):
            frappe.throw(
                _("Please end this requirement and make a new one: what counts cannot change."),
                RequirementRefused,
            )

    def check_days(self):
        by_event = self.rhythm == rules.AFTER_EVENT
        if by_event and self.event not in EVENTS:
            self.refuse("event", _("the event"))
        if not by_event and self.due_rule == rules.DAYS_AFTER:
            self.refuse("due_rule", _("a day of the month, or its end"))
        if self.due_rule == rules.DAY_OF_MONTH and not 1 <= cint(self.due_day) <= 31:
            self.refuse("due_day", _("a day of the month, 1 to 31"))
        if self.due_rule == rules.DAYS_AFTER and not 1 <= cint(self.days_after) <= 365:
            self.refuse("days_after", _("days, 1 to 365"))
        if not 0 <= cint(self.cutoff_day) <= 31:
            self.refuse("cutoff_day", _("a day of the month, 1 to 31"))

    def check_source(self):
        """A document of the month cannot follow an event, and its own form says who signs it."""
        if self.counts in sources.FOLLOWED and self.rhythm == rules.AFTER_EVENT:
            self.refuse("rhythm", _(rules.EVERY_MONTH))
        if self.may_be_nil and self.counts in (sources.BOARD, sources.REVIEW):
            self.may_be_nil = 0
        if self.counts == sources.REVIEW:
            self.counts_from = "Signature"

    def check_stations(self):
        if self.all_stations:
            self.set("stations", [])
            return
        if not self.stations:
            frappe.throw(_("Please choose the stations, or all of them."), RequirementRefused)
        seen = set()
        for row in self.stations:
            if frappe.db.get_value("Station", row.station, "town") != self.town:
                frappe.throw(
                    _("Row {0}: {1} is no station of {2}.").format(row.idx, row.station, self.town),
                    RequirementRefused,
                )
            if row.station in seen:
                frappe.throw(
                    _("Row {0}: {1} stands here twice.").format(row.idx, row.station),
                    RequirementRefused,
                )
            seen.add(row.station)

    def check_end(self):
        self.end_reason = cstr(self.end_reason).strip()
        if not self.to_date:
            return
        if getdate(self.to_date) < getdate(self.from_date):
            frappe.throw(_("It cannot end before it begins."), RequirementRefused)
        if not self.end_reason:
            frappe.throw(_("Please fill in: {0}.").format(_("End Reason")), RequirementRefused)

    def refuse(self, field: str, expected: str):
        """Stop with the field's name and what it takes."""
        frappe.throw(
            _("{0}: please enter {1}.").format(_(self.meta.get_label(field)), expected),
            RequirementRefused,
        )

    def rule(self) -> rules.Rule:
        """The rule that the fields say, with the town's cut-off."""
        cutoff = cint(frappe.db.get_value("Town", self.town, "bulletin_cutoff_day"))
        return requirements.rule_of(self, cutoff or requirements.DEFAULT_CUTOFF)

    # -- what follows ----------------------------------------------------------------------------------

    def tell_town(self):
        """The day is the town's number, too: one fact, wherever it is typed."""
        if self.flags.from_town or self.is_new() or not self.get_doc_before_save():
            return
        field = seeds.TOWN_DAYS.get(self.counts)
        value = cint(self.due_day)
        if self.counts == requirements.BOOKS:
            field, value = "book_handover_days", cint(self.days_after)
        if field and value and cint(frappe.db.get_value("Town", self.town, field)) != value:
            frappe.db.set_value("Town", self.town, field, value)
            frappe.clear_document_cache("Town", self.town)

    def move_open_filings(self):
        """What is still to come follows the new day, and who signs; what was due stays as it was."""
        if not self.get_doc_before_save():
            return
        today, rule = getdate(), self.rule()
        rows = frappe.get_all(
            upkeep.FILING,
            filters={
                "requirement": self.name,
                "due_on": [">=", today],
                "state": ["in", states.OPEN_STATES],
            },
            fields=["name", "month", "event_on", "due_on", "cutoff_on", "signer", "counts_from"],
        )
        moved: dict[tuple, list[str]] = {}
        for row in rows:
            by_event = self.rhythm == rules.AFTER_EVENT
            due = (
                rules.due_after(rule, row.event_on)
                if by_event
                else rules.due_of_month(rule, row.month)
            )
            # nobody is late at once by a new day
            if due.due_on < today:
                continue
            new = (due.month, due.due_on, due.cutoff_on, self.signer, self.counts_from)
            if new != (row.month, row.due_on, row.cutoff_on, row.signer, row.counts_from):
                moved.setdefault(new, []).append(row.name)
        for (month, due_on, cutoff_on, signer, counts_from), names in moved.items():
            frappe.db.set_value(
                upkeep.FILING,
                {"name": ["in", names]},
                {
                    "month": month,
                    "due_on": due_on,
                    "cutoff_on": cutoff_on,
                    "due_is_holiday": int(not calendar.is_working_day(due_on)),
                    "signer": signer,
                    "counts_from": counts_from,
                },
            )
            standings.refresh(names)

    # -- notice ----------------------------------------------------------------------------------------

    @frappe.whitelist(methods=["POST"])
    def notify(self, stations: str | list | None = None, notice_on: str | None = None) -> list[str]:
        """Ask stations for it now (JSON list of names; all that it is for by default); return the filings' names.

        The plan: 「在接到抽查通知的一个星期内交到镇组织」. The same notice given twice makes no second filing.

        Args:
            notice_on: day of the notice (default: today), not to come and not more than a year ago.

        Raises:
            frappe.PermissionError: the user may not change the requirement.
            RequirementRefused: it goes by no notice, or a station is none of its own.
        """
        self.check_permission("write")
        if self.event != requirements.NOTICE:
            frappe.throw(_("This is not asked for by a notice."), RequirementRefused)
        names = json.loads(stations) if isinstance(stations, str) and stations else stations
        day = self.notice_day(notice_on)
        one = requirements.read([self])[0]
        of_town = upkeep.read_stations(self.town).get(self.town, [])
        known = {s.name: s for s in of_town if one.is_for(s.name) and s.span.has(day)}
        for name in names or []:
            if name not in known:
                frappe.throw(
                    _("{0} is no station that this is asked of.").format(name), RequirementRefused
                )
        due, stamp = rules.due_after(one.rule, day), frappe.utils.now()
        rows = {}
        for name in names or known:
            row = upkeep.row_of(one, known[name], due, stamp, upkeep.Event(name, day))
            rows[row[0]] = row
        new = upkeep.insert(rows)
        self.tell_stations(new, rows)
        return sorted(rows)

    def notice_day(self, notice_on: str | None):
        day = getdate(notice_on) if notice_on else getdate()
        if not 0 <= (getdate() - day).days <= 365 or day < getdate(self.from_date):
            frappe.throw(
                _("Please choose a day of the notice that is not to come."), RequirementRefused
            )
        return day

    def tell_stations(self, new: list[str], rows: dict[str, tuple]) -> None:
        at = upkeep.COLUMNS.index
        for name in new:
            station, due_on = rows[name][at("station")], rows[name][at("due_on")]
            officers = [
                people.officer(station, duty) for duty in ("Liaison", "Team Head", "Station Leader")
            ]
            subject = _("Please hand in {0} by {1}.", lang="zh").format(self.title, due_on)
            notices.tell(people.users_of(officers), subject, upkeep.FILING, name)

    @frappe.whitelist(methods=["POST"])
    def next_dues(self, count: int = 3) -> list[dict]:
        """The next ``count`` (at most 12) due days of a monthly requirement: month, due_on, cutoff_on, holiday."""
        if not permissions.may(self, "read"):
            raise frappe.PermissionError
        if self.rhythm != rules.EVERY_MONTH:
            return []
        rule, today = self.rule(), getdate()
        month = max(calendar.previous_month(today), calendar.month_start(getdate(self.from_date)))
        found: list[dict] = []
        while len(found) < min(max(cint(count), 1), 12):
            due = rules.due_of_month(rule, month)
            if rule.to and due.due_on > rule.to:
                break
            if due.due_on >= today:
                holiday = not calendar.is_working_day(due.due_on)
                found.append({**due.__dict__, "holiday": holiday})
            month = calendar.next_month(month)
        return found
