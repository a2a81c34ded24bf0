"""Small files that want to be enormous, and files that are not what they say."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'
TAIL = "</sheetData>{}</worksheet>"
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE x [<!ENTITY e0 "村村村村">{ENTITIES}]>'


@contextmanager
def _book(out: io.BytesIO, sheets: int = 1) -> Iterator[zipfile.ZipFile]:
    """An xlsx without its sheets, which the caller adds."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", TYPES)
        top = f'<Relationship Id="r1" Type="{TYPE}/officeDocument" Target="xl/workbook.xml"/>'
        book.writestr("_rels/.rels", RELATIONS.format(top))
        names = "".join(
            f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1)
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{TYPE}"><sheets>{names}</sheets></workbook>',
        )
        inner = "".join(
            f'<Relationship Id="r{n}" Type="{TYPE}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in range(1, sheets + 1)
        )
        inner += f'<Relationship Id="rs" Type="{TYPE}/sharedStrings" Target="sharedStrings.xml"/>'
        book.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(inner))
        yield book


def book_of(sheet: str | bytes, shared: str | bytes = "", sheets: int = 1, **parts: str) -> bytes:
    """An xlsx of given parts; every sheet has the same XML."""
    out = io.BytesIO()
    with _book(out, sheets) as book:
        book.writestr("xl/sharedStrings.xml", shared or f'<sst xmlns="{MAIN}"/>')
        for n in range(1, sheets + 1):
            book.writestr(f"xl/worksheets/s{n}.xml", sheet)
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


def sheet_of(*rows: str, after: str = "") -> str:
    """XML of a sheet."""
    return HEAD + "".join(rows) + TAIL.format(after)


def row_of(number: int, **cells: str) -> str:
    """XML of a row with texts in some columns."""
    inner = "".join(CELL.format(f"{column}{number}", text) for column, text in cells.items())
    return f'<row r="{number}">{inner}</row>'


def unpacks_to_gigabytes(part: str = "xl/worksheets/s1.xml", megabytes: int = 3000) -> bytes:
    """A few megabytes that unpack to ``megabytes`` of blanks in one part."""
    out = io.BytesIO()
    with _book(out) as book, book.open(part, "w", force_zip64=True) as target:
        for _megabyte in range(megabytes):
            target.write(b" " * 1_000_000)
    return out.getvalue()


def shared_strings(count: int = 3_000_000) -> bytes:
    """Nearly as many shared strings as fit into what is allowed, none of them used."""
    strings = "<si><t>村民姓名</t></si>" * count
    return book_of(sheet_of(row_of(1, A="姓名")), f'<sst xmlns="{MAIN}">{strings}</sst>')


def entities(encoding: str) -> bytes:
    """Ten lines that stand for a billion signs."""
    sheet = (
        f'<?xml version="1.0" encoding="{encoding}"?>{BILLION}<worksheet xmlns="{MAIN}"><sheetData>'
        f'<row r="1">{CELL.format("A1", "&e9;")}</row></sheetData></worksheet>'
    )
    return book_of(sheet.encode(encoding))


def outer_file() -> bytes:
    """A sheet whose text is to be a file of the server."""
    sheet = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{CELL.format("A1", "&f;")}</row></sheetData></worksheet>'
    )
    return book_of(sheet)


def wide(rows: int = 20_000) -> bytes:
    """Rows with a cell in the first and one in the last column there is."""
    return book_of(sheet_of(*(row_of(n, A="张三", XFD="x") for n in range(1, rows + 1))))


def far_down(steps: int = 200) -> bytes:
    """Rows a long way apart, each more than a thousand blank ones after the last."""
    return book_of(sheet_of(*(row_of(n * 5000 + 1, A="张三") for n in range(steps))))


def many_rows() -> bytes:
    """More rows than a county has households."""
    return book_of(sheet_of(*(row_of(n, A="张三", B="一组") for n in range(1, 60_001))))


def many_merges(count: int = 1_500_000) -> bytes:
    """Merged cells by the million."""
    merges = '<mergeCell ref="A1:A1048576"/>' * count
    return book_of(sheet_of(row_of(1, A="张三"), after=f"<mergeCells>{merges}</mergeCells>"))


def png(width: int, height: int) -> bytes:
    """A PNG of one colour, as small as its format allows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj(9)
    line = b"\0" * (width // 8 + 1)
    rows = b"".join(packer.compress(line) for _line in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
