"""附件1 as xlsx: A4 across, ruled, with sums. Pure: the paper in, bytes out."""

from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zhilian_app.meetings.request_paper import PaperRow, RequestPaper
from zhilian_app.visits.xlsx_cells import safe_cell

SHEET_NAME = "提请表"
WIDTHS = (6, 22, 32, 32, 15, 17, 15, 14)
LAST = get_column_letter(len(WIDTHS))

_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE_FONT = Font(name="方正小标宋简体", size=18, bold=True)
_HEAD_FONT = Font(name="宋体", size=11, bold=True)
_FONT = Font(name="宋体", size=11)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")
_ALIGNED = (_CENTRE, _LEFT, _TOP, _TOP, _RIGHT, _RIGHT, _CENTRE, _LEFT)


def write_request(paper: RequestPaper) -> bytes:
    """The xlsx of a request."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET_NAME)
    _set_page(sheet)
    _line(sheet, 1, paper.annex)
    _line(sheet, 2, paper.title, _TITLE_FONT, _CENTRE)
    _two(sheet, 3, f"填报单位：{paper.unit}", f"填报日期：{paper.filled_on_text}")
    sheet.append([_styled(sheet, heading, _HEAD_FONT, _CENTRE, _BOX) for heading in paper.headings])
    for number, row in enumerate(paper.rows, start=1):
        sheet.append(_row(sheet, number, row))
    _sums(sheet, paper, 5 + len(paper.rows))
    return _bytes(book)


def _row(sheet, number: int, row: PaperRow) -> list:
    values = (
        number,
        row.title,
        row.situation,
        row.solution,
        row.budget,
        row.asked,
        row.finish_text,
        row.remark,
    )
    return [
        _styled(sheet, _blank(value), _FONT, aligned, _BOX)
        for value, aligned in zip(values, _ALIGNED, strict=True)
    ]


def _sums(sheet, paper: RequestPaper, at: int) -> None:
    """Sums in figures and words, then who filled in, signed and accepted."""
    sums = ["合计", None, None, None, paper.total_budget, paper.total_asked, None, None]
    sheet.append(
        [
            _styled(sheet, value, _HEAD_FONT, aligned, _BOX)
            for value, aligned in zip(sums, _ALIGNED, strict=True)
        ]
    )
    words = (
        f"预算总额合计（大写）：{paper.budget_words}    申请补贴额合计（大写）：{paper.asked_words}"
    )
    _line(sheet, at + 1, words)
    _two(
        sheet,
        at + 2,
        f"填报人：{paper.filled_by}",
        f"驻点组长（分管领导）审核签名：{paper.signature}",
    )
    _two(sheet, at + 3, "", f"镇组织办公室受理：{paper.acceptance}")


def _line(sheet, at: int, text: str, font: Font = _FONT, alignment: Alignment = _LEFT) -> None:
    sheet.merged_cells.ranges.add(f"A{at}:{LAST}{at}")
    sheet.append([_styled(sheet, text, font, alignment)])


def _two(sheet, at: int, left: str, right: str) -> None:
    sheet.merged_cells.ranges.add(f"A{at}:D{at}")
    sheet.merged_cells.ranges.add(f"E{at}:{LAST}{at}")
    cells = [_styled(sheet, text or None, _FONT, _LEFT) for text in (left, right)]
    sheet.append([cells[0], None, None, None, cells[1]])


def _blank(value: object) -> object:
    return None if value == "" else value


def _styled(sheet, value: object, font: Font, alignment: Alignment, border: Border | None = None):
    cell = safe_cell(sheet, value)
    cell.font, cell.alignment = font, alignment
    if border:
        cell.border = border
    if isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    return cell


def _set_page(sheet) -> None:
    """A4 across, all columns on one page, the heading repeated, pages numbered."""
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[2].height = 32
    sheet.row_dimensions[4].height = 32
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "4:4"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
