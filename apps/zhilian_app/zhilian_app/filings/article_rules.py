"""Rules of an article: what can be handed in, and where it stands on the web. No database here."""

import re
from urllib.parse import urlsplit

NOT_AN_ADDRESS = "Please copy the whole address of the page; it begins with https:// or http://."
LONGEST_ADDRESS = 500

_TAG, _BLANK = re.compile(r"<[^>]*>"), re.compile(r"(&nbsp;|\s|\u200b|\ufeff)+")


def has_words(body: str | None) -> bool:
    """Whether there is anything to read in an editor's HTML."""
    return bool(_BLANK.sub("", _TAG.sub("", body or "")))


def mistake_of_address(url: str | None) -> str:
    """What is wrong with a page's address, or ""; none at all is right."""
    text = (url or "").strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return NOT_AN_ADDRESS
    right = (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and "." in (parts.hostname or "")
        and not (parts.username or parts.password)
        and not re.search(r"\s", text)
        and len(text) <= LONGEST_ADDRESS
    )
    return "" if right else NOT_AN_ADDRESS
