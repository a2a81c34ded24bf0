"""A file's content as register lines, with what there is to say about the file. No database here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhilian_app.visits.importing import columns
from zhilian_app.visits.importing.cleaning import Cleaner, Line, title_year
from zhilian_app.visits.importing.columns import Header
from zhilian_app.visits.importing.workbook import Sheet, UnreadableWorkbook, read_workbook


@dataclass(frozen=True)
class RegisterFile:
    """The sheets of a file, and the headers of those that are registers, by the sheet's place."""

    sheets: Sequence[Sheet]
    headers: Mapping[int, Header]

    def lines(self, cleaner: Cleaner) -> Iterator[Line]:
        for index, header in self.headers.items():
            yield from cleaner.lines(index, self.sheets[index], header)

    def hidden_sheets(self) -> list[str]:
        """Sheets that are not shown in Excel and therefore not read."""
        return [sheet.title for sheet in self.sheets if sheet.hidden and sheet.rows]

    def sheets_without_header(self) -> list[str]:
        return [
            sheet.title
            for index, sheet in enumerate(self.sheets)
            if sheet.rows and not sheet.hidden and index not in self.headers
        ]

    def unknown_titles(self) -> list[str]:
        """Titles of columns that the register does not have."""
        titles = (t for header in self.headers.values() for t in header.unknown_titles())
        return list(dict.fromkeys(titles))

    def years(self) -> set[int]:
        """Years that the titles above the headers speak of."""
        found = {title_year(self.sheets[index], header) for index, header in self.headers.items()}
        return found - {None}


def read_register(content: bytes) -> RegisterFile:
    """Opens a register.

    Raises:
        UnreadableWorkbook: the file cannot be read, or no sheet has a header.
    """
    sheets = read_workbook(content)
    headers = {
        index: header
        for index, sheet in enumerate(sheets)
        if not sheet.hidden and (header := columns.find_header(sheet))
    }
    if not headers:
        raise UnreadableWorkbook("no_header")
    return RegisterFile(sheets, headers)
