"""The bulletin as a paper: its content as headings, tables and words, which PDF, Word, Excel and the form then draw.

Pure: the content in, the paper out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhilian_app.filings import bulletin_rules as rules
from zhilian_app.filings import bulletin_words as words

# columns of filings that A4 upright holds beside the station
MOST_COLUMNS = 8
NAME_WIDTH = 18


@dataclass(frozen=True)
class Cell:
    """A cell: ``mark`` is good, warn, bad, weak or nothing; ``value`` the number behind the text, if there is one."""

    text: str
    mark: str = ""
    value: object = None


@dataclass(frozen=True)
class Table:
    """Rows below a head that each page repeats; widths in percent; ``left`` are columns of text."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    left: frozenset = frozenset((0,))
    kind: str = "table"


@dataclass(frozen=True)
class Figures:
    """Numbers with their labels, four a line."""

    pairs: Sequence[tuple[str, Cell]]
    kind: str = "figures"

    @property
    def lines(self) -> list[Sequence[tuple[str, Cell]]]:
        return [self.pairs[at : at + 4] for at in range(0, len(self.pairs), 4)]


@dataclass(frozen=True)
class Words:
    """A paragraph, as it was written."""

    text: str
    mark: str = ""
    kind: str = "words"


@dataclass(frozen=True)
class Label:
    """A small heading that the contents do not name."""

    text: str
    kind: str = "label"


@dataclass(frozen=True)
class Heading:
    """A heading below a section's, which the contents name."""

    text: str
    anchor: str
    mark: str = ""
    kind: str = "heading"


@dataclass(frozen=True)
class Section:
    """A chapter of the bulletin."""

    key: str
    text: str
    blocks: Sequence = ()

    @property
    def anchor(self) -> str:
        return f"part-{self.key}"

    @property
    def headings(self) -> list[Heading]:
        return [block for block in self.blocks if block.kind == "heading"]

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if block.kind == "table"]


@dataclass(frozen=True)
class Paper:
    """The whole bulletin."""

    title: str
    issue: str
    office: str
    day: str
    file_name: str
    foreword: str = ""
    draft: str = ""
    sections: Sequence[Section] = field(default_factory=tuple)


def paper_of(content: Mapping, frozen: bool) -> Paper:
    """The paper of a content; one that is not frozen says so."""
    head = content["head"]
    year, month = (int(part) for part in head["month"].split("-")[:2])
    parts: tuple[tuple[str, str, Callable], ...] = (
        ("summary", "本月概况", _summary),
        ("ranking", "重点走访进度排名", _ranking),
        ("filings", "资料上报情况", _filings),
        ("meetings", "周会召开情况", _meetings),
        ("issues", "问题台账办理情况", _issues),
        ("projects", "专项经费补贴项目进度", _projects),
        ("articles", "简报、心得体会", _articles),
        ("spot_checks", "抽查情况", _spot_checks),
        ("reports", "各驻点工作情况汇报", _reports),
    )
    return Paper(
        title=words.title_of(head["town"]),
        issue=words.issue_of(year, month, head["number"]),
        office=f"{head['town']}组织办公室",
        day=words.day(head["built_on"]),
        file_name=words.file_name(head["town"], year, month),
        foreword=content["foreword"],
        draft="" if frozen else words.DRAFT,
        sections=[
            Section(key, f"{words.NUMERALS[at]}、{text}", list(draw(content)))
            for at, (key, text, draw) in enumerate(parts)
        ],
    )


def _number(value: int, mark: str = "") -> Cell:
    return Cell(str(value), mark, value)


def _percent(value: float) -> Cell:
    return Cell(f"{value:.2f}%", value=value / 100)


def _money(figures: str) -> Cell:
    return Cell(figures, value=Decimal(figures.replace(",", "")))


def _warned(value: int) -> Cell:
    return _number(value, "bad" if value else "")


# -- the month in numbers ----------------------------------------------------------------------------------


