"""The register as the sheet that an office hands in: A4 across, title, unit, and the ruled table.

Pure: rows in, bytes out. The import reads it again without a change.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from zhilian_app.visits.identity import TO_VERIFY, address_key
from zhilian_app.visits.importing.cleaning import ID_REMARK, join_remarks
from zhilian_app.visits.importing.columns import SHEET_TITLES, VISITED_ON_TITLE
from zhilian_app.visits.xlsx_cells import (
    BOX,
    CENTRE,
    FONT,
    HEAD_FONT,
    LEFT,
    TITLE_FONT,
    safe_cell,
    set_a4_across,
    styled_cell,
)

# The sheet is the office's own paper, so its words are Chinese in whatever language the screen is.
TITLE = "{town}{year}年直联重点走访登记册"
UNIT = "填报单位:{unit}"
FILLED_ON = "填报日期:{year}年{month}月"
SHEET_NAME = "登记册"
HEADINGS = (*list(SHEET_TITLES.values())[:-1], VISITED_ON_TITLE, SHEET_TITLES["remark"])
WIDTHS = (6, 12, 14, 10, 21, 28, 14, 24, 12, 18)
CENTRED = frozenset({0, 8})


@dataclass(frozen=True)
class SheetEntry:
    """A row of the register, as its paper shows it."""

    station: str
    group_name: str = ""
    householder: str = ""
    id_number: str = ""
    id_status: str = ""
    address: str = ""
    phone: str = ""
    categories: str = ""
    visited_on: datetime.date | None = None
    remark: str = ""


def unit_of(town: str, station_name: str | None) -> str:
    """Who fills the sheet in: the station's team, or the Organization Office for the whole town."""
    return f"{town}{station_name}驻点" if station_name else f"{town}组织办公室"


def file_name(town: str, station_name: str | None, year: int) -> str:
    return f"{town}{station_name or ''}{year}年重点走访登记册.xlsx"


def sort_entries(entries: Iterable[SheetEntry]) -> list[SheetEntry]:
    """In the order of the paper."""
    return sorted(
        entries, key=lambda e: paper_order(e.station, e.group_name, e.householder, e.address)
    )


def paper_order(station: str, group_name: str, householder: str, address: str) -> tuple:
    """Sort key: by station, then group by its number (第二 before 第十), then name."""
    return (station, _group_number(group_name), group_name, householder, address)


def write_register(
    entries: Iterable[SheetEntry],
    town: str,
    year: int,
    station_name: str | None,
    today: datetime.date,
) -> bytes:
    """The xlsx of the register of a station, or of the town; rows in the order given."""
    unit = unit_of(town, station_name)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET_NAME)
    set_a4_across(sheet, WIDTHS)
    last = get_column_letter(len(HEADINGS))
    sheet.merged_cells.ranges.add(f"A1:{last}1")
    title = styled_cell(sheet, TITLE.format(town=town, year=year), TITLE_FONT, CENTRE)
    sheet.append([title])
    filled_on = FILLED_ON.format(year=today.year, month=today.month)
    blank = [None] * (len(HEADINGS) - 3)
    sheet.append([safe_cell(sheet, UNIT.format(unit=unit)), *blank, safe_cell(sheet, filled_on)])
    sheet.append([styled_cell(sheet, heading, HEAD_FONT, CENTRE, BOX) for heading in HEADINGS])
    for number, entry in enumerate(entries, start=1):
        sheet.append(_row(sheet, number, entry))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(sheet, number: int, entry: SheetEntry) -> list:
    doubtful = ID_REMARK if entry.id_status == TO_VERIFY else ""
    values = (
        number,
        entry.station,
        entry.group_name,
        entry.householder,
        entry.id_number,
        entry.address,
        entry.phone,
        entry.categories,
        entry.visited_on,
        join_remarks(entry.remark, doubtful),
    )
    cells = []
    for column, value in enumerate(values):
        cell = styled_cell(sheet, value or None, FONT, CENTRE if column in CENTRED else LEFT, BOX)
        if isinstance(value, datetime.date):
            cell.number_format = "yyyy-mm-dd"
        cells.append(cell)
    return cells


def _group_number(group_name: str) -> int:
    digits = "".join(char for char in address_key(group_name) if char.isdigit())
    return int(digits[:6]) if digits else 0
