"""What a household is found by on the phone: initials and whole pinyin. No database here."""

import re

from pypinyin import Style, lazy_pinyin

MAX_LENGTH = 140


def search_key(name: str | None, address: str | None = None) -> str:
    """Lower-case pinyin of a householder: initials, then the whole, then the initials of the address.

    ``张桂丽``, ``护岭村六组`` becomes ``zgl zhangguili hlclz``. Cut at 140 characters, a Data field's length.
    """
    parts = (
        _letters(name, Style.FIRST_LETTER),
        _letters(name, Style.NORMAL),
        _letters(address, Style.FIRST_LETTER),
    )
    return " ".join(part for part in parts if part)[:MAX_LENGTH]


def _letters(text: str | None, style: Style) -> str:
    return re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(text or "", style=style)).lower())
