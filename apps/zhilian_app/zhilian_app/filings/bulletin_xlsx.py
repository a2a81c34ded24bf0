"""The tables of the bulletin as a workbook: 排名, 上报情况, 问题, 项目. Pure: the paper in, bytes out."""

from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from zhilian_app.filings.bulletin_paper import Cell, Paper, Section, Table
from zhilian_app.visits.xlsx_cells import (
    BOX,
    CENTRE,
    FONT,
    HEAD_FONT,
    LEFT,
    TITLE_FONT,
    set_a4_across,
    styled_cell,
)

SHEETS = {"ranking": "排名", "filings": "上报情况", "issues": "问题", "projects": "项目"}
BAD_FONT = Font(name="宋体", size=11, bold=True, color="00CC0000")
WIDTH = 130


def write_xlsx(paper: Paper) -> bytes:
    """The xlsx of a bulletin; text stays text, whatever it begins with."""
    book = Workbook(write_only=True)
    for section in paper.sections:
        if section.key in SHEETS:
            _sheet(book, paper, section)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, paper: Paper, section: Section) -> None:
    sheet = book.create_sheet(SHEETS[section.key])
    # what is broken by columns has the station on each part; the list of what is missing is for the paper
    tables = [table for table in section.tables if table.head[0] == section.tables[0].head[0]]
    table = _joined(tables) if tables else Table(("",), (), (100,))
    last = max(len(table.head), 2)
    set_a4_across(sheet, [max(9, WIDTH * width / 100) for width in table.widths])
    name = section.text.split("、", 1)[-1]
    for at, text, look in (
        (1, f"{paper.title}　{name}", (TITLE_FONT, CENTRE)),
        (2, f"{paper.issue}{paper.draft}", (FONT, CENTRE)),
    ):
        sheet.merged_cells.ranges.add(f"A{at}:{get_column_letter(last)}{at}")
        sheet.append([styled_cell(sheet, text, *look)])
    sheet.append([styled_cell(sheet, text, HEAD_FONT, CENTRE, BOX) for text in table.head])
    for row in table.rows:
        sheet.append(
            [
                _cell(sheet, cell, LEFT if at in table.left else CENTRE)
                for at, cell in enumerate(row)
            ]
        )
    if not tables:
        sheet.append([styled_cell(sheet, block.text) for block in section.blocks[:1]])


def _joined(tables: list[Table]) -> Table:
    """What the paper had to break by columns, as one table."""
    first, *others = tables
    rows = [
        [*row, *(cell for other in others for cell in other.rows[at][1:])]
        for at, row in enumerate(first.rows)
    ]
    head = [*first.head, *(text for other in others for text in other.head[1:])]
    widths = [*first.widths, *(width for other in others for width in other.widths[1:])]
    return Table(head, rows, widths, first.left)


def _cell(sheet, content: Cell, alignment):
    value = content.text if content.value is None else content.value
    font = BAD_FONT if content.mark == "bad" else FONT
    cell = styled_cell(sheet, value, font, alignment, BOX)
    if isinstance(value, float):
        cell.number_format = "0.00%"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"
    return cell
