import frappe
from frappe import _
from frappe.model.document import Document

from zhilian_app.filings import robot_text, webhook
from zhilian_app.required import check_filled


class GroupRobot(Document):
    def validate(self):
        check_filled(self, "title", "town", "url")
        self.keep_record()
        self.check_address()

    def keep_record(self):
        """How the last call went is for the job to say."""
        before = self.get_doc_before_save()
        for field in ("last_sent_on", "last_error"):
            self.set(field, before.get(field) if before else None)

    def check_address(self):
        mistake = robot_text.mistake_of_url(self.kind, self.address(), webhook.own_hosts())
        if mistake:
            frappe.throw(_(mistake))

    def address(self) -> str:
        """The webhook's address, as it was typed now or is stored."""
        return (self.get_password("url", raise_exception=False) or "").strip()

    def say(self, text: str) -> None:
        """Say ``text`` in the group.

        Raises:
            webhook.CallFailed: it was not taken.
        """
        secret = self.get_password("secret", raise_exception=False)
        webhook.call(self.kind, self.address(), secret, text)
