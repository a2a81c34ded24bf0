import io

import frappe
from frappe.utils import getdate
from PIL import Image

from zhilian_app.testing import make_household
from zhilian_app.visits.print_pictures import row_pictures
from zhilian_app.visits.report.testing import ReportTestCase, visit_on


def picture_file(visit: str, name: str = "a.png"):
    """A private picture that hangs on the visit."""
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), "#88aa66").save(out, "PNG")
    fields = {"file_name": name, "is_private": 1, "content": out.getvalue()}
    return frappe.get_doc(
        {
            "doctype": "File",
            "attached_to_doctype": "Household Visit",
            "attached_to_name": visit,
            **fields,
        }
    ).insert()


class TestVisitRecord(ReportTestCase):
    def setUp(self):
        super().setUp()
        home = make_household(self.own, "陈<i>大文").name
        self.visit = visit_on(home, getdate(), content="谈了收成。\n房屋漏水", needs="修房子")

    def add_picture(self, url: str):
        row = {"doctype": "Visit Picture", "picture": url, "caption": "门前", "parent": self.visit}
        row |= {
            "parenttype": "Household Visit",
            "parentfield": "pictures",
            "name": frappe.generate_hash(),
            "idx": 1,
        }
        frappe.get_doc(row).db_insert()

    def test_paper_says_what_was_said_and_wanted_escaped(self):
        html = frappe.get_print("Household Visit", self.visit, "Visit Record")
        for words in ("房屋漏水", "修房子", "李联络", "陈&lt;i&gt;大文"):
            self.assertIn(words, html)
        self.assertNotIn("陈<i>大文", html)

    def test_picture_is_put_into_the_page_smaller(self):
        self.add_picture(picture_file(self.visit).file_url)
        html = frappe.get_print("Household Visit", self.visit, "Visit Record")
        self.assertIn("data:image/jpeg;base64,", html)
        self.assertIn("门前", html)

    def test_picture_of_another_row_is_not_printed(self):
        other = visit_on(make_household(self.other).name, getdate())
        self.add_picture(picture_file(other, "b.png").file_url)
        self.assertEqual(row_pictures(frappe.get_doc("Household Visit", self.visit)), [])

    def test_who_may_not_read_the_visit_gets_no_pictures(self):
        doc = frappe.get_doc("Household Visit", self.visit)
        with self.as_user(self.users["Finance Office"]), self.assertRaises(frappe.PermissionError):
            row_pictures(doc)
