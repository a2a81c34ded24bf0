"""What Frappe keeps beside rows is read by whom it is for, and by nobody else who knows its number."""

import frappe

from zhilian_app import notices
from zhilian_app.testing import World, ZhilianTestCase, make_household


class TestBesideRows(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.world = World.shared()
        self.own, self.other = self.world.users["Liaison"], self.world.other_liaison

    def reads(self, user: str, doctype: str, name: str) -> tuple[bool, bool]:
        """Whether somebody opens a row by its name, and whether it stands in their list."""
        with self.as_user(user):
            opened = bool(frappe.has_permission(doctype, "read", doc=name))
            return opened, name in frappe.get_list(doctype, {"name": name}, pluck="name")

    def test_a_notice_is_for_one_person(self):
        home = make_household(self.world.own)
        notices.tell([self.own], "请补写走访记录", "Household", home.name)
        (name,) = frappe.get_all("Notification Log", {"document_name": home.name}, pluck="name")
        self.assertEqual((True, True), self.reads(self.own, "Notification Log", name))
        self.assertEqual((False, False), self.reads(self.other, "Notification Log", name))

    def test_points_for_work_on_a_row_tell_nobody_of_it(self):
        home = make_household(self.world.own)
        log = frappe.new_doc("Energy Point Log")
        log.update(
            {
                "user": self.own,
                "type": "Auto",
                "points": 1,
                "reference_doctype": "Household",
                "reference_name": home.name,
                "reason": home.householder,
            }
        )
        log.db_insert()
        self.assertEqual((True, True), self.reads(self.own, log.doctype, log.name))
        self.assertEqual((False, False), self.reads(self.other, log.doctype, log.name))

    def test_a_private_note_is_its_writers(self):
        with self.as_user(self.own):
            note = frappe.get_doc({"doctype": "Note", "title": "路线", "content": "先去刘家"})
            note.insert()
        self.assertEqual((True, True), self.reads(self.own, "Note", note.name))
        self.assertEqual((False, False), self.reads(self.other, "Note", note.name))
        note.db_set("public", 1)
        self.assertEqual((True, True), self.reads(self.other, "Note", note.name))
