"""Demo visits: every Thursday of last year and of this year up to today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhilian_app.demo.constants import OWNER, StationPlan
from zhilian_app.demo.households import Home
from zhilian_app.demo.people import Cast
from zhilian_app.demo.register import Entry
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.source import Source
from zhilian_app.demo.stations import Term
from zhilian_app.demo.texts import CLOSINGS, NEEDS, TOO_SHORT, VOID_REASONS, findings
from zhilian_app.visits import coverage

THURSDAY = 3
# by this day of the year the coverage of a station's plan is reached
SETTLED_DAY = 327
LAGGING = 0.5
SMALL = 20
AGAIN_SHARE = 0.4
VOID_SHARE = 0.006
# about the middle of the real town
LATITUDE, LONGITUDE = 21.88, 112.92


@dataclass(frozen=True)
class Visit:
    """A visit as it will stand in the database."""

    home: Home
    day: date
    category: str
    visitors: tuple[str, ...]
    content: str
    needs: str
    void_reason: str | None = None
    is_key: bool = False
    latitude: float = 0.0
    longitude: float = 0.0


def visit_days(first: date, last: date) -> list[date]:
    """Thursdays from ``first`` to ``last``, without the first days of January, May and October."""
    day = first + timedelta(days=(THURSDAY - first.weekday()) % 7)
    days = []
    while day <= last:
        if not (day.day <= 7 and day.month == 10 or day.day <= 3 and day.month in (1, 5)):
            days.append(day)
        day += timedelta(days=7)
    return days


class Round:
    """Plans the visits of one station in one year."""

    def __init__(
        self, source: Source, plan: StationPlan, terms: list[Term], year: int, today: date
    ) -> None:
        self.source, self.plan, self.terms = source, plan, terms
        self.days = visit_days(date(year, 1, 1), min(today, date(year, 12, 31)))
        past = year < today.year
        progress = 1.0 if past else min(1.0, today.timetuple().tm_yday / SETTLED_DAY)
        self.share = (min(1.0, plan.coverage + 0.05) if past else plan.coverage) * progress

    def visits(
        self, homes: list[Home], entries: list[Entry], ranks: dict[str, int]
    ) -> Iterator[Visit]:
        """Key visits, the most pressing first, then others to fill each Thursday."""
        registered = {entry.home.name for entry in entries}
        yield from self._key_visits([entry for entry in entries if not entry.removed_on], ranks)
        others = [home for home in homes if home.name not in registered and not home.ended_on]
        yield from self._other_visits(others)

    def _key_visits(self, entries: list[Entry], ranks: dict[str, int]) -> Iterator[Visit]:
        def rank(entry: Entry) -> int:
            return min(ranks[name] for name in entry.home.categories)

        ordered = sorted(entries, key=lambda entry: rank(entry) + 7 * self.source.random.random())
        for entry in ordered[: round(len(ordered) * self.share)]:
            days = [day for day in self.days if day >= entry.added_on]
            if not days:
                continue
            category = min(entry.home.categories, key=ranks.__getitem__)
            first = self.source.random.choice(days)
            yield self._visit(entry.home, first, category, is_key=True)
            later = [day for day in days if (day - first).days >= 28]
            if later and self.source.chance(AGAIN_SHARE):
                yield self._visit(
                    entry.home, self.source.random.choice(later), category, is_key=True
                )

    def _other_visits(self, homes: list[Home]) -> Iterator[Visit]:
        lagging = self.plan.coverage < LAGGING
        for day in self.days:
            wanted = (
                self.source.random.randint(0, 2) if lagging else self.source.random.randint(3, 5)
            )
            if len(homes) < SMALL:
                # the few households of the neighbouring town would else be visited week after week
                wanted = int(day.day <= 7)
            for home in self.source.random.sample(homes, min(len(homes), wanted)):
                yield self._visit(
                    home, day, "", is_key=False, hasty=self.source.chance(0.25 if lagging else 0.04)
                )

    def _visit(
        self, home: Home, day: date, category: str, *, is_key: bool, hasty: bool = False
    ) -> Visit:
        source = self.source
        content = source.random.choice(findings(category, day.month)) + source.random.choice(
            CLOSINGS
        )
        void = not is_key and source.chance(VOID_SHARE)
        placed = source.chance(0.1)
        return Visit(
            home=home,
            day=day,
            category=category,
            visitors=self._visitors(day),
            content=source.random.choice(TOO_SHORT) if hasty else content,
            needs=source.random.choice(NEEDS[category]) if not hasty and source.chance(0.3) else "",
            void_reason=source.random.choice(VOID_REASONS) if void else None,
            is_key=is_key,
            latitude=round(LATITUDE + source.random.uniform(-0.03, 0.03), 6) if placed else 0.0,
            longitude=round(LONGITUDE + source.random.uniform(-0.03, 0.03), 6) if placed else 0.0,
        )

    def _visitors(self, day: date) -> tuple[str, ...]:
        """Two of the main team and mostly one of the village, of the team in force on ``day``."""
        term = next(
            t for t in self.terms if t.from_date <= day and (t.to_date is None or day <= t.to_date)
        )
        liaison, others = (
            term.main()[2],
            [cadre for cadre in term.main() if cadre != term.main()[2]],
        )
        with_liaison = self.source.chance(0.6)
        main = (
            [liaison, self.source.random.choice(others)]
            if with_liaison
            else self.source.random.sample(others, 2)
        )
        village = [self.source.random.choice(term.auxiliary())] if self.source.chance(0.7) else []
        return (*main, *village)


def insert_visits(
    visits: list[Visit], sensitive: set[str], cast: Cast, minimum_chars: int, now: datetime
) -> list[tuple[str, Visit]]:
    """Write visits with what the controller derives, and return them with their document names.

    ``sensitive`` names the homes with a sensitive entry.
    """
    rows = Rows(
        "Household Visit",
        "household", "visit_date", "content", "needs", "householder", "station", "town", "address",
        "visit_kind", "effective", "visitor_names", "sensitive", "latitude", "longitude",
        "voided", "voided_on", "voided_by", "void_reason",
    )  # fmt: skip
    visitors = ChildRows("Visit Cadre", "Household Visit", "visitors", "cadre")
    named = []
    for order, visit in enumerate(visits, 1):
        home, voided = visit.home, bool(visit.void_reason)
        stamp = min(now, datetime.combine(visit.day, time(15, order % 60)))
        owner = next((cast.users[cadre] for cadre in visit.visitors if cadre in cast.users), OWNER)
        name = rows.add(
            f"demo-v-{order:05d}", stamp,
            home.name, visit.day, visit.content, visit.needs,
            home.householder, home.station, home.town, home.address,
            "Key Visit" if visit.is_key else "Door-to-door Visit",
            int(coverage.is_effective(visit.content, minimum_chars, voided)),
            "、".join(cast.names[cadre] for cadre in visit.visitors), int(home.name in sensitive),
            visit.latitude, visit.longitude,
            int(voided), stamp if voided else None, owner if voided else None, visit.void_reason,
            owner=owner,
        )  # fmt: skip
        visitors.add_all(name, stamp, ((cadre,) for cadre in visit.visitors), owner=owner)
        named.append((name, visit))
    rows.insert()
    visitors.insert()
    return named
