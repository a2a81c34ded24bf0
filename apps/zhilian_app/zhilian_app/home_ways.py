"""What each role has before it when it comes to the desk: a pure table, the most used first."""

from dataclasses import dataclass, field

PAGE, LIST, REPORT = "page", "list", "report"


@dataclass(frozen=True)
class Way:
    """A big button.

    Attributes:
        kind: PAGE, LIST or REPORT; ``to`` is the page, the DocType or the report that it opens.
        filters: of a list, by field; ``me`` stands for the reader.
    """

    label: str
    kind: str
    to: str
    filters: dict = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Group:
    """The ways of a kind of role."""

    title: str
    roles: frozenset[str]
    ways: tuple[Way, ...]


ME = "me"
VISITING = Way("Go Visiting", PAGE, "visit-list")
LEDGER = Way("Issue Ledger", LIST, "Ledger Issue")
ON_ME = Way("Issues on Me", LIST, "Ledger Issue", {"handler_user": ME, "is_open": 1})
WEEKLY = Way("Weekly Meeting", LIST, "Weekly Meeting")
FILINGS = Way("Our Filings", LIST, "Filing")
TO_SIGN = Way("Filings to Sign", LIST, "Filing", {"state": "To Sign"})
TO_TAKE_IN = Way("Filings to Take In", LIST, "Filing", {"state": "Handed In"})
BOARD = Way("Board Update", LIST, "Board Update")
ARTICLES = Way("Station Article", LIST, "Station Article")
PROGRESS = Way("Project Progress", LIST, "Project Progress")
REGISTER = Way("Register Entries", LIST, "Key Visit Entry")
REPORTS = Way("Review Report", LIST, "Review Report")
REQUESTS = Way("Committee Request", LIST, "Committee Request")
COVERAGE = Way("Visit Coverage", REPORT, "Visit Coverage")
REVIEW = Way("Review Meeting", LIST, "Review Meeting")
SESSIONS = Way("Committee Session", LIST, "Committee Session")
BULLETIN = Way("Monthly Bulletin", LIST, "Monthly Bulletin")
CIRCULATION = Way("Circulation", LIST, "Circulation")
CHECKS = Way("Spot Check", LIST, "Spot Check")
RECTIFICATIONS = Way("Rectification", LIST, "Rectification")
ASSESSMENT = Way("Annual Assessment", LIST, "Annual Assessment")
URGE = Way("Whom to Urge Today", PAGE, "urge-today")
TOWN_TODAY = Way("Leaders' Page", PAGE, "town-today")
PROJECTS = Way("Subsidy Projects", LIST, "Subsidy Project")
PAYMENTS = Way("Subsidy Payment", LIST, "Subsidy Payment")
PLANS = Way("Funding Plan", LIST, "Funding Plan")
FUND = Way("Subsidy Fund", LIST, "Subsidy Fund")
QUEUE = Way("Subsidy Queue", REPORT, "Subsidy Queue")
TEAMS = Way("Station Teams", LIST, "Station Team")
CARDS = Way("Contact Cards", LIST, "Contact Card")
CADRES = Way("Cadre", LIST, "Cadre")
REQUIREMENTS = Way("Filing Requirement", LIST, "Filing Requirement")
CHECKLIST = Way("Checklist Item", LIST, "Checklist Item")
TOWN, STATION = Way("Town", LIST, "Town"), Way("Station", LIST, "Station")
OFFICE = Way("Town Office", LIST, "Town Office")

GROUPS = (
    Group(
        "Work of the Station",
        frozenset(("Liaison", "Station Cadre", "Village Cadre")),
        (VISITING, LEDGER, WEEKLY, FILINGS, BOARD, REGISTER, ARTICLES, PROGRESS, RECTIFICATIONS),
    ),
    Group(
        "Leading the Station",
        frozenset(("Team Head", "Station Leader")),
        (TO_SIGN, REPORTS, REQUESTS, WEEKLY, LEDGER, COVERAGE, PROJECTS, VISITING),
    ),
    Group(
        "The Town",
        frozenset(("Town Leader",)),
        (TOWN_TODAY, CIRCULATION, SESSIONS, BULLETIN, REVIEW, LEDGER, COVERAGE, PLANS, URGE),
    ),
    Group(
        "Organization Office",
        frozenset(("Organization Office",)),
        (
            URGE,
            TO_TAKE_IN,
            CHECKS,
            BULLETIN,
            SESSIONS,
            REVIEW,
            COVERAGE,
            RECTIFICATIONS,
            ASSESSMENT,
        ),
    ),
    Group(
        "Finance Office",
        frozenset(("Finance Office",)),
        (PAYMENTS, PLANS, QUEUE, FUND, PROJECTS, PROGRESS),
    ),
    Group(
        "Issues of the Office",
        frozenset(
            (
                "Town Office Staff",
                "Party-Government Office",
                "Social Affairs Office",
                "Finance Office",
            )
        ),
        (ON_ME, LEDGER),
    ),
    Group(
        "Party-Government Office", frozenset(("Party-Government Office",)), (CARDS, TEAMS, CADRES)
    ),
    Group("Social Affairs Office", frozenset(("Social Affairs Office",)), (BOARD, REGISTER)),
    Group(
        "Setup",
        frozenset(("Zhilian Administrator",)),
        (TOWN, STATION, OFFICE, CADRES, TEAMS, REQUIREMENTS, CHECKLIST),
    ),
)


def groups_of(roles: frozenset[str]) -> list[Group]:
    """Groups of a person, each way once: who is liaison and head as well finds the ledger under one heading."""
    seen: set[Way] = set()
    found = []
    for group in GROUPS:
        if not group.roles & roles:
            continue
        ways = tuple(way for way in group.ways if way not in seen)
        seen.update(ways)
        if ways:
            found.append(Group(group.title, group.roles, ways))
    return found
