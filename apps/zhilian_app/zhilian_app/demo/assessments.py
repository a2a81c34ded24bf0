"""Demo assessments: last year's of the stations, announced, and this year's of stations and cadres, in work."""

from datetime import date, datetime, time

import frappe

from zhilian_app.demo.constants import TOWN
from zhilian_app.supervision.assessing import ASSESSMENT

ANNOUNCED = (1, 12)
BY = "组织办公室"


def load_assessments(today: date) -> None:
    """Work them out from what the demo holds by then."""
    schemes = dict(
        frappe.get_all(
            "Assessment Scheme", filters={"town": TOWN}, fields=["subject", "name"], as_list=True
        )
    )
    last = _worked_out(today.year - 1, schemes["Station"])
    day = date(today.year, *ANNOUNCED)
    if day < today:
        last.announce()
        moment = datetime.combine(day, time(9, 30))
        last.db_set({"announced_on": moment, "announced_by_name": BY}, update_modified=False)
    for subject in ("Station", "Cadre"):
        _worked_out(today.year, schemes[subject])


def _worked_out(year: int, scheme: str):
    doc = frappe.new_doc(ASSESSMENT)
    doc.update({"town": TOWN, "year": year, "scheme": scheme})
    doc.flags.ignore_permissions = True
    doc.insert()
    doc.compute()
    return doc
