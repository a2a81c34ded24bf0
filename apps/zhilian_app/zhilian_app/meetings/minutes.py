"""From the morning of a meeting to its closed minutes: what the form's buttons and the daily job do with it."""

from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from zhilian_app.issues import committee, states
from zhilian_app.meetings import agenda, agenda_source, attendance, month_report, week_rules
from zhilian_app.meetings.attendance_book import MEETING, check_may_correct
from zhilian_app.steps import person_name

LONGEST_REASON = 500


class MinutesIncomplete(frappe.ValidationError):
    """The minutes cannot be closed yet."""


@dataclass
class Outcome:
    """What came of the ticks when the minutes were closed: titles, and titles with the reason why not."""

    went_up: list[str] = field(default_factory=list)
    refused: list[dict] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


def locked(meeting: str):
    """The meeting as it is now; others who write it wait until this request has ended."""
    return frappe.get_doc(MEETING, meeting, for_update=True)


def freshen(meeting: str) -> bool:
    """Draw the agenda anew, and the list of people; on its day and after it, while planned. Whether it changed.

    The same ledger gives the same agenda; words that people wrote stay. The caller checks who asks.
    """
    doc = locked(meeting)
    if doc.status != attendance.PLANNED or getdate(doc.meeting_date) > getdate():
        return False
    changed = doc.freshly_drawn()
    draft = drafted_summary(doc)
    if not (changed or not doc.agenda_drawn_on or draft != doc.month_draft):
        return False
    visits = next((i for i in doc.flags.drawn if i.kind == agenda.LAST_VISITS), None)
    save_quietly(
        doc,
        agenda_drawn_on=now_datetime(),
        last_visits=visits.facts if visits else None,
        month_draft=draft,
    )
    return True


def drafted_summary(doc) -> str | None:
    """Draft the month's report into its field as long as nobody has written there; the draft."""
    if not doc.is_month_end:
        return doc.month_draft
    draft = month_report.draft(doc.station, getdate(doc.meeting_date))
    if month_report.is_untouched(doc.month_summary, doc.month_draft):
        doc.month_summary = draft
    return draft


def save_quietly(doc, **records) -> None:
    """Save what the code brings without a new time of change.

    Somebody may be writing the minutes at this moment and could not save them any more: a form that is older than the
    document is refused.
    """
    modified = doc.modified
    doc.flags.records = records
    doc.flags.ignore_permissions = True
    doc.save(ignore_version=True)
    frappe.db.set_value(doc.doctype, doc.name, "modified", modified, update_modified=False)


def close(meeting: str) -> Outcome:
    """Close the minutes as held and put up what is ticked. The caller checks the right to write.

    Raises:
        MinutesIncomplete: nobody is noted as present, the month's report is missing, or its day is still to come.
    """
    doc = locked(meeting)
    check_planned(doc)
    check_complete(doc)
    if not doc.agenda_drawn_on:
        doc.freshly_drawn()
    outcome = put_up_ticked(doc)
    now = now_datetime()
    doc.flags.outcomes = outcome.notes
    doc.flags.records = {
        "status": attendance.HELD,
        "held_on": now,
        "closed_on": now,
        "closed_by": person_name(),
        "not_held_reason": None,
        "put_up_count": len(outcome.went_up),
    }
    doc.save()
    return outcome


def check_planned(doc) -> None:
    if doc.status != attendance.PLANNED:
        frappe.throw(_(attendance.CLOSED_ALREADY), MinutesIncomplete)


def check_complete(doc) -> None:
    if getdate(doc.meeting_date) > getdate():
        frappe.throw(
            _("The meeting is on {0}: its minutes can be closed from that day on.").format(
                doc.meeting_date
            ),
            MinutesIncomplete,
        )
    if not attendance.counts(row.as_dict() for row in doc.attendance)[1]:
        frappe.throw(_("Nobody is noted as present yet. Please note who came."), MinutesIncomplete)
    if doc.is_month_end and not (doc.month_summary or "").strip():
        frappe.throw(
            _("This is the last meeting of the month. Please fill in: {0}.").format(
                _("Month Summary")
            ),
            MinutesIncomplete,
        )


def put_up_ticked(doc) -> Outcome:
    """Put each ticked issue to the committee as who is signed in; one that cannot go stops no other."""
    outcome = Outcome()
    for row in doc.agenda:
        if not (row.put_up and row.issue):
            continue
        frappe.db.savepoint("put_up")
        try:
            committee.put_up(row.issue, _reason(doc, row))
        except (frappe.ValidationError, frappe.PermissionError) as error:
            frappe.db.rollback(save_point="put_up")
            frappe.clear_last_message()
            why = _why_not(row.issue, error)
            outcome.refused.append({"title": row.title, "why": why})
            outcome.notes[row.item_key] = _("Not put up: {0}", lang="zh").format(why)
        else:
            outcome.went_up.append(row.title)
            outcome.notes[row.item_key] = _("Put to the committee", lang="zh")
    return outcome


def _reason(doc, row) -> str:
    words = (row.discussion or "").strip()
    return f"{doc.title}：{words}" if words else doc.title


def _why_not(issue: str, error: Exception) -> str:
    state = frappe.db.get_value("Ledger Issue", issue, "state")
    if state not in agenda_source.MAY_GO_UP and state != states.PUT_UP:
        return _("its state is {0}", lang="zh").format(_(state, lang="zh"))
    return frappe.utils.strip_html(str(error)) or _("you may not do this", lang="zh")


def set_not_held(meeting: str, reason: str) -> None:
    """Close a meeting that did not take place. The caller checks the right to write.

    Raises:
        MinutesIncomplete: there is no reason, or somebody is noted as present.
    """
    doc = locked(meeting)
    check_planned(doc)
    words = (reason or "").strip()[:LONGEST_REASON]
    if not words:
        frappe.throw(
            _("Please give a reason: {0}.").format(_("Reason Not Held")), MinutesIncomplete
        )
    present = attendance.counts(row.as_dict() for row in doc.attendance)[1]
    if present:
        frappe.throw(
            _("{0} people are noted as present: the meeting was held.").format(present),
            MinutesIncomplete,
        )
    doc.flags.records = {
        "status": attendance.NOT_HELD,
        "not_held_reason": words,
        "closed_on": now_datetime(),
        "closed_by": person_name(),
    }
    doc.save()


def reopen(meeting: str, reason: str) -> None:
    """Open closed minutes again for a correction; the reason stays with them. The caller checks the right to write.

    Raises:
        MinutesIncomplete: they are open, too old, or there is no reason.
        frappe.PermissionError: neither liaison, team head nor station leader.
    """
    doc = locked(meeting)
    check_may_correct()
    if doc.status == attendance.PLANNED:
        frappe.throw(_("The minutes are open already."), MinutesIncomplete)
    if not week_rules.may_reopen(getdate(doc.closed_on), getdate()):
        frappe.throw(
            _("Minutes can be opened again within {0} days after they were closed.").format(
                week_rules.REOPEN_DAYS
            ),
            MinutesIncomplete,
        )
    words = (reason or "").strip()[:LONGEST_REASON]
    if not words:
        frappe.throw(
            _("Please give a reason: {0}.").format(_("Reopening Reason")), MinutesIncomplete
        )
    doc.flags.records = {
        "status": attendance.PLANNED,
        "held_on": None,
        "not_held_reason": None,
        "reopened_on": now_datetime(),
        "reopened_by": person_name(),
        "reopen_reason": words,
    }
    doc.save()