def _summary(content: Mapping) -> Iterable:
    visits = rules.totals(content["ranking"], rules.VISIT_NUMBERS)
    meetings = rules.totals(content["meetings"], rules.MEETING_NUMBERS)
    issues = rules.totals(content["issues"], rules.ISSUE_NUMBERS)
    filings = content["filings"]["counts"]
    share = visits["visited"] / visits["registered"] if visits["registered"] else 0.0
    minimum = content["head"]["minimum"]
    below = sum(row["households"] < minimum for row in content["ranking"])
    yield Figures(
        [
            ("驻点", _number(len(content["ranking"]))),
            ("重点走访登记户数", _number(visits["registered"])),
            ("年内已走访户数", _number(visits["visited"])),
            ("走访覆盖率", _percent(share * 100)),
            ("本月走访户数", _number(visits["households"])),
            (f"未达每月{minimum}户的驻点", _warned(below)),
            ("周会（已开/应开）", Cell(f"{meetings['held']}/{meetings['planned']}")),
            ("资料按时上报", _number(filings.get(rules.ON_TIME, 0))),
            ("资料迟报", _number(filings.get(rules.LATE, 0))),
            ("资料缺报", _warned(filings.get(rules.MISSING, 0))),
            ("本月新增问题", _number(issues["new"])),
            ("本月办结问题", _number(issues["closed"])),
            ("月末未办结问题", _number(issues["open"])),
            ("其中超期", _warned(issues["overdue"])),
            ("在建补贴项目", _number(len(content["projects"]))),
            ("简报、心得体会", _number(len(content["articles"]))),
        ]
    )
    yield Words(
        f"各项资料以{words.day(content['head']['cutoff_on'])}截稿时为准，此后报送的按缺报通报。"
    )


def _ranking(content: Mapping) -> Iterable:
    rows, minimum = content["ranking"], content["head"]["minimum"]
    if not rows:
        yield Words(words.NO_STATIONS)
        return
    lines = [
        [
            _number(row["rank"]),
            Cell(row["station"]),
            _number(row["registered"]),
            _number(row["visited"]),
            _percent(row["coverage"]),
            _number(row["households"]),
            _number(row["effective"]),
            Cell("达到", "good") if row["households"] >= minimum else Cell("未达到", "bad"),
        ]
        for row in rows
    ]
    head = (
        "名次", "驻点", "登记户数", "已走访户数", "覆盖率", "本月走访户数", "本月走访次数", f"每月{minimum}户",
    )  # fmt: skip
    yield Table(head, lines, (8, 22, 11, 12, 12, 12, 12, 11), frozenset((1,)))
    yield Words("名次先按覆盖率，再按本月走访户数；两项都相同的名次并列。", "weak")


# -- filings -----------------------------------------------------------------------------------------------


def _filings(content: Mapping) -> Iterable:
    columns, rows = content["filings"]["columns"], content["filings"]["rows"]
    if not columns:
        yield Words(words.NO_FILINGS)
        return
    for part in _parts(len(columns)):
        names = columns[part]
        share = (100 - NAME_WIDTH) / len(names)
        yield Table(
            ["驻点", *names],
            [[Cell(row["station"]), *map(_filing, row["cells"][part])] for row in rows],
            [NAME_WIDTH, *[share] * len(names)],
        )
    missing = list(_missing(columns, rows))
    if missing:
        yield Label(f"{words.MISSING}名单")
        yield Table(("资料", "驻点数", "缺报驻点"), missing, (22, 12, 66), frozenset((0, 2)))
    yield Words("格内日期为上报日期（月-日）。", "weak")


