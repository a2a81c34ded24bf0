"""What the form shows of a plan: counts, remarks on the file, changes and rejected rows."""

from collections import Counter
from collections.abc import Callable, Mapping

from frappe import _

from zhilian_app.visits.importing.cleaning import Line
from zhilian_app.visits.importing.columns import SHEET_TITLES
from zhilian_app.visits.importing.planning import Plan, Target
from zhilian_app.visits.importing.problems import NOT_YOUR_STATION, Problem
from zhilian_app.visits.importing.reading import RegisterFile
from zhilian_app.visits.importing.station_names import StationNames
from zhilian_app.visits.importing.wording import field_names

MAX_REJECTS = 200
MAX_CHANGES = 100
MAX_MARKED = 100


def make_preview(
    file: RegisterFile,
    plan: Plan,
    stations: StationNames,
    year: int,
    tell: Callable[[Problem], str],
) -> dict:
    """Plain data for the form's preview; the form escapes it."""
    names = field_names()
    changed = plan.changed
    # Rows of other stations are for those stations' own teams: counted, but not listed to correct.
    own = [line for line in plan.rejected if not _is_of_other_station(line)]
    return {
        "counts": plan.counts(),
        "notes": _notes(file, plan, year),
        "by_station": _by_station(plan, stations),
        "marked": [_marked(line) for line in plan.marked[:MAX_MARKED]],
        "changes": [_change(target, names, stations) for target in changed[:MAX_CHANGES]],
        "changes_left_out": max(0, len(changed) - MAX_CHANGES),
        "rejects": [_reject(file, line, tell) for line in own[:MAX_REJECTS]],
        "rejects_left_out": max(0, len(own) - MAX_REJECTS),
        "other_stations": len(plan.rejected) - len(own),
    }


def _is_of_other_station(line: Line) -> bool:
    return any(problem.code == NOT_YOUR_STATION for problem in line.problems)


def _notes(file: RegisterFile, plan: Plan, year: int) -> list[str]:
    notes = []
    other_years = sorted(file.years() - {year})
    if other_years:
        notes.append(
            _("The title says {0}, the rows go into the register of {1}").format(
                other_years[0], year
            )
        )
    for titles, message in (
        (file.hidden_sheets(), _("Hidden sheets are not read: {0}")),
        (file.sheets_without_header(), _("Sheets without a header row are not read: {0}")),
        (file.unknown_titles(), _("Columns that the register does not have are left out: {0}")),
    ):
        if titles:
            notes.append(message.format("、".join(titles)))
    if not plan.total_rows:
        notes.append(_("The workbook has no register rows"))
    return notes


def _by_station(plan: Plan, stations: StationNames) -> list[dict]:
    new = Counter(target.known.station for target in plan.new_entries)
    changed = Counter(target.known.station for target in plan.changed)
    return [
        {
            "station": stations.facts[name].station_name,
            "new_entries": new[name],
            "changed": changed[name],
        }
        for name in sorted(set(new) | set(changed))
    ]


def _marked(line: Line) -> dict:
    return {
        "row": line.source.row.number,
        "householder": line.householder,
        "id_number": line.id_check.number,
        "reason": _(line.id_check.reason),
    }


def _change(target: Target, names: Mapping[str, str], stations: StationNames) -> dict:
    cells = [
        {"field": names[field], "before": before, "after": after}
        for field, (before, after) in target.changes().items()
        if field in names
    ]
    if target.added_categories:
        before, added = target.entry.categories, target.added_categories
        cells.append(
            {
                "field": names["categories"],
                "before": "、".join(sorted(before)),
                "after": "、".join([*sorted(before), *sorted(added)]),
            }
        )
    if target.new_remark is not None:
        cells.append(
            {"field": names["remark"], "before": target.entry.remark, "after": target.new_remark}
        )
    return {
        "row": target.lines[0].source.row.number,
        "householder": target.known.householder,
        "station": stations.facts[target.known.station].station_name,
        "cells": cells,
    }


def _reject(file: RegisterFile, line: Line, tell: Callable[[Problem], str]) -> dict:
    header = file.headers[line.source.sheet]
    wrong = {problem.field for problem in line.problems}
    values = line.source.row.values
    cells = {
        field: "" if column >= len(values) or values[column] is None else str(values[column])
        for field, column in header.fields.items()
    }
    return {
        "sheet": file.sheets[line.source.sheet].title if len(file.headers) > 1 else "",
        "row": line.source.row.number,
        "cells": [
            {"title": title, "value": cells.get(field, ""), "wrong": field in wrong}
            for field, title in SHEET_TITLES.items()
            if cells.get(field) or field in wrong
        ],
        "reasons": [tell(problem) for problem in line.problems],
    }
