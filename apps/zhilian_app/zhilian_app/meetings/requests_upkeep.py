"""Requests to the committee draft themselves from the ledger: at once when an issue goes up, and daily."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import notices
from zhilian_app.issues import states as ledger
from zhilian_app.meetings import ledger_items, requests, session_agenda, sessions_upkeep, states
from zhilian_app.stations import people
from zhilian_app.upkeep import each

REQUEST = "Committee Request"
ITEM = "Committee Request Item"


# -- hooks ---------------------------------------------------------------------------------------------


def follow_issue(doc, method: str | None = None) -> None:
    """Ledger Issue, on_update: an issue that goes up stands on the month's draft at once, one taken back leaves it."""
    before = doc.get_doc_before_save()
    was = before.state if before else None
    if doc.state == was:
        return
    if doc.state == ledger.PUT_UP:
        place(doc.station)
    elif was == ledger.PUT_UP and doc.decision not in session_agenda.FINAL:
        take_off(doc.name)


def make_requests() -> None:
    """Daily: place what still waits, station by station; may run any number of times."""
    stations = sorted({row.station for row in ledger_items.waiting()})
    each(stations, place, REQUEST)


# -- drafts --------------------------------------------------------------------------------------------


def place(station: str) -> str | None:
    """Put the station's waiting issues on the request that takes them; return its name, or None where none waits."""
    _lock(station)
    issues = ledger_items.waiting(station)
    if not issues:
        return None
    month, begun = _open_month(station)
    name = requests.name_of(station, month)
    if begun:
        doc = frappe.get_doc(REQUEST, name, for_update=True)
        doc.flags.by_itself = True
        doc.draw(issues)
        doc.save(ignore_permissions=True)
    else:
        doc = _begin(station, month)
    _tell_liaison(doc, issues)
    return name


def request_of(station: str, month: date) -> str:
    """Name of a station's request of the month that begins on ``month``; drafted now where there is none."""
    name = requests.name_of(station, month)
    if not frappe.db.exists(REQUEST, name):
        _lock(station)
        _begin(station, month)
    return name


def take_off(issue: str) -> None:
    """An issue was taken back: it leaves a draft that nobody wrote into, else it is marked and they are told."""
    rows = frappe.get_all(
        ITEM,
        filters={"issue": issue, "parenttype": REQUEST, "taken_back": 0},
        fields=["name", "parent", "decision"],
        order_by="creation asc",
    )
    for row in rows:
        if session_agenda.is_up(row.decision, taken_back=False):
            _take_off(row.parent, row.name, issue)


def _take_off(request: str, item: str, issue: str) -> None:
    doc = frappe.get_doc(REQUEST, request, for_update=True)
    doc.flags.by_itself = True
    row = next(row for row in doc.items if row.name == item)
    facts = frappe.db.get_value("Ledger Issue", issue, ledger_items.DRAWN, as_dict=True)
    untouched = doc.state in states.OPEN_STATES and ledger_items.is_untouched(row, facts)
    if untouched:
        doc.remove(row)
    else:
        row.taken_back = 1
    doc.save(ignore_permissions=True)
    if not untouched:
        subject = _("Taken back, no longer put to the committee: {0}", lang="zh").format(row.title)
        officers = [people.officer(doc.station, duty) for duty in ("Liaison", "Team Head")]
        told = [*people.users_of(officers), *doc.authors()]
        if doc.state in (states.SIGNED, states.ACCEPTED):
            told += people.office_users(doc.town, "Organization Office")
        notices.tell(told, subject, REQUEST, doc.name)
    if doc.state == states.ACCEPTED:
        sessions_upkeep.refresh(doc.town)


def _begin(station: str, month: date):
    doc = frappe.get_doc({"doctype": REQUEST, "station": station, "month": month})
    doc.flags.by_itself = True
    return doc.insert(ignore_permissions=True)


def _open_month(station: str) -> tuple[date, bool]:
    """Month whose request takes issues today, and whether it is begun; we read what others have just committed."""
    town = frappe.db.get_value("Station", station, "town")
    due_day = cint(frappe.get_cached_value("Town", town, "request_due_day"))
    closed: set[date] = set()
    while True:
        month = requests.open_month(getdate(), due_day, closed)
        name = requests.name_of(station, month)
        state = frappe.db.get_value(REQUEST, name, "state", for_update=True)
        if not state or state in states.OPEN_STATES:
            return month, bool(state)
        closed.add(month)


def _lock(station: str) -> None:
    """Two issues of a station at once: the second one waits here and finds the first one's draft."""
    frappe.db.get_value("Station", station, "name", for_update=True)


def _tell_liaison(doc, issues: list[dict]) -> None:
    titles = "、".join(
        row.title for row in doc.items if row.issue in {one["name"] for one in issues}
    )
    subject = _("On the request to the committee, please fill in the rest: {0}", lang="zh")
    liaison = people.officer(doc.station, "Liaison")
    notices.tell(people.users_of([liaison]), subject.format(titles), REQUEST, doc.name)
