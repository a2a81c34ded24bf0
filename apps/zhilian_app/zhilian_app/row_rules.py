"""Which rows of each DocType a scope reaches: one clause function a kind of row, and CLAUSES, which lists them all.

A clause maps fields to the values that they may have; a row is reached when all fields of any one clause fit; ``{}``
reaches every row, and no clause at all reaches none.
"""

from collections.abc import Callable

from zhilian_app.scope import (
    ADMINISTRATOR,
    FINANCE,
    ORGANIZATION,
    PARTY_GOVERNMENT,
    SOCIAL_AFFAIRS,
    TOWN_LEADER,
    TOWN_ROLES,
    Scope,
)

Clause = dict[str, frozenset]


def _town_clauses(s: Scope, writing: bool) -> list[Clause]:
    if s.is_site_admin:
        return [{}]
    return [{"name": s.office(ORGANIZATION, ADMINISTRATOR) if writing else s.towns}]


def _station_clauses(s: Scope, writing: bool) -> list[Clause]:
    if s.is_site_admin:
        return [{}]
    if writing:
        return [{"town": s.office(ORGANIZATION, ADMINISTRATOR)}]
    return [{"town": s.office(*TOWN_ROLES)}, {"name": s.stations}]


def _staff_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Town offices and cadres: their names and phones stand on the card that goes to every door of the town."""
    if s.is_site_admin:
        return [{}]
    return [
        {"town": s.office(ORGANIZATION, PARTY_GOVERNMENT, ADMINISTRATOR) if writing else s.towns}
    ]


def _team_clauses(s: Scope, writing: bool) -> list[Clause]:
    if s.is_site_admin:
        return [{}]
    if writing:
        return [{"town": s.office(ORGANIZATION, PARTY_GOVERNMENT, ADMINISTRATOR)}]
    return [{"town": s.office(*TOWN_ROLES)}, {"station": s.stations}]


def _category_clauses(s: Scope, writing: bool) -> list[Clause]:
    allowed = s.is_site_admin or (s.office(ORGANIZATION, ADMINISTRATOR) if writing else s.towns)
    return [{}] if allowed else []


def _personal_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Households and what hangs on them: the station's own team and the Organization Office only."""
    return [{"station": s.stations}, {"town": s.office(ORGANIZATION)}]


def _visit_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Register and visits: leaders and the social affairs office read what is not sensitive."""
    clauses = _personal_clauses(s, writing)
    if not writing:
        clauses.append(
            {"town": s.office(TOWN_LEADER, SOCIAL_AFFAIRS), "sensitive": frozenset((0,))}
        )
    return clauses


def _import_clauses(s: Scope, writing: bool) -> list[Clause]:
    # an import without a station has no town before it is validated
    own = {"owner": frozenset((s.user,)), "town": s.towns | {""} if s.towns else frozenset()}
    return [own, {"town": s.office(ORGANIZATION)}]


def _issue_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Issues: the station's team and the Organization Office; an office what is referred to it; leaders read.

    What is about a sensitive household names nobody (see issues/persons.py), and leaders do not read it.
    """
    clauses = [
        *_personal_clauses(s, writing),
        {"town_office": frozenset((s.town_office,)) if s.town_office else frozenset()},
    ]
    if not writing:
        clauses.append({"town": s.office(TOWN_LEADER), "sensitive": frozenset((0,))})
    return clauses


def _request_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Requests to the committee: the station's team and the Organization Office; leaders read, and finance projects."""
    clauses = _personal_clauses(s, writing)
    if not writing:
        clauses.append({"town": s.office(TOWN_LEADER)})
        clauses.append({"town": s.office(FINANCE), "has_project": frozenset((1,))})
    return clauses


def _session_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Sessions of the committee: a station learns of its own items from its request."""
    return [{"town": s.office(ORGANIZATION, PARTY_GOVERNMENT, TOWN_LEADER)}]


def _meeting_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Meetings of a station: its team; the Organization Office sits in on them and leaders read the minutes."""
    clauses = [{"station": s.stations}]
    if not writing:
        clauses.append({"town": s.office(ORGANIZATION, TOWN_LEADER)})
    return clauses


def _review_report_clauses(s: Scope, writing: bool) -> list[Clause]:
    """A station's page of the monthly review: its team, the Organization Office; leaders of the town read."""
    reading = [] if writing else [{"town": s.office(TOWN_LEADER)}]
    return [*_personal_clauses(s, writing), *reading]


def _review_meeting_clauses(s: Scope, writing: bool) -> list[Clause]:
    """The review meeting of a town says nothing of a single station."""
    return [{"town": s.office(ORGANIZATION) if writing else s.towns}]


def _digest_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Reminders of a day: nobody else's, and written by the job alone."""
    return [] if writing else [{"user": frozenset((s.user,))}]


def _fund_clauses(s: Scope, writing: bool) -> list[Clause]:
    """A town's money of a year: the Finance Office keeps it, the Organization Office and leaders read."""
    return [
        {"town": s.office(FINANCE) if writing else s.office(FINANCE, ORGANIZATION, TOWN_LEADER)}
    ]


def _project_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Projects: the station's team, the Organization Office; leaders stop one; finance and its office read."""
    clauses = [*_personal_clauses(s, writing), {"town": s.office(TOWN_LEADER)}]
    if not writing:
        clauses.append({"town": s.office(FINANCE)})
        clauses.append(
            {"town_office": frozenset((s.town_office,)) if s.town_office else frozenset()}
        )
    return clauses


