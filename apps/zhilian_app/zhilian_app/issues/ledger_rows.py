"""Issues as the paper book has them: one query, and one for the persons that only some readers are told of."""

from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app import permissions
from zhilian_app.issues import states

ISSUE = "Ledger Issue"
_FIELDS = (
    "name", "station", "town", "raised_on", "householder", "sensitive", "title", "content", "issue_kind", "level",
    "state", "is_open", "due_on", "handler_name", "resolved_by", "result", "told_on", "told_how", "satisfaction",
    "told_words", "extended", "reopened", "decision", "resolution_no", "closed_on",
)  # fmt: skip
# filter: condition
_CONDITIONS = {
    "town": "i.town = %(town)s",
    "station": "i.station = %(station)s",
    "from_date": "i.raised_on >= %(from_date)s",
    "to_date": "i.raised_on <= %(to_date)s",
    "level": "i.level = %(level)s",
    "state": "i.state = %(state)s",
    "open_on": "(i.closed_on is null or i.closed_on > %(open_on)s) and i.state != 'Withdrawn'",
}


def ledger_rows(filters: Mapping, limit: int = 0) -> list[dict]:
    """Rows that who is signed in may read, by station and day, with the words of the book in Chinese.

    Args:
        filters: town, station, from_date, to_date (of the day on which it was raised), level, state, only_open,
            only_overdue, open_on (a day: not ended then).
    """
    day = getdate(filters.get("open_on")) if filters.get("open_on") else getdate()
    given = {key: filters[key] for key in _CONDITIONS if filters.get(key)}
    conditions = [_CONDITIONS[key] for key in given]
    if cint(filters.get("only_open")):
        conditions.append("i.is_open = 1")
    if cint(filters.get("only_overdue")):
        conditions.append("i.due_on < %(day)s")
        if not filters.get("open_on"):
            conditions.append("i.is_open = 1")
    conditions.append(_own(ISSUE, "i"))
    columns = ", ".join(f"i.{field}" for field in _FIELDS)
    rows = frappe.db.sql(
        f"""select {columns}, s.station_name, s.kind, o.office_name
        from `tabLedger Issue` i
        join `tabStation` s on s.name = i.station
        left join `tabTown Office` o on o.name = i.town_office
        where {" and ".join(conditions)}
        order by i.station, i.raised_on, i.creation {f"limit {cint(limit)}" if limit else ""}""",
        {**given, "day": day},
        as_dict=True,
    )
    persons = _persons([row.name for row in rows if row.sensitive])
    words, today = _Words(), getdate()
    for number, row in enumerate(rows, 1):
        row.number = number
        if row.sensitive:
            row.householder = persons.get(row.name, "")
        _say(row, words, today)
    return rows


class _Words(dict):
    """The few words of states and kinds, each translated once for all rows."""

    def __missing__(self, word: str | None) -> str:
        self[word] = _(word) if word else ""
        return self[word]


def _own(doctype: str, alias: str) -> str:
    """The reader's own rows; conditions name the table, here it has a short name."""
    own = permissions.query_conditions(None, doctype) or "1=1"
    return own.replace(f"`tab{doctype}`.", f"{alias}.")


def _persons(issues: list[str]) -> dict[str, str]:
    if not issues:
        return {}
    rows = frappe.db.sql(
        f"""select a.issue, h.householder from `tabIssue Household` a
        join `tabHousehold` h on h.name = a.household
        where a.issue in %(issues)s and {_own("Issue Household", "a")}""",
        {"issues": issues},
    )
    return dict(rows)


def _say(row: dict, words: _Words, today: date) -> None:
    overdue = bool(row.is_open and row.due_on and row.due_on < today)
    row.update(
        kind_words=words[row.issue_kind],
        level_words=words[row.level],
        state_words=words[row.state] + ("（逾期）" if overdue else ""),
        overdue=int(overdue),
        in_charge="、".join(filter(None, (row.office_name, row.handler_name or row.resolved_by))),
        feedback=_feedback(row, words),
        remark=_remark(row, words),
    )


def _feedback(row, words: _Words) -> str:
    if row.state not in (states.CLOSED, states.ON_THE_SPOT, states.REOPENED) or not row.told_on:
        return ""
    parts = (str(row.told_on), words[row.told_how], words[row.satisfaction])
    return " ".join(filter(None, parts)) + (f"：{row.told_words}" if row.told_words else "")


def _remark(row, words: _Words) -> str:
    number = f"（{row.resolution_no}）" if row.resolution_no else ""
    parts = (
        f"党委会{words[row.decision]}{number}" if row.decision else "",
        "已延期" if row.extended else "",
        f"重新办理 {row.reopened} 次" if row.reopened else "",
    )
    return "；".join(filter(None, parts))
