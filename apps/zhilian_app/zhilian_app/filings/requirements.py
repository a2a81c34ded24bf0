"""Requirements of the towns as the rules see them, read for all at once."""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import cint, cstr, getdate

from zhilian_app.filings import rules

REQUIREMENT = "Filing Requirement"
START, NOTICE = "Start of a Project", "Notice to the Station"
DEFAULT_CUTOFF = 5

UPLOAD = "Upload"
REGISTER, ANNEX_2, BOOKS = "Register of Visits", "Project Progress Register", "Station Books"
# papers that the system has already: they need a signature, and no upload
SHEETS = (REGISTER, ANNEX_2, BOOKS)

FIELDS = (
    "name", "title", "town", "counts", "signer", "counts_from", "rhythm", "event", "due_rule", "due_day", "due_in",
    "days_after", "cutoff_day", "all_stations", "from_date", "to_date", "made_until",
)  # fmt: skip


@dataclass(frozen=True)
class Requirement:
    """A requirement of a town.

    Attributes:
        stations: those it is for; None for all of the town.
        made_until: day on which the job ran last for it.
    """

    name: str
    title: str
    town: str
    counts: str
    signer: str
    counts_from: str
    rhythm: str
    event: str
    rule: rules.Rule
    stations: frozenset | None = None
    made_until: date | None = None

    def is_for(self, station: str) -> bool:
        return self.stations is None or station in self.stations


def read(rows: list | None = None) -> list[Requirement]:
    """Requirements of all towns, or those of the given rows of the DocType (documents or dicts)."""
    if rows is None:
        rows = frappe.get_all(
            REQUIREMENT, fields=list(FIELDS), order_by="town asc, sequence asc, name asc"
        )
    narrowed = _stations([row.name for row in rows if not cint(row.all_stations)])
    cutoffs = {
        town.name: cint(town.bulletin_cutoff_day)
        for town in frappe.get_all("Town", fields=["name", "bulletin_cutoff_day"])
    }
    return [_make(row, narrowed, cutoffs) for row in rows]


def _stations(names: list[str]) -> dict[str, frozenset]:
    found: dict[str, set] = {name: set() for name in names}
    if names:
        for row in frappe.get_all(
            "Filing Requirement Station",
            filters={"parent": ["in", names], "parenttype": REQUIREMENT},
            fields=["parent", "station"],
        ):
            found[row.parent].add(row.station)
    return {name: frozenset(stations) for name, stations in found.items()}


def _make(row, narrowed: dict, cutoffs: dict) -> Requirement:
    return Requirement(
        name=row.name,
        title=row.title,
        town=row.town,
        counts=row.counts,
        signer=row.signer,
        counts_from=row.counts_from,
        rhythm=row.rhythm,
        event=cstr(row.event),
        rule=rule_of(row, cutoffs.get(row.town, DEFAULT_CUTOFF)),
        stations=narrowed.get(row.name),
        made_until=getdate(row.made_until) if row.made_until else None,
    )


def rule_of(row, town_cutoff: int) -> rules.Rule:
    """The rule that a requirement's fields say."""
    return rules.Rule(
        due_rule=row.due_rule,
        from_month=getdate(row.from_date),
        due_day=cint(row.due_day),
        next_month=row.due_in == "Next Month",
        days_after=cint(row.days_after),
        cutoff_day=cint(row.cutoff_day) or town_cutoff,
        to=getdate(row.to_date) if row.to_date else None,
    )
