"""Cells and pages of the workbooks that we hand out. No database here."""

from collections.abc import Iterable

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_LINE = Side(style="thin")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
TITLE_FONT = Font(name="方正小标宋简体", size=18, bold=True)
HEAD_FONT = Font(name="宋体", size=11, bold=True)
FONT = Font(name="宋体", size=11)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(worksheet, value: object) -> Cell:
    """A cell that shows text as text: what begins like a formula is none, even after it is edited.

    Long numbers (ID numbers, phones) must come as text, since Excel keeps 15 digits of a number.
    """
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(worksheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(FORMULA_SIGNS)
    return cell


def styled_cell(
    sheet,
    value: object,
    font: Font = FONT,
    alignment: Alignment = LEFT,
    border: Border | None = None,
) -> Cell:
    """A safe cell in a face, place and box."""
    cell = safe_cell(sheet, value)
    cell.font, cell.alignment = font, alignment
    if border:
        cell.border = border
    return cell


def set_a4_across(sheet, widths: Iterable[float]) -> None:
    """A4 across, all columns on one page; title, unit and heading (three rows) repeated, pages numbered."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:3"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def text_width(value: object) -> int:
    """Columns that a text takes on screen: a Chinese character takes two."""
    text = "" if value is None else str(value)
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
