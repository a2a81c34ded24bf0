"""What the agenda of a weekly meeting is drawn from: the ledger, the visits, and the meeting before. Each by one query.

The texts are stored with the meeting, so they are Chinese whoever opens it.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import cint, getdate

from zhilian_app.issues import drawing, states
from zhilian_app.meetings import agenda
from zhilian_app.meetings.agenda import Item

LONGEST_TITLE = 60
LONGEST_NEED = 50
MOST_NEEDS = 10
# states from which the ledger lets an issue go up, and the one in which it is there already
MAY_GO_UP = frozenset(
    before
    for move in states.SPEC.moves
    if move.after == states.PUT_UP and move.action == "Put to the Committee"
    for before in move.before
)


def items_of(meeting) -> list[Item]:
    """The agenda as it would be drawn today; the last day that counts is that of the meeting."""
    until = getdate(meeting.meeting_date)
    last = last_meeting(meeting.station, until, meeting.name)
    since = last.meeting_date if last else until - timedelta(days=7)
    began = datetime.combine(since, time.min) + ((last and last.meeting_time) or timedelta())
    answers = (
        row for row in drawing.answered(meeting.station, since, until) if row.answered_on >= began
    )
    return agenda.draw(
        Item(
            agenda.VISITS_KEY,
            agenda.LAST_VISITS,
            _("Last visits", lang="zh"),
            visits_text(meeting.station, since, until),
        ),
        [_item(row, agenda.ANSWER, _answer_facts(row)) for row in answers],
        [
            _item(row, agenda.NEW_ISSUE, _facts(row))
            for row in drawing.new_issues(meeting.station, since, until)
        ],
        [
            _item(row, agenda.OPEN_ISSUE, _facts(row))
            for row in drawing.open_issues(meeting.station)
            if row.raised_on <= until
        ],
        _new_then(last.name) if last else (),
    )


def last_meeting(station: str, day: date, name: str):
    """The last meeting of a station that was held before ``day``: name, meeting_date, meeting_time; None at first."""
    rows = frappe.get_all(
        "Weekly Meeting",
        filters={
            "station": station,
            "status": "Held",
            "meeting_date": ["<", day],
            "name": ["!=", name or ""],
        },
        fields=["name", "meeting_date", "meeting_time"],
        order_by="meeting_date desc",
        limit=1,
    )
    return rows[0] if rows else None


def states_of(issues: Iterable[str]) -> dict[str, dict]:
    """State of issues today by name: state, due_on, may_go_up; whoever asks reads the meeting that names them."""
    names = sorted(set(issues))
    if not names:
        return {}
    rows = frappe.get_all(
        "Ledger Issue",
        filters={"name": ["in", names]},
        fields=["name", "state", "due_on"],
        order_by="name asc",
    )
    return {
        row.name: {
            "state": row.state,
            "due_on": row.due_on,
            "may_go_up": int(row.state in MAY_GO_UP),
        }
        for row in rows
    }


def visits_text(station: str, since: date, until: date) -> str:
    """The visits since the last meeting in short: how many households, by whom, and what people need.

    The plan: 「简单总结上次走访的情况」. Of sensitive households nothing is told but that they were visited.
    """
    visit = frappe.qb.DocType("Household Visit")
    rows = (
        frappe.qb.from_(visit)
        .select(
            visit.household, visit.householder, visit.visitor_names, visit.needs, visit.sensitive
        )
        .where(
            (visit.station == station)
            & visit.visit_date[since:until]
            & (visit.effective == 1)
            & (visit.voided == 0)
        )
        .orderby(visit.visit_date)
        .orderby(visit.creation)
        .run(as_dict=True)
    )
    if not rows:
        return _("No visits since {0}/{1}.", lang="zh").format(since.month, since.day)
    people = dict.fromkeys(
        name for row in rows for name in (row.visitor_names or "").split("、") if name
    )
    lines = [
        _("Since {0}/{1}: {2} households visited, by {3}.", lang="zh").format(
            since.month,
            since.day,
            len({row.household for row in rows}),
            "、".join(people) or "—",
        )
    ]
    return "\n".join(lines + _needs_lines(rows))


def _needs_lines(rows: list) -> list[str]:
    told = [row for row in rows if (row.needs or "").strip()]
    public = [row for row in told if not cint(row.sensitive)]
    lines = [f"{row.householder}：{_short(row.needs, LONGEST_NEED)}" for row in public[:MOST_NEEDS]]
    left = len(told) - len(lines)
    if left:
        lines.append(_("{0} more needs stand in the visit records.", lang="zh").format(left))
    return lines


def _new_then(meeting: str) -> set[str]:
    """Issues that the last meeting has talked about: at this one they are not new any more."""
    return set(
        frappe.get_all(
            "Weekly Agenda Item",
            filters={"parent": meeting, "parenttype": "Weekly Meeting", "issue": ["is", "set"]},
            pluck="issue",
        )
    )


def _item(row, kind: str, facts: str) -> Item:
    return Item(row.name, kind, _short(row.title, LONGEST_TITLE), facts, row.name)


def _facts(row) -> str:
    parts = [_(row.state, lang="zh")]
    if row.town_office:
        office = frappe.get_cached_value("Town Office", row.town_office, "office_name")
        parts.append(office or row.town_office)
    elif row.handler_name:
        parts.append(row.handler_name)
    parts.append(_("raised on {0}", lang="zh").format(row.raised_on))
    if row.is_open and row.due_on:
        parts.append(_("due on {0}", lang="zh").format(row.due_on))
    words = _short(row.content, 120)
    first = "；".join(parts)
    return first if words == _short(row.title, 120) else f"{first}\n{words}"


def _answer_facts(row) -> str:
    """Who answered what: the words of the step, else the result or the decision."""
    words = (row.words or row.result or row.decision_words or "").strip()
    parts = [
        _("{0} answered on {1}: {2}", lang="zh").format(
            row.answered_by, getdate(row.answered_on), _(row.answer_state, lang="zh")
        )
    ]
    if row.decision:
        parts.append(
            _("Committee: {0} {1}", lang="zh").format(
                _(row.decision, lang="zh"), row.resolution_no or ""
            )
        )
    return "；".join(parts) + (f"\n{words}" if words else "")


def _short(text: str | None, longest: int) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
