import hashlib
import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime

from zhilian_app import permissions
from zhilian_app.required import check_filled
from zhilian_app.steps import person_name
from zhilian_app.supervision import assessing, scoring

NAME = "{town}-{year}-{scheme}"
IN_WORK, ANNOUNCED = "In Work", "Announced"
FACTS = (
    "state", "computed_on", "announced_on", "announced_by_name", "announced", "weights", "content_hash", "title",
    "subject",
)  # fmt: skip
WEIGHT = ("measure", "weight", "zero_at", "full_at")
EVENT = "zhilian_assessment_progress"


class AssessmentRefused(frappe.ValidationError):
    """It cannot be made or changed like this."""


class AnnualAssessment(Document):
    """年度考核:从记录里算出来的分数,公布以后不再变。"""

    def autoname(self):
        check_filled(self, "town", "year", "scheme")
        title = frappe.db.get_value("Assessment Scheme", self.scheme, "title")
        self.name = NAME.format(town=self.town, year=cint(self.year), scheme=title)
        if frappe.db.exists(self.doctype, self.name):
            frappe.throw(_("{0} is there already.").format(self.name), AssessmentRefused)

    def validate(self):
        check_filled(self, "town", "year", "scheme")
        self.keep()
        self.check_scheme()

    def onload(self):
        may_write = permissions.may(self, "write") and self.state != ANNOUNCED
        self.set_onload("may_write", may_write)
        self.set_onload("whole", not self.content_hash or self.content_hash == self.seal())
        self.set_onload("reads_all", self.reads_all())
        self.set_onload(
            "places_before", assessing.places_of(self.town, self.subject, self.year - 1)
        )

    # -- facts -----------------------------------------------------------------------------------------

    def keep(self):
        """Scores come from the records alone, and what was announced stays."""
        before = self.get_doc_before_save()
        if self.flags.by_itself:
            # announced meanwhile by somebody else
            if before and before.state == ANNOUNCED:
                frappe.throw(_("It was announced: it stays as it is."), AssessmentRefused)
            return
        for field in FACTS:
            self.set(field, before.get(field) if before else None)
        self.set("scores", [row.as_dict() for row in before.scores] if before else [])
        if not before:
            self.update({"state": IN_WORK, "announced": 0})
        elif before.state == ANNOUNCED:
            self.update({"scheme": before.scheme, "town": before.town, "year": before.year})

    def check_scheme(self):
        scheme = frappe.db.get_value(
            "Assessment Scheme", self.scheme, ["town", "subject", "title"], as_dict=True
        )
        if scheme.town != self.town:
            frappe.throw(_("Please choose a scheme of {0}.").format(self.town), AssessmentRefused)
        if not 2000 <= cint(self.year) <= getdate().year:
            frappe.throw(_("Please enter a year that has begun."), AssessmentRefused)
        if self.state == ANNOUNCED:
            return
        self.subject = scheme.subject
        self.title = f"{self.town}{self.year}年度考核（{scheme.title}）"

    def reads_all(self) -> bool:
        towns = permissions.scope().office(permissions.ORGANIZATION, permissions.TOWN_LEADER)
        return frappe.session.user == "Administrator" or self.town in towns

    def check_open(self):
        self.check_permission("write")
        if self.state == ANNOUNCED:
            frappe.throw(_("It was announced: it stays as it is."), AssessmentRefused)

    # -- computing -------------------------------------------------------------------------------------

    def compute(self) -> None:
        """Work the scores out anew from the records of today, telling the page how far it is.

        Raises:
            frappe.PermissionError: the user may not change it.
            AssessmentRefused: it was announced.
        """
        self.check_open()
        self.tell(10)
        year = assessing.year_of(self.town, cint(self.year))
        scheme = frappe.get_doc("Assessment Scheme", self.scheme)
        who = assessing.subjects(self.town, scheme.subject, year)
        found = assessing.found_of(scheme.subject, year, who, self.tell)
        rows = assessing.scored(who, found, assessing.scheme_measures(scheme.measures))
        self.set("scores", [self.score_row(row, scheme.subject) for row in rows])
        weights = [{field: row.get(field) for field in WEIGHT} for row in scheme.measures]
        self.update({"computed_on": now_datetime(), "weights": json.dumps(weights)})
        self.store()
        self.tell(100)

    def score_row(self, row: assessing.Scored, subject: str) -> dict:
        return {
            "subject_name": row.subject.label,
            "station": row.subject.station,
            "cadre": row.subject.name if subject == assessing.CADRE else None,
            "score": float(row.score),
            "place": row.place,
            "points": assessing.packed(row),
        }

    def store(self):
        self.flags.by_itself = True
        try:
            self.save()
        finally:
            self.flags.by_itself = False

    def tell(self, percent: int) -> None:
        frappe.publish_realtime(
            EVENT, {"name": self.name, "percent": percent}, user=frappe.session.user
        )

    def seal(self) -> str:
        """Check sum over all that was announced."""
        rows = [
            [row.subject_name, row.station, row.score, row.place, row.points] for row in self.scores
        ]
        text = json.dumps([rows, self.weights], ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def announce(self) -> None:
        """Announce it: the scores stay as they are from now on, and the teams of the town read them.

        Raises:
            frappe.PermissionError: the user may not change it.
            AssessmentRefused: it is not worked out, or was announced.
        """
        self.check_open()
        if not self.scores:
            frappe.throw(_("Please work out the scores first."), AssessmentRefused)
        self.update({"state": ANNOUNCED, "announced_on": now_datetime()})
        # scores of persons are for the office and the leaders
        self.announced = int(self.subject == assessing.STATION)
        self.announced_by_name = person_name()
        self.store()
        # as the database has it, so that it can be told again from there
        stored = frappe.get_doc(self.doctype, self.name)
        stored.db_set("content_hash", stored.seal(), update_modified=False)

    # -- looking ---------------------------------------------------------------------------------------

    def what_if(self, weights: str | list) -> list[dict]:
        """Scores and places that other weights would give; nothing is stored.

        Args:
            weights: JSON list of measure, weight, zero_at and full_at.

        Raises:
            frappe.PermissionError: the user may not read all of it.
            AssessmentRefused: the weights make no sense.
        """
        if not self.reads_all():
            raise frappe.PermissionError
        rows = json.loads(weights) if isinstance(weights, str) else weights
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            frappe.throw(_("Please enter measures, and weights of more than 0."), AssessmentRefused)
        scheme = assessing.scheme_measures(rows)
        if scoring.problems(scheme):
            frappe.throw(_("Please enter measures, and weights of more than 0."), AssessmentRefused)
        return assessing.what_if(self.scores, scheme)

    def points_of(self, row: str) -> list[dict]:
        """Points of one subject (name of its row), each with the list of the rows behind it.

        Raises:
            frappe.PermissionError: it is neither the user's station nor do they read all.
        """
        self.check_permission("read")
        found = next((one for one in self.scores if one.name == row), None)
        own = found and found.station in permissions.scope().stations
        if not found or not (own or self.reads_all()):
            raise frappe.PermissionError
        return assessing.points_with_links(found.points, found.station, self.as_year(), found.cadre)

    def as_year(self) -> assessing.Year:
        """The days that were counted: those over when it was computed, so that a link opens what was counted."""
        return assessing.year_of(self.town, cint(self.year), self.computed_on)
