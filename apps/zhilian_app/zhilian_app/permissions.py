"""Who sees which row: one home for every permission hook.

DocPerms say what kind of thing a role may do; row_rules.py says to which rows, by the roster (Station Team, by date)
and by the town of an office or a leader (scope.py). Both the SQL of lists and the check of one document come from the
same clauses, so that they can't differ.
"""

from collections.abc import Callable, Iterable

import frappe
from frappe import _
from frappe.utils import cint

from zhilian_app import stored
from zhilian_app.child_tables import CHILDREN, query_name
from zhilian_app.row_rules import CLAUSES, Clause
from zhilian_app.scope import (
    ADMINISTRATOR,
    FINANCE,
    LIAISON,
    ORGANIZATION,
    PARTY_GOVERNMENT,
    SOCIAL_AFFAIRS,
    TOWN_LEADER,
    TOWN_ROLES,
    Scope,
    clear_scopes,
    places_of,
    scope,
)

__all__ = [
    "ADMINISTRATOR",
    "CLAUSES",
    "FINANCE",
    "LIAISON",
    "ORGANIZATION",
    "PARTY_GOVERNMENT",
    "SOCIAL_AFFAIRS",
    "TOWN_LEADER",
    "TOWN_ROLES",
    "Scope",
    "clear_scopes",
    "places_of",
    "scope",
]

WRITING = frozenset(("write", "create", "delete", "submit", "cancel", "amend", "share", "import"))
NOTHING = "1=0"
LINK_QUERY = "zhilian_app.permissions.link_query"
TEXT_TYPES = ("Data", "Small Text", "Text", "Link", "Select", "Read Only")


def clauses_of(doctype: str, user: str | None = None, writing: bool = False) -> list[Clause]:
    """Clauses that can reach a row: those with an empty set of values are left out."""
    make = CLAUSES.get(doctype)
    found = make(scope(user), writing) if make else []
    return [clause for clause in found if all(clause.values())]


# -- hooks ------------------------------------------------------------------------------------------


def query_conditions(user: str | None, doctype: str) -> str:
    """SQL condition for the rows of ``doctype`` that ``user`` may read; empty for the Administrator alone.

    Reports call it too: Frappe does not apply it to them.
    """
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    parts = []
    for clause in clauses_of(doctype, user):
        if not clause:
            return "1=1"
        parts.append(
            " and ".join(_sql_in(doctype, field, values) for field, values in clause.items())
        )
    return "(" + " or ".join(f"({part})" for part in parts) + ")" if parts else NOTHING


def _sql_in(doctype: str, field: str, values: Iterable) -> str:
    escaped = ", ".join(
        frappe.db.escape(value) if isinstance(value, str) else str(value)
        for value in sorted(values)
    )
    return f"`tab{doctype}`.`{field}` in ({escaped})"


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
    """Whether ``user`` reaches ``doc``. Writing looks at the row as it is stored, too.

    Without that a foreign row could be taken over by writing one's own station into it.
    """
    user = user or frappe.session.user
    if user == "Administrator":
        return True
    writing = ptype in WRITING
    clauses = clauses_of(doc.doctype, user, writing)
    if not _reached(_facts(doc, ptype), clauses):
        return False
    if writing and ptype != "create" and doc.name and not doc.get("__islocal"):
        row = stored.values(doc.doctype, doc.name, *_fields(clauses))
        return row is None or _reached(row, clauses)
    return True


def may(doc, ptype: str) -> bool:
    """Whether who is signed in may do this with ``doc``, asked quietly.

    Asked of the document itself, the edition of 2023 shows an empty message where the answer is no.
    """
    return bool(frappe.has_permission(doc.doctype, ptype, doc=doc))


