"""附件2 as xlsx: A4 across, ruled, with sums; a sheet a station. Pure: rows in, bytes out.

The plan's own title: 《 年直联工作专项经费补贴项目进度登记表》.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from zhilian_app.subsidies.annex2_rows import MONEY, TOTAL, blocks, numbered, totals
from zhilian_app.visits.xlsx_cells import (
    BOX,
    CENTRE,
    HEAD_FONT,
    LEFT,
    TITLE_FONT,
    set_a4_across,
    styled_cell,
)

ANNEX = "附件2"
WHOLE_TOWN = "全镇"
# heading, field of annex2_rows, width
COLUMNS = (
    ("序号", "number", 6),
    ("项目名称", "title", 22),
    ("驻点", "station_name", 11),
    ("决议文号和日期", "resolution", 20),
    ("预算总额（元）", "total_budget", 14),
    ("申请额（元）", "amount_asked", 14),
    ("核准额（元）", "approved_amount", 14),
    ("已拨额（元）", "paid", 14),
    ("开工", "started_on", 12),
    ("本月进度", "words", 30),
    ("累计%", "percent", 8),
    ("预计完工", "expected_finish", 12),
    ("实际完工", "finished_on", 12),
    ("备注", "remark", 16),
    ("签名", "signature", 11),
)
LAST = get_column_letter(len(COLUMNS))
_RIGHT = Alignment(horizontal="right", vertical="center")
_CENTRED = frozenset({"number", "started_on", "percent", "expected_finish", "finished_on"})


def title_of(town: str, year: int) -> str:
    """The paper's title, under the town's name."""
    return f"{town}{year}年直联工作专项经费补贴项目进度登记表"


def file_name(town: str, station_name: str | None, month: date) -> str:
    """What the file is called, without its ending."""
    return (
        f"{town}{station_name or ''}{month.year}年{month.month}月直联工作专项经费补贴项目进度登记表"
    )


def write_register(rows: Iterable[Mapping], town: str, month: date) -> bytes:
    """The xlsx of a station, or of a town: all of it on the first sheet, then a sheet a station for the signatures.

    Args:
        rows: as annex2_rows gives them, of one town.
    """
    book = Workbook(write_only=True)
    stations = blocks(rows)
    if len(stations) > 1:
        everything = numbered(row for _station, own in stations for row in own)
        _sheet(book, WHOLE_TOWN, everything, town, f"{town}组织办公室", month)
    for _station, own in stations:
        name = own[0]["station_name"]
        _sheet(book, name, own, town, f"{town}{name}驻点", month)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, name: str, rows: list, town: str, unit: str, month: date) -> None:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\']", "", name)[:31])
    _set_page(sheet)
    _line(sheet, 1, ANNEX)
    _line(sheet, 2, title_of(town, month.year), TITLE_FONT, CENTRE)
    _two(sheet, 3, f"填报单位：{unit}", f"月份：{month.year}年{month.month}月")
    sheet.append([styled_cell(sheet, head, HEAD_FONT, CENTRE, BOX) for head, _f, _w in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, row, field) for _head, field, _width in COLUMNS])
    sums = {"title": TOTAL, **totals(rows)}
    sheet.append([_cell(sheet, sums, field) for _head, field, _width in COLUMNS])
    at = 6 + len(rows)
    _two(sheet, at, "填报人：", "驻点组长（分管领导）审核签名：")
    _two(sheet, at + 1, "", "日期：      年    月    日")


def _cell(sheet, row: Mapping, field: str):
    value = row.get(field)
    placed = _RIGHT if field in MONEY else CENTRE if field in _CENTRED else LEFT
    cell = styled_cell(sheet, None if value == "" else value, alignment=placed, border=BOX)
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _line(sheet, at: int, text: str, *look) -> None:
    sheet.merged_cells.ranges.add(f"A{at}:{LAST}{at}")
    sheet.append([styled_cell(sheet, text, *look)])


def _two(sheet, at: int, left: str, right: str) -> None:
    sheet.merged_cells.ranges.add(f"A{at}:H{at}")
    sheet.merged_cells.ranges.add(f"I{at}:{LAST}{at}")
    cells = [styled_cell(sheet, text or None) for text in (left, right)]
    sheet.append([cells[0], *[None] * 7, cells[1]])


def _set_page(sheet) -> None:
    """As the other papers, with 附件2 above the title."""
    set_a4_across(sheet, (width for _head, _field, width in COLUMNS))
    sheet.row_dimensions[1].height = 18
    sheet.row_dimensions[2].height = 32
    sheet.row_dimensions[4].height = 32
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "1:4"
