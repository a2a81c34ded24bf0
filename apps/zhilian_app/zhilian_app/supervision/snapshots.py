"""Books as they stood at a notice, and what was put into them or changed since. No database here.

The plan: 「抽查到的驻点团队在接到通知的一个星期内将相关资料交至组织办公室」; a book that is filled within that
week shows as such.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

SAME = "Unchanged"
ADDED = "Added after the Notice"
CHANGED = "Changed after the Notice"
GONE = "Taken Out after the Notice"


@dataclass(frozen=True)
class Entry:
    """An entry of a book.

    Attributes:
        key: name of the document.
        day: the day that the entry is about.
        text: what it says, in a line.
        digest: of all that it says; two entries with the same one say the same.
    """

    key: str
    day: date
    text: str
    digest: str


def digest_of(*parts: object) -> str:
    """Digest of what an entry says."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def packed(entries: Iterable[Entry]) -> str:
    """A snapshot as it is stored: JSON, the earliest entry first."""
    rows = sorted((str(one.day), one.key, one.text, one.digest) for one in entries)
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> list[Entry]:
    """The entries of a stored snapshot."""
    return [
        Entry(key, date.fromisoformat(day), words, digest)
        for day, key, words, digest in json.loads(text)
    ]


def seal(text: str) -> str:
    """Check sum of a stored snapshot."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """An entry that is not as it was at the notice."""

    kind: str
    entry: Entry


def differences(then: Iterable[Entry], now: Iterable[Entry], until: date) -> list[Difference]:
    """What has changed since the snapshot in entries about days up to ``until``, the day of the notice.

    Entries about later days are new by right and are left out.
    """
    before: Mapping[str, Entry] = {one.key: one for one in then}
    after: Mapping[str, Entry] = {one.key: one for one in now if one.day <= until}
    found = [
        Difference(ADDED if key not in before else CHANGED, one)
        for key, one in after.items()
        if key not in before or before[key].digest != one.digest
    ]
    found += [Difference(GONE, one) for key, one in before.items() if key not in after]
    return sorted(found, key=lambda one: (one.entry.day, one.entry.key))
