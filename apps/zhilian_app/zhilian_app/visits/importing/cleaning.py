"""A row of a sheet as a register line, or what is wrong with it. No database here."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhilian_app.visits.identity import (
    NOTHING,
    TO_VERIFY,
    IdCheck,
    address_key,
    check_id_number,
    normalise_address,
    normalise_name,
    normalise_text,
    split_phones,
)
from zhilian_app.visits.importing import columns, problems
from zhilian_app.visits.importing.category_names import CategoryNames
from zhilian_app.visits.importing.columns import Header
from zhilian_app.visits.importing.problems import Problem
from zhilian_app.visits.importing.station_names import StationNames
from zhilian_app.visits.importing.workbook import Sheet, SheetRow

# What offices write beside a wrong number; the status says it, so it is not kept twice.
ID_REMARK = "身份证待核"
# As long as a Data field of the database.
MAX_TEXT = 140

_CONTENT = (columns.NAME, columns.ID_NUMBER, columns.ADDRESS, columns.PHONE, columns.CATEGORIES)
_TOTAL = re.compile(r".{0,12}(?:合计|总计|小计|共计):?[\d户人名个条]{0,8}|共\d+[户人名].{0,8}")
_FOOT = re.compile(
    r"(?:填表|填报|制表|审核|审批|经办|负责人|单位负责|联系人|驻点组长|分管领导|签名|签字|盖章)\w{0,6}:.*"
    r"|(?:注|说明|备注|填表说明):.*"
)
_NO_HTML = str.maketrans("<>", "〈〉")
_REPORTING_UNIT = re.compile(r"填报单位(?:[(]\w{1,4}[)])?:\s*(\S+)")


@dataclass(frozen=True)
class Source:
    """Where a line stands in the file, with its cells as they were and the heading it stands under."""

    sheet: int
    row: SheetRow
    section: str = ""


@dataclass
class Line:
    """One row of a register, cleaned. ``problems`` is empty when it can be taken as far as seen here."""

    source: Source
    station: str | None = None
    group_name: str = ""
    householder: str = ""
    id_check: IdCheck = IdCheck("", "Not Given", "")
    address: str = ""
    phone: str = ""
    categories: frozenset[str] = frozenset()
    remark: str = ""
    place_key: tuple = ()
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Cleaner:
    """What is needed to read the rows of one file.

    Attributes:
        default_station: chosen for rows that name no station.
        only_station: the only one that the reader may take; meant where a sheet has no such column.
    """

    stations: StationNames
    categories: CategoryNames
    default_station: str | None = None
    only_station: str | None = None

    def lines(self, sheet_index: int, sheet: Sheet, header: Header) -> Iterator[Line]:
        """The register lines of a sheet: blank rows, totals, signatures and repeated headers are not."""
        fallback = self._station_of_sheet(sheet, header) or self.default_station
        if not fallback and columns.STATION not in header.fields:
            fallback = self.only_station
        heading = ""
        for row in sheet.rows:
            if row.number <= header.last_row or columns.repeats_header(row, header):
                continue
            cells = {name: _cell(row, column) for name, column in header.fields.items()}
            alone = _alone(row, cells)
            station = self.stations.find(alone)[0] if alone else None
            if station:
                fallback, heading = station, alone
            elif is_line(row, cells):
                yield self.clean(Source(sheet_index, row, heading), cells, fallback)

    def clean(self, source: Source, cells: dict, fallback: str | None = None) -> Line:
        """One row's cells, by field, as a line."""
        line = Line(source)
        self._read_station(line, cells.get(columns.STATION), fallback)
        self._read_person(line, cells)
        self._read_categories(line, cells.get(columns.CATEGORIES))
        self._read_phone_and_remark(line, cells)
        for name in (columns.GROUP, columns.NAME, columns.ADDRESS, columns.PHONE):
            if len(getattr(line, name)) > MAX_TEXT:
                line.problems.append(Problem(name, problems.TOO_LONG, (MAX_TEXT,)))
        if line.station:
            places = self.stations.places(line.station)
            key = address_key(line.address, places) if line.address else None
            line.place_key = (line.station, line.householder, key)
        return line

    def _read_station(self, line: Line, cell: object, fallback: str | None) -> None:
        if normalise_text(cell) in NOTHING:
            line.station = fallback
            if not fallback:
                line.problems.append(Problem(columns.STATION, problems.STATION_MISSING))
            return
        line.station, code = self.stations.find(cell)
        if code:
            line.problems.append(Problem(columns.STATION, code, (normalise_text(cell),)))

    def _read_person(self, line: Line, cells: dict) -> None:
        line.group_name = _plain(normalise_address(cells.get(columns.GROUP)))
        line.householder = _plain(normalise_name(cells.get(columns.NAME)))
        line.id_check = _plain_id(check_id_number(cells.get(columns.ID_NUMBER)))
        line.address = _plain(normalise_address(cells.get(columns.ADDRESS)))
        if not line.householder:
            line.problems.append(Problem(columns.NAME, problems.NAME_MISSING))
        if isinstance(cells.get(columns.ADDRESS), datetime.date | datetime.time):
            # Excel turns 3-5 into the 5th of March; what was typed cannot be known any more.
            line.problems.append(Problem(columns.ADDRESS, problems.ADDRESS_IS_DATE))

    def _read_categories(self, line: Line, cell: object) -> None:
        reading = self.categories.read(cell)
        line.categories = reading.names
        for word in reading.unknown:
            line.problems.append(Problem(columns.CATEGORIES, problems.CATEGORY_UNKNOWN, (word,)))
        for name in reading.disabled:
            line.problems.append(Problem(columns.CATEGORIES, problems.CATEGORY_DISABLED, (name,)))
        if not (reading.names or reading.unknown or reading.disabled):
            line.problems.append(Problem(columns.CATEGORIES, problems.CATEGORY_MISSING))
        if reading.has_detail:
            line.remark = normalise_text(cell)

    def _read_phone_and_remark(self, line: Line, cells: dict) -> None:
        cell = cells.get(columns.PHONE)
        line.phone = "、".join(split_phones(cell))
        whole = normalise_text(cell)
        # 找村长 is no number, but is kept beside the entry rather than lost.
        spare = "" if line.phone or whole in NOTHING else whole
        remark = _remark(cells.get(columns.REMARK), line.id_check.status)
        line.remark = _plain(join_remarks(remark, line.remark, spare))

    def _station_of_sheet(self, sheet: Sheet, header: Header) -> str | None:
        for row in sheet.rows:
            if row.number >= header.first_row:
                break
            for value in row.values:
                unit = _REPORTING_UNIT.match(normalise_text(value))
                station = self.stations.find(unit[1])[0] if unit else None
                if station:
                    return station
        return self.stations.find(sheet.title)[0]


