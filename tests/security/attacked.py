"""What is attacked: a row of every DocType in each place, with a text of its own in each, and who may read which.

The permission matrix of the app, written out by hand, says who may read a row. A marker in an answer to anybody else
is a finding, by whichever door it came out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import frappe
from frappe.utils.background_jobs import get_jobs, get_workers
from frappe.utils.password import update_password

from tests.security.caller import PASSWORD, Caller
from zhilian_app.testing import World, make_cadre
from zhilian_app.tests.matrix import MATRIX, SENSITIVE
from zhilian_app.tests.matrix_rows import PLACES, PLAIN, SECRET, Rows

TEXTS = ("Data", "Small Text", "Text", "Text Editor", "Long Text")
OUTSIDERS = ("Guest", "Stranger")
# the places as those of another station and another town see them
SEEN_FROM = {
    "Other Liaison": {"own": 1, "other": 0, "foreign": 2},
    "Foreign Liaison": {"own": 2, "other": 2, "foreign": 0},
}
FROM_OWN = {"own": 0, "other": 1, "foreign": 2}
# what reads as numbers or is looked up by the code: a marker there would be nonsense and no secret
STRUCTURE = {"naming_series", "workflow_state", "pinyin", "amended_from"}
# tables that no refused call may change, besides those of the app
WATCHED = (
    "File", "Version", "Comment", "DocShare", "ToDo", "Communication", "Tag", "Tag Link", "Has Role",
    "User Permission", "Custom Field", "Property Setter", "Custom DocPerm", "DocPerm", "DocType", "DocField",
    "Report", "Workflow", "Workflow Transition", "Print Format", "Letter Head", "Notification", "Server Script",
    "Client Script", "Email Account", "Webhook", "Document Follow", "Auto Repeat", "Assignment Rule", "Role",
    "Data Import", "Deleted Document", "Prepared Report", "Number Card", "Dashboard Chart", "Workspace",
)  # fmt: skip
JOBS_TAKE = 20.0  # seconds that a worker is given for what a call has left to it
LOOK_AGAIN = 0.05  # seconds


@dataclass
class Row:
    """One document with its marker."""

    doctype: str
    place: str
    name: str
    marker: str
    sensitive: bool
    owners: frozenset[str] = frozenset()


@dataclass
class Attacked:
    """The town with all its rows, and the people who call."""

    site: str
    world: World
    rows: list[Row] = field(default_factory=list)
    people: dict[str, Caller] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    has_worker: bool = True

    def letters(self, role: str, row: Row) -> str:
        """What ``role`` may do with ``row``, in the letters of the matrix."""
        if self.people[role].user in row.owners:
            return "r"
        if role in OUTSIDERS:
            return ""
        known = SENSITIVE if row.sensitive and row.doctype in SENSITIVE else MATRIX
        held = "Liaison" if role in SEEN_FROM else role
        words = known[row.doctype].get(held, ("", "", ""))
        return words[SEEN_FROM.get(role, FROM_OWN)[row.place]]

    def forbidden(self, role: str) -> dict[str, Row]:
        """Markers that ``role`` must not see, each with its row."""
        return {row.marker: row for row in self.rows if "r" not in self.letters(role, row)}

    def checksum(self) -> dict[str, int]:
        """A digest of every table that a call could write to, once its jobs are done."""
        self._wait_for_jobs()
        frappe.db.rollback()
        return dict(
            frappe.db.sql("CHECKSUM TABLE " + ", ".join(f"`tab{name}`" for name in self.tables))
        )

    def _wait_for_jobs(self) -> None:
        """Else what an earlier call was allowed to begin would be laid to the one that is refused just then."""
        deadline = time.monotonic() + JOBS_TAKE
        while self.has_worker and get_jobs(site=self.site)[self.site] and get_workers():
            # where nobody takes them, nothing of theirs can change either
            self.has_worker = time.monotonic() < deadline
            time.sleep(LOOK_AGAIN)

    def of(self, doctype: str, place: str) -> Row:
        """The row of a DocType in a place."""
        of_it = [row for row in self.rows if row.doctype == doctype]
        return next((row for row in of_it if row.place == place), of_it[0])


def make_attacked(site: str) -> Attacked:
    """Make and commit all rows, and sign everybody in."""
    frappe.set_user("Administrator")
    world = World.shared()
    found = Attacked(site, world)
    numbers = count(1)
    maker = Rows(world)
    for doctype, category in _kinds():
        for place in PLACES:
            doc = maker.saved(doctype, place, category)
            if any((row.doctype, row.name) == (doctype, doc.name) for row in found.rows):
                continue  # of a town, and so the same for both of its stations
            marker = f"zmk{next(numbers):06x}x"
            owners = frozenset(filter(None, (doc.owner, doc.get("user")))) - {"Administrator"}
            found.rows.append(Row(doctype, place, doc.name, marker, category == SECRET, owners))
            _mark(doc, marker)
    own = frappe.get_all("DocType", {"module": ["in", _modules()]}, pluck="name")
    found.tables = sorted({*own, *WATCHED})
    stranger = make_cadre(world.town).user
    users = {
        **world.users,
        "Other Liaison": world.other_liaison,
        "Foreign Liaison": world.foreign_liaison,
        "Stranger": stranger,
    }
    _let_in(users.values())
    frappe.db.commit()
    found.people = {"Guest": Caller(site)}
    found.people.update({role: Caller(site, user) for role, user in users.items()})
    return found


def _kinds() -> Iterator[tuple[str, str]]:
    for doctype in sorted(MATRIX):
        yield doctype, PLAIN
        if doctype in SENSITIVE:
            yield doctype, SECRET


def _modules() -> list[str]:
    return frappe.get_all("Module Def", {"app_name": "zhilian_app"}, pluck="name")


def _mark(doc, marker: str) -> None:
    """Write the marker into every text of a document and of the rows within it, as nobody's form would."""
    for part in (doc, *doc.get_all_children()):
        meta = frappe.get_meta(part.doctype)
        named_by = (meta.autoname or "").removeprefix("field:")
        texts = {
            one.fieldname: marker
            for one in meta.fields
            if one.fieldtype in TEXTS
            and one.fieldname not in {*STRUCTURE, named_by}
            and not str(part.get(one.fieldname) or "").startswith(("{", "["))
            and not (one.fieldtype == "Long Text" and not part.get(one.fieldname))
        }
        if texts:
            frappe.db.set_value(part.doctype, part.name, texts, update_modified=False)


def _let_in(users) -> None:
    """Give all the same password: it is worked out once, for that is what takes long."""
    users = list(users)
    update_password(users[0], PASSWORD)
    secret = frappe.db.sql(
        "select password from __Auth where doctype='User' and name=%s and fieldname='password'",
        users[0],
    )[0][0]
    for user in users[1:]:
        frappe.db.sql(
            "insert into __Auth (doctype, name, fieldname, password, encrypted) values"
            " ('User', %s, 'password', %s, 0) on duplicate key update password = values(password)",
            (user, secret),
        )
