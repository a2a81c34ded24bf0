"""The bulletin as a Word document: headings that Word can list, tables whose head each page repeats. Pure."""

import re
from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhilian_app.filings.bulletin_paper import Cell, Figures, Paper, Table

BODY_FACE, HEAD_FACE = "仿宋", "黑体"
COLOURS = {
    "bad": RGBColor(0xC0, 0, 0),
    "warn": RGBColor(0xA8, 0x54, 0),
    "weak": RGBColor(0x55, 0x55, 0x55),
}
RED = COLOURS["bad"]
TEXT_WIDTH = 174
# what XML cannot hold
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_docx(paper: Paper) -> bytes:
    """The docx of a bulletin."""
    document = Document()
    _set_page(document)
    _head(document, paper)
    for text in filter(None, paper.foreword.split("\n")):
        _paragraph(document, text)
    for section in paper.sections:
        document.add_heading(_clean(section.text), 1)
        for block in section.blocks:
            DRAWN[block.kind](document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


# -- page --------------------------------------------------------------------------------------------------


def _set_page(document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin, page.bottom_margin = Mm(22), Mm(20)
    for name, face, size in (
        ("Normal", BODY_FACE, 13),
        ("Heading 1", HEAD_FACE, 16),
        ("Heading 2", HEAD_FACE, 14),
        ("Heading 3", HEAD_FACE, 13),
    ):
        _set_face(document.styles[name], face, size)
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, code in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
        footer.add_run(text)
        if code:
            _add_field(footer, code)


def _set_face(style, face: str, size: int) -> None:
    style.font.name, style.font.size = face, Pt(size)
    style.font.color.rgb = RGBColor(0x11, 0x11, 0x11)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(key), face)
    # the faces of the theme would win over ours
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)


def _add_field(paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    paragraph._p.append(field)


def _head(document, paper: Paper) -> None:
    title = _paragraph(document, paper.title, centred=True)
    title.runs[0].font.size, title.runs[0].font.bold = Pt(26), True
    title.runs[0].font.color.rgb = RED
    _paragraph(document, f"{paper.issue}{paper.draft}", centred=True)
    _paragraph(document, f"{paper.office}　　{paper.day}", centred=True)


# -- blocks ------------------------------------------------------------------------------------------------


def _table(document, block: Table) -> None:
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    # asked for one by one, cells are looked up anew each time
    lines = [list(row.cells) for row in table.rows]
    _fill(lines[0], [Cell(text, "head") for text in block.head], frozenset())
    _repeat(table.rows[0])
    for cells, row in zip(lines[1:], block.rows, strict=True):
        _fill(cells, row, block.left)
    for cells in lines:
        for cell, width in zip(cells, block.widths, strict=True):
            cell.width = Mm(TEXT_WIDTH * width / 100)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _figures(document, block: Figures) -> None:
    table = document.add_table(rows=len(block.lines), cols=4)
    table.style = "Table Grid"
    for row, line in zip(table.rows, block.lines, strict=True):
        for cell, (label, value) in zip(row.cells, line, strict=False):
            _fill([cell], [Cell(f"{value.text}\n{label}", value.mark)], frozenset())
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(cells: Sequence, row: Sequence[Cell], left: frozenset) -> None:
    for at, (cell, content) in enumerate(zip(cells, row, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if at not in left:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(_clean(content.text))
        run.font.size = Pt(11)
        _mark(run, content.mark)


def _repeat(row) -> None:
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _mark(run, mark: str) -> None:
    if mark in ("bad", "head"):
        run.font.bold = True
    if mark in COLOURS:
        run.font.color.rgb = COLOURS[mark]


def _words(document, block) -> None:
    for text in filter(str.strip, block.text.split("\n")):
        _mark(_paragraph(document, text).runs[0], block.mark)


def _heading(document, block) -> None:
    for run in document.add_heading(_clean(block.text), 2).runs:
        _mark(run, block.mark)


def _label(document, block) -> None:
    document.add_heading(_clean(block.text), 3)


def _paragraph(document, text: str, centred: bool = False):
    paragraph = document.add_paragraph()
    paragraph.add_run(_clean(text))
    paragraph.paragraph_format.space_after = Pt(3)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.paragraph_format.first_line_indent = Pt(26)
    return paragraph


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


DRAWN = {
    "table": _table,
    "figures": _figures,
    "words": _words,
    "heading": _heading,
    "label": _label,
}
