"""What an import would do, row by row, without doing it. No database here."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from zhilian_app.visits.identity import NOT_GIVEN, TO_VERIFY, VALID, IdCheck, address_key
from zhilian_app.visits.importing import columns, problems
from zhilian_app.visits.importing.cleaning import Line, join_remarks
from zhilian_app.visits.importing.matching import Households, Known
from zhilian_app.visits.importing.problems import Problem
from zhilian_app.visits.importing.station_names import StationNames

NEW, CHANGED, UNCHANGED, REJECTED = "new", "changed", "unchanged", "rejected"


@dataclass(frozen=True)
class KnownEntry:
    """The entry in force of a household in the year."""

    name: str
    categories: frozenset[str]
    remark: str = ""


@dataclass
class Target:
    """A household that lines of the file are about, with what they say of it taken together."""

    known: Known
    entry: KnownEntry | None
    lines: list[Line] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    remark: str = ""
    new_name: str = ""

    @property
    def is_new(self) -> bool:
        return self.known.name is None

    @property
    def household(self) -> str:
        """The household's document name; of a new one only once it is written."""
        return self.known.name or self.new_name

    @property
    def added_categories(self) -> frozenset[str]:
        return self.categories - (self.entry.categories if self.entry else frozenset())

    @property
    def new_remark(self) -> str | None:
        """The entry's remark with the file's added to it; None if that says nothing new."""
        before = self.entry.remark if self.entry else ""
        after = join_remarks(before, self.remark)
        return None if after == before else after

    def changes(self) -> dict[str, tuple[str, str]]:
        """Fields of an existing household: before and after."""
        before = {name: getattr(self.known, name) or "" for name in self.values}
        return {n: (before[n], after) for n, after in self.values.items() if after != before[n]}

    def does_something(self) -> bool:
        return bool(
            not self.entry or self.changes() or self.added_categories or self.new_remark is not None
        )


@dataclass
class Plan:
    """Targets to write, rejected lines in the order of the file, and an outcome for every row."""

    targets: list[Target]
    rejected: list[Line]
    outcomes: Counter
    total_rows: int

    @property
    def new_households(self) -> list[Target]:
        return [target for target in self.targets if target.is_new]

    @property
    def new_entries(self) -> list[Target]:
        return [target for target in self.targets if not target.entry]

    @property
    def changed(self) -> list[Target]:
        return [t for t in self.targets if t.entry and t.does_something()]

    @property
    def marked(self) -> list[Line]:
        """Lines that are taken with an ID number to verify, in the order of the file."""
        lines = [line for target in self.targets for line in target.lines]
        marked = [line for line in lines if line.id_check.status == TO_VERIFY]
        return sorted(marked, key=_place_in_file)

    def counts(self) -> dict[str, int]:
        """The counts of a Register Import. Rows = new entries + changed + unchanged + rejected."""
        return {
            "total_rows": self.total_rows,
            "new_households": len(self.new_households),
            "new_entries": len(self.new_entries),
            "changed_rows": self.outcomes[CHANGED],
            "unchanged_rows": self.outcomes[UNCHANGED],
            "marked_rows": len(self.marked),
            "rejected_rows": self.outcomes[REJECTED],
        }


def make_plan(
    lines: Iterable[Line],
    households: Households,
    entries: Mapping[str, KnownEntry],
    stations: StationNames,
    allowed_stations: Collection[str],
) -> Plan:
    """Sorts every line into a household or among the rejects.

    Args:
        lines: of the whole file, in its order.
        households: of the whole town.
        entries: of the year, in force, by household.
        allowed_stations: stations whose rows the importing person may take.
    """
    lines = list(lines)
    targets: dict[int, Target] = {}
    rejected: list[Line] = []
    for line in sorted(lines, key=_strength):
        known = _household_of(line, households, allowed_stations)
        if not known:
            rejected.append(line)
            continue
        households.add(known, line)
        target = targets.get(id(known))
        if not target:
            target = targets[id(known)] = Target(known, entries.get(known.name or ""))
        target.lines.append(line)
    outcomes = Counter({REJECTED: len(rejected)})
    for target in targets.values():
        target.lines.sort(key=_place_in_file)
        outcomes.update(_merge(target, stations.places(target.known.station)))
    rejected.sort(key=_place_in_file)
    return Plan(list(targets.values()), rejected, outcomes, len(lines))


def _strength(line: Line) -> tuple:
    """What tells most of a person comes first, so that a bare row finds the full one wherever it stands."""
    return (not line.address, line.id_check.status != VALID, *_place_in_file(line))


def _place_in_file(line: Line) -> tuple:
    return (line.source.sheet, line.source.row.number)


def _household_of(line: Line, households: Households, allowed: Collection[str]) -> Known | None:
    if line.station and line.station not in allowed:
        # Said alone: what else is wrong, or known, of another station's row is not the reader's matter.
        line.problems = [Problem(columns.STATION, problems.NOT_YOUR_STATION)]
    if line.problems:
        return None
    known, problem = households.find(line)
    if not known and not problem and not line.address:
        problem = Problem(columns.ADDRESS, problems.ADDRESS_MISSING)
    if problem:
        line.problems.append(problem)
        return None
    return known or Known(None, line.station, line.householder)


def _merge(target: Target, places: tuple[str, ...]) -> list[str]:
    """Puts the lines of one household together and returns an outcome for each.

    A later line counts over an earlier one; an empty cell never counts. Only what differs from the
    record in the end is a change, so that the same file once more changes nothing.
    """
    contributes = []
    for line in target.lines:
        before = (dict(target.values), target.categories, target.remark)
        _take(target, line, places)
        contributes.append((target.values, target.categories, target.remark) != before)
    if not target.does_something():
        return [UNCHANGED] * len(target.lines)
    later = [CHANGED if said else UNCHANGED for said in contributes[1:]]
    return [CHANGED if target.entry else NEW, *later]


def _take(target: Target, line: Line, places: tuple[str, ...]) -> None:
    known, values = target.known, target.values
    for name in (columns.NAME, columns.GROUP, columns.ADDRESS, columns.PHONE):
        said = getattr(line, name)
        so_far = values.get(name, getattr(known, name) if known.name else "")
        if said and not _same(name, said, so_far, places):
            values[name] = said
    number, status = _better_id(values, known, line.id_check)
    if number != (known.id_number or "") or columns.ID_NUMBER in values:
        values[columns.ID_NUMBER], values["id_status"] = number, status
    target.categories |= line.categories
    target.remark = join_remarks(target.remark, line.remark)


def _same(name: str, said: str, so_far: str, places: tuple[str, ...]) -> bool:
    if name in (columns.ADDRESS, columns.GROUP) and so_far:
        # 第三村民小组 and 三组 are two ways of writing, not a change.
        return address_key(said, places) == address_key(so_far, places)
    return said == so_far


def _better_id(values: dict, known: Known, said: IdCheck) -> tuple[str, str]:
    """The number to keep: a valid one is never given up for a doubtful one or for none."""
    number = values.get(columns.ID_NUMBER, known.id_number or "")
    status = values.get("id_status", known.id_status or NOT_GIVEN)
    if not said.number or (status == VALID and said.status != VALID):
        return number, status
    return said.number, said.status
