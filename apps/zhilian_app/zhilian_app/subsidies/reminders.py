"""What the subsidies have to say in the daily digest: progress to hand in, money to approve, papers and starts."""

from datetime import date, timedelta

import frappe
from frappe import _

from zhilian_app.authors import users_in
from zhilian_app.digest import Line, Lines, put
from zhilian_app.issues import escalating
from zhilian_app.meetings.money import figures
from zhilian_app.scope import FINANCE, TOWN_LEADER
from zhilian_app.stations import duties
from zhilian_app.subsidies import states
from zhilian_app.subsidies.progress_upkeep import DUE, PROGRESS, PROJECT

PLAN, PAYMENT = "Funding Plan", "Subsidy Payment"
LIAISON = "Liaison"
# days after the first payment by which the start of the work is known
START_DAYS = 14


def lines(day: date) -> Lines:
    """The subsidies' lines for the digest of ``day``, by user; a query a kind over all stations."""
    to = duties.Recipients(day)
    found: Lines = {}
    _progress(found, to, day)
    _starts(found, to, day)
    _statements(found, to)
    _payments(found)
    _plans(found, to)
    return found


# -- progress of the month --------------------------------------------------------------------------------


def _progress(found: Lines, to: duties.Recipients, day: date) -> None:
    """The plan: 「经费下拨后,联络员要定期……了解经费使用项目进度情况」."""

    def rows_until(last: date) -> list[frappe._dict]:
        return frappe.get_all(
            PROGRESS,
            filters={"status": DUE, "due_on": ["<=", last]},
            fields=["name", "project_title", "station", "town", "month", "due_on"],
            order_by="due_on asc, name asc",
        )

    def one(row, ahead: frozenset[int]) -> Line | None:
        text = _progress_text(row, day, ahead)
        return Line(_section(), text, PROGRESS, row.name, row.due_on <= day) if text else None

    words = escalating.Words(one, lambda station, count: _count_line(to, station, count))
    escalating.put_due(found, to, day, rows_until, lambda row: to.on(row.station, LIAISON), words)


def _progress_text(row, day: date, ahead: frozenset[int]) -> str:
    left, month = (row.due_on - day).days, row.month.month
    if left < 0:
        return _("Progress of month {0} is {1} days late: {2}", lang="zh").format(
            month, -left, row.project_title
        )
    if left == 0:
        return _("Progress of month {0} is due today: {1}", lang="zh").format(
            month, row.project_title
        )
    if left in ahead:
        return _("Progress of month {0} is due in {1} days: {2}", lang="zh").format(
            month, left, row.project_title
        )
    return ""


def _count_line(to: duties.Recipients, station: str, count: int) -> Line:
    text = _("{0}: progress of {1} projects is late", lang="zh").format(
        to.station_names.get(station, station), count
    )
    return Line(_section(), text, PROGRESS, urgent=True)


# -- projects ---------------------------------------------------------------------------------------------


def _starts(found: Lines, to: duties.Recipients, day: date) -> None:
    """Projects that have their money, and nobody has said that the work began."""
    rows = frappe.get_all(
        PROJECT,
        filters={
            "state": states.FUNDED,
            "first_paid_on": ["<=", day - timedelta(days=START_DAYS)],
        },
        fields=["name", "title", "station", "first_paid_on"],
        order_by="first_paid_on asc, name asc",
    )
    for row in rows:
        text = _("Paid on {0}, please confirm the start of the work: {1}", lang="zh").format(
            row.first_paid_on, row.title
        )
        put(found, to.on(row.station, LIAISON), Line(_section(), text, PROJECT, row.name))


def _statements(found: Lines, to: duties.Recipients) -> None:
    """Projects that come behind all others in the queue for want of a paper."""
    rows = frappe.get_all(
        PROJECT,
        filters={"state": states.IN_POOL, "statement_in_on": ["is", "not set"]},
        fields=["name", "title", "station"],
        order_by="decided_on asc, name asc",
    )
    for row in rows:
        text = _("The statement is missing, the project waits without it: {0}", lang="zh").format(
            row.title
        )
        put(found, to.on(row.station, LIAISON), Line(_section(), text, PROJECT, row.name))


def _section() -> str:
    return _("Subsidy Project", lang="zh")


# -- money ------------------------------------------------------------------------------------------------


def _payments(found: Lines) -> None:
    """Payments that wait: for who did not write them, and a leader where there is no plan."""
    rows = frappe.get_all(
        PAYMENT,
        filters={"state": states.TO_APPROVE},
        fields=["name", "project_title", "amount", "town", "is_exception", "owner", "written_by_users"],
        order_by="paid_on asc, name asc",
    )  # fmt: skip
    if not rows:
        return
    finance, leaders = _by_town(FINANCE), _by_town(TOWN_LEADER)
    for row in rows:
        authors = {row.owner, *users_in(row.written_by_users)}
        people = (leaders if row.is_exception else finance).get(row.town, [])
        text = _("Payment to approve: {0}, {1} yuan", lang="zh").format(
            row.project_title, figures(row.amount)
        )
        line = Line(_("Subsidy Money", lang="zh"), text, PAYMENT, row.name)
        put(found, [user for user in people if user not in authors], line)


def _plans(found: Lines, to: duties.Recipients) -> None:
    rows = frappe.get_all(
        PLAN,
        filters={"state": states.BEFORE_COMMITTEE},
        fields=["name", "town", "plan_date", "planned_amount"],
        order_by="plan_date asc, name asc",
    )
    if not rows:
        return
    leaders = _by_town(TOWN_LEADER)
    for row in rows:
        text = _("Funding plan of {0} waits for the committee: {1} yuan", lang="zh").format(
            row.plan_date, figures(row.planned_amount)
        )
        users = dict.fromkeys([*leaders.get(row.town, []), *to.organization(row.town)])
        put(found, users, Line(_("Subsidy Money", lang="zh"), text, PLAN, row.name))


def _by_town(role: str) -> dict[str, list[str]]:
    """Users who hold a role of the town, by town."""
    found: dict[str, list[str]] = {}
    for row in duties.office_people(None, role):
        if row.user:
            found.setdefault(row.town, []).append(row.user)
    return found
