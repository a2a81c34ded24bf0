import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate, now_datetime

from zhilian_app import notices, permissions
from zhilian_app.required import check_filled
from zhilian_app.steps import person_name

FACTS = (
    "cadre", "entry_date", "kind", "corrects", "text", "reply", "replied_on", "title", "cadre_name", "user", "town",
    "spot_check", "recorded_by_name", "corrected",
)  # fmt: skip
LONGEST_REPLY = 2000


class RecordRefused(frappe.ValidationError):
    """An entry cannot be written or changed like this."""


class CadreRecord(Document):
    """个人档案:一条记录。写下的不改不删,有误另写一条更正。"""

    def validate(self):
        if self.is_new():
            self.begin()
        else:
            self.keep()

    def after_insert(self):
        self.mark_corrected()
        subject = _("A new entry in your personal file: {0}", lang="zh").format(self.entry_date)
        notices.tell([self.user], subject, self.doctype, self.name)

    def onload(self):
        self.set_onload("may_reply", self.is_own() and not self.reply)
        self.set_onload("may_correct", permissions.may(self, "create") and not self.is_own())

    # -- writing ---------------------------------------------------------------------------------------

    def begin(self):
        check_filled(self, "cadre", "entry_date", "kind", "text")
        self.text = cstr(self.text).strip()
        if getdate(self.entry_date) > getdate():
            frappe.throw(_("The day of an entry cannot lie ahead."), RecordRefused)
        self.cadre_name, self.user, self.town = frappe.db.get_value(
            "Cadre", self.cadre, ["cadre_name", "user", "town"]
        )
        if self.user == frappe.session.user:
            frappe.throw(_("Nobody writes into their own file."), RecordRefused)
        if not self.flags.by_check:
            self.spot_check = None
        self.update({"reply": None, "replied_on": None, "corrected": 0})
        self.recorded_by_name = person_name()
        self.title = f"{self.cadre_name} {getdate(self.entry_date)} {_(self.kind, lang='zh')}"
        self.check_correction()

    def check_correction(self):
        if self.kind != "Correction":
            self.corrects = None
            return
        check_filled(self, "corrects")
        if frappe.db.get_value(self.doctype, self.corrects, "cadre") != self.cadre:
            frappe.throw(_("The entry to correct is of another person."), RecordRefused)

    def keep(self):
        """What was written stays; a reply comes by its own step."""
        before = self.get_doc_before_save()
        said = self.flags.pop("replying", None) or {}
        self.update({field: before.get(field) for field in FACTS})
        self.update(said)

    def mark_corrected(self):
        if self.corrects:
            frappe.db.set_value(self.doctype, self.corrects, "corrected", 1, update_modified=False)

    # -- the cadre's own word --------------------------------------------------------------------------

    def is_own(self) -> bool:
        return self.user == frappe.session.user

    @frappe.whitelist(methods=["POST"])
    def answer(self, words: str) -> None:
        """The cadre's own reply, once; it stands with the entry for ever.

        Raises:
            frappe.PermissionError: it is not the user's own file.
            RecordRefused: there is nothing in it, or a reply stands already.
        """
        self.check_permission("read")
        # a form sends the document along: whose file it is, the stored one says
        stored = frappe.db.get_value(
            self.doctype, self.name, ["user", "reply"], as_dict=True, for_update=True
        )
        if not stored or stored.user != frappe.session.user:
            frappe.throw(_("Only the person themselves replies."), frappe.PermissionError)
        words = cstr(words).strip()[:LONGEST_REPLY]
        if not words:
            frappe.throw(_("Please fill in: {0}.").format(_("Reply of the Cadre")), RecordRefused)
        if stored.reply:
            frappe.throw(_("You have replied already."), RecordRefused)
        self.flags.replying = {"reply": words, "replied_on": now_datetime()}
        self.save(ignore_permissions=True)
        office = frappe.db.get_value("User", {"name": self.owner, "enabled": 1})
        subject = _("{0} has replied to an entry of the file.", lang="zh").format(self.cadre_name)
        notices.tell([office], subject, self.doctype, self.name)
