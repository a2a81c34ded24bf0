"""Factories and a base class for tests: small worlds of a town, its stations, teams and people."""

import json
import secrets
import unittest
from contextlib import contextmanager
from itertools import count

import frappe
from frappe.cache_manager import user_cache_keys
from frappe.utils import getdate, nowdate

from zhilian_app import permissions, steps
from zhilian_app.stations import accounts

# begins anywhere, so that what an earlier run has left is not met again
_numbers = count(secrets.randbelow(90_000_000) + 1)


class ZhilianTestCase(unittest.TestCase):
    """A test with a site: everything that it writes is rolled back."""

    def setUp(self):
        frappe.set_user("Administrator")
        permissions.clear_scopes()
        self.addCleanup(self._undo)

    @staticmethod
    def _undo():
        frappe.set_user("Administrator")
        frappe.db.rollback()
        # what was cached of rolled back rows; the DocTypes stay: reading them anew takes a second a test
        for key in user_cache_keys:
            frappe.cache.delete_key(key)
        frappe.cache.delete_keys("document_cache::")
        frappe.local.role_permissions = {}
        permissions.clear_scopes()

    @contextmanager
    def as_user(self, user: str):
        """Do what follows as ``user``."""
        before = frappe.session.user
        frappe.set_user(user)
        permissions.clear_scopes()
        try:
            yield
        finally:
            frappe.set_user(before)
            permissions.clear_scopes()


def make(doctype: str, **fields):
    """Insert a document as who is signed in."""
    return frappe.get_doc({"doctype": doctype, **fields}).insert()


def make_town(name: str | None = None, **fields):
    """A town with the plan's numbers."""
    doc = frappe.new_doc("Town")
    # a new document has the time of the moment here, whatever the default
    fields.setdefault("weekly_meeting_time", "08:30:00")
    doc.update({"town_name": name or f"试验镇{next(_numbers)}", "county": "试验市", **fields})
    return doc.insert()


def make_station(town: str, name: str | None = None, **fields):
    """A station that has been there since last year."""
    fields.setdefault("started_on", f"{getdate().year - 1}-01-01")
    return make("Station", station_name=name or f"试验{next(_numbers)}村", town=town, **fields)


def make_cadre(town: str, name: str | None = None, roles=(), account: bool = True, **fields):
    """A cadre, with a user unless told otherwise; ``roles`` are roles of the town."""
    number = next(_numbers)
    fields.setdefault("mobile", f"139{number:08d}")
    fields.setdefault("position", "干部")
    cadre = make(
        "Cadre",
        cadre_name=name or f"干部{number}",
        town=town,
        town_roles=[{"role": role} for role in roles],
        **fields,
    )
    if account:
        accounts.make_user(cadre, username=cadre.mobile)
        cadre.reload()
    return cadre


def make_team(
    station: str,
    leader=None,
    head=None,
    liaison=None,
    members=(),
    auxiliary=(),
    officers=True,
    **fields,
):
    """The team of a station; officers that are not given are made, with an account if ``officers``."""
    town = frappe.db.get_value("Station", station, "town")
    leader, head, liaison = (
        person or make_cadre(town, account=officers) for person in (leader, head, liaison)
    )
    rows = [
        ("Main", "Station Leader", leader),
        ("Main", "Team Head", head),
        ("Main", "Liaison", liaison),
    ]
    rows += [("Main", "Member", person) for person in members]
    rows += [("Auxiliary", "Member", person) for person in auxiliary]
    fields.setdefault("from_date", f"{getdate().year - 1}-01-01")
    return make(
        "Station Team",
        station=station,
        members=[{"side": side, "duty": duty, "cadre": person.name} for side, duty, person in rows],
        **fields,
    )


def make_household(station: str, householder: str | None = None, **fields):
    """An active household."""
    number = next(_numbers)
    fields.setdefault("address", f"一组{number}号")
    return make("Household", station=station, householder=householder or f"张试{number}", **fields)