def _alone(row: SheetRow, cells: dict) -> str:
    """The only text of a row, as the heading 一、长沙村 over the rows of a village; else ""."""
    texts = [normalise_text(value) for value in row.values]
    texts = [text for text in texts if text and not text.isdigit()]
    has_number = normalise_text(cells.get(columns.ID_NUMBER))
    return texts[0] if len(texts) == 1 and not has_number else ""


def is_line(row: SheetRow, cells: dict) -> bool:
    """Whether a row tells of somebody: not blank, no totals, no signature, no note."""
    content = [normalise_text(cells.get(name)) for name in _CONTENT]
    if not any(content):
        return False
    if normalise_text(cells.get(columns.ID_NUMBER)):
        return True
    texts = [re.sub(r"\s+", "", normalise_text(value)) for value in row.values]
    return not any(_TOTAL.fullmatch(t) or _FOOT.fullmatch(t) for t in [t for t in texts if t][:2])


def join_remarks(*remarks: str) -> str:
    """Remarks one after the other, without those that an earlier one already says."""
    kept: list[str] = []
    for remark in remarks:
        if remark and not any(_remark_key(remark) in _remark_key(earlier) for earlier in kept):
            kept.append(remark)
    return "；".join(kept)


def title_year(sheet: Sheet, header: Header) -> int | None:
    """The year that the rows above the header speak of, as 赤溪镇2017年直联重点走访登记册."""
    for row in sheet.rows:
        if row.number >= header.first_row:
            break
        for value in row.values:
            if isinstance(value, str) and "登记" in value:
                found = re.search(r"(20\d\d)\s*年", normalise_text(value))
                if found:
                    return int(found[1])
    return None


def _remark(cell: object, id_status: str) -> str:
    if normalise_text(cell) in NOTHING:
        return ""
    remark = cell.strip() if isinstance(cell, str) else normalise_text(cell)
    if id_status != TO_VERIFY or ID_REMARK not in remark:
        return remark
    parts = [part.strip() for part in re.split(r"[;；。\n]", remark)]
    return "；".join(part for part in parts if part and part != ID_REMARK)


def _remark_key(remark: str) -> str:
    return re.sub(r"\s+", "", normalise_text(remark))


def _plain(text: str) -> str:
    """Without signs that a form would take for HTML and clean away: the records must be the same."""
    return text.translate(_NO_HTML)


def _plain_id(check: IdCheck) -> IdCheck:
    return check._replace(number=_plain(check.number))


def _cell(row: SheetRow, column: int) -> object:
    return row.values[column] if column < len(row.values) else None
