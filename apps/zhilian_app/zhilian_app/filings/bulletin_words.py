"""Words of the printed bulletin. No database here."""

from zhilian_app.filings import rules

STANDINGS = {
    rules.ON_TIME: "按时",
    rules.LATE: "迟报",
    rules.MISSING: "缺报",
    rules.OVERDUE: "逾期未报",
    rules.NOT_DUE: "未到期",
    rules.NOT_NEEDED: "不需报",
}
MARKS = {
    rules.ON_TIME: "good",
    rules.LATE: "warn",
    rules.MISSING: "bad",
    rules.OVERDUE: "warn",
    rules.NOT_DUE: "weak",
    rules.NOT_NEEDED: "weak",
}
KINDS = {"Brief": "简报", "Reflection": "心得体会"}
MISSING = STANDINGS[rules.MISSING]
NIL = "零报告"
NOTHING = "—"
TOTAL = "全镇合计"
UNNAMED_PROJECT = "（涉及重点对象，名称从略）"
NO_PROJECTS = "本月没有在建补贴项目。"
NO_ARTICLES = "本月没有上报简报、心得体会。"
NO_CHECKS = "本月没有抽查记录。"
NO_FILINGS = "本月没有应上报的资料。"
NO_STATIONS = "本月没有在用驻点。"
DRAFT = "（未定稿）"
NUMERALS = "一二三四五六七八九十"


def title_of(town: str) -> str:
    """The bulletin's title."""
    return f"{town}驻点直联工作通报"


def issue_of(year: int, month: int, number: int) -> str:
    """Which number of the year it is."""
    return f"{year}年第{number}期（{month}月）"


def file_name(town: str, year: int, month: int) -> str:
    """What its files are called, without an ending."""
    return f"{title_of(town)}{year}年{month}月"


def day(iso: str) -> str:
    """An ISO day as papers write it; nothing stays nothing."""
    if not iso:
        return ""
    year, month, number = (int(part) for part in iso[:10].split("-"))
    return f"{year}年{month}月{number}日"


def short_day(iso: str) -> str:
    """Month and day of an ISO day, 10-30."""
    return iso[5:10]


def unnamed(count: int) -> str:
    """That issues were left out of a report, and how many."""
    return f"另有{count}件涉及重点对象的事项，不在通报中列出。"