def _plan_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Funding plans: both offices make them, and leaders decide on them."""
    return [{"town": s.office(FINANCE, ORGANIZATION, TOWN_LEADER)}]


def _payment_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Payments: finance writes, leaders approve, the Organization Office and the station's team read."""
    if writing:
        return [{"town": s.office(FINANCE, TOWN_LEADER)}]
    return [{"station": s.stations}, {"town": s.office(FINANCE, ORGANIZATION, TOWN_LEADER)}]


def _progress_clauses(s: Scope, writing: bool) -> list[Clause]:
    """The monthly progress: written by the station's team alone."""
    clauses = [{"station": s.stations}]
    if not writing:
        clauses.append({"town": s.office(FINANCE, ORGANIZATION, TOWN_LEADER)})
    return clauses


def _board_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Pictures of the public board: the team's; the Organization Office guides, leaders and social affairs look."""
    reading = [] if writing else [{"town": s.office(TOWN_LEADER, SOCIAL_AFFAIRS)}]
    return [*_personal_clauses(s, writing), *reading]


def _filing_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Filings and articles of a station: its team and the Organization Office; leaders of the town read."""
    reading = [] if writing else [{"town": s.office(TOWN_LEADER)}]
    return [*_personal_clauses(s, writing), *reading]


def _bulletin_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Bulletins: the Organization Office makes them; leaders look on, and the frozen one is for all of the town."""
    if writing:
        return [{"town": s.office(ORGANIZATION)}]
    return [
        {"town": s.office(ORGANIZATION, TOWN_LEADER)},
        {"town": s.towns, "frozen": frozenset((1,))},
    ]


def _circulation_clauses(s: Scope, writing: bool) -> list[Clause]:
    """What goes round among the leaders; they sign by a step of their own (see the Circulation)."""
    return [{"town": s.office(ORGANIZATION) if writing else s.office(ORGANIZATION, TOWN_LEADER)}]


def _robot_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Robots of a town's chat groups and what they said: the address is a key."""
    if s.is_site_admin:
        return [{}]
    return [{"town": s.office(ORGANIZATION, ADMINISTRATOR)}]


def _requirement_clauses(s: Scope, writing: bool) -> list[Clause]:
    """What a town asks its stations for."""
    if s.is_site_admin:
        return [{}]
    return [{"town": s.office(ORGANIZATION, ADMINISTRATOR) if writing else s.towns}]


def _draw_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Draws and snapshots of books: who checks, and the leaders."""
    return [{"town": s.office(ORGANIZATION) if writing else s.office(ORGANIZATION, TOWN_LEADER)}]


def _check_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Checks: the Organization Office makes them, leaders read; a station learns of its own when it is told."""
    if writing:
        return [{"town": s.office(ORGANIZATION)}]
    return [
        {"town": s.office(ORGANIZATION, TOWN_LEADER)},
        {"station": s.stations, "told": frozenset((1,))},
    ]


def _record_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Personal files: the person, the Organization Office and the leaders of the town."""
    office = {"town": s.office(ORGANIZATION)}
    if writing:
        return [office]
    own = {"user": frozenset((s.user,)) if s.cadre else frozenset()}
    return [own, {"town": s.office(ORGANIZATION, TOWN_LEADER)}]


def _assessment_clauses(s: Scope, writing: bool) -> list[Clause]:
    """Assessments: the Organization Office makes them, leaders look on; announced ones are for all teams."""
    if writing:
        return [{"town": s.office(ORGANIZATION)}]
    return [
        {"town": s.office(ORGANIZATION, TOWN_LEADER)},
        {"town": s.towns, "announced": frozenset((1,))},
    ]


CLAUSES: dict[str, Callable[[Scope, bool], list[Clause]]] = {
    "Town": _town_clauses,
    "Station": _station_clauses,
    "Town Office": _staff_clauses,
    "Cadre": _staff_clauses,
    "Station Team": _team_clauses,
    "Contact Card": _team_clauses,
    "Key Person Category": _category_clauses,
    "Household": _personal_clauses,
    "Card Delivery": _personal_clauses,
    "Key Visit Entry": _visit_clauses,
    "Household Visit": _visit_clauses,
    "Register Import": _import_clauses,
    "Ledger Issue": _issue_clauses,
    "Issue Household": _personal_clauses,
    "Committee Request": _request_clauses,
    "Committee Session": _session_clauses,
    "Weekly Meeting": _meeting_clauses,
    "Review Report": _review_report_clauses,
    "Review Meeting": _review_meeting_clauses,
    "Daily Digest": _digest_clauses,
    "Subsidy Fund": _fund_clauses,
    "Subsidy Project": _project_clauses,
    "Funding Plan": _plan_clauses,
    "Subsidy Payment": _payment_clauses,
    "Project Progress": _progress_clauses,
    "Board Update": _board_clauses,
    "Filing Requirement": _requirement_clauses,
    "Filing": _filing_clauses,
    "Station Article": _filing_clauses,
    "Monthly Bulletin": _bulletin_clauses,
    "Circulation": _circulation_clauses,
    "Group Robot": _robot_clauses,
    "Robot Message": _robot_clauses,
    "Checklist Item": _requirement_clauses,
    "Check Draw": _draw_clauses,
    "Spot Check": _check_clauses,
    "Book Snapshot": _draw_clauses,
    "Rectification": _filing_clauses,
    "Cadre Record": _record_clauses,
    "Assessment Scheme": _requirement_clauses,
    "Annual Assessment": _assessment_clauses,
}
