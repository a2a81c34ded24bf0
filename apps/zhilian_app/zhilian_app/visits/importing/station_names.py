"""Which station a register means by a name. No database here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zhilian_app.visits.identity import normalise_text
from zhilian_app.visits.importing.problems import STATION_AMBIGUOUS, STATION_UNKNOWN

_NUMBERING = re.compile(
    r"^(?:[(]?[一二三四五六七八九十\d]+[)]?[、.,:]|[(][一二三四五六七八九十\d]+[)])"
)
_OFFICE = re.compile(
    r"(?:驻点团队|驻点|党支部|党总支|村民委员会|居民委员会|村委会|居委会|村委|居委)$"
)
_KIND = re.compile(r"(?:社区|村)$")


@dataclass(frozen=True)
class StationFact:
    """A station as registers may name it."""

    name: str
    station_name: str
    town: str
    aliases: tuple[str, ...] = ()


class StationNames:
    """Finds the stations of a town by full name, by other names, or without 村 or 社区."""

    def __init__(self, stations: Iterable[StationFact]):
        self.facts = {fact.name: fact for fact in stations}
        self._towns = {fact.town for fact in self.facts.values()}
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts.values():
            self._exact[_plain(fact.station_name)].add(fact.name)
            self._exact[_plain(fact.name)].add(fact.name)
            for alias in fact.aliases:
                self._aliases[_plain(alias)].add(fact.name)
            for known in (fact.station_name, *fact.aliases):
                self._stems[_stem(_plain(known))].add(fact.name)

    def find(self, text: object) -> tuple[str | None, str]:
        """The station's document name and "", or None and the problem's code.

        长沙村, 长沙, 赤溪镇长沙村 and 长沙村委会 are one station unless the town also has a 长沙社区.
        """
        wanted = self._without_town(_plain(text))
        short = _OFFICE.sub("", wanted)
        tries = (
            (self._exact, (wanted, short)),
            (self._aliases, (wanted, short)),
            (self._stems, (_stem(short),)),
        )
        for known, forms in tries:
            for form in forms:
                found = known.get(form) if form else None
                if found:
                    return (next(iter(found)), "") if len(found) == 1 else (None, STATION_AMBIGUOUS)
        return None, STATION_UNKNOWN

    def places(self, station: str) -> tuple[str, ...]:
        """Names that an address in the station may begin with, without saying more."""
        fact = self.facts[station]
        names = (fact.town, fact.station_name, *fact.aliases)
        return tuple(dict.fromkeys(_plain(name) for name in names if name))

    def _without_town(self, text: str) -> str:
        for town in self._towns:
            # A town may carry a note in brackets to tell it from another.
            plain = re.sub(r"[(].*[)]$", "", _plain(town))
            for prefix in (plain, re.sub(r"[镇乡]$", "", plain)):
                rest = text.rpartition(prefix)[2].lstrip("-")
                if prefix and prefix in text and rest:
                    return rest
        return text


def _plain(text: object) -> str:
    plain = re.sub(r"\s+", "", normalise_text(text))
    return _NUMBERING.sub("", plain).rstrip(":")


def _stem(text: str) -> str:
    return _KIND.sub("", text) or text
