"""What the month's reports draw from the records: numbers by grouped queries, issues to answer, requests, people."""

from collections.abc import Iterable, Mapping
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate

from zhilian_app import calendar, permissions
from zhilian_app.issues import drawing, states
from zhilian_app.meetings import review_rules as rules
from zhilian_app.stations import duties
from zhilian_app.visits import coverage
from zhilian_app.visits import report_data as data

ISSUE = "Ledger Issue"
SOURCES = "zhilian_review_sources"
PROJECT_FIELDS = (
    "title",
    "approved_amount",
    "paid_amount",
    "percent",
    "standing",
    "due_on",
    "words",
    "state_then",
    "reference_doctype",
    "reference_name",
)
REQUEST_FIELDS = (
    "kind",
    "title",
    "current_situation",
    "proposed_solution",
    "total_budget",
    "amount_asked",
    "expected_finish",
    "decision",
)


# -- numbers ----------------------------------------------------------------------------------------------


def numbers(stations: Iterable[str], month: date) -> dict[str, dict]:
    """The numbers of a month by station, as fields of Review Report; one grouped query a kind."""
    names = sorted(set(stations))
    end = calendar.month_end(month)
    visits = _visits(names, month, end)
    register = data.station_counts(_all_of(names), month.year, None)
    issues = drawing.counts_of_month(names, month, end)
    found = {}
    for name in names:
        entries = register.get((name, 0), data.Counts()) + register.get((name, 1), data.Counts())
        all_visits, effective = visits.get(name, (0, 0))
        counts = issues[name]
        found[name] = {
            "visits_of_month": all_visits,
            "effective_visits": effective,
            "registered": entries.registered,
            "visited": entries.visited,
            "coverage": coverage.coverage_percent(entries.registered, entries.visited),
            "issues_new": counts.new,
            "issues_closed": counts.closed,
            "issues_open": counts.open,
            "issues_overdue": counts.overdue,
        }
    return found


def _all_of(stations: list[str]) -> data.Reach:
    """Every row of the stations: the numbers are the same whoever looks at the report."""
    return data.Reach({name: {} for name in stations}, frozenset(stations))


def _visits(stations: list[str], start: date, end: date) -> dict[str, tuple[int, int]]:
    """Visits that are not void, and the effective ones of these, by station."""
    if not stations:
        return {}
    visit = frappe.qb.DocType("Household Visit")
    rows = (
        frappe.qb.from_(visit)
        .select(visit.station, Count(visit.name), Sum(visit.effective))
        .where(visit.station.isin(stations) & visit.visit_date[start:end] & (visit.voided == 0))
        .groupby(visit.station)
        .run()
    )
    return {station: (cint(count), cint(effective)) for station, count, effective in rows}


def links(report) -> dict[str, dict]:
    """For each number of a report the list that has exactly its rows; none for who may not open them all."""
    if not permissions.may_read_personal(report.station):
        return {}
    month = getdate(report.month)
    span = data.MonthSpan(month, calendar.month_end(month))
    at = {"station": report.station}
    not_withdrawn = {"state": ["!=", states.WITHDRAWN], **at}
    visits = data.visit_link(span, **at)
    every_visit = {key: value for key, value in visits["filters"].items() if key != "effective"}
    return {
        "visits_of_month": {**visits, "filters": every_visit},
        "effective_visits": visits,
        "registered": data.entry_link(month.year, **at),
        "visited": data.entry_link(month.year, status=data.VISITED, **at),
        "issues_new": _issues(raised_on=data.between(span), **not_withdrawn),
        "issues_closed": _issues(closed_on=data.between(span), **not_withdrawn),
        "issues_open": _issues(**_open_at(report.station, span, False)),
        "issues_overdue": _issues(**_open_at(report.station, span, True)),
    }


def _issues(**filters) -> dict:
    return {"doctype": ISSUE, "filters": filters}


def _open_at(station: str, span: data.MonthSpan, overdue: bool) -> dict:
    """Filter for issues that were open at the end of a month, or are now where the month runs."""
    until = min(span.end, getdate())
    if span.end >= getdate():
        late = {"due_on": ["<", str(until)]} if overdue else {}
        return {"station": station, "is_open": 1, **late}
    # a list cannot ask for rows that are open or were closed later: it is told which they are
    issue = frappe.qb.DocType(ISSUE)
    query = (
        frappe.qb.from_(issue)
        .select(issue.name)
        .where(
            (issue.station == station)
            & (issue.raised_on <= span.end)
            & (issue.state != states.WITHDRAWN)
            & (issue.closed_on.isnull() | (issue.closed_on > span.end))
        )
    )
    if overdue:
        query = query.where(issue.due_on < until)
    return {"name": ["in", query.run(pluck=True)]}


# -- issues -----------------------------------------------------------------------------------------------


def items(station: str, month: date) -> list[rules.Item]:
    """Issues that the report of a month answers: those carried over, then those of the month."""
    end = calendar.month_end(month)
    carried = drawing.carried_over(station, month)
    new = drawing.new_issues(station, month, end)
    last = _last_words([row.name for row in (*carried, *new)])
    offices = _office_names({row.town_office for row in (*carried, *new)})
    kinds = [(rules.CARRIED, row) for row in carried] + [(rules.NEW, row) for row in new]
    return [_item(kind, row, last.get(row.name), offices) for kind, row in kinds]


