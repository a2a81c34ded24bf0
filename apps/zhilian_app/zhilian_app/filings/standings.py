"""Keeps the standing of filings in step with the clock and their timestamps."""

from collections.abc import Iterable

import frappe
from frappe.utils import get_datetime, getdate

from zhilian_app.filings import rules, states

FILING = "Filing"
CHUNK = 1000
FIELDS = ("name", "due_on", "cutoff_on", "handed_in_on", "standing", "missed_cutoff")


def refresh(names: Iterable[str]) -> None:
    """Work out the standing of these filings anew."""
    names = list(names)
    for start in range(0, len(names), CHUNK):
        part = names[start : start + CHUNK]
        _store(
            frappe.get_all(
                FILING,
                filters={"name": ["in", part], "state": ["!=", states.NOT_NEEDED]},
                fields=list(FIELDS),
            )
        )


def follow_clock() -> None:
    """Filings that the days since have made late or missing; a few queries however many there are."""
    filing = frappe.qb.DocType(FILING)
    today = getdate()
    rows = (
        frappe.qb.from_(filing)
        .select(*FIELDS)
        .where(
            filing.standing.isin([rules.NOT_DUE, rules.OVERDUE])
            & (filing.due_on < today)
            & (filing.state != states.NOT_NEEDED)
        )
        .run(as_dict=True)
    )
    _store(rows)


def of(row) -> tuple[str, bool]:
    """Standing of a filing today, and whether the bulletin shows it as missing."""
    handed_in = get_datetime(row.handed_in_on) if row.handed_in_on else None
    due_on, cutoff_on, today = getdate(row.due_on), getdate(row.cutoff_on), getdate()
    return (
        rules.standing(due_on, cutoff_on, handed_in, today),
        rules.missed_cutoff(cutoff_on, handed_in, today),
    )


def _store(rows: list) -> None:
    """One query for each standing and chunk, not for each row."""
    changed: dict[tuple[str, bool], list[str]] = {}
    for row in rows:
        now = of(row)
        if now != (row.standing, bool(row.missed_cutoff)):
            changed.setdefault(now, []).append(row.name)
    for (standing, missed), names in changed.items():
        for start in range(0, len(names), CHUNK):
            frappe.db.set_value(
                FILING,
                {"name": ["in", names[start : start + CHUNK]]},
                {"standing": standing, "missed_cutoff": int(missed)},
                update_modified=False,
            )
