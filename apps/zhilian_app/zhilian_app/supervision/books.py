"""The three books of a station as entries: read for snapshots, and again to see what has changed since."""

import json
from datetime import date

import frappe
from frappe.utils import cstr, getdate

from zhilian_app.supervision import snapshots
from zhilian_app.supervision.snapshots import Entry

LOG, LEDGER, RECORD = "Station Log", "Issue Ledger", "Team Record Book"
BOOKS = (LOG, LEDGER, RECORD)
LONGEST = 60
SNAPSHOT = "Book Snapshot"
FIELDS = ("name", "book", "station", "taken_on", "row_count", "digest", "content", "found")


def entries(book: str, station: str, year: int, until: date) -> list[Entry]:
    """Entries of a year's book up to a day, a query or two each."""
    return _READERS[book](station, date(year, 1, 1), until)


def _line(words: str, sensitive: int) -> str:
    """What a snapshot shows of an entry: leaders read it too, and they read nothing that is sensitive."""
    return "" if sensitive else cstr(words)[:LONGEST]


def _log(station: str, first: date, last: date) -> list[Entry]:
    rows = frappe.get_all(
        "Household Visit",
        filters={"station": station, "visit_date": ["between", [first, last]]},
        fields=["name", "visit_date", "household", "content", "needs", "visitor_names", "voided", "sensitive"],
        order_by="visit_date asc, name asc",
    )  # fmt: skip
    return [
        Entry(
            row.name,
            getdate(row.visit_date),
            _line(row.content, row.sensitive),
            snapshots.digest_of(
                row.household, row.content, cstr(row.needs), cstr(row.visitor_names), row.voided
            ),
        )
        for row in rows
    ]


def _ledger(station: str, first: date, last: date) -> list[Entry]:
    rows = frappe.get_all(
        "Ledger Issue",
        filters={"station": station, "raised_on": ["between", [first, last]]},
        fields=["name", "raised_on", "title", "content", "state", "result", "sensitive"],
        order_by="raised_on asc, name asc",
    )
    return [
        Entry(
            row.name,
            getdate(row.raised_on),
            _line(row.title, row.sensitive),
            snapshots.digest_of(row.title, row.content, row.state, cstr(row.result)),
        )
        for row in rows
    ]


def _record(station: str, first: date, last: date) -> list[Entry]:
    rows = frappe.get_all(
        "Weekly Meeting",
        filters={"station": station, "meeting_date": ["between", [first, last]]},
        fields=["name", "meeting_date", "status", "notes", "month_summary", "present_count"],
        order_by="meeting_date asc, name asc",
    )
    return [
        Entry(
            row.name,
            getdate(row.meeting_date),
            cstr(row.notes)[:LONGEST],
            snapshots.digest_of(
                row.status, cstr(row.notes), cstr(row.month_summary), row.present_count
            ),
        )
        for row in rows
    ]


_READERS = {LOG: _log, LEDGER: _ledger, RECORD: _record}


# -- snapshots --------------------------------------------------------------------------------------------


def take(check) -> None:
    """Keep the station's three books as they stand now."""
    moment = frappe.utils.now_datetime()
    day = moment.date()
    for book in BOOKS:
        found = entries(book, check.station, day.year, day)
        text = snapshots.packed(found)
        doc = frappe.new_doc(SNAPSHOT)
        doc.update({"spot_check": check.name, "book": book, "station": check.station})
        doc.update({"town": check.town, "taken_on": moment, "row_count": len(found)})
        doc.update({"content": text, "digest": snapshots.seal(text)})
        doc.flags.by_itself = True
        doc.insert(ignore_permissions=True)


def compared(check: str) -> list[dict]:
    """Each book of a check: how many entries there were, what has changed since, and whether the snapshot is whole."""
    rows = frappe.get_all(
        SNAPSHOT,
        filters={"spot_check": check},
        fields=[*FIELDS],
        order_by="creation asc, name asc",
    )
    return [_compared(row) for row in sorted(rows, key=lambda row: BOOKS.index(row.book))]


def _compared(row) -> dict:
    whole, found = (True, json.loads(row.found)) if row.found else compare(row)
    return {
        "book": row.book,
        "taken_on": row.taken_on,
        "entries": row.row_count,
        "whole": whole,
        "differences": found,
    }


def compare(row) -> tuple[bool, list[dict]]:
    """Whether a snapshot (its FIELDS) is whole, and what is not in the book now as it was then."""
    day = getdate(row.taken_on)
    now = entries(row.book, row.station, day.year, day)
    found = snapshots.differences(snapshots.unpacked(row.content), now, day)
    return snapshots.seal(row.content) == row.digest, [
        {"kind": one.kind, "name": one.entry.key, "day": one.entry.day, "text": one.entry.text}
        for one in found
    ]
