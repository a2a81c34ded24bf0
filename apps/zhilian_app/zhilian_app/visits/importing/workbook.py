"""A register file read into sheets of plain rows. No database here.

The file comes from outside: it is measured before it is unpacked, formulas are read as the values
that Excel last showed, and nothing in it is executed.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import IO

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

MAX_UNZIPPED_BYTES = 100 * 1024 * 1024
# of texts that the cells share, and of merged cells: reading them takes many times their size
MAX_STRINGS_BYTES = 30 * 1024 * 1024
MAX_MERGES = 50_000
MAX_ROWS = 50_000
MAX_COLUMNS = 60
MAX_SHEETS = 60
# An emptied sheet may claim a million rows; after so many blank ones there is nothing more.
MAX_BLANK_RUN = 5_000

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1024 * 1024
_HEAD = 1000
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+\d+:[A-Z]+\d+)\"")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


class UnreadableWorkbook(Exception):
    """The file cannot be read at all; ``code`` is a key of wording.file_messages()."""

    def __init__(self, code: str, *args: object):
        super().__init__(code, *args)
        self.code = code
        self.values = args


@dataclass
class SheetRow:
    """One row with its number in the file (from 1) and the values of its cells."""

    number: int
    values: tuple

    def is_blank(self) -> bool:
        return all(value is None or not str(value).strip() for value in self.values)


@dataclass
class Sheet:
    """A sheet's rows without the blank ones; merged cells are filled downwards in their first column."""

    title: str
    rows: list[SheetRow]
    hidden: bool = False
    # (first column, first row, last column, last row), columns from 0, rows from 1
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_workbook(content: bytes) -> list[Sheet]:
    """All sheets of an xlsx.

    Raises:
        UnreadableWorkbook: not an xlsx, an old .xls, encrypted, damaged or too large.
    """
    _check_kind(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_parts(archive)
            return _read_sheets(content, archive)
    except UnreadableWorkbook:
        raise
    except Exception as error:  # openpyxl and zipfile raise a dozen kinds for a damaged file
        raise UnreadableWorkbook("damaged") from error


def _check_kind(content: bytes) -> None:
    if content.startswith(_OLE_MAGIC):
        raise UnreadableWorkbook("encrypted" if _ENCRYPTED_STREAM in content else "old_excel")
    if not zipfile.is_zipfile(BytesIO(content)):
        raise UnreadableWorkbook("not_xlsx")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Unpacks in pieces and counts, since the sizes in the archive's own list may lie."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
        raise UnreadableWorkbook("not_xlsx")
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise UnreadableWorkbook("encrypted")
    left = MAX_UNZIPPED_BYTES
    for info in archive.infolist():
        with archive.open(info) as part:
            left -= _measure(part, left, info.filename)


def _measure(part: IO[bytes], limit: int, name: str) -> int:
    size, tail = 0, b""
    while chunk := part.read(_CHUNK):
        if not size and b"<sst" in chunk[:_HEAD]:
            limit = min(limit, MAX_STRINGS_BYTES)
        size += len(chunk)
        if size > limit:
            raise UnreadableWorkbook("too_large", limit // 1024 // 1024)
        # No office program writes a DOCTYPE; it is how an entity bomb begins.
        if not name.startswith("xl/media/") and b"<!DOCTYPE" in tail + chunk:
            raise UnreadableWorkbook("damaged")
        tail = chunk[-16:]
    return size


def _read_sheets(content: bytes, archive: zipfile.ZipFile) -> list[Sheet]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    sheets, left = [], MAX_ROWS
    for worksheet in book.worksheets[:MAX_SHEETS]:
        merges = _merges(archive, worksheet._worksheet_path)
        # Some programs write a wrong extent; without it every row that is there is read.
        worksheet.reset_dimensions()
        rows = list(islice(_rows(worksheet, merges), left + 1))
        if len(rows) > left:
            raise UnreadableWorkbook("too_many_rows", MAX_ROWS)
        left -= len(rows)
        sheets.append(Sheet(worksheet.title, rows, worksheet.sheet_state != "visible", merges))
    book.close()
    return sheets


def _merges(archive: zipfile.ZipFile, path: str) -> list[tuple[int, int, int, int]]:
    # Reading row by row keeps memory small but does not tell merged cells; they stand at the end.
    found = []
    for merge in _MERGE.finditer(archive.read(path.lstrip("/"))):
        if len(found) == MAX_MERGES:
            raise UnreadableWorkbook("too_many_merges", MAX_MERGES)
        left, top, right, bottom = range_boundaries(merge[1].decode())
        found.append((left - 1, top, right - 1, bottom))
    return found


def _rows(worksheet, merges: list[tuple[int, int, int, int]]) -> Iterator[SheetRow]:
    tall = sorted((m for m in merges if m[3] > m[1]), key=lambda merge: merge[1])
    filled: dict[int, tuple[int, object]] = {}  # column -> (last row, value)
    blank_run, upcoming = 0, 0
    for number, values in enumerate(worksheet.iter_rows(values_only=True), start=1):
        row = [_plain(value) for value in values[:MAX_COLUMNS]]
        written = not SheetRow(number, tuple(row)).is_blank()
        blank_run = 0 if written else blank_run + 1
        if blank_run > MAX_BLANK_RUN:
            return
        while upcoming < len(tall) and tall[upcoming][1] <= number:
            column, top, _right, bottom = tall[upcoming]
            if top == number and column < len(row):
                filled[column] = (bottom, row[column])
            upcoming += 1
        _fill_down(row, number, filled)
        if written:
            yield SheetRow(number, tuple(row))


def _fill_down(row: list, number: int, filled: dict[int, tuple[int, object]]) -> None:
    for column, (last, value) in list(filled.items()):
        if number > last:
            del filled[column]
            continue
        row.extend([None] * (column + 1 - len(row)))
        if row[column] is None:
            row[column] = value


def _plain(value: object) -> object:
    return None if isinstance(value, str) and value.strip() in _ERRORS else value
