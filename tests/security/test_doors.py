"""Frappe's own ways to a document, by everybody, to rows that the permission matrix keeps from them."""

from __future__ import annotations

import json
import random

import frappe
import pytest

from tests.security.attacked import TEXTS, Attacked, Row
from tests.security.doors import READING
from tests.security.judge import REFUSED_FROM, Judge
from tests.security.tally import Tally, some
from tests.security.writing_doors import WRITING

ROWS, BY_REPORT = 1, 3  # foreign rows a role and a way
# a view of a list that one saves holds filters and columns, and no row
KEPT_VIEWS = {"frappe.desk.reportview.save_report"}
# ways to which Frappe lets guests, and which tell nothing of rows
OPEN_TO_GUESTS = {"frappe.utils.global_search.web_search"}


def reports() -> list[str]:
    """Our reports."""
    modules = frappe.get_all("Module Def", {"app_name": "zhilian_app"}, pluck="name")
    return frappe.get_all("Report", {"module": ["in", modules], "disabled": 0}, pluck="name")


def text_of(doctype: str) -> str:
    """A field that holds a marker, or the name."""
    texts = [one.fieldname for one in frappe.get_meta(doctype).fields if one.fieldtype in TEXTS]
    return texts[0] if texts else "name"


def filled(sent: dict, attacked: Attacked, role: str, row: Row, report: str) -> dict:
    """What is sent, for one row."""
    day = {"from_date": "2026-01-01", "to_date": "2026-12-31", "month": "2026-11-01", "year": 2026}
    station = attacked.of("Station", row.place).name
    town = attacked.of("Town", row.place).name
    words = {
        "doctype": row.doctype,
        "name": row.name,
        "field": text_of(row.doctype),
        "marker": row.marker,
        "me": attacked.people[role].user,
        "report": report,
        "filters": json.dumps({"station": station, "town": town, **day}),
    }
    return {
        key: value.format(**words) if isinstance(value, str) else value
        for key, value in sent.items()
    }


def plan(attacked: Attacked, ways: tuple, seed: str) -> list[tuple[str, str, dict]]:
    """Who calls which way with what: rows that they may not read."""
    chance, found = random.Random(seed), []
    named = reports()
    for way, sent in ways:
        for role in attacked.people:
            foreign = list(attacked.forbidden(role).values())
            by_report = "{report}" in str(sent)
            for at, row in enumerate(chance.sample(foreign, BY_REPORT if by_report else ROWS)):
                report = named[(at + len(found)) % len(named)]
                found.append((role, way, filled(sent, attacked, role, row, report)))
    return some(found, seed)


@pytest.mark.timeout(900)
def test_reading(attacked: Attacked, tally: Tally):
    judge = Judge(attacked, tally, "Frappe 的读取入口 · reading through Frappe", own_code=False)
    for role, way, sent in plan(attacked, READING, "reading"):
        answer = attacked.people[role].method(way, **sent)
        judge.hear(role, answer, str(sent), foreign=True)
        if role == "Guest" and answer.status < REFUSED_FROM and way not in OPEN_TO_GUESTS:
            judge.found.append(f"a guest is answered: {way} {answer.text[:200]}")
    assert not judge.found, judge.told()


@pytest.mark.timeout(900)
def test_writing(attacked: Attacked, tally: Tally):
    judge = Judge(attacked, tally, "Frappe 的写入入口 · writing through Frappe", own_code=False)
    for role, way, sent in plan(attacked, WRITING, "writing"):
        answer = attacked.people[role].method(way, **sent)
        judge.hear(role, answer, str(sent), foreign=way not in KEPT_VIEWS)
    assert not judge.found, judge.told()


def test_sums_of_any_field(attacked: Attacked, tally: Tally):
    """With one row of their own, somebody has the framework work out any field of all the others."""
    judge = Judge(attacked, tally, "Frappe 的读取入口 · reading through Frappe", own_code=False)
    field = text_of("Household")
    sent = {
        "title": "x",
        "doctype": "Household",
        "docname": attacked.of("Household", "own").name,
        "goal_value_field": field,
        "goal_total_field": field,
        "goal_history_field": field,
        "goal_doctype": "Household",
        "goal_doctype_link": "station",
        "goal_field": field,
        "date_field": "creation",
        "aggregation": "max",
        "filters": json.dumps({"station": attacked.of("Station", "foreign").name}),
    }
    way = "frappe.utils.goal.get_monthly_goal_graph_data"
    answer = attacked.people["Liaison"].method(way, **sent)
    judge.hear("Liaison", answer, str(sent), foreign=True)
    assert not judge.found, judge.told()
    assert answer.status == 403, answer.text


REST = (
    ("GET", {"fields": '["*"]', "limit_page_length": 500}),
    ("PUT", {"zx": 1}),
    ("DELETE", {}),
    ("POST", {"zx": 1}),
)


@pytest.mark.timeout(900)
def test_rest(attacked: Attacked, tally: Tally):
    """Lists show no foreign row; a foreign row is neither changed nor deleted, and none is made over it."""
    judge = Judge(attacked, tally, "REST 接口 · REST routes", own_code=False)
    chance, calls = random.Random("rest"), []
    doctypes = sorted({row.doctype for row in attacked.rows})
    for doctype in doctypes:
        field = text_of(doctype)
        for role in attacked.people:
            foreign = [one for one in attacked.forbidden(role).values() if one.doctype == doctype]
            if not foreign:
                continue
            row = chance.choice(foreign)
            calls += [(role, verb, row, {**sent, field: "zx"}) for verb, sent in REST]
    for role, verb, row, sent in some(calls, "rest"):
        name = row.name if verb in ("PUT", "DELETE") else ""
        if verb == "POST":
            sent = {**sent, "name": row.name, "station": attacked.of("Station", row.place).name,
                    "town": attacked.of("Town", row.place).name}  # fmt: skip
        if verb == "GET":
            sent = {key: value for key, value in sent.items() if value != "zx"}
        answer = attacked.people[role].resource(verb, row.doctype, name, **sent)
        judge.hear(role, answer, str(sent), foreign=True)
        if name:
            assert answer.status in (403, 404), (answer.asked, answer.text)
    assert not judge.found, judge.told()
