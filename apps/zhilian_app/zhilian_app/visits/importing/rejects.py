"""The workbook of rows that were not taken: to be corrected in it and imported again.

Pure: sheets and lines in, bytes out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from zhilian_app.visits.importing.cleaning import Line
from zhilian_app.visits.importing.columns import REASON_TITLE, SOURCE_ROW_TITLE, Header
from zhilian_app.visits.importing.problems import Problem
from zhilian_app.visits.importing.workbook import Sheet
from zhilian_app.visits.xlsx_cells import safe_cell, text_width

WRONG = PatternFill("solid", fgColor="FFE699")
HEADER_FONT = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)
REASON_WIDTH = 48
MAX_WIDTH = 40


def write_rejects(
    sheets: Sequence[Sheet],
    headers: Mapping[int, Header],
    rejected: Iterable[Line],
    tell: Callable[[Problem], str],
) -> bytes:
    """An xlsx with the sheets' own titles and headers, the rejected rows as they were, and why.

    The wrong cells are coloured and carry a comment; two columns at the end, which an import
    ignores, have the reason and the row's number in the file.
    """
    by_sheet: dict[int, list[Line]] = defaultdict(list)
    for line in rejected:
        by_sheet[line.source.sheet].append(line)
    book = Workbook(write_only=True)
    for index in sorted(by_sheet):
        _write_sheet(book, sheets[index], headers[index], by_sheet[index], tell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(book, sheet: Sheet, header: Header, lines: list[Line], tell: Callable) -> None:
    worksheet = book.create_sheet(sheet.title)
    titles = _own_titles(header)
    for column in range(len(titles)):
        longest = max((text_width(_value(line, column)) for line in lines), default=0)
        width = min(MAX_WIDTH, max(text_width(titles[column]), longest) + 2)
        worksheet.column_dimensions[get_column_letter(column + 1)].width = width
    worksheet.column_dimensions[get_column_letter(len(titles) + 2)].width = REASON_WIDTH
    for row in sheet.rows:
        if row.number >= header.first_row:
            break
        worksheet.append([safe_cell(worksheet, value) for value in row.values])
    head = [safe_cell(worksheet, t) for t in [*titles, SOURCE_ROW_TITLE, REASON_TITLE]]
    for cell in head:
        cell.font = HEADER_FONT
    worksheet.append(head)
    heading = ""
    for line in lines:
        if line.source.section != heading:
            heading = line.source.section
            worksheet.append([safe_cell(worksheet, heading)])
        worksheet.append(_row(worksheet, line, header, len(titles), tell))


def _row(worksheet, line: Line, header: Header, width: int, tell: Callable) -> list[Cell]:
    cells = [safe_cell(worksheet, _value(line, column)) for column in range(width)]
    for problem in line.problems:
        column = header.fields.get(problem.field)
        if column is not None:
            cells[column].fill = WRONG
            earlier = f"{cells[column].comment.text}\n" if cells[column].comment else ""
            cells[column].comment = Comment(earlier + tell(problem), "驻点直联")
    reason = safe_cell(worksheet, ";".join(tell(problem) for problem in line.problems))
    reason.alignment = TOP
    return [*cells, safe_cell(worksheet, line.source.row.number), reason]


def _own_titles(header: Header) -> list[str]:
    """The file's titles, without the columns that an earlier file of rejects had at its end."""
    titles = list(header.titles)
    while titles and titles[-1] in ("", REASON_TITLE, SOURCE_ROW_TITLE):
        titles.pop()
    return titles


def _value(line: Line, column: int) -> object:
    values = line.source.row.values
    return values[column] if column < len(values) else None
