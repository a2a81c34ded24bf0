"""The report of the month that the last weekly meeting gives, as a draft from the ledger.

The plan: 「每月尾的周会时对一个月来新出现的矛盾和问题做好总结报告」.
"""

from collections import Counter
from datetime import date

from frappe import _

from zhilian_app.calendar import month_start
from zhilian_app.issues import drawing


def draft(station: str, day: date) -> str:
    """The new issues of the month of ``day``, up to it: counts by kind and by state, then each of them."""
    rows = drawing.new_issues(station, month_start(day), day)
    if not rows:
        return _("No new issues in month {0}.", lang="zh").format(day.month)
    lines = [
        _("New issues in month {0}: {1}.", lang="zh").format(day.month, len(rows)),
        _("By kind: {0}.", lang="zh").format(_counted(row.issue_kind for row in rows)),
        _("By state: {0}.", lang="zh").format(_counted(row.state for row in rows)),
    ]
    lines += [
        f"{number}. {row.title}（{_(row.issue_kind, lang='zh')}，{_(row.state, lang='zh')}）"
        for number, row in enumerate(rows, start=1)
    ]
    return "\n".join(lines)


def is_untouched(summary: str | None, draft: str | None) -> bool:
    """Whether nobody has written a report: it is blank, or still the draft of last time. Forms trim lines."""
    words = (summary or "").split()
    return not words or words == (draft or "").split()


def _counted(words) -> str:
    return "、".join(f"{_(word, lang='zh')} {number}" for word, number in Counter(words).items())