def _parts(count: int) -> list[slice]:
    """Slices of the columns, alike in width, so that each fits on the paper."""
    tables = -(-count // MOST_COLUMNS)
    width = -(-count // tables)
    return [slice(at, at + width) for at in range(0, count, width)]


def _filing(cell: Mapping) -> Cell:
    counts = cell["counts"]
    if not counts:
        return Cell(words.NOTHING, "weak")
    mark = words.MARKS[cell["standing"]]
    if sum(counts.values()) > 1:
        return Cell(
            "\n".join(f"{words.STANDINGS[one]}{count}" for one, count in counts.items()), mark
        )
    lines = [words.STANDINGS[cell["standing"]], words.short_day(cell["handed_in"])]
    if cell["nil"] and cell["handed_in"]:
        lines.append(words.NIL)
    return Cell("\n".join(filter(None, lines)), mark)


def _missing(columns: Sequence[str], rows: Sequence[Mapping]) -> Iterable[list[Cell]]:
    """Rows of what is missing: the filing, how many stations, and which."""
    for at, column in enumerate(columns):
        stations = [row["station"] for row in rows if row["cells"][at]["standing"] == rules.MISSING]
        if stations:
            count = _number(len(stations), "bad")
            yield [Cell(column), count, Cell("、".join(stations), "bad")]


# -- meetings, issues, projects, articles, checks ------------------------------------------------------------


def _meetings(content: Mapping) -> Iterable:
    head = ("驻点", "应开（次）", "已开（次）", "已说明不开（次）", "缺开（次）")
    yield _counted(content["meetings"], head, rules.MEETING_NUMBERS, "missing")


def _issues(content: Mapping) -> Iterable:
    head = ("驻点", "本月新增", "本月办结", "月末未办结", "其中超期")
    yield _counted(content["issues"], head, rules.ISSUE_NUMBERS, "overdue")


def _counted(
    rows: Sequence[Mapping], head: Sequence[str], fields: Sequence[str], warned: str
) -> Table | Words:
    if not rows:
        return Words(words.NO_STATIONS)
    lines = [*rows, {"station": words.TOTAL, **rules.totals(rows, fields)}]
    return Table(
        head,
        [
            [
                Cell(row["station"]),
                *(_warned(row[one]) if one == warned else _number(row[one]) for one in fields),
            ]
            for row in lines
        ],
        (28, *[72 / len(fields)] * len(fields)),
    )


def _projects(content: Mapping) -> Iterable:
    rows = [
        [
            Cell(row["title"]),
            Cell(row["station"]),
            _money(row["approved"]),
            _money(row["paid"]),
            Cell(f"{row['percent']}%", value=row["percent"] / 100),
            Cell(row["state"]),
            Cell(row["standing"] or words.NOTHING),
        ]
        for row in content["projects"]
    ]
    head = ("项目名称", "驻点", "核准额（元）", "已拨额（元）", "累计进度", "项目状态", "本月进度")
    table = Table(head, rows, (24, 15, 15, 15, 9, 11, 11), frozenset((0, 1)))
    yield table if rows else Words(words.NO_PROJECTS)


def _articles(content: Mapping) -> Iterable:
    rows = [
        [
            Cell(row["title"]),
            Cell(row["kind"]),
            Cell(row["station"]),
            Cell(row["author"]),
            Cell("推荐", "good") if row["chosen"] else Cell(words.NOTHING, "weak"),
        ]
        for row in content["articles"]
    ]
    head = ("标题", "类别", "驻点", "作者", "推荐政府网")
    table = Table(head, rows, (40, 13, 17, 16, 14), frozenset((0, 2, 3)))
    yield table if rows else Words(words.NO_ARTICLES)


def _spot_checks(content: Mapping) -> Iterable:
    for table in content["spot_checks"]:
        columns = table["columns"]
        yield Label(table["title"])
        yield Table(
            columns,
            [[Cell(text) for text in row] for row in table["rows"]],
            [100 / len(columns)] * len(columns),
            frozenset(range(len(columns))),
        )
    if not content["spot_checks"]:
        yield Words(words.NO_CHECKS)


# -- reports -----------------------------------------------------------------------------------------------


def _reports(content: Mapping) -> Iterable:
    if not content["reports"]:
        yield Words(words.NO_STATIONS)
    for number, report in enumerate(content["reports"], start=1):
        mark = "bad" if report["missing"] else ""
        text = f"{report['station']}（{words.MISSING}）" if report["missing"] else report["station"]
        yield Heading(text, f"report-{number}", mark)
        if report["missing"]:
            yield Words("截稿时未收到本月书面汇报材料。", "bad")
        else:
            yield from _report(report)


def _report(report: Mapping) -> Iterable:
    told = [
        report["head"] and f"汇报人：{report['head']}",
        report["handed_in"] and f"定稿：{words.day(report['handed_in'])}",
    ]
    yield Words("　".join(filter(None, told)), "weak")
    yield Words(report["summary"])
    yield from _answers("上月汇报未解决问题的处理措施", report["carried"])
    yield from _answers("本月新出现的问题", report["new"])
    if report["unnamed"]:
        yield Words(words.unnamed(report["unnamed"]), "weak")
    if report["projects_note"]:
        yield Label("经费补贴项目")
        yield Words(report["projects_note"])


def _answers(label: str, answers: Sequence[Mapping]) -> Iterable:
    if not answers:
        return
    yield Label(label)
    for number, one in enumerate(answers, start=1):
        state = f"（{one['state']}）" if one["state"] else ""
        yield Words(f"{number}．{one['title']}{state}：{one['answer'] or words.NOTHING}")
