"""Cells of the workbooks that we hand out. No database here."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell

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


def text_width(value: object) -> int:
    """Columns that a text takes on screen: a Chinese character takes two."""
    text = "" if value is None else str(value)
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)