def _item(kind: str, row, last, offices: Mapping[str, str]) -> rules.Item:
    sensitive = cint(row.sensitive)
    title = row.title
    if sensitive:
        # leaders read the report, and not what was written about these households
        title = _("{0} (see the ledger)", lang="zh").format(_(row.issue_kind, lang="zh"))
    return rules.Item(
        issue=row.name,
        kind=kind,
        title=title,
        since=row.raised_on,
        due_on=row.due_on,
        state=row.state,
        suggestion=suggestion(row, None if sensitive else last, offices, bool(sensitive)),
    )


def suggestion(row, last, offices: Mapping[str, str], quiet: bool = False) -> str:
    """What the ledger knows of an issue, in Chinese words; ``quiet`` leaves out what people wrote."""
    parts = [_where(row, offices)]
    if row.decision and not quiet:
        parts.append(
            _("The committee decided: {0} {1}", lang="zh")
            .format(_(row.decision, lang="zh"), row.resolution_no or "")
            .strip()
        )
    if row.result and not quiet:
        parts.append(_("Result: {0}", lang="zh").format(row.result.strip()))
    elif last:
        parts.append(
            _("Last step on {0} by {1}: {2}", lang="zh").format(
                _day(last.stepped_on), last.by_name, last.reason.strip()
            )
        )
    if row.is_open and row.due_on:
        late = row.due_on < getdate()
        words = (
            _("was due on {0}, overdue", lang="zh") if late else _("to be done by {0}", lang="zh")
        )
        parts.append(words.format(_day(row.due_on)))
    return "；".join(part.rstrip("。；") for part in parts) + "。"


def _where(row, offices: Mapping[str, str]) -> str:
    state = _(row.state, lang="zh")
    if row.town_office and row.is_open:
        return f"{offices.get(row.town_office, row.town_office)}，{state}"
    if not row.is_open and row.closed_on:
        return f"{state}（{_day(row.closed_on)}）"
    return state


def _day(day) -> str:
    day = getdate(day)
    return _("month {0} day {1}", lang="zh").format(day.month, day.day)


def _last_words(issues: list[str]) -> dict:
    """The last step with words of each issue."""
    if not issues:
        return {}
    rows = frappe.get_all(
        "Step Record",
        filters={"parent": ["in", issues], "parenttype": ISSUE, "reason": ["is", "set"]},
        fields=["parent", "stepped_on", "by_name", "reason"],
        order_by="stepped_on asc, idx asc",
    )
    return {row.parent: row for row in rows}


def _office_names(offices: Iterable[str | None]) -> dict[str, str]:
    wanted = sorted(filter(None, offices))
    if not wanted:
        return {}
    rows = frappe.get_all(
        "Town Office", filters={"name": ["in", wanted]}, fields=["name", "office_name"]
    )
    return {row.name: row.office_name for row in rows}


# -- requests ---------------------------------------------------------------------------------------------


def requests(station: str, month: date) -> list[dict]:
    """What the station asked of the committee this month, in detail.

    The plan: 「若当月有提交党委会研究解决的问题或者需要镇财政资金补贴申请的项目,请在汇报材料中详细说明,
    具体包括问题现状、预解决方案、预算金额、申请补贴金额、预计完工时间等」.
    """
    names = frappe.get_all(
        "Committee Request", filters={"station": station, "month": month}, pluck="name"
    )
    if not names:
        return []
    rows = frappe.get_all(
        "Committee Request Item",
        filters={"parent": ["in", names], "parenttype": "Committee Request", "taken_back": 0},
        fields=[*REQUEST_FIELDS, "sensitive"],
        order_by="parent asc, idx asc",
    )
    return [_request(row) for row in rows]


def _request(row) -> dict:
    if row.pop("sensitive"):
        row.title = _("{0} (see the ledger)", lang="zh").format(_(row.kind, lang="zh"))
        row.update({"current_situation": None, "proposed_solution": None})
    return dict(row)


# -- projects ---------------------------------------------------------------------------------------------


def projects(stations: Iterable[str], month: date) -> dict[str, list[dict]]:
    """Lines of the funded projects by station, as fields of Review Project Line.

    The plan: 「每月结合项目进度写进月度汇报材料」. Modules that come after this one name their function in hooks
    (``zhilian_review_sources``): each takes all stations at once.
    """
    names = sorted(set(stations))
    found: dict[str, list[dict]] = {name: [] for name in names}
    for path in frappe.get_hooks(SOURCES):
        for station, lines in frappe.get_attr(path)(names, month).items():
            found[station] += [
                {field: line.get(field) for field in PROJECT_FIELDS} for line in lines
            ]
    return found


# -- people -----------------------------------------------------------------------------------------------


def seats(town: str, chair: str | None, day: date) -> list[rules.Seat]:
    """Who is expected at the review of a town on ``day``."""
    places = []
    if chair:
        name = frappe.db.get_value("Cadre", chair, "cadre_name")
        places.append(rules.Seat(chair, name, rules.CHAIR))
    places += [
        rules.Seat(row.cadre, row.cadre_name, rules.ORGANIZATION)
        for row in duties.office_people(town, permissions.ORGANIZATION)
    ]
    places += [
        rules.Seat(row.cadre, row.cadre_name, row.duty, row.station_name)
        for row in duties.on_duty(town=town, day=day)
        if row.duty in (rules.HEAD, rules.LIAISON)
    ]
    return rules.expected(places)


def clock(value) -> str:
    """A time of the day as people write it, 8:30; from the database or from a form."""
    if value in (None, ""):
        return ""
    moment = frappe.utils.to_timedelta(str(value))
    minutes = int(moment.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"
