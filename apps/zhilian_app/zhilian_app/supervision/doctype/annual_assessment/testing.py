"""Rows and a small town for the tests of the assessment and of the leaders' page."""

from datetime import date
from itertools import count

import frappe
from frappe.utils import getdate

from zhilian_app.supervision.assessing import ASSESSMENT
from zhilian_app.testing import World, ZhilianTestCase, make

LAST = getdate().year - 1
OFFICE = "Organization Office"
SCHEME = "Assessment Scheme"
_numbers = count()


def day(month: int, of_month: int = 10) -> date:
    return date(LAST, month, of_month)


def raw(doctype: str, children: dict | None = None, **fields) -> str:
    """A row as the database has it, without what its own forms would ask for."""
    doc = frappe.get_doc({"doctype": doctype, **fields})
    doc.name = f"score-{next(_numbers)}-{frappe.generate_hash(length=6)}"
    doc.db_insert()
    for table, rows in (children or {}).items():
        options = frappe.get_meta(doctype).get_field(table).options
        for at, row in enumerate(rows):
            child = frappe.get_doc({"doctype": options, "idx": at + 1, **row})
            child.update({"parent": doc.name, "parenttype": doctype, "parentfield": table})
            child.name = frappe.generate_hash(length=10)
            child.db_insert()
    return doc.name


def list_filters(link: dict) -> list:
    """Route options as a list reads them from the address."""
    rows = []
    for key, value in link["filters"].items():
        doctype, field = key.split(".") if "." in key else (link["doctype"], key)
        operator, value = value if isinstance(value, list) else ("=", value)
        rows.append([doctype, field, operator, value])
    return rows


def opened(link: dict) -> list[str]:
    """Names of the rows that a list with the link's filters shows to who is signed in."""
    return frappe.get_list(
        link["doctype"],
        filters=list_filters(link),
        pluck="name",
        limit_page_length=0,
        order_by=f"`tab{link['doctype']}`.name asc",
    )


class AssessmentCase(ZhilianTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = World.shared()

    def by(self, role: str):
        return self.as_user(self.world.users[role])

    def here(self, **fields) -> dict:
        return {"station": self.world.own, "town": self.world.town, **fields}

    def there(self, **fields) -> dict:
        return {"station": self.world.other, "town": self.world.town, **fields}

    def scheme(
        self, subject: str = "Station", rows=(("Coverage", 60), ("Weekly Meetings Held", 40))
    ):
        return make(
            SCHEME,
            title=f"办法{next(_numbers)}",
            town=self.world.town,
            subject=subject,
            measures=[{"measure": name, "weight": weight, "full_at": 100} for name, weight in rows],
        ).name

    def assessment(self, subject: str = "Station", year: int = LAST, **scheme):
        with self.by(OFFICE):
            doc = make(
                ASSESSMENT, town=self.world.town, year=year, scheme=self.scheme(subject, **scheme)
            )
            doc.compute()
        return doc

    def entries(self, visited: int, left: int, **place):
        for at in range(visited + left):
            status = "Visited" if at < visited else "To Visit"
            raw("Key Visit Entry", year=LAST, status=status, **place)

    def meetings(self, held: int, missing: int, **place):
        for at in range(held + missing):
            status = "Held" if at < held else "Planned"
            raw("Weekly Meeting", meeting_date=day(3, 1 + at), status=status, **place)

    def two_stations(self):
        """The own station: 75 and 50 of 100; the other: 25 and 100."""
        self.entries(3, 1, **self.here())
        self.meetings(1, 1, **self.here())
        self.entries(1, 3, **self.there())
        self.meetings(2, 0, **self.there())

    def score_of(self, doc, station: str) -> tuple[float, int]:
        row = next(row for row in doc.scores if row.station == station)
        return row.score, row.place
