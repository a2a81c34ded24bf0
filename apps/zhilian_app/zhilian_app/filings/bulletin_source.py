"""What the bulletin of a month draws from the records: the same whoever asks, and as many queries for any town."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate, now_datetime

from zhilian_app import calendar
from zhilian_app.filings import bulletin_rules as rules
from zhilian_app.filings import bulletin_words as words
from zhilian_app.issues import drawing
from zhilian_app.meetings import money, review_drawing
from zhilian_app.visits import coverage
from zhilian_app.visits import report_data as data

SOURCES = "zhilian_bulletin_sources"
FORMAT = 1


class Edition(NamedTuple):
    """Which bulletin: of what town and month, and the last day that counts."""

    town: str
    month: date
    cutoff: date

    @property
    def end(self) -> date:
        """Last day of the month."""
        return calendar.month_end(self.month)


def gather(
    edition: Edition, foreword: str = "", tell: Callable[[int], None] = lambda percent: None
) -> dict:
    """The content of a bulletin as plain JSON; ``tell`` is told the share that is done, in percent.

    Nobody is named whose household is sensitive, and no ID number is left whole.
    """
    stations = _stations(edition)
    names = {row.name: row.station_name for row in stations}
    content = {"format": FORMAT, "head": _head(edition), "foreword": rules.without_ids(foreword)}
    parts: tuple[tuple[str, Callable], ...] = (
        ("ranking", _ranking),
        ("filings", _filings),
        ("meetings", _meetings),
        ("issues", _issues),
        ("projects", _projects),
        ("articles", _articles),
        ("spot_checks", lambda edition, names: _spot_checks(edition)),
        ("reports", _reports),
    )
    for number, (key, draw) in enumerate(parts, start=1):
        content[key] = draw(edition, names)
        tell(100 * number // len(parts))
    return content


def _head(edition: Edition) -> dict:
    minimum = frappe.db.get_value("Town", edition.town, "monthly_visit_minimum")
    return {
        "town": edition.town,
        "month": edition.month.isoformat(),
        "number": edition.month.month,
        "cutoff_on": edition.cutoff.isoformat(),
        "built_on": now_datetime().replace(microsecond=0).isoformat(sep=" "),
        "minimum": cint(minimum),
    }


def _stations(edition: Edition) -> list[dict]:
    """Stations that were in force on any day of the month."""
    station = frappe.qb.DocType("Station")
    return (
        frappe.qb.from_(station)
        .select(station.name, station.station_name)
        .where(
            (station.town == edition.town)
            & (station.started_on <= edition.end)
            & (station.ended_on.isnull() | (station.ended_on >= edition.month))
        )
        .orderby(station.station_name)
        .run(as_dict=True)
    )


# -- visits ------------------------------------------------------------------------------------------------


def _ranking(edition: Edition, names: dict[str, str]) -> list[dict]:
    register, visits = _register(edition, list(names)), _visits(edition, list(names))
    rows = []
    for name, station in names.items():
        registered, visited = register.get(name, (0, 0))
        effective, households = visits.get(name, (0, 0))
        rows.append(
            {
                "station": station,
                "registered": registered,
                "visited": visited,
                "coverage": coverage.coverage_percent(registered, visited),
                "effective": effective,
                "households": households,
            }
        )
    return rules.ranked(rows)


def _register(edition: Edition, stations: list[str]) -> dict[str, tuple[int, int]]:
    """Households on the register, and those of them visited, as they were at the end of the month."""
    if not stations:
        return {}
    entry = frappe.qb.DocType(data.ENTRY)
    visited = entry.first_visited_on.isnotnull() & (entry.first_visited_on <= edition.end)
    rows = (
        frappe.qb.from_(entry)
        .select(entry.station, Count(entry.name), Sum(Case().when(visited, 1).else_(0)))
        .where(
            entry.station.isin(stations)
            & (entry.year == edition.month.year)
            & (entry.added_on.isnull() | (entry.added_on <= edition.end))
            & (entry.removed_on.isnull() | (entry.removed_on > edition.end))
        )
        .groupby(entry.station)
        .run()
    )
    return {station: (cint(count), cint(seen)) for station, count, seen in rows}


def _visits(edition: Edition, stations: list[str]) -> dict[str, tuple[int, int]]:
    """Effective visits of the month, and the households that they were paid to."""
    if not stations:
        return {}
    visit = frappe.qb.DocType(data.VISIT)
    rows = (
        frappe.qb.from_(visit)
        .select(visit.station, Count(visit.name), Count(visit.household).distinct())
        .where(
            visit.station.isin(stations)
            & visit.visit_date[edition.month : edition.end]
            & (visit.effective == 1)
            & (visit.voided == 0)
        )
        .groupby(visit.station)
        .run()
    )
    return {station: (cint(count), cint(homes)) for station, count, homes in rows}


# -- filings, articles -------------------------------------------------------------------------------------


def _filings(edition: Edition, names: dict[str, str]) -> dict:
    today = getdate()
    rows = [
        {
            "station": names[row.station],
            "requirement": row.requirement,
            "standing": _standing(row, edition.cutoff, today),
            "handed_in": _day_if_counted(row, edition.cutoff),
            "nil": bool(row.is_nil),
        }
        for row in frappe.get_all(
            "Filing",
            filters={"town": edition.town, "month": edition.month},
            fields=[
                "station", "requirement", "standing", "due_on", "cutoff_on", "handed_in_on", "is_nil",
            ],
            order_by="due_on asc, name asc",
        )
        if row.station in names
    ]  # fmt: skip
    return rules.matrix(
        list(names.values()), _requirements({row["requirement"] for row in rows}), rows
    )


def _standing(row, cutoff: date, today: date) -> str:
    if row.standing == rules.NOT_NEEDED:
        return rules.NOT_NEEDED
    return rules.standing_at(row.due_on, row.cutoff_on or cutoff, row.handed_in_on, cutoff, today)


def _day_if_counted(row, cutoff: date) -> str:
    day = row.handed_in_on and row.handed_in_on.date()
    return day.isoformat() if day and day <= min(row.cutoff_on or cutoff, cutoff) else ""


def _requirements(wanted: set[str]) -> list[dict]:
    if not wanted:
        return []
    rows = frappe.get_all(
        "Filing Requirement",
        filters={"name": ["in", sorted(wanted)]},
        fields=["name", "title", "short_title", "sequence"],
    )
    return [{**row, "title": row.short_title or row.title} for row in rows]


def _articles(edition: Edition, names: dict[str, str]) -> list[dict]:
    """Briefs and reflections handed in in the month. The plan: 「质量好的文章将推荐政府网发表」."""
    rows = frappe.get_all(
        "Station Article",
        filters={
            "town": edition.town,
            "state": ["in", ["Handed In", "Chosen", "Filed"]],
            "handed_in_on": ["between", [edition.month, edition.end]],
        },
        fields=["title", "kind", "station", "author_name", "other_authors", "state"],
        order_by="station asc, handed_in_on asc, name asc",
    )
    return [
        {
            "title": rules.without_ids(row.title),
            "kind": words.KINDS.get(row.kind, row.kind),
            "station": names.get(row.station, row.station),
            "author": "、".join(filter(None, (row.author_name, row.other_authors))),
            "chosen": row.state == "Chosen",
        }
        for row in rows
    ]


def _spot_checks(edition: Edition) -> list[dict]:
    """Tables of what was checked; later modules name their function in hooks (``zhilian_bulletin_sources``).

    Each takes town, month and cut-off and returns ``title``, ``columns`` and ``rows`` of texts.
    """
    found = []
    for path in frappe.get_hooks(SOURCES):
        for table in frappe.get_attr(path)(edition.town, edition.month, edition.cutoff):
            rows = [[rules.without_ids(str(cell)) for cell in row] for row in table["rows"]]
            found.append({"title": table["title"], "columns": list(table["columns"]), "rows": rows})
    return found


# -- meetings, issues, projects ----------------------------------------------------------------------------


def _meetings(edition: Edition, names: dict[str, str]) -> list[dict]:
    """Weekly meetings whose day fell into the month, by what became of them."""
    found = {
        name: dict.fromkeys(rules.MEETING_NUMBERS, 0) | {"station": station}
        for name, station in names.items()
    }
    if not names:
        return []
    meeting = frappe.qb.DocType("Weekly Meeting")
    past = Case().when(meeting.meeting_date < getdate(), 1).else_(0)
    rows = (
        frappe.qb.from_(meeting)
        .select(meeting.station, meeting.status, Count(meeting.name), Sum(past))
        .where(
            meeting.station.isin(list(names)) & meeting.meeting_date[edition.month : edition.end]
        )
        .groupby(meeting.station, meeting.status)
        .run()
    )
    kinds = {"Held": "held", "Not Held": "not_held"}
    for station, status, count, over in rows:
        found[station]["planned"] += cint(count)
        # one that is planned and past was neither held nor called off
        found[station][kinds.get(status, "missing")] += cint(count if status in kinds else over)
    return list(found.values())


def _issues(edition: Edition, names: dict[str, str]) -> list[dict]:
    counts = drawing.counts_of_month(list(names), edition.month, edition.end)
    return [
        {"station": station}
        | {field: getattr(counts[name], field) for field in rules.ISSUE_NUMBERS}
        for name, station in names.items()
    ]


def _projects(edition: Edition, names: dict[str, str]) -> list[dict]:
    lines = review_drawing.projects(list(names), edition.month)
    hidden = _sensitive_rows([line["reference_name"] for rows in lines.values() for line in rows])
    return [
        {
            "title": words.UNNAMED_PROJECT
            if line["reference_name"] in hidden
            else rules.without_ids(line["title"]),
            "station": station,
            "approved": money.figures(line["approved_amount"]),
            "paid": money.figures(line["paid_amount"]),
            "percent": cint(line["percent"]),
            "standing": _(line["standing"], lang="zh") if line["standing"] else "",
            "state": _(line["state_then"], lang="zh") if line["state_then"] else "",
        }
        for name, station in names.items()
        for line in lines[name]
    ]


def _sensitive_rows(progress: Sequence[str]) -> set[str]:
    """Rows of progress whose project came from an issue about a sensitive household."""
    if not progress:
        return set()
    row, project, issue = (
        frappe.qb.DocType(name) for name in ("Project Progress", "Subsidy Project", "Ledger Issue")
    )
    found = (
        frappe.qb.from_(row)
        .join(project)
        .on(project.name == row.project)
        .join(issue)
        .on(issue.name == project.issue)
        .select(row.name)
        .where(row.name.isin(list(progress)) & (issue.sensitive == 1))
    )
    return set(found.run(pluck=True))


# -- reports -----------------------------------------------------------------------------------------------


def _reports(edition: Edition, names: dict[str, str]) -> list[dict]:
    """Each station's report as it was handed in.

    The plan: 「月通报刊印刷对提交的报告内容、排版等不作后续修订编辑」.
    """
    rows = frappe.get_all(
        "Review Report",
        filters={"town": edition.town, "month": edition.month},
        fields=["name", "station", "status", "ready_on", "head_name", "summary", "projects_note"],
    )
    until = datetime.combine(edition.cutoff, time.max)
    handed_in = {
        row.station: row
        for row in rows
        if row.status == "Ready" and (not row.ready_on or row.ready_on <= until)
    }
    answers = _answers([row.name for row in handed_in.values()])
    return [_report(station, handed_in.get(name), answers) for name, station in names.items()]


def _report(station: str, row, answers: dict[str, list]) -> dict:
    if not row:
        return {"station": station, "missing": True}
    own = answers.get(row.name, [])
    told = [one for one in own if not one.sensitive]
    return {
        "station": station,
        "missing": False,
        "head": row.head_name or "",
        "handed_in": row.ready_on.date().isoformat() if row.ready_on else "",
        "summary": rules.without_ids(row.summary),
        "carried": [_answer(one) for one in told if one.kind == "Carried Over"],
        "new": [_answer(one) for one in told if one.kind != "Carried Over"],
        "unnamed": len(own) - len(told),
        "projects_note": rules.without_ids(row.projects_note),
    }


def _answer(row) -> dict:
    return {
        "title": rules.without_ids(row.title),
        "state": _(row.state_then, lang="zh") if row.state_then else "",
        "answer": rules.without_ids(row.answer),
    }


def _answers(reports: list[str]) -> dict[str, list]:
    if not reports:
        return {}
    answer, issue = frappe.qb.DocType("Review Answer"), frappe.qb.DocType("Ledger Issue")
    rows = (
        frappe.qb.from_(answer)
        .left_join(issue)
        .on(issue.name == answer.issue)
        .select(
            answer.parent,
            answer.kind,
            answer.title,
            answer.answer,
            answer.state_then,
            issue.sensitive,
        )
        .where(answer.parent.isin(reports) & (answer.parenttype == "Review Report"))
        .orderby(answer.parent)
        .orderby(answer.idx)
        .run(as_dict=True)
    )
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row)
    return found
