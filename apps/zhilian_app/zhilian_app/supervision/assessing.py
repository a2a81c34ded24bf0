"""Works out an assessment: what the records say of each subject, and the points that a scheme gives for it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import frappe
from frappe.utils import cint, cstr, flt, getdate

from zhilian_app.stations import duties, roster
from zhilian_app.supervision import measure_links, measures, scoring
from zhilian_app.supervision.measures import Year
from zhilian_app.supervision.scoring import Found, Measure

ASSESSMENT = "Annual Assessment"
STATION, CADRE = "Station", "Cadre"
Watch = Callable[[int], None]


@dataclass(frozen=True)
class Subject:
    """A station, or a cadre with the station that they belong to by the roster."""

    name: str
    label: str
    station: str


@dataclass(frozen=True)
class Scored:
    """A subject with its score, place and points."""

    subject: Subject
    score: Decimal
    place: int
    points: tuple[scoring.Points, ...]
    found: dict[str, Found]


def year_of(town: str, year: int, on: date | datetime | None = None) -> Year:
    """The part of a year that is over ``on`` a day (default: today): up to the day before, or all of it."""
    return Year(town, year, min(date(year, 12, 31), getdate(on) - timedelta(days=1)))


def scheme_measures(rows: Iterable) -> list[Measure]:
    """A scheme's rows (documents or dicts) as the rules see them."""
    return [
        Measure(
            cstr(row.get("measure")),
            Decimal(str(flt(row.get("weight")))),
            Decimal(str(flt(row.get("zero_at")))),
            Decimal(str(flt(row.get("full_at")))),
        )
        for row in rows
    ]


def subjects(town: str, kind: str, year: Year) -> list[Subject]:
    """Who is assessed: stations in force in the year, or the main teams of today."""
    if kind == STATION:
        return _stations(town, year)
    found: dict[str, Subject] = {}
    for row in duties.on_duty(town, year.until):
        if row.side == "Main" and row.cadre not in found:
            found[row.cadre] = Subject(row.cadre, row.cadre_name, row.station)
    return list(found.values())


def _stations(town: str, year: Year) -> list[Subject]:
    rows = frappe.get_all(
        "Station",
        filters={"town": town},
        fields=["name", "station_name", "started_on", "ended_on"],
        order_by="station_name asc",
    )
    return [
        Subject(row.name, row.station_name, row.name)
        for row in rows
        if roster.stands(row.started_on, row.ended_on, year.first, year.until)
    ]


def found_of(kind: str, year: Year, who: list[Subject], watch: Watch | None = None) -> dict:
    """Subject → measure → what was found; what says nothing of a single person counts for all of their station."""
    by_station = measures.of_stations(year)
    if watch:
        watch(60)
    by_cadre = measures.of_cadres(year) if kind == CADRE else {}
    if watch:
        watch(80)
    found: dict[str, dict[str, Found]] = {}
    for one in who:
        found[one.name] = {}
        for name in measures.MEASURES:
            rows, key = (
                (by_cadre[name], one.name) if name in by_cadre else (by_station[name], one.station)
            )
            if key in rows:
                found[one.name][name] = rows[key]
    return found


def scored(who: list[Subject], found: dict, scheme: list[Measure]) -> list[Scored]:
    """Subjects with score and place, the best first."""
    points = {one.name: scoring.points(scheme, found[one.name]) for one in who}
    scores = {name: scoring.score(rows) for name, rows in points.items()}
    places = scoring.places(scores)
    rows = [
        Scored(one, scores[one.name], places[one.name], tuple(points[one.name]), found[one.name])
        for one in who
    ]
    return sorted(rows, key=lambda row: (row.place, row.subject.label, row.subject.name))


def places_of(town: str, kind: str, year: int) -> dict[str, int]:
    """Places of an announced assessment, the last one of the year, by cadre or station."""
    found = frappe.get_all(
        ASSESSMENT,
        filters={"town": town, "year": year, "subject": kind, "state": "Announced"},
        order_by="announced_on desc",
        limit=1,
        pluck="name",
    )
    if not found:
        return {}
    rows = frappe.get_all(
        "Assessment Score",
        filters={"parent": found[0], "parenttype": ASSESSMENT},
        fields=["station", "cadre", "place"],
        order_by="idx asc",
    )
    return {row.cadre or row.station: cint(row.place) for row in rows}


# -- as it is stored --------------------------------------------------------------------------------------


def packed(row: Scored) -> str:
    """The points of a subject, as JSON."""
    return json.dumps(
        [
            {
                "measure": one.measure,
                "good": _number(row.found[one.measure].good) if one.measure in row.found else 0,
                "all": _number(row.found[one.measure].all) if one.measure in row.found else 0,
                "share": None if one.share is None else _number(one.share),
                "points": _number(one.points),
                "most": _number(one.most),
            }
            for one in row.points
        ],
        ensure_ascii=False,
    )


def unpacked(text: str) -> dict[str, Found]:
    """What was found, from stored points: for other weights of a year that is frozen."""
    return {
        row["measure"]: Found(Decimal(str(row["good"])), Decimal(str(row["all"])))
        for row in json.loads(text or "[]")
        if row["all"]
    }


def _number(value: Decimal) -> float:
    return round(float(value), 4)


def points_with_links(text: str, station: str, year: Year, cadre: str | None = None) -> list[dict]:
    """Stored points of a subject, each with the rows that it is made of."""
    rows = json.loads(text or "[]")
    for row in rows:
        row["link"] = measure_links.link(row["measure"], station, year, cadre)
    return rows


def what_if(rows: Iterable, scheme: list[Measure]) -> list[dict]:
    """Scores that other weights would give to the stored subjects, the best first.

    Each with name, label, score and place, and ``score_before`` and ``place_before`` as they are stored.
    """
    who, found = [], {}
    before = {}
    for row in rows:
        name = row.cadre or row.station
        who.append(Subject(name, row.subject_name, row.station))
        found[name] = unpacked(row.points)
        before[name] = (cint(row.place), flt(row.score))
    return [
        {
            "name": one.subject.name,
            "label": one.subject.label,
            "score": float(one.score),
            "place": one.place,
            "place_before": before[one.subject.name][0],
            "score_before": before[one.subject.name][1],
        }
        for one in scored(who, found, scheme)
    ]
