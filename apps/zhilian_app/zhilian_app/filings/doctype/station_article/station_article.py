import frappe
from frappe import _
from frappe.core.doctype.file.utils import extract_images_from_html
from frappe.utils import cstr, getdate, now_datetime

from zhilian_app import authors, calendar, files, notices, permissions
from zhilian_app.filings import article_rules, states
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

# what the team writes, while it is theirs to write
WRITTEN = ("title", "kind", "author", "other_authors", "body", "attachment")


class StationArticle(SteppedDocument):
    SPEC = states.ARTICLE
    STEP_FIELDS = (
        "published_on", "published_url", "month", "reviewed_on", "reviewed_by_name", "handed_in_on", "chosen_on",
        "chosen_by_name", "written_by_users",
    )  # fmt: skip

    def validate(self):
        check_filled(self, "title", "station")
        self.set_place()
        self.keep_what_is_others()
        self.tidy()
        self.check_uploads()
        self.follow_steps()
        self.note_writer()

    def on_update(self):
        urls = [row.picture for row in self.pictures if row.picture]
        files.attach_pictures(urls, self.doctype, self.name)
        if self.flags.told:
            users, words = self.flags.pop("told")
            notices.tell(users, words.format(self.title), self.doctype, self.name)

    def onload(self):
        super().onload()
        self.set_onload("may", {
            "write": self.is_open() and self.is_team(),
            "remark": self.state == states.TEAM_REVIEW and self.is_team(),
            "publish": self.state == states.CHOSEN and self.is_organization(),
        })  # fmt: skip

    # -- place and people ------------------------------------------------------------------------------

    def set_place(self):
        self.town, self.station_name = frappe.db.get_value(
            "Station", self.station, ["town", "station_name"]
        )
        if self.is_new() and not self.author:
            self.author = permissions.scope().cadre
        if not self.author:
            self.author_name = ""
            return
        town, self.author_name = frappe.db.get_value("Cadre", self.author, ["town", "cadre_name"])
        if town != self.town:
            frappe.throw(_("Please choose an author of {0}.").format(self.town))

    def is_team(self) -> bool:
        return permissions.is_on_team(self.station)

    def is_organization(self) -> bool:
        return permissions.is_of(self.town, permissions.ORGANIZATION)

    def is_open(self) -> bool:
        before = self.get_doc_before_save()
        return (before.state if before else self.state or states.DRAFT) in states.OPEN_ARTICLES

    def authors(self) -> set[str]:
        """Who wrote it, and who signs it as the author, does not hand it in or choose it."""
        author = frappe.db.get_value("Cadre", self.author, "user") if self.author else None
        return {self.owner, author, *authors.users_in(self.written_by_users)} - {None, ""}

    # -- what stands in it -----------------------------------------------------------------------------

    def keep_what_is_others(self):
        """What was given to the team stays as the team read it; the office changes no word of an article."""
        before = self.get_doc_before_save()
        if not before or (self.is_open() and self.is_team()):
            return
        for field in WRITTEN:
            self.set(field, before.get(field))
        self.author_name = before.author_name
        self.set("pictures", [row.as_dict() for row in before.pictures])

    def tidy(self):
        self.title = " ".join(cstr(self.title).split())
        # what is pasted into the text would become a public file of the site
        self.body = extract_images_from_html(self, self.body, is_private=True)
        self.other_authors = "、".join(cstr(self.other_authors).replace("、", " ").split())

    def check_uploads(self):
        before = self.get_doc_before_save()
        new = files.new_urls(self, "pictures", "picture")
        files.check_pictures(new, self.doctype, self.name)
        if self.attachment and not (before and before.attachment == self.attachment):
            files.check_documents([self.attachment], self.doctype, self.name)

    def note_writer(self):
        before = self.get_doc_before_save()
        if before is None or written(self) != written(before):
            self.written_by_users = authors.with_user(self.written_by_users, frappe.session.user)

    # -- steps -----------------------------------------------------------------------------------------

    def step_inputs(self, before: str, after: str):
        return states.article_inputs(after)

    def on_step(self, change: Change, given: Given) -> None:
        now = now_datetime()
        if change.after == states.TEAM_REVIEW:
            self.check_complete()
        if change.after == states.HANDED_IN:
            self.update({"reviewed_on": now, "reviewed_by_name": person_name()})
            self.update({"handed_in_on": now, "month": calendar.month_start(getdate(now))})
        if change.after == states.RETURNED:
            # it is handed in when it comes again
            self.update({"handed_in_on": None, "month": None})
        if change.after == states.CHOSEN:
            self.check_published()
            self.update({"chosen_on": now, "chosen_by_name": person_name()})
        self.flags.told = self.who_is_told(change.after)

    def check_complete(self):
        """「撰写的书面报告团队内部应加强传阅修订后提交」: there must be something to read."""
        if not self.attachment and not article_rules.has_words(self.body):
            frappe.throw(
                _("Please write the article, or attach it as a Word file."), StepIncomplete
            )

    def check_published(self):
        self.published_url = cstr(self.published_url).strip()
        mistake = article_rules.mistake_of_address(self.published_url)
        if mistake:
            frappe.throw(_(mistake), StepRefused)
        if self.published_on and getdate(self.published_on) > getdate():
            frappe.throw(
                _("It cannot have been published on {0}: that day is still to come.").format(
                    self.published_on
                ),
                StepRefused,
            )

    def who_is_told(self, state: str) -> tuple | None:
        if state == states.TEAM_REVIEW:
            team = [row.user for row in people.members(self.station)]
            return team, _("Please read this article of the team: {0}", lang="zh")
        if state == states.HANDED_IN:
            office = people.office_users(self.town, permissions.ORGANIZATION)
            return office, _("An article was handed in: {0}", lang="zh")
        if state == states.CHOSEN:
            return self.authors(), _("Your article was chosen for the website: {0}", lang="zh")
        if state == states.RETURNED:
            return self.authors(), _("Your article came back: {0}", lang="zh")
        return None

    def publish(
        self, published_on: str | None, published_url: str | None, reason: str = ""
    ) -> None:
        """Note where a chosen article stands on the web, when that is known.

        Raises:
            StepRefused: it was not chosen, or the day or the address cannot be.
        """
        if self.state != states.CHOSEN:
            frappe.throw(_("Only a chosen article is published."), StepRefused)
        self.update({"published_on": published_on or None, "published_url": published_url})
        self.check_published()
        self.note(reason, published_on=self.published_on, published_url=self.published_url)

    def remark(self, words: str) -> None:
        """What a member of the team says of it while the team reads it.

        Raises:
            StepRefused: the team does not read it now.
        """
        if self.state != states.TEAM_REVIEW:
            frappe.throw(_("The team does not read this article now."), StepRefused)
        self.note(words)


def written(doc) -> tuple:
    """What was written, as it can be compared."""
    words = tuple(cstr(doc.get(field)) for field in WRITTEN)
    return (*words, tuple(row.picture for row in doc.pictures))
