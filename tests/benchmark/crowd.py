"""The people of part (d): a town of ten stations with five people each, and rows for all of them to look at."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import frappe
from frappe.utils import getdate, now_datetime
from frappe.utils.password import update_password

from zhilian_app.testing import make_cadre, make_station, make_team, make_town
from zhilian_app.visits import counters

TOWN = "五十人镇"
STATIONS = 10
PEOPLE_OF_STATION = 5
HOMES_OF_STATION = 2_000  # a visit each, and a ToDo each
ISSUES_OF_STATION = 200
ENTRY_EVERY = 5  # households on the register: one of five
SEED = 20261126
MARK = "bench_crowd"  # in tabDefaultValue: the rows are there
WORDS = "问了家里老人的身体和收成,说到村口的水渠堵了,下雨就漫到晒谷场,盼着早点清。"
STAMP = ("creation", "modified", "owner", "modified_by")
CHILD = ("parent", "parenttype", "parentfield", "idx")


@dataclass(frozen=True)
class Person:
    """One of the fifty.

    Attributes:
        user: name of the account.
        password: made for this run.
        cadre: name of the Cadre.
        station: on whose team they are.
    """

    user: str
    password: str
    cadre: str
    station: str


def gather() -> list[Person]:
    """Return the people, with new passwords; make them and their rows where they are missing, and commit."""
    if not frappe.db.get_default(MARK):
        _make()
        frappe.db.set_default(MARK, 1)
        frappe.db.commit()
        for doctype in ("Household", "Household Visit", "Key Visit Entry", "Ledger Issue", "ToDo"):
            frappe.db.sql(f"analyze table `tab{doctype}`")
    people = [_person(*row) for row in _members()]
    frappe.db.commit()
    return people


def _members() -> Iterable[tuple[str, str, str]]:
    return frappe.db.sql(
        """select c.user, c.name, t.station from `tabStation Team` t
        join `tabStation Team Member` m on m.parent = t.name join tabCadre c on c.name = m.cadre
        where t.town = %s order by t.station, m.idx""",
        TOWN,
    )


def _person(user: str, cadre: str, station: str) -> Person:
    password = secrets.token_urlsafe(16)
    update_password(user, password)
    return Person(user, password, cadre, station)


# -- making them --------------------------------------------------------------------------------


def _make() -> None:
    """Make one station's team by documents, the others as it, and what all have written as rows; one transaction."""
    make_town(TOWN)
    draw = Random(SEED)
    stations = [make_station(TOWN, f"五十人村{number}").name for number in range(STATIONS)]
    first = [make_cadre(TOWN) for _ in range(PEOPLE_OF_STATION)]
    leader, head, liaison, *members = first
    team = make_team(stations[0], leader=leader, head=head, liaison=liaison, members=members)
    for number, station in enumerate(stations):
        people = _team_as(team, first, station, draw) if number else first
        homes = _homes(station, draw)
        _visits(station, people, homes, draw)
        _entries(station, homes[::ENTRY_EVERY])
        _issues(station, people, homes[:ISSUES_OF_STATION], draw)
        _todos([person.user for person in people], draw)
    counters.recount_all(stations)


def _team_as(team, first: list, station: str, draw: Random) -> list:
    """People and team of ``station`` as rows like those of the first one: saving a User takes seconds."""
    changes = {team.station: station, team.name: _hash(draw)}
    for person in first:
        mobile = _unused_mobile(draw)
        user = f"{mobile}@cadre.invalid"
        changes |= {person.user: user, person.mobile: mobile, person.name: _hash(draw)}
        changes[person.cadre_name] = f"干部{mobile[3:]}"
        _copy("User", {"name": person.user}, changes)
        for child in ("Has Role", "Block Module"):
            _copy(child, {"parenttype": "User", "parent": person.user}, changes)
        _copy("Notification Settings", {"name": person.user}, changes)
        _copy("Cadre", {"name": person.name}, changes)
    _copy("Station Team", {"name": team.name}, changes)
    _copy("Station Team Member", {"parent": team.name}, changes)
    return [frappe.get_doc("Cadre", changes[person.name]) for person in first]


def _unused_mobile(draw: Random) -> str:
    while True:
        mobile = f"138{draw.randrange(10**8):08d}"
        if not frappe.db.exists("User", {"username": mobile}):
            return mobile


def _copy(doctype: str, filters: dict, changes: dict[str, str]) -> None:
    """Copy the rows that fit ``filters``, each value that is a key of ``changes`` replaced."""
    rows = frappe.get_all(doctype, filters=filters, fields=["*"])
    for row in rows:
        row.name = changes.get(row.name) or frappe.generate_hash(length=10)
    if rows:
        frappe.db.bulk_insert(
            doctype,
            list(rows[0]),
            [[changes.get(value, value) for value in row.values()] for row in rows],
        )