def _facts(doc, ptype: str) -> dict:
    """What the clauses ask of ``doc``; of a new row only what the caller cannot choose is believed."""
    facts = {
        field: doc.get(field)
        for field in ("name", "owner", "user", "station", "town", "town_office")
    }
    for field in ("sensitive", "has_project", "frozen", "told", "announced"):
        facts[field] = int(doc.get(field) or 0)
    if ptype != "create" and not doc.get("__islocal"):
        return facts
    facts["owner"] = frappe.session.user
    if doc.get("household"):
        home = stored.values("Household", doc.household, "station", "town")
        facts.update(home or {"station": None, "town": None})
    elif doc.get("station"):
        facts["town"] = (stored.values("Station", doc.station, "town") or {}).get("town")
    elif doc.get("project"):
        place = frappe.db.get_value(
            "Subsidy Project", doc.project, ["station", "town"], as_dict=True
        )
        facts.update(place or {"station": None, "town": None})
    elif doc.doctype == "Cadre Record":
        facts["town"] = frappe.db.get_value("Cadre", doc.cadre, "town") if doc.cadre else None
    return facts


def _fields(clauses: list[Clause]) -> list[str]:
    return sorted({field for clause in clauses for field in clause} | {"name"})


def _reached(row, clauses: list[Clause]) -> bool:
    return any(
        all(
            ("" if row.get(field) is None else row.get(field)) in values
            for field, values in clause.items()
        )
        for clause in clauses
    )


def _query_of(doctype: str) -> Callable:
    def conditions(user: str | None = None, doctype: str | None = doctype) -> str:
        return query_conditions(user, own)

    own = doctype
    return conditions


# the edition of 2023 does not tell the hook which DocType it asks for: one name each
town_query = _query_of("Town")
station_query = _query_of("Station")
town_office_query = _query_of("Town Office")
cadre_query = _query_of("Cadre")
station_team_query = _query_of("Station Team")
contact_card_query = _query_of("Contact Card")
key_person_category_query = _query_of("Key Person Category")
household_query = _query_of("Household")
card_delivery_query = _query_of("Card Delivery")
key_visit_entry_query = _query_of("Key Visit Entry")
household_visit_query = _query_of("Household Visit")
register_import_query = _query_of("Register Import")
ledger_issue_query = _query_of("Ledger Issue")
issue_household_query = _query_of("Issue Household")
committee_request_query = _query_of("Committee Request")
committee_session_query = _query_of("Committee Session")
weekly_meeting_query = _query_of("Weekly Meeting")
review_report_query = _query_of("Review Report")
review_meeting_query = _query_of("Review Meeting")
daily_digest_query = _query_of("Daily Digest")
subsidy_fund_query = _query_of("Subsidy Fund")
subsidy_project_query = _query_of("Subsidy Project")
funding_plan_query = _query_of("Funding Plan")
subsidy_payment_query = _query_of("Subsidy Payment")
project_progress_query = _query_of("Project Progress")
board_update_query = _query_of("Board Update")
filing_requirement_query = _query_of("Filing Requirement")
filing_query = _query_of("Filing")
station_article_query = _query_of("Station Article")
monthly_bulletin_query = _query_of("Monthly Bulletin")
circulation_query = _query_of("Circulation")
group_robot_query = _query_of("Group Robot")
robot_message_query = _query_of("Robot Message")
checklist_item_query = _query_of("Checklist Item")
check_draw_query = _query_of("Check Draw")
spot_check_query = _query_of("Spot Check")
book_snapshot_query = _query_of("Book Snapshot")
rectification_query = _query_of("Rectification")
cadre_record_query = _query_of("Cadre Record")
assessment_scheme_query = _query_of("Assessment Scheme")
annual_assessment_query = _query_of("Annual Assessment")


def _check_person_rows(user: str | None = None, doctype: str | None = None) -> str:
    """Who was there and who was not: a table of a check that the station does not read with it."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    towns = scope(user).office(ORGANIZATION, TOWN_LEADER)
    if not towns:
        return NOTHING
    named = ", ".join(frappe.db.escape(town) for town in sorted(towns))
    return (
        "`tabCheck Person`.`parent` in (select `name` from `tabSpot Check` where `town` in"
        f" ({named}))"
    )


def rows_conditions(user: str | None, child: str) -> str:
    """SQL condition for rows within documents: those of the documents that ``user`` may read, for each kind of them."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    parts = [
        f"(`tab{child}`.parenttype = {frappe.db.escape(parent)} and `tab{child}`.parent in"
        f" (select name from `tab{parent}` where {query_conditions(user, parent)}))"
        for parent in CHILDREN[child]
        if frappe.has_permission(parent, "read", user=user)
    ]
    return "(" + " or ".join(parts) + ")" if parts else NOTHING


