"""Recorded checks of a town for papers: one query for the checks, one for who was there, one for rectifications."""

import frappe

from zhilian_app.supervision import states

CHECK, PERSON, RECTIFICATION = "Spot Check", "Check Person", "Rectification"
FIELDS = [
    "name", "title", "station", "station_name", "kind", "check_day", "score", "findings", "good", "recorded_on",
]  # fmt: skip


def checks(town: str, *conditions: list) -> list[dict]:
    """Recorded checks of a town under further conditions, with ``seen`` (no names) and ``rectifications``."""
    rows = frappe.get_all(
        CHECK,
        filters=[["town", "=", town], ["state", "=", states.RECORDED], *conditions],
        fields=FIELDS,
        order_by="check_day asc, station_name asc, name asc",
    )
    names = [row.name for row in rows]
    if not names:
        return []
    seen: dict[str, list[str]] = {}
    people = {"parenttype": CHECK, "parent": ["in", names]}
    for one in frappe.get_all(PERSON, people, ["parent", "seen"], order_by="parent asc, idx asc"):
        seen.setdefault(one.parent, []).append(one.seen)
    asked = frappe.get_all(
        RECTIFICATION,
        filters={"spot_check": ["in", names]},
        fields=["spot_check", "count(name) as number"],
        group_by="spot_check",
        order_by="spot_check asc",
    )
    counts = {one.spot_check: one.number for one in asked}
    for row in rows:
        row.update({"seen": seen.get(row.name, []), "rectifications": counts.get(row.name, 0)})
    return rows
