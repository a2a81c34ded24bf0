import io
import shutil
import subprocess
import unittest

import frappe
from pypdf import PdfReader

from zhilian_app.testing import (
    ZhilianTestCase,
    make,
    make_cadre,
    make_station,
    make_team,
    make_town,
)


def pdf_text(pdf: bytes) -> str:
    """What pdftotext reads, lines as laid out."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


class TestContactCardPrint(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        self.town = make_town().name
        self.station = make_station(self.town)
        people = [make_cadre(self.town, name, account=False, position=position) for name, position in (
            ("王分管", "党委委员"), ("赵组长", "农办主任"), ("李联络", "科员"))]  # fmt: skip
        self.village = make_cadre(self.town, "陈<b>书记", account=False, position="村党支部书记")
        make_team(self.station.name, *people, auxiliary=[self.village])
        self.people = people
        self.card = make("Contact Card", station=self.station.name, note="投诉电话:0750-1234567")

    def html(self, name="Contact Card") -> str:
        return frappe.get_print("Contact Card", self.card.name, name)

    def test_names_stand_in_their_team_with_duty_and_phone(self):
        html = self.html()
        main, auxiliary = html.index("驻点团队"), html.index("辅助团队")
        for person in self.people:
            self.assertTrue(main < html.index(person.cadre_name) < auxiliary)
            self.assertIn(person.mobile, html)
        self.assertLess(auxiliary, html.index(self.village.mobile))
        self.assertIn(self.station.station_name, html)
        self.assertIn("投诉电话:0750-1234567", html)

    def test_what_people_typed_is_escaped(self):
        self.assertNotIn("陈<b>书记", self.html())
        self.assertIn("陈&lt;b&gt;书记", self.html())

    def test_sheet_with_two_has_the_card_twice(self):
        self.assertEqual(self.html("Contact Card Two per Page").count(self.people[0].mobile), 2)

    @unittest.skipUnless(
        shutil.which("wkhtmltopdf") and shutil.which("pdftotext"), "no PDF programs"
    )
    def test_pdf_is_one_page_with_every_phone(self):
        for name, wide in (("Contact Card", False), ("Contact Card Two per Page", True)):
            pdf = frappe.get_print("Contact Card", self.card.name, name, as_pdf=True)
            pages = PdfReader(io.BytesIO(pdf)).pages
            self.assertEqual(len(pages), 1, name)
            self.assertEqual(pages[0].mediabox.width > pages[0].mediabox.height, wide)
            text = pdf_text(pdf)
            # pdftotext reads some characters as the radical of the same shape (民 as ⺠): not looked for
            for word in ("辅助团队", *(person.mobile for person in self.people)):
                self.assertIn(word, text)

    @unittest.skipUnless(shutil.which("wkhtmltopdf"), "no PDF program")
    def test_a_team_of_twenty_six_still_fits_one_page(self):
        for number in range(22):
            row = {"side": "Auxiliary", "duty": "Member", "phone": "13900000000"}
            self.card.append(
                "members", {**row, "member_name": f"村干{number}", "position": "村委会委员"}
            )
        for name in ("Contact Card", "Contact Card Two per Page"):
            pdf = frappe.get_print("Contact Card", None, name, doc=self.card, as_pdf=True)
            self.assertEqual(len(PdfReader(io.BytesIO(pdf)).pages), 1, name)

    def test_it_is_the_cards_own_print(self):
        self.assertEqual(frappe.get_meta("Contact Card").default_print_format, "Contact Card")