def _insert(
    doctype: str, fields: Iterable[str], rows: Iterable[tuple], owner: str = "Administrator"
) -> None:
    """Insert ``rows``, each beginning with its name, stamped one second after the other."""
    now = now_datetime()
    stamped = []
    for number, (name, *values) in enumerate(rows):
        stamp = now - timedelta(seconds=number)
        stamped.append((name, stamp, stamp, owner, owner, *values))
    frappe.db.bulk_insert(doctype, ["name", *STAMP, *fields], stamped, chunk_size=2000)


def _hash(draw: Random) -> str:
    return f"{draw.getrandbits(40):010x}"


def _homes(station: str, draw: Random) -> list[tuple[str, str, str]]:
    """Households: name, householder and address of each."""
    homes = [
        (_hash(draw), f"张试{number}", f"{number % 12 + 1}组{number}号")
        for number in range(HOMES_OF_STATION)
    ]
    fields = ("householder", "address", "group_name", "station", "town", "status", "phone")
    _insert(
        "Household",
        fields,
        [
            (
                name,
                householder,
                address,
                address.split("组")[0] + "组",
                station,
                TOWN,
                "Active",
                "13900000000",
            )
            for name, householder, address in homes
        ],
    )
    return homes


def _visits(station: str, people: list, homes: list, draw: Random) -> None:
    today = getdate()
    days = max(1, today.timetuple().tm_yday - 1)
    fields = (
        *("household", "householder", "address", "station", "town", "visit_date", "content"),
        *("needs", "visitor_names", "visit_kind", "effective"),
    )
    rows, visitors = [], []
    for number, (home, householder, address) in enumerate(homes):
        person, name = people[number % len(people)], _hash(draw)
        day = today - timedelta(days=1 + draw.randrange(days)) if days > 1 else today
        kind = "Door-to-door Visit" if number % ENTRY_EVERY else "Key Visit"
        facts = (home, householder, address, station, TOWN, day, WORDS)
        rows.append((name, *facts, "盼清水渠", person.cadre_name, kind, 1))
        visitors.append((_hash(draw), name, "Household Visit", "visitors", 1, person.name))
    _insert("Household Visit", fields, rows)
    _insert("Visit Cadre", (*CHILD, "cadre"), visitors)


def _entries(station: str, homes: list) -> None:
    fields = (
        *("household", "householder", "address", "station", "town", "year", "status", "added_on"),
        *("category_text", "priority", "active_key"),
    )
    today = getdate()
    rows = [
        (f"e{home}", home, householder, address, station, TOWN, today.year, "To Visit")
        + (today, "孤寡老人", 1, f"{home}-{today.year}")
        for home, householder, address in homes
    ]
    _insert("Key Visit Entry", fields, rows)
    categories = [
        (f"c{row[0]}", row[0], "Key Visit Entry", "categories", 1, "孤寡老人") for row in rows
    ]
    _insert("Key Visit Category", (*CHILD, "category"), categories)


def _issues(station: str, people: list, homes: list, draw: Random) -> None:
    fields = (
        *(
            "household",
            "householder",
            "address",
            "station",
            "station_name",
            "town",
            "title",
            "content",
        ),
        *("issue_kind", "raised_on", "state", "level", "due_on", "is_open", "source"),
        *("handler", "handler_name", "handler_user"),
    )
    today = getdate()
    station_name = frappe.db.get_value("Station", station, "station_name")
    rows = []
    for number, (home, householder, address) in enumerate(homes):
        raised, person = today - timedelta(days=draw.randrange(200)), people[number % len(people)]
        is_open = number % 2
        facts = (
            home,
            householder,
            address,
            station,
            station_name,
            TOWN,
            f"水渠堵塞{number}",
            WORDS,
        )
        stage = (
            "Infrastructure",
            raised,
            "In Progress" if is_open else "Closed",
            "Village or Community",
        )
        due = (raised + timedelta(days=7), is_open, "Entered by Hand")
        rows.append(
            (_hash(draw), *facts, *stage, *due, person.name, person.cadre_name, person.user)
        )
    _insert("Ledger Issue", fields, rows)


def _todos(users: list[str], draw: Random) -> None:
    """As many as households: each owned by one of ``users``, given to another."""
    fields = ("description", "status", "priority", "date", "allocated_to", "assigned_by")
    today = getdate()
    share = HOMES_OF_STATION // len(users)
    for at, user in enumerate(users):
        other = users[(at + 1) % len(users)]
        rows = [
            (_hash(draw), WORDS, "Open" if number % 2 else "Closed", "Medium", today, other, user)
            for number in range(share)
        ]
        _insert("ToDo", fields, rows, owner=user)
