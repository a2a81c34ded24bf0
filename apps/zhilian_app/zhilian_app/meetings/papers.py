"""Gathers what the papers of requests and sessions say; for print formats and downloads."""

import frappe
from frappe import _
from frappe.utils import cstr, get_datetime, getdate

from zhilian_app.issues.states import AGREED
from zhilian_app.meetings import states
from zhilian_app.meetings.money import yuan
from zhilian_app.meetings.request_paper import PaperRow, RequestPaper, moment_text
from zhilian_app.meetings.requests import PROJECT
from zhilian_app.meetings.session_paper import Decided, SessionPaper, TownPaper


def request_paper(doc) -> RequestPaper:
    """附件1 of a Committee Request, without what was taken back.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    doc.check_permission("read")
    return RequestPaper(
        town=doc.town,
        station=frappe.get_cached_value("Station", doc.station, "station_name"),
        month=getdate(doc.month),
        rows=tuple(_paper_row(row) for row in doc.items if not row.taken_back),
        filled_by=cstr(doc.sent_by_name),
        filled_on=_moment(doc.submitted_on),
        signed_by=cstr(doc.signed_by_name),
        signed_on=_moment(doc.signed_on),
        accepted_by=cstr(doc.accepted_by_name),
        accepted_on=_moment(doc.accepted_on),
    )


def session_paper(doc) -> SessionPaper:
    """The papers of a Committee Session.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    doc.check_permission("read")
    names = {True: [], False: []}
    for row in doc.attendees:
        if row.attendance:
            names[row.attendance == "Present"].append(cstr(row.cadre_name))
    return SessionPaper(
        committee=_committee(doc.town),
        month=getdate(doc.month),
        day=getdate(doc.session_date) if doc.session_date else None,
        time=_time(doc.session_time),
        place=cstr(doc.place),
        chair=_cadre(doc.chair),
        recorder=_cadre(doc.recorder),
        present=tuple(names[True]),
        excused=tuple(names[False]),
        items=tuple(_decided(row) for row in doc.items),
        papers=tuple(_town_paper(row) for row in doc.papers),
        other_business=cstr(doc.other_business),
        notes=cstr(doc.notes),
        signed_by=cstr(doc.decided_by_name),
        signed_on=moment_text(_moment(doc.decided_on)),
        is_signed=doc.state == states.DECIDED,
    )


def _paper_row(row) -> PaperRow:
    is_project = row.kind == PROJECT
    return PaperRow(
        cstr(row.title),
        cstr(row.current_situation),
        cstr(row.proposed_solution),
        yuan(row.total_budget) if is_project else None,
        yuan(row.amount_asked) if is_project else None,
        getdate(row.expected_finish) if row.expected_finish else None,
        cstr(row.remark),
    )


def _decided(row) -> Decided:
    office = row.office and frappe.get_cached_value("Town Office", row.office, "office_name")
    return Decided(
        station=cstr(row.station_name),
        title=cstr(row.title),
        situation=cstr(row.current_situation),
        solution=cstr(row.proposed_solution),
        is_project=row.kind == PROJECT,
        asked=yuan(row.amount_asked),
        decision=_(row.decision, lang="zh") if row.decision else "",
        agreed=row.decision == AGREED,
        resolution_no=cstr(row.resolution_no),
        words=cstr(row.words),
        office=cstr(office),
        due_on=getdate(row.due_on) if row.due_on else None,
        approved=yuan(row.approved_amount),
    )


def _town_paper(row) -> TownPaper:
    return TownPaper(
        title=cstr(row.title),
        summary=cstr(row.summary),
        decision=_(row.decision, lang="zh") if row.decision else "",
        resolution_no=cstr(row.resolution_no),
        words=cstr(row.words),
        needs_decision=bool(row.needs_decision),
    )


def _committee(town: str) -> str:
    """Name of the town's party committee."""
    name = frappe.get_cached_value("Town", town, "party_committee_name")
    return name or _("Party Committee of {0}", lang="zh").format(town)


def _cadre(name: str | None) -> str:
    return cstr(name and frappe.get_cached_value("Cadre", name, "cadre_name"))


def _moment(value):
    return get_datetime(value) if value else None


def _time(value) -> str:
    """A time as papers write it; a form brings it as text, the database as time since midnight."""
    parts = cstr(value).split(":")
    return f"{int(parts[0]):02d}:{parts[1]}" if len(parts) > 1 else ""
