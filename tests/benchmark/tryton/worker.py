"""Saves visits in Tryton for the benchmark: told by lines on its input, it answers with a line of JSON each.

Runs in Tryton's own environment: `python worker.py <database uri> <folder of SQLite's files>`. Each line is
a number of visits; the answer has the seconds that saving them took, each in a transaction of its own by a user with
rights to their own station's rows only.
"""

import datetime as dt
import json
import sqlite3
import sys
import time
from itertools import islice, product

HOMES = 400
DAYS = 60
WORDS = "问了家里老人的身体和收成,说到村口的水渠堵了,下雨就漫到晒谷场,盼着早点清。"
MODULE = "zhilian_visit"
NAME = "zhilian"


def main(uri: str, folder: str) -> None:
    """Make the database where it is missing, then save as told."""
    from trytond import config

    config.set("database", "uri", uri)
    config.set("database", "path", folder)
    from trytond.pool import Pool

    _open_database()
    pool = Pool(NAME)
    with _transaction(0):
        user, visitor, homes = _place(pool)
    visits = _visits(pool, homes)
    print(json.dumps(_about()), flush=True)
    for line in sys.stdin:
        print(json.dumps(_save(pool, user, visitor, islice(visits, int(line)))), flush=True)


def _transaction(user: int, home: int | None = None):
    """A transaction; a user's checks rights, and locks the household that it is about from its beginning."""
    from trytond.transaction import Transaction

    context = {"language": "en", "_check_access": bool(user)}
    locked = {"zhilian_household": [home]} if home else {}
    return Transaction().start(NAME, user, context=context, _lock_records=locked)


def _open_database() -> None:
    from trytond import backend
    from trytond.pool import Pool
    from trytond.transaction import Transaction

    new = not _exists()
    if new:
        with Transaction().start(None, 0, autocommit=True) as transaction:
            transaction.database.create(transaction.connection, NAME)
        with Transaction().start(NAME, 0) as transaction:
            backend.Database(NAME).init()
            transaction.commit()
    Pool.start()
    Pool(NAME).init(update=["ir", "res", "country", "party", MODULE] if new else None, lang=["en"])


def _exists() -> bool:
    from trytond.transaction import Transaction

    with Transaction().start(None, 0, autocommit=True) as transaction:
        return NAME in transaction.database.list()


def _place(pool) -> tuple[int, int, list[int]]:
    """A station with one member, and households of which each tenth is on the register."""
    User, Station, Party = (
        pool.get(model) for model in ("res.user", "zhilian.station", "party.party")
    )
    Household, Entry = pool.get("zhilian.household"), pool.get("zhilian.entry")
    known = Station.search([("name", "=", "station")])
    if not known:
        group = pool.get("ir.model.data").get_id(MODULE, "group_station")
        (user,) = User.create(
            [{"login": "liaison", "name": "liaison", "groups": [("add", [group])]}]
        )
        (station,) = Station.create([{"name": "station", "team": [("add", [user.id])]}])
        people = Party.create([{"name": f"张试{number}"} for number in range(HOMES)])
        Party.create([{"name": "liaison"}])
        homes = Household.create(
            [
                {
                    "party": person.id,
                    "address": f"{number}号",
                    "station": station.id,
                    "active_home": True,
                }
                for number, person in enumerate(people)
            ]
        )
        year = dt.date.today().year
        Entry.create([{"household": home.id, "year": year} for home in homes[::10]])
    (user,) = User.search([("login", "=", "liaison")])
    (visitor,) = Party.search([("name", "=", "liaison")], limit=1)
    return user.id, visitor.id, [home.id for home in Household.search([], order=[("id", "ASC")])]


def _visits(pool, homes: list[int]):
    """Household and day, each pair once: the days go back from today."""
    today = dt.date.today()
    with _transaction(0):
        rows = pool.get("zhilian.visit").search_read([], fields_names=["household", "visit_date"])
    done = {(row["household"], row["visit_date"]) for row in rows}
    days = (today - dt.timedelta(days=back) for back in range(min(DAYS, today.timetuple().tm_yday)))
    return (pair[::-1] for pair in product(days, homes) if pair[::-1] not in done)


def _save(pool, user: int, visitor: int, visits) -> dict:
    Visit = pool.get("zhilian.visit")
    wanted = list(visits)
    started = time.perf_counter()
    for household, day in wanted:
        values = {"household": household, "visit_date": day, "content": WORDS}
        # leaving it commits
        with _transaction(user, household):
            Visit.create([{**values, "visitors": [("add", [visitor])]}])
    return {"visits": len(wanted), "seconds": time.perf_counter() - started}


def _about() -> dict:
    from trytond import __version__, backend
    from trytond.transaction import Transaction

    if backend.name == "sqlite":
        version = f"SQLite {sqlite3.sqlite_version}"
    else:
        with _transaction(0):
            cursor = Transaction().connection.cursor()
            cursor.execute("show server_version")
            version = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    return {"tryton": __version__, "version": version}


if __name__ == "__main__":
    main(*sys.argv[1:])
