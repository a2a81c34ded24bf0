"""Issues as meetings and papers draw them: one query a kind, whoever asks was checked before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Sum
from frappe.utils import getdate

from zhilian_app.issues import states

FIELDS = (
    "name",
    "title",
    "content",
    "station",
    "householder",
    "issue_kind",
    "state",
    "level",
    "town_office",
    "handler_name",
    "raised_on",
    "due_on",
    "is_open",
    "result",
    "resolved_on",
    "closed_on",
    "decision",
    "resolution_no",
    "decision_words",
    "approved_amount",
    "reopened",
    "sensitive",
)


def new_issues(station: str, since: date, until: date) -> list[dict]:
    """Issues raised from ``since`` to ``until``, both included, oldest first."""
    return _issues(
        {
            "station": station,
            "raised_on": ["between", [since, until]],
            "state": ["!=", states.WITHDRAWN],
        }
    )


def open_issues(station: str) -> list[dict]:
    """Issues that are not ended, the most urgent first."""
    return _issues({"station": station, "is_open": 1}, "due_on asc, creation asc")


def carried_over(station: str, month: date) -> list[dict]:
    """Issues raised before the month that begins on ``month`` and not ended before it, oldest first.

    The plan: 「回应上月汇报中未解决的问题的处理措施」.
    """
    rows = _issues(
        {"station": station, "raised_on": ["<", month], "state": ["!=", states.WITHDRAWN]}
    )
    return [row for row in rows if not row.closed_on or row.closed_on >= month]


def answered(station: str, since: date, until: date) -> list[dict]:
    """Answers of offices and the committee from ``since`` to ``until``, both included, oldest first.

    Rows of FIELDS with ``answered_on`` (Datetime), ``answered_by``, ``words``, ``answer_state``.
    """
    step = frappe.qb.DocType("Step Record")
    issue = frappe.qb.DocType("Ledger Issue")
    from_office = step.from_state.isin([states.REFERRED, states.IN_PROGRESS, states.PUT_UP])
    return (
        frappe.qb.from_(step)
        .join(issue)
        .on((issue.name == step.parent) & (step.parenttype == "Ledger Issue"))
        .select(
            *(issue[field] for field in FIELDS),
            step.stepped_on.as_("answered_on"),
            step.by_name.as_("answered_by"),
            step.reason.as_("words"),
            step.to_state.as_("answer_state"),
        )
        .where(
            (issue.station == station)
            & from_office
            & (step.to_state != states.PUT_UP)
            & step.stepped_on[_begin(since) : _end(until)]
        )
        .orderby(step.stepped_on)
        .run(as_dict=True)
    )


@dataclass(frozen=True)
class Counts:
    """Issues of a station in a month.

    Attributes:
        new: raised in it.
        closed: ended in it (told to the people, or solved on the spot).
        open: not ended at its end, or today where the month runs.
        overdue: of these, past their last day then.
    """

    new: int = 0
    closed: int = 0
    open: int = 0
    overdue: int = 0


def counts_of_month(stations: Iterable[str], start: date, end: date) -> dict[str, Counts]:
    """Counts of each station from ``start`` to ``end``, in one query; stations without issues have zeros."""
    names = list(stations)
    found = {name: Counts() for name in names}
    if not names:
        return found
    issue = frappe.qb.DocType("Ledger Issue")
    until = min(end, getdate())
    still_open = issue.closed_on.isnull() | (issue.closed_on > end)

    def number(condition):
        return Sum(Case().when(condition, 1).else_(0))

    rows = (
        frappe.qb.from_(issue)
        .select(
            issue.station,
            number(issue.raised_on >= start),
            number((issue.closed_on >= start) & (issue.closed_on <= end)),
            number(still_open),
            number(still_open & (issue.due_on < until)),
            Count("*"),
        )
        .where(
            issue.station.isin(names)
            & (issue.raised_on <= end)
            & (issue.state != states.WITHDRAWN)
            & (issue.closed_on.isnull() | (issue.closed_on >= start))
        )
        .groupby(issue.station)
        .run()
    )
    for station, *numbers in rows:
        found[station] = Counts(*(int(number or 0) for number in numbers[:4]))
    return found


def _issues(filters: dict, order_by: str = "raised_on asc, creation asc") -> list[dict]:
    return frappe.get_all("Ledger Issue", filters=filters, fields=list(FIELDS), order_by=order_by)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max)
