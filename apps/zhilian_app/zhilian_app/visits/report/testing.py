"""For tests of reports: one small world a class, visits of any day, and the rows that a number's link opens."""

from datetime import date
from unittest.mock import patch

import frappe

from zhilian_app import permissions
from zhilian_app.testing import ZhilianTestCase, make_cadre, make_station, make_team, make_town
from zhilian_app.visits import counters, report_data

SAVEPOINT = "report_test"


class ReportTestCase(ZhilianTestCase):
    """A town with two stations and one of another town, made once for all tests of the class.

    ``users`` maps a role to its user; the liaison is on the team of ``own``. Each test goes back to how it began.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frappe.set_user("Administrator")
        permissions.clear_scopes()
        cls.addClassCleanup(ZhilianTestCase._undo)
        cls.town, cls.other_town = make_town().name, make_town().name
        cls.own, cls.other = make_station(cls.town).name, make_station(cls.town).name
        cls.foreign = make_station(cls.other_town).name
        cls.cadres = {role: make_cadre(cls.town, roles=[role]) for role in cls.town_roles()}
        cls.cadres["Liaison"] = make_cadre(cls.town, "李联络")
        officers = [make_cadre(cls.town, account=False) for _number in range(2)]
        cls.team = make_team(cls.own, *officers, cls.cadres["Liaison"])
        names = [cadre.name for cadre in cls.cadres.values()]
        users = dict(
            frappe.get_all("Cadre", {"name": ["in", names]}, ["name", "user"], as_list=True)
        )
        cls.users = {role: users[cadre.name] for role, cadre in cls.cadres.items()}
        cls.make_rows()

    @classmethod
    def town_roles(cls) -> tuple[str, ...]:
        """Roles of the town of which the tests need a user."""
        return ("Organization Office", "Town Leader", "Finance Office")

    @classmethod
    def make_rows(cls):
        """Rows that all tests of the class look at."""

    def setUp(self):
        super().setUp()
        frappe.db.savepoint(SAVEPOINT)

    def _undo(self):
        frappe.set_user("Administrator")
        frappe.db.rollback(save_point=SAVEPOINT)
        for user in self.users.values():
            frappe.clear_cache(user=user)
        permissions.clear_scopes()


def on_day(day: date):
    """Run reports as on ``day``."""
    return patch.object(report_data, "today", return_value=day)


def visit_on(household: str, day: date, **fields) -> str:
    """An effective visit of ``day`` as if it had been written then: checks that look at the calendar are left out."""
    home = frappe.db.get_value(
        "Household", household, ["householder", "station", "town", "address"], as_dict=True
    )
    values = {
        "visit_date": day,
        "content": "谈了近况。",
        "effective": 1,
        "visitor_names": "李联络",
        "visit_kind": "Key Visit",
        **home,
        **fields,
    }
    doc = frappe.get_doc({"doctype": "Household Visit", "household": household, **values})
    doc.name = frappe.generate_hash(length=10)
    doc.db_insert()
    counters.recount(household, day.year)
    return doc.name


def rows_of(link: dict) -> list[str]:
    """Names of the rows that ``link`` opens in the list of who is signed in, with Frappe's reading of its filters."""
    filters = []
    for key, value in link["filters"].items():
        doctype, field = key.split(".") if "." in key else (link["doctype"], key)
        operator, value = value if isinstance(value, list) else ("=", value)
        filters.append([doctype, field, operator, value])
    names = frappe.get_list(link["doctype"], filters=filters, pluck="name", limit_page_length=0)
    return sorted(set(names))