def _rows_query_of(child: str) -> Callable:
    def conditions(user: str | None = None, doctype: str | None = child) -> str:
        return rows_conditions(user, child)

    return conditions


# by the same names as in hooks.py; written out they would be one line each and nothing more
globals().update({query_name(child): _rows_query_of(child) for child in CHILDREN})
# stricter than its document: a station reads its check, and not who was there
globals()[query_name("Check Person")] = _check_person_rows


# -- for controllers, reports and endpoints --------------------------------------------------------


def personal_stations(user: str | None = None) -> list[str]:
    """Stations whose personal rows (households, ID numbers) ``user`` may read, by name."""
    s = scope(user)
    found = set(s.stations)
    for town in s.office(ORGANIZATION):
        found.update(frappe.get_all("Station", filters={"town": town}, pluck="name"))
    return sorted(found)


def is_on_team(station: str) -> bool:
    """Whether who is signed in is on the team of ``station`` today; the Administrator is on all."""
    return frappe.session.user == "Administrator" or station in scope().stations


def is_of(town: str | None, *roles: str) -> bool:
    """Whether who is signed in holds one of ``roles`` of ``town``; the Administrator holds all."""
    return frappe.session.user == "Administrator" or town in scope().office(*roles)


def may_read_personal(station: str, user: str | None = None) -> bool:
    """Whether ``user`` is need-to-know for ``station``: its own team, or its town's Organization Office."""
    user = user or frappe.session.user
    if user == "Administrator":
        return True
    s = scope(user)
    if station in s.stations:
        return True
    towns = s.office(ORGANIZATION)
    return bool(towns) and frappe.db.get_value("Station", station, "town") in towns


def check_station(station: str, user: str | None = None) -> None:
    """Stop who is not need-to-know for ``station``.

    Raises:
        frappe.PermissionError: the user is neither on its team nor its town's Organization Office.
    """
    if not may_read_personal(station, user):
        frappe.throw(_("You are not on the team of this station."), frappe.PermissionError)


def refuse_share(doc, method: str | None = None) -> None:
    """DocShare, validate: a shared row would be seen past the roster.

    Raises:
        frappe.PermissionError: the document is of a DocType of this app.
    """
    if doc.share_doctype in CLAUSES:
        frappe.throw(
            _("{0} cannot be shared: who sees it follows from the team.").format(
                _(doc.share_doctype)
            ),
            frappe.PermissionError,
        )


@frappe.whitelist()
def link_query(
    doctype=None,
    txt="",
    searchfield="",
    start=0,
    page_len=20,
    filters=None,
    as_dict=False,
    **kwargs,
):
    """Link search of this app's DocTypes, always under the user's own rows.

    Frappe's default search takes ``ignore_user_permissions`` from the client and then skips row rules.
    """
    # it is for Frappe's search to call, which has read what came from the browser
    if frappe.form_dict.cmd == LINK_QUERY or doctype not in CLAUSES:
        raise frappe.PermissionError
    if not frappe.has_permission(doctype, "read"):
        return []
    meta = frappe.get_meta(doctype)
    fields = ["name"]
    if meta.title_field and meta.show_title_field_in_link:
        fields.append(f"{meta.title_field} as label")
    shown = [field for field in meta.get_search_fields() if field not in ("name", meta.title_field)]
    named = {meta.title_field, *meta.get_search_fields()}
    searched = {"name"} | {
        field.fieldname
        for field in meta.fields
        if field.fieldname in named and field.fieldtype in TEXT_TYPES
    }
    if doctype == "Household":
        searched.add("pinyin")
    return frappe.get_list(
        doctype,
        filters=filters or {},
        or_filters=[[doctype, field, "like", f"%{txt}%"] for field in sorted(searched)]
        if txt
        else None,
        fields=fields + shown,
        limit_start=cint(start),
        limit_page_length=cint(page_len),
        order_by=f"`tab{doctype}`.`{meta.title_field or 'name'}` asc",
        as_list=not as_dict,
    )
