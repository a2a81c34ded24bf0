"""The issue ledger as the paper book: A4 across, title, unit, and the ruled table. Pure: rows in, bytes out."""

import datetime
from collections.abc import Iterable, Mapping
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from zhilian_app.visits.xlsx_cells import (
    BOX,
    CENTRE,
    HEAD_FONT,
    LEFT,
    TITLE_FONT,
    safe_cell,
    set_a4_across,
    styled_cell,
)

SHEET_NAME = "问题台账"
# heading, field of ledger_rows, width
COLUMNS = (
    ("序号", "number", 6),
    ("反映日期", "raised_on", 12),
    ("反映人", "householder", 10),
    ("问题", "content", 36),
    ("类别", "kind_words", 10),
    ("级别", "level_words", 11),
    ("责任人/办局", "in_charge", 16),
    ("办理期限", "due_on", 12),
    ("状态", "state_words", 13),
    ("办理结果", "result", 28),
    ("反馈情况", "feedback", 20),
    ("备注", "remark", 16),
)
CENTRED = frozenset({"number", "raised_on", "due_on"})


def title_of(town: str, station_name: str | None) -> str:
    """The paper's title: 《XX镇XX村（社区）问题台账》."""
    return f"{town}{station_name or ''}问题台账"


def write_ledger(
    rows: Iterable[Mapping], town: str, station_name: str | None, today: datetime.date
) -> bytes:
    """The xlsx of the ledger of a station, or of the town; rows as ledger_rows gives them, in the order given."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET_NAME)
    set_a4_across(sheet, (width for _heading, _field, width in COLUMNS))
    sheet.merged_cells.ranges.add(f"A1:{get_column_letter(len(COLUMNS))}1")
    sheet.append([styled_cell(sheet, title_of(town, station_name), TITLE_FONT, CENTRE)])
    unit = f"{town}{station_name}驻点" if station_name else f"{town}组织办公室"
    printed = f"打印日期：{today.year}年{today.month}月{today.day}日"
    blank = [None] * (len(COLUMNS) - 3)
    sheet.append([safe_cell(sheet, f"填报单位：{unit}"), *blank, safe_cell(sheet, printed)])
    sheet.append([styled_cell(sheet, head, HEAD_FONT, CENTRE, BOX) for head, _f, _w in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, row, field) for _heading, field, _width in COLUMNS])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet, row: Mapping, field: str):
    value = row.get(field) or None
    placed = CENTRE if field in CENTRED else LEFT
    cell = styled_cell(sheet, value, alignment=placed, border=BOX)
    if isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"
    return cell
