"""The agenda of a weekly meeting, drawn from the ledger. No database here.

The plan: 「简单总结上次走访的情况,研究落实村(社区)职责范围内能解决的问题,及转相关部门处理的问题跟进情况,
分管领导对提请党委会研究解决问题的处理情况及时作通报」. Rows are dicts with the fields of Weekly Agenda Item.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

LAST_VISITS, ANSWER, NEW_ISSUE, OPEN_ISSUE = "Last Visits", "Answer", "New Issue", "Open Issue"
# in the order in which they are talked about
KINDS = (LAST_VISITS, ANSWER, NEW_ISSUE, OPEN_ISSUE)
VISITS_KEY = "visits"

DRAWN = ("kind", "title", "issue", "facts")
WRITTEN = ("discussion", "put_up")


@dataclass(frozen=True)
class Item:
    """One thing to talk about; ``key`` names it from one drawing to the next."""

    key: str
    kind: str
    title: str
    facts: str = ""
    issue: str | None = None


def draw(
    visits: Item | None,
    answers: Iterable[Item],
    new: Iterable[Item],
    still_open: Iterable[Item],
    known: Collection[str] = (),
) -> list[Item]:
    """The items in order. An issue stands there once: what was answered says more than that it is new or open.

    Args:
        known: keys of issues that were new at the last meeting already: they are open ones now.
    """
    found: dict[str, Item] = {visits.key: visits} if visits else {}
    for item in answers:
        # the last answer counts, at the place of the first
        found[item.key] = item
    for item in (*(item for item in new if item.key not in known), *still_open):
        found.setdefault(item.key, item)
    return sorted(found.values(), key=lambda item: KINDS.index(item.kind))


def merge(rows: Iterable[Mapping], items: Iterable[Item]) -> list[dict]:
    """The agenda after it was drawn anew: nothing that people wrote or ticked is lost.

    New items come in, what is known takes its new facts, and rows that no longer apply go if nobody wrote into them;
    else they stand at the end, in their order and with their facts of then.
    """
    known = {row["item_key"]: dict(row) for row in rows}
    found = []
    for item in items:
        row = known.pop(item.key, None) or {"item_key": item.key, "discussion": "", "put_up": 0}
        row.update(kind=item.kind, title=item.title, issue=item.issue, facts=item.facts)
        found.append(row)
    return found + [row for row in known.values() if is_touched(row)]


def with_words(stored: Iterable[Mapping], given: Iterable[Mapping]) -> list[dict]:
    """The stored agenda with the words and ticks of a form that was saved; the drawn columns stay as they are stored.

    What was written into a row that has gone meanwhile comes back as a row of its own.
    """
    rows = {row["item_key"]: dict(row) for row in stored}
    for row in given:
        key = row.get("item_key") or f"own:{row.get('title') or ''}"
        if key in rows:
            rows[key].update({field: row.get(field) for field in WRITTEN})
        elif is_touched(row):
            rows[key] = {"item_key": key, **{f: row.get(f) for f in (*DRAWN, *WRITTEN)}}
    return list(rows.values())


def is_touched(row: Mapping) -> bool:
    """Whether somebody wrote into a row, or ticked it."""
    return bool((row.get("discussion") or "").strip() or row.get("put_up"))


def differs(rows: Iterable[Mapping], others: Iterable[Mapping]) -> bool:
    """Whether two agendas differ in anything that people see."""
    return [_seen(row) for row in rows] != [_seen(row) for row in others]


def _seen(row: Mapping) -> tuple:
    return tuple(row.get(field) or "" for field in ("item_key", *DRAWN, *WRITTEN))