def make_entry(household: str, *categories: str, year: int | None = None, **fields):
    """A register entry in the category 孤寡老人 unless others are given."""
    return make(
        "Key Visit Entry",
        household=household,
        year=year or getdate().year,
        categories=[{"category": name} for name in categories or ("孤寡老人",)],
        **fields,
    )


def make_visit(household: str, content: str = "谈了家里的近况和收成。", **fields):
    """A visit of today; as Administrator the first liaison of the station is the visitor."""
    if not fields.get("visitors") and not permissions.scope().cadre:
        station = frappe.db.get_value("Household", household, "station")
        liaison = frappe.db.get_value("Station Team", {"station": station}, "liaison")
        fields["visitors"] = [
            {"cadre": liaison or make_cadre(frappe.db.get_value("Station", station, "town")).name}
        ]
    fields.setdefault("visit_date", nowdate())
    return make("Household Visit", household=household, content=content, **fields)


def make_issue(**fields):
    """An issue of a household or a station, registered today."""
    fields.setdefault("title", "村道路灯不亮")
    fields.setdefault("content", "三组村道的路灯坏了。")
    return make("Ledger Issue", **fields)


class World:
    """A town with two stations and one of another town, and a user for every role.

    ``users`` maps a role to its user name; the roles of a station are on the team of ``own``.
    Making one takes seconds (Frappe drops all its caches whenever a User is saved), so tests share one.
    """

    _shared = None

    def __init__(self):
        self.town = make_town().name
        self.other_town = make_town().name
        self.own = make_station(self.town).name
        self.other = make_station(self.town).name
        self.foreign = make_station(self.other_town).name
        self.cadres = {
            role: make_cadre(self.town, roles=[role]) for role in sorted(permissions.TOWN_ROLES)
        }
        team = {
            role: make_cadre(self.town)
            for role in ("Station Leader", "Team Head", "Liaison", "Station Cadre", "Village Cadre")
        }
        self.team = make_team(
            self.own,
            leader=team["Station Leader"],
            head=team["Team Head"],
            liaison=team["Liaison"],
            members=[team["Station Cadre"]],
            auxiliary=[team["Village Cadre"]],
        )
        self.cadres.update(team)
        self.cadres["Other Liaison"] = make_cadre(self.town)
        self.cadres["Foreign Liaison"] = make_cadre(self.other_town)
        self.other_team = make_team(
            self.other, liaison=self.cadres["Other Liaison"], officers=False
        )
        self.foreign_team = make_team(
            self.foreign, liaison=self.cadres["Foreign Liaison"], officers=False
        )
        self.users = {
            role: frappe.db.get_value("Cadre", cadre.name, "user")
            for role, cadre in self.cadres.items()
            if role not in ("Other Liaison", "Foreign Liaison")
        }
        self.second_finance = make_cadre(self.town, roles=["Finance Office"]).user
        self.other_liaison = self.cadres["Other Liaison"].user
        self.foreign_liaison = self.cadres["Foreign Liaison"].user

    @classmethod
    def shared(cls) -> "World":
        """The one world of this run; committed, so that it outlives the rollback after each test."""
        if not cls._shared or not frappe.db.exists("Town", cls._shared.town):
            cls._shared = cls()
            frappe.db.commit()
        return cls._shared


class WorldTestCase(ZhilianTestCase):
    """A test in the shared world, where people act by their role."""

    @classmethod
    def setUpClass(cls):
        frappe.set_user("Administrator")
        cls.world = World.shared()

    def user_of(self, role: str) -> str:
        """The user name of who holds a role."""
        return self.world.users[role]

    def by(self, role: str):
        """Do what follows as who holds a role."""
        return self.as_user(self.user_of(role))

    def step(self, doc, role: str, action: str, reason: str = "", **values):
        """Take a step as the form does; returns the document as it is stored then."""
        with self.by(role):
            steps.take_step(doc.doctype, doc.name, action, reason, json.dumps(values, default=str))
        return frappe.get_doc(doc.doctype, doc.name)
