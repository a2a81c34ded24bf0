"""What the filings have to say in the daily digest: to hand in, to sign, to take in, to read, and to freeze."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache

import frappe
from frappe import _
from frappe.utils import cstr

from zhilian_app import permissions
from zhilian_app.authors import users_in
from zhilian_app.digest import Line, Lines, put
from zhilian_app.filings import states
from zhilian_app.issues import due, escalating
from zhilian_app.meetings.reminders import put_up_by_station
from zhilian_app.stations import duties

FILING, ARTICLE, CIRCULATION, BULLETIN = (
    "Filing",
    "Station Article",
    "Circulation",
    "Monthly Bulletin",
)
HEAD, LEADER, _OFFICE = due.ESCALATIONS
LIAISON = "Liaison"
REQUEST = "Committee Request"
# days for which a month's missing filings are still reminded of after its cut-off: until the next bulletin
MISSING_FOR = 31
# what follows a document of the system is signed and taken in there, and has its lines from there
FOLLOWING = ("Board Update", "Committee Request", "Review Report")
FIELDS = (
    "name",
    "requirement_title",
    "station",
    "station_name",
    "town",
    "month",
    "due_on",
    "cutoff_on",
    "state",
    "counts",
    "reference_doctype",
    "reference_name",
)


def lines(day: date) -> Lines:
    """The filings' lines for the digest of ``day``, by user; a query a kind over all stations.

    The plan: 「及时提醒分管领导及组长上报资料的期限」.
    """
    to = duties.Recipients(day)
    found: Lines = {}
    _to_hand_in(found, to, day)
    _to_sign(found, to)
    _to_take_in(found, to)
    _articles(found, to)
    _circulations(found, day)
    _bulletins(found, to, day)
    return found


# -- filings that are due ---------------------------------------------------------------------------------


def _to_hand_in(found: Lines, to: duties.Recipients, day: date) -> None:
    """Each to the liaison, late ones to the head as well, and by number to the leader when they are later still.

    What the bulletin has counted as missing is reminded of by number: the day's own matters come first.
    """
    ahead = duties.reminder_days()
    late, missing = Counter(), Counter()
    told_on = _escalation(day)
    # these are told with the number of their issues already
    with_request = {station for station, _town in put_up_by_station()}
    for row in owed(day, max((max(days) for days in ahead.values()), default=0)):
        told = told_on(row.due_on, row.town)
        place = (row.station, row.station_name)
        if row.cutoff_on and row.cutoff_on < day:
            missing[place] += 1
            continue
        left = (row.due_on - day).days
        text = _text(row, left, ahead[row.town])
        if not text or (row.counts == REQUEST and left >= 0 and row.station in with_request):
            continue
        line = Line(_section(), text, *_opens(row), row.due_on <= day)
        put(found, to.on(row.station, LIAISON, *(HEAD for who in told if who == HEAD)), line)
        late[place] += LEADER in told
    for (station, name), count in (+late).items():
        text = _("{0}: {1} filings are late, please press on", lang="zh").format(name, count)
        put(found, to.on(station, LEADER), Line(_section(), text, FILING, urgent=True))
    for (station, name), count in missing.items():
        text = _("{0}: {1} filings of earlier months are missing", lang="zh").format(name, count)
        line = Line(_section(), text, FILING, urgent=True)
        put(found, to.on(station, LIAISON, HEAD, LEADER), line)


def owed(day: date, days_ahead: int) -> list[dict]:
    """Filings of all stations that are not handed in and due by ``days_ahead`` days after ``day`` at the latest.

    What the last bulletin but one has shown as missing is over.
    """
    return frappe.get_all(
        FILING,
        filters={
            "state": ["in", list(states.OPEN_STATES)],
            "due_on": ["<=", day + timedelta(days=days_ahead)],
            "cutoff_on": [">=", day - timedelta(days=MISSING_FOR)],
        },
        fields=list(FIELDS),
        order_by="due_on asc, station_name asc, requirement_title asc, name asc",
    )


def _text(row, left: int, ahead: frozenset[int]) -> str:
    title = cstr(row.requirement_title)
    if row.state == states.RETURNED:
        return _("Returned, please mend it and hand it in again: {0}", lang="zh").format(title)
    if left < 0:
        return _("{0} days late: {1}", lang="zh").format(-left, title)
    if left == 0:
        return _("Due today: {0}", lang="zh").format(title)
    if left in ahead:
        return _("Due in {0} days ({1}): {2}", lang="zh").format(left, row.due_on, title)
    return ""


def _opens(row) -> tuple[str, str]:
    """What is to be filled in: the document that counts where there is one already, else the filing."""
    if row.reference_doctype and row.reference_name:
        return row.reference_doctype, row.reference_name
    return FILING, row.name


def _escalation(day: date):
    """Who is told of a filing that was due on a day, in a town; worked out once for each such day."""
    after = escalating.days_by_town()

    @cache
    def told(due_on: date, town: str) -> tuple[str, ...]:
        return due.newly_told("", due.escalation(due_on, day, after[town]))

    return told


def _section() -> str:
    return _("Filings", lang="zh")


# -- filings whose next step is somebody's ----------------------------------------------------------------


def _to_sign(found: Lines, to: duties.Recipients) -> None:
    rows = frappe.get_all(
        FILING,
        filters={"state": states.TO_SIGN},
        fields=["name", "station", "requirement_title"],
        order_by="due_on asc, name asc",
    )
    for row in rows:
        text = _("Please look through and sign: {0}", lang="zh").format(row.requirement_title)
        line = Line(_section(), text, FILING, row.name)
        put(found, to.on(row.station, HEAD, LEADER), line)


def _to_take_in(found: Lines, to: duties.Recipients) -> None:
    """One line for the Organization Office, with the number of each kind."""
    rows = frappe.get_all(
        FILING,
        filters={"state": states.HANDED_IN, "counts": ["not in", list(FOLLOWING)]},
        fields=["town", "requirement_title", "count(name) as count"],
        group_by="town, requirement_title",
        order_by="town asc, requirement_title asc",
    )
    by_town = defaultdict(list)
    for row in rows:
        by_town[row.town].append(
            _("{0}, {1} copies", lang="zh").format(cstr(row.requirement_title), row.count)
        )
    for town, kinds in by_town.items():
        text = _("Filings to take in: {0}", lang="zh").format("、".join(kinds))
        put(found, to.organization(town), Line(_section(), text, FILING))


# -- articles, circulations and bulletins -----------------------------------------------------------------


def _articles(found: Lines, to: duties.Recipients) -> None:
    """To the head, and to the station leader where the head wrote it."""
    rows = frappe.get_all(
        ARTICLE,
        filters={"state": states.TEAM_REVIEW},
        fields=["name", "station", "title", "owner", "written_by_users"],
        order_by="creation asc",
    )
    section = _("Articles", lang="zh")
    for row in rows:
        writers = {row.owner, *users_in(row.written_by_users)}
        heads = [user for user in to.on(row.station, HEAD) if user not in writers]
        leaders = [user for user in to.on(row.station, LEADER) if user not in writers]
        text = _("The team reads an article, please hand it in or return it: {0}", lang="zh")
        put(found, heads or leaders, Line(section, text.format(row.title), ARTICLE, row.name))


def _circulations(found: Lines, day: date) -> None:
    paper, reader = frappe.qb.DocType(CIRCULATION), frappe.qb.DocType("Circulation Reader")
    rows = (
        frappe.qb.from_(paper)
        .join(reader)
        .on((reader.parent == paper.name) & (reader.parenttype == CIRCULATION))
        .select(paper.name, paper.title, paper.read_by, reader.user)
        .where(
            (paper.state == states.IN_CIRCULATION)
            & reader.signed_on.isnull()
            & reader.user.isnotnull()
        )
        .orderby(paper.started_on)
        .orderby(paper.name)
        .run(as_dict=True)
    )
    section = _("Circulation", lang="zh")
    leaders = {row.user for row in duties.office_people(None, permissions.TOWN_LEADER) if row.user}
    for row in rows:
        if row.user not in leaders:
            # who has left can neither read nor sign it
            continue
        text = _("Please read and sign: {0}", lang="zh").format(row.title)
        urgent = bool(row.read_by and row.read_by <= day)
        put(found, [row.user], Line(section, text, CIRCULATION, row.name, urgent))


def _bulletins(found: Lines, to: duties.Recipients, day: date) -> None:
    """The plan's bulletin is frozen when its cut-off day is over: the office looks through it before."""
    rows = frappe.get_all(
        BULLETIN,
        filters={"state": "In Work", "cutoff_on": ["<=", day]},
        fields=["name", "title", "town", "cutoff_on"],
        order_by="cutoff_on asc, name asc",
    )
    section = _("Monthly Bulletin", lang="zh")
    for row in rows:
        if row.cutoff_on == day:
            text = _("Is frozen from tomorrow on, please look through it: {0}", lang="zh")
        else:
            text = _("The cut-off day has gone by, please freeze it: {0}", lang="zh")
        line = Line(section, text.format(row.title or row.name), BULLETIN, row.name, True)
        put(found, to.organization(row.town), line)
