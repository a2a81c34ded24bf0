"""(d) Fifty people at once over HTTP: our lists and the form of a visit, against Frappe's own ToDo."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from random import Random

import frappe

from config.setup import bench_config, serve
from config.setup.paths import TEST_SITE
from tests.benchmark import crowd, desk_calls, results
from tests.benchmark.crowd import Person
from tests.benchmark.desk_calls import OUR_LISTS, TODO, TODO_LIST, VISIT, Call
from tests.benchmark.visitors import Crowd, Visitor

RATE_GOAL = 0.80
P95_GOAL = 1.30
ROUNDS = 4
EACH = 3  # requests of one person in a round
QUICK_ROUNDS = 2
QUICK_EACH = 2
SIGNING_IN = 4  # at the same time
FIRST_FREE_PORT = 18200

OWN_CALLS = "the visit form's own calls, against a ToDo opened / 走访表单自己的请求"
SAVED = "new document saved / 保存新资料"
# a ToDo has no rules, no counts and no rows within: part (a) saves like against like
UNLIKE = (OWN_CALLS, SAVED)

Source = Iterator[Call]


def run(options: results.Options) -> list[results.Row]:
    """Measure; return the rows of the table."""
    people = crowd.gather()
    rounds, each = (QUICK_ROUNDS, QUICK_EACH) if options.quick else (ROUNDS, EACH)
    with served() as port:
        visitors = [Visitor(port) for _ in people]
        with ThreadPoolExecutor(SIGNING_IN) as pool:
            list(pool.map(_sign_in, visitors, people))
        rows = []
        for what, ours, other in _kinds(people):
            found = _in_turns(visitors, {"ours": ours, "other": other}, rounds, each)
            rows += _rows(what, found, promised=what not in UNLIKE)
    return rows


@contextmanager
def served() -> Iterator[int]:
    """The web side of the site as `make run` starts it (front, and gunicorn with its workers); yields its port."""
    port = bench_config.choose_port(FIRST_FREE_PORT, set())
    with tempfile.TemporaryDirectory(prefix="zhilian-web-") as folder:
        extra = {
            "ZHILIAN_PORT": str(port),
            "ZHILIAN_SITE": TEST_SITE,
            "ZHILIAN_WEB_SOCKET": str(Path(folder, "web.sock")),
            "FRAPPE_WEB_PORT": str(port),
        }
        supervisor = serve.Supervisor(extra, only={"web", "front"}, tag="bench-")
        supervisor.start()
        try:
            serve.wait_until_it_answers(f"http://127.0.0.1:{port}", supervisor)
            yield port
        finally:
            supervisor.stop()


def _sign_in(visitor: Visitor, person: Person) -> None:
    visitor.sign_in(person.user, person.password)


# -- who asks for what ----------------------------------------------------------------------------


def _kinds(people: list[Person]) -> Iterator[tuple[str, list[Source], list[Source]]]:
    """What is compared: its name, and for either side what each person asks for, without an end."""
    frappe.db.rollback()  # see what the people have written so far
    lists = [
        cycle(_from(at, [desk_calls.rows_of(view) for view in OUR_LISTS]))
        for at, _ in enumerate(people)
    ]
    todo_lists = [cycle([desk_calls.rows_of(TODO_LIST)]) for _ in people]
    counts = [
        cycle(_from(at, [desk_calls.count_of(view) for view in OUR_LISTS]))
        for at, _ in enumerate(people)
    ]
    todo_counts = [cycle([desk_calls.count_of(TODO_LIST)]) for _ in people]
    visits, small, todos = zip(*map(_documents, people), strict=True)
    new_visits = [_new_visits(person, at) for at, person in enumerate(people)]
    new_todos = [cycle([desk_calls.new_todo(person.user, crowd.WORDS)]) for person in people]
    yield "list opened / 打开列表", lists, todo_lists
    yield "rows of a list counted / 列表计数", counts, todo_counts
    yield "form opened / 打开表单", list(visits), list(todos)
    yield OWN_CALLS, list(small), list(todos)
    yield SAVED, new_visits, new_todos
    yield (
        "all of it, mixed / 混合",
        [_mixed(*own) for own in zip(lists, counts, visits, new_visits, strict=True)],
        [_mixed(*own) for own in zip(todo_lists, todo_counts, todos, new_todos, strict=True)],
    )


def _from(at: int, calls: list[Call]) -> list[Call]:
    """The same calls, begun elsewhere: people do not all look at the same list at the same moment."""
    at %= len(calls)
    return calls[at:] + calls[:at]


def _mixed(lists: Source, counts: Source, forms: Source, saving: Source) -> Source:
    """A list is opened (and counted), then two forms from it; each sixth request saves."""
    order = (lists, counts, forms, lists, counts, saving)
    return (next(source) for source in cycle(order))


def _documents(person: Person) -> tuple[Source, Source, Source]:
    """Endless forms of visits of the person's station, the calls of these forms, and forms of their ToDos."""
    draw = Random(person.user)
    visits = frappe.get_all(
        VISIT,
        filters={"station": person.station},
        fields=["name", "household"],
        order_by="name asc",
        limit=500,
    )
    todos = frappe.get_all(
        TODO, filters={"owner": person.user}, pluck="name", order_by="name asc", limit=500
    )
    draw.shuffle(visits)
    draw.shuffle(todos)
    forms = [desk_calls.form_of(VISIT, visit.name) for visit in visits]
    small = [
        call for visit in visits for call in desk_calls.small_calls(visit.name, visit.household)
    ]
    return cycle(forms), cycle(small), cycle([desk_calls.form_of(TODO, name) for name in todos])


def _new_visits(person: Person, at: int) -> Source:
    """A visit of today of each household of the person's own share that has none yet."""
    today = frappe.utils.nowdate()
    homes = frappe.db.sql(
        """select h.name from tabHousehold h where h.station = %s and not exists
        (select 1 from `tabHousehold Visit` v where v.household = h.name and v.visit_date = %s)
        order by h.name""",
        (person.station, today),
        pluck=True,
    )
    own = homes[at % crowd.PEOPLE_OF_STATION :: crowd.PEOPLE_OF_STATION]
    return iter([desk_calls.new_visit(home, person.cadre, today, crowd.WORDS) for home in own])


# -- measuring --------------------------------------------------------------------------------------


def _in_turns(
    visitors: list[Visitor], sides: dict[str, list[Source]], rounds: int, each: int
) -> dict[str, Crowd]:
    """Rounds of either side in turn, after one that does not count; the order changes."""
    found = {side: Crowd() for side in sides}
    for turn in range(rounds + 1):
        for side in sorted(sides, reverse=bool(turn % 2)):
            calls = [list(islice(source, each)) for source in sides[side]]
            found[side].round(visitors, calls, counted=turn > 0)
    return found


def _rows(what: str, found: dict[str, Crowd], *, promised: bool) -> list[results.Row]:
    ours, other = found["ours"], found["other"]
    note = f"{len(ours.seconds)} + {len(other.seconds)} requests / 次请求"

    def row(
        title: str, figure: Callable[[Crowd], float], unit: str, goal: float, most: bool
    ) -> results.Row:
        one, two = figure(ours), figure(other)
        held_to = goal if promised else None
        return results.Row("d", f"{what}, {title}", one, two, unit, one / two, held_to, most, note)

    return [
        row("requests/s", lambda side: statistics.median(side.rates), "1/s", RATE_GOAL, False),
        row("p95", lambda side: _p95(side.seconds) * 1000, "ms", P95_GOAL, True),
    ]


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]
