"""Which column of a register is what, whatever the office calls it. No database here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhilian_app.visits.identity import normalise_text
from zhilian_app.visits.importing.workbook import Sheet, SheetRow

SERIAL = "serial"
STATION = "station"
GROUP = "group_name"
NAME = "householder"
ID_NUMBER = "id_number"
ADDRESS = "address"
PHONE = "phone"
CATEGORIES = "categories"
REMARK = "remark"

# Titles of the columns that the office's own sheet has, in its order; the export writes them.
SHEET_TITLES = {
    SERIAL: "序号",
    STATION: "驻点",
    GROUP: "村民小组",
    NAME: "户主姓名",
    ID_NUMBER: "身份证号码",
    ADDRESS: "家庭住址",
    PHONE: "联系电话",
    CATEGORIES: "重点对象类别",
    REMARK: "备注",
}
VISITED_ON_TITLE = "走访日期"
REASON_TITLE = "原因"
SOURCE_ROW_TITLE = "原行号"

SEARCHED_ROWS = 40
LEAST_FIELDS = 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EXACT: Mapping[str, frozenset[str]] = {
    SERIAL: _words("序号 编号 序 号 no"),
    STATION: _words(
        "驻点 驻点村 驻点村社区 驻点名称 村 社区 村社区 村居 村名 村居名称 村社区名称 行政村"
        " 所属村 所属社区 所属村社区 所属村居 所在村 所在村社区 所属驻点 村委会 村居委会 村别"
    ),
    GROUP: _words(
        "村民小组 组别 小组 组 组名 村组 所属小组 所在小组 自然村 村小组 居民小组 村居民小组"
    ),
    NAME: _words("户主姓名 户主 姓名 户主名 户主名称 名字 重点对象姓名 对象姓名 被走访人 被走访户"),
    ID_NUMBER: _words("身份证号码 身份证号 身份证 公民身份号码 公民身份证号码 证件号码 证件号"),
    ADDRESS: _words("家庭住址 住址 地址 详细地址 家庭地址 现住址 居住地址 户籍地址 门牌 门牌号"),
    PHONE: _words("联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 联系号码 联系手机"),
    CATEGORIES: _words(
        "重点对象类别 类别 重点类别 重点人群类别 重点对象 人员类别 对象类别 对象类型 类型"
        " 重点对象类型 人群类别 重点人员类别 所属类别"
    ),
    REMARK: _words("备注 说明 备注说明 其他说明"),
}
# For titles that are longer than any list: the first part found decides, in this order.
_PARTS: tuple[tuple[str, str], ...] = (
    ("身份证", ID_NUMBER),
    ("身份号码", ID_NUMBER),
    ("电话", PHONE),
    ("手机", PHONE),
    ("联系方式", PHONE),
    ("类别", CATEGORIES),
    ("住址", ADDRESS),
    ("地址", ADDRESS),
    ("小组", GROUP),
    ("组别", GROUP),
    ("驻点", STATION),
    ("户主", NAME),
    ("备注", REMARK),
)
# Columns about somebody else, or that the office fills in while visiting.
_NOT_THE_HOUSEHOLDER = re.compile(
    r"走访(?!户|人群)|干部|联络员|责任人|挂钩|配偶|监护|家属|子女|与户主|成员"
)


@dataclass(frozen=True)
class Header:
    """A sheet's header: the rows it takes, field -> column (from 0), and every column's own title."""

    first_row: int
    last_row: int
    fields: Mapping[str, int]
    titles: tuple[str, ...]

    def unknown_titles(self) -> list[str]:
        """Titles of columns that are not read, without those that the system writes itself."""
        known = set(self.fields.values())
        ours = {VISITED_ON_TITLE, REASON_TITLE, SOURCE_ROW_TITLE}
        return [t for i, t in enumerate(self.titles) if t and i not in known and t not in ours]


def field_of(title: object) -> str | None:
    """The field that a column title names, or None."""
    text = re.sub(r"[^\w]", "", normalise_text(title)).lower()
    for field, names in _EXACT.items():
        if text in names:
            return field
    if not text or len(text) > 20 or _NOT_THE_HOUSEHOLDER.search(text):
        return None
    return next((field for part, field in _PARTS if part in text), None)


def find_header(sheet: Sheet) -> Header | None:
    """The header of a sheet: the row, or the merged rows, that names most fields; None if there is none."""
    best = None
    for index, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        header = _header_at(sheet, index, row)
        if header and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return best


def repeats_header(row: SheetRow, header: Header) -> bool:
    """Whether a row below is the header again, as at the top of each printed page."""
    titles = {normalise_text(header.titles[column]) for column in header.fields.values()}
    return sum(normalise_text(value) in titles for value in row.values if value) >= LEAST_FIELDS


def _header_at(sheet: Sheet, index: int, row: SheetRow) -> Header | None:
    columns = {column for column, value in enumerate(row.values) if value is not None}
    last = max(
        (bottom for left, top, _r, bottom in sheet.merges if top == row.number and left in columns),
        default=row.number,
    )
    titles = [""] * len(row.values)
    for part in sheet.rows[index:]:
        if part.number > last:
            break
        titles += [""] * (len(part.values) - len(titles))
        for column, value in enumerate(part.values):
            titles[column] = normalise_text(value) or titles[column]
    fields = _assign(titles)
    if NAME not in fields or len(fields) < LEAST_FIELDS:
        return None
    return Header(row.number, last, fields, tuple(titles))


def _assign(titles: list[str]) -> dict[str, int]:
    """Each field its column; a title written as we know it goes before one that only contains the word."""
    found: dict[str, int] = {}
    plain = [re.sub(r"[^\w]", "", title).lower() for title in titles]
    for column, text in enumerate(plain):
        for field, names in _EXACT.items():
            if text in names and field not in found:
                found[field] = column
    for column, title in enumerate(titles):
        field = field_of(title)
        if field and field not in found and column not in found.values():
            found[field] = column
    # 户主姓名 beside 姓名: the household goes by its householder.
    for column, text in enumerate(plain):
        if text in ("户主姓名", "户主"):
            found[NAME] = column
            break
    return found
