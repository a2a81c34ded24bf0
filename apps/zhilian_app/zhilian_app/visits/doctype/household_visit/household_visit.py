import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, getdate, now_datetime

from zhilian_app import files, permissions, stored
from zhilian_app.reasons import require_reason
from zhilian_app.visits import counters, coverage

DEFAULT_MINIMUM_CHARS = 5
# of the household, as it is when the visit is saved
COPIED = ("station", "town", "householder", "address")
# what cannot be written into a record any more once it is void
VOIDED_FIELDS = ("voided", "voided_on", "voided_by", "void_reason")


class DuplicateVisit(frappe.ValidationError):
    """The team has written a visit of this household on this day already; confirm to write a second one."""


class VisitOutOfTime(frappe.ValidationError):
    """The visit is dated in the future or before the year opened."""


class HouseholdVisit(Document):
    def check_if_latest(self):
        # who writes another visit of this household has its row first and then wants all its visits; whoever changes
        # one would have them the other way round, and each would wait for the other
        if not self.is_new():
            stored.values("Household", self.household, "name", lock=True)
        super().check_if_latest()

    def validate(self):
        self.copy_household()
        self.set_visitors()
        self.validate_date()
        self.validate_content()
        self.validate_voided()
        self.validate_duplicate()
        self.validate_position()
        self.set_facts()
        self.validate_pictures()

    def after_insert(self):
        # another one was saved at the same moment. A locking read before the row is in would lock the gap in which
        # it goes: two visits of neighbouring households, saved at once, would then wait for each other for ever
        self.refuse_second(lock=True)

    def on_update(self):
        self.attach_pictures()
        for year in self.years_touched():
            counters.recount(self.household, year, locked=True)

    def copy_household(self):
        # two taps at once: the second waits here for the first to be saved, then finds it
        home = stored.values("Household", self.household, *COPIED, "status", lock=True)
        if self.is_new() and home.status != "Active":
            frappe.throw(_("Household {0} has ended.").format(home.householder))
        self.update({field: home[field] for field in COPIED})

    def set_visitors(self):
        own = permissions.scope()
        if not self.visitors and own.cadre:
            self.append("visitors", {"cadre": own.cadre})
        names = []
        for row in self.visitors:
            name, town = own.cadre_name, own.cadre_town
            if row.cadre != own.cadre:
                other = stored.values("Cadre", row.cadre, "cadre_name", "town") or {}
                name, town = other.get("cadre_name"), other.get("town")
            if town != self.town:
                frappe.throw(
                    _("Row {0}: {1} belongs to another town.").format(row.idx, name or row.cadre)
                )
            names.append(name)
        self.visitor_names = "、".join(dict.fromkeys(names))[:140]

    def validate_date(self):
        day = getdate(self.visit_date)
        before = self.get_doc_before_save()
        if before and getdate(before.visit_date) == day:
            return
        if day > getdate():
            frappe.throw(_("Visit Date {0} lies in the future.").format(day), VisitOutOfTime)
        town = frappe.get_cached_doc("Town", self.town)
        opened = coverage.opened_on(
            getdate(),
            town.bulletin_cutoff_day,
            getdate(town.register_start) if town.register_start else None,
        )
        if day < opened:
            frappe.throw(
                _(
                    "Visit Date {0} lies before {1}, the first day of the register that is open."
                ).format(day, opened),
                VisitOutOfTime,
            )

    def validate_content(self):
        """A record may lack words but not everything: an empty form is a slip of the finger."""
        if (
            not (self.content or "").strip()
            and not (self.needs or "").strip()
            and not self.pictures
        ):
            frappe.throw(_("Please write what was said, or take a picture."))

    def validate_voided(self):
        before = self.get_doc_before_save()
        if self.flags.voiding or not before:
            if not before:
                self.update(dict.fromkeys(VOIDED_FIELDS))
            return
        if before.voided:
            frappe.throw(_("A void record cannot be changed."))
        self.update({field: before.get(field) for field in VOIDED_FIELDS})

    def validate_duplicate(self):
        self.refuse_second()

    def refuse_second(self, lock: bool = False) -> None:
        """Stop where the household has another visit of this day, unless the person wants a second one.

        Args:
            lock: look at the rows as they are now; a plain read shows them as they stood when this request began.
        """
        if self.voided or cint(self.duplicate_confirmed) or not (self.is_new() or lock):
            return
        found = frappe.db.sql(
            f"""select visitor_names, content from `tabHousehold Visit`
            where household = %s and visit_date = %s and voided = 0 and name != %s
            limit 1 {"for update" if lock else ""}""",
            (self.household, getdate(self.visit_date), self.name or ""),
            as_dict=True,
        )
        if found:
            other = found[0]
            frappe.throw(
                _("{0} was visited on {1} already ({2}: {3}). Write a second record?").format(
                    self.householder,
                    self.visit_date,
                    other.visitor_names,
                    (other.content or "")[:40],
                ),
                DuplicateVisit,
            )

    def validate_position(self):
        """A position is a help: what cannot be one is dropped, it never stops a record."""
        try:
            inside = abs(float(self.latitude or 0)) <= 90 and abs(float(self.longitude or 0)) <= 180
        except (TypeError, ValueError):
            inside = False
        if not inside:
            self.latitude = self.longitude = None

    def set_facts(self):
        minimum = frappe.get_cached_value("Town", self.town, "minimum_content_chars")
        minimum = DEFAULT_MINIMUM_CHARS if minimum is None else minimum
        self.effective = int(coverage.is_effective(self.content, minimum, bool(self.voided)))
        entry = frappe.db.sql(
            """select `sensitive` from `tabKey Visit Entry`
            where household = %s and year = %s and status != 'Removed' limit 1""",
            (self.household, getdate(self.visit_date).year),
        )
        self.visit_kind = "Key Visit" if entry else "Door-to-door Visit"
        self.sensitive = int(
            bool(self.sensitive and not self.is_new()) or bool(entry and entry[0][0])
        )

    def validate_pictures(self):
        self.pictures = [row for row in self.pictures if row.picture]
        files.check_pictures([row.picture for row in self.pictures], self.doctype, self.name)

    def attach_pictures(self):
        files.attach_pictures([row.picture for row in self.pictures], self.doctype, self.name)

    def years_touched(self) -> set[int]:
        before = self.get_doc_before_save()
        days = [self.visit_date, before.visit_date if before else None]
        return {getdate(day).year for day in days if day}

    @frappe.whitelist(methods=["POST"])
    def void(self, reason: str) -> None:
        """Make the record void with a reason; it stays in the book and counts no more."""
        self.check_permission("write")
        self.flags.voiding = True
        self.update(
            {
                "voided": 1,
                "void_reason": reason,
                "voided_by": frappe.session.user,
                "voided_on": get_datetime(now_datetime()),
            }
        )
        require_reason(self, "void_reason")
        self.save()
