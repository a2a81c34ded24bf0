"""Checks of a month as the bulletin has them: stations and results, no names of persons.

The plan: 「各上报资料、抽查资料的完成情况……做汇总统一出刊通报」.
"""

from datetime import date, datetime

from frappe import _
from frappe.utils import cstr

from zhilian_app import calendar
from zhilian_app.supervision import check_words, recorded


def tables(town: str, month: date, cutoff: datetime) -> list[dict]:
    """The month's checks whose result was recorded by the cut-off: one table, or none where there was no check."""
    first = calendar.month_start(month)
    found = recorded.checks(
        town,
        ["check_day", "between", [first, calendar.month_end(first)]],
        ["recorded_on", "<=", cutoff],
    )
    if not found:
        return []
    return [
        {
            "title": _("Spot Checks", lang="zh"),
            "columns": _columns(),
            "rows": [_row(row) for row in found],
        }
    ]


def _columns() -> list[str]:
    return [
        _("Station", lang="zh"),
        _("Kind of Check", lang="zh"),
        _("Date", lang="zh"),
        _("Share of Points", lang="zh"),
        _("Attendance", lang="zh"),
        _("Problems Found", lang="zh"),
        _("Rectification", lang="zh"),
    ]


def _row(row) -> list[str]:
    return [
        row.station_name,
        check_words.kind_words(row.kind),
        f"{row.check_day:%Y-%m-%d}",
        check_words.score_words(row.score),
        check_words.presence_words(row.seen),
        cstr(row.findings).strip(),
        str(row.rectifications or ""),
    ]
