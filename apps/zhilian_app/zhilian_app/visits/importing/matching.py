"""Which household a register line is. No database here.

By ID number in the town, else by name and address in the station. What a machine should not decide
(the same house under another number, a number under another name) is handed back to a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from zhilian_app.visits.identity import NOT_GIVEN, VALID, address_key, id_key, normalise_name
from zhilian_app.visits.importing import columns, problems
from zhilian_app.visits.importing.cleaning import Line
from zhilian_app.visits.importing.problems import Problem
from zhilian_app.visits.importing.station_names import StationNames


@dataclass
class Known:
    """A household that is there already, or (``name`` None) one that an earlier line makes.

    The last three fields change while lines are read: the valid number that is known by now, and the
    name and row of the file's first line about it.
    """

    name: str | None
    station: str
    householder: str
    address: str = ""
    group_name: str = ""
    phone: str = ""
    id_number: str = ""
    id_status: str = NOT_GIVEN
    ended: bool = False
    valid_number: str = ""
    file_name: str = ""
    file_row: int = 0

    def __post_init__(self):
        self.valid_number = self.id_number if self.id_status == VALID else ""


class Households:
    """The town's households by every key that a line can be found with.

    Built from the records in the order in which they were made: where two share a key the one in
    force comes first, then the older.
    """

    def __init__(self, known: Iterable[Known], stations: StationNames):
        self._stations = stations
        self._by_id: dict[str, Known] = {}
        self._by_weak_id: dict[tuple, Known] = {}
        self._by_place: dict[tuple, Known] = {}
        # number and row of lines that were handed back because somebody else lives at their door
        self._contested: dict[str, int] = {}
        # sorted() is stable, so the order of making is kept within each half.
        for household in sorted(known, key=lambda household: household.ended):
            places = self._places(household.station)
            name = normalise_name(household.householder)
            key = (household.station, name, address_key(household.address, places))
            self._remember(household, name, household.id_number, household.id_status, key)

    def find(self, line: Line) -> tuple[Known | None, Problem | None]:
        """The household of a line; (None, None) for a new one, (None, problem) if a person must decide."""
        for match in (self._find_by_id, self._find_by_weak_id, self._find_by_place):
            known, problem = match(line)
            if problem:
                self._contest(line, problem)
                return None, problem
            if known and known.ended:
                return None, Problem(columns.NAME, problems.HOUSEHOLD_ENDED)
            if known:
                return known, None
        return None, None

    def add(self, known: Known, line: Line) -> None:
        """From here on the keys of the line lead to this household as well."""
        number, status, _reason = line.id_check
        self._remember(known, line.householder, number, status, line.place_key)
        if status == VALID:
            known.valid_number = number
        if not known.file_row:
            known.file_name, known.file_row = line.householder, line.source.row.number

    def _contest(self, line: Line, problem: Problem) -> None:
        """A number that a person must decide about makes no household by another line: the next import would differ."""
        number, status, _reason = line.id_check
        if problem.code in (problems.PLACE_TWICE, problems.PLACE_OTHER_ID):
            self._contested.setdefault(_strong_key(number, status), line.source.row.number)

    def _places(self, station: str) -> tuple[str, ...]:
        return self._stations.places(station) if station in self._stations.facts else ()

    def _remember(self, known: Known, name: str, number: str, status: str, place: tuple) -> None:
        strong = _strong_key(number, status)
        if strong:
            self._by_id.setdefault(strong, known)
        if number:
            self._by_weak_id.setdefault((known.station, name, number), known)
        if place and place[2]:
            self._by_place.setdefault(place, known)

    def _find_by_id(self, line: Line) -> tuple[Known | None, Problem | None]:
        number, status, _reason = line.id_check
        known = self._by_id.get(_strong_key(number, status))
        if not known:
            row = self._contested.get(_strong_key(number, status)) if number else None
            return None, Problem(columns.ID_NUMBER, problems.ID_TWICE, (row,)) if row else None
        same_name = normalise_name(known.householder) == line.householder
        if number != known.valid_number:
            # An old number proves little: it counts only together with the name.
            return (known if same_name and known.station == line.station else None), None
        if known.station != line.station:
            # Somebody who has left that station is new in this one.
            return None, None if known.ended else Problem(columns.ID_NUMBER, problems.ID_ELSEWHERE)
        if known.file_name not in ("", line.householder):
            return None, Problem(columns.ID_NUMBER, problems.ID_TWICE, (known.file_row,))
        if not same_name and self._place_of(known) != line.place_key[2]:
            return None, Problem(columns.ID_NUMBER, problems.ID_OTHER_NAME)
        return known, None

    def _find_by_weak_id(self, line: Line) -> tuple[Known | None, Problem | None]:
        number, status, _reason = line.id_check
        if not number or status == VALID:
            return None, None
        return self._by_weak_id.get((line.station, line.householder, number)), None

    def _find_by_place(self, line: Line) -> tuple[Known | None, Problem | None]:
        known = self._by_place.get(line.place_key) if line.place_key[2] else None
        if not known or not _are_two_people(known, line):
            return known, None
        if known.ended:
            return None, None
        if known.file_row:
            return None, Problem(columns.ID_NUMBER, problems.PLACE_TWICE, (known.file_row,))
        return None, Problem(columns.ID_NUMBER, problems.PLACE_OTHER_ID)

    def _place_of(self, known: Known) -> str:
        return address_key(known.address, self._places(known.station))


def _are_two_people(known: Known, line: Line) -> bool:
    number, status, _reason = line.id_check
    return status == VALID and known.valid_number not in ("", number)


def _strong_key(number: str, status: str) -> str:
    """The number to find somebody by: a valid one, or the valid one that an old one became."""
    key = id_key(number)
    return key if status == VALID or key != number else ""
