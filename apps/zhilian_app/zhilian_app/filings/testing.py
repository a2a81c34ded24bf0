"""What the tests of filings share: a clock, a town, and filings at hand."""

from contextlib import ExitStack, contextmanager
from datetime import datetime
from unittest.mock import patch

import frappe
from frappe.utils import get_datetime, getdate

from zhilian_app.filings import upkeep
from zhilian_app.testing import WorldTestCase, make

FILING, REQUIREMENT = "Filing", "Filing Requirement"
# modules that took the clock's function by its name
CLOCKS = (
    "frappe.utils.data.now_datetime",
    "frappe.utils.now_datetime",
    "zhilian_app.filings.doctype.filing.filing.now_datetime",
    "zhilian_app.filings.sources.now_datetime",
    "zhilian_app.steps.now_datetime",
)


@contextmanager
def clock(moment):
    """Do what follows at another moment: a datetime, a date, or its text."""
    moment = get_datetime(moment)
    with ExitStack() as stack:
        for path in CLOCKS:
            stack.enter_context(patch(path, return_value=moment))
        yield moment


class FilingTestCase(WorldTestCase):
    """``world.town`` has the plan's requirements, as each town begins with them."""

    def requirement(self, title: str = "民兵整组材料", **fields):
        """A further requirement of the town: an upload by the month's end unless told otherwise."""
        fields.setdefault("town", self.world.town)
        fields.setdefault("from_date", getdate().replace(day=1))
        return make(REQUIREMENT, title=title, **fields)

    def filing(self, title: str = "民兵整组材料", station: str | None = None, **fields):
        """This month's filing of a further requirement at the own station."""
        self.requirement(title, **fields)
        upkeep.make_filings()
        name = frappe.db.get_value(
            FILING,
            {
                "requirement": f"{self.world.town}-{title}",
                "station": station or self.world.own,
                "month": getdate().replace(day=1),
            },
        )
        return frappe.get_doc(FILING, name)

    def upload(self, doc, role: str = "Liaison", name: str = "材料.pdf"):
        """Add a file to a filing as who is on the team."""
        with self.by(role):
            file = frappe.get_doc(
                {
                    "doctype": "File",
                    "file_name": name,
                    "content": f"%PDF-1.4 {frappe.generate_hash()}",
                    "is_private": 1,
                }
            ).insert()
            doc = frappe.get_doc(doc.doctype, doc.name)
            doc.append("files", {"file": file.file_url})
            doc.save()
        return doc


def at(day: str, hour: int = 9) -> datetime:
    """An hour of a day."""
    return get_datetime(f"{day} {hour:02d}:00:00")
