"""Every function of the app that can be called from outside, by everybody, with everything."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from functools import cache

import frappe
import pytest
from frappe.model.base_document import get_controller

import zhilian_app
from tests.security.attacked import Attacked
from tests.security.judge import REFUSED_FROM, Judge
from tests.security.tally import Tally, some
from tests.security.values import Values
from zhilian_app.tests.matrix import MATRIX

KINDS = ("own", "foreign", "wrong")


@cache
def functions() -> dict[str, Callable]:
    """Whitelisted functions of the app by dotted name, those of its DocTypes as ``DocType.method``."""
    for module in pkgutil.walk_packages(zhilian_app.__path__, "zhilian_app."):
        if not {"tests", "testing", "commands"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    controllers = {get_controller(one): one for one in MATRIX}
    methods = {
        f"{doctype}.{name}": method
        for controller, doctype in controllers.items()
        for name, method in vars(controller).items()
        if method in frappe.whitelisted
    }
    plain = {
        f"{one.__module__}.{one.__qualname__}": one
        for one in frappe.whitelisted
        if one.__module__.startswith("zhilian_app.") and "." not in one.__qualname__
    }
    return dict(sorted({**plain, **methods}.items()))


def call(attacked: Attacked, role: str, name: str, values: Values, kind: str):
    """Call one function, or one method of a document, as the desk does; returns the answer and what was sent."""
    person = attacked.people[role]
    function = functions()[name]
    doctype, _dot, method = name.rpartition(".")
    if doctype not in MATRIX:
        sent = values.arguments(function, kind, role, about=name.rpartition(".")[0].split(".")[-1])
        return person.method(name, **sent), sent
    sent = values.arguments(function, kind, role)
    row = values.row(doctype, role, kind != "foreign") or attacked.of(doctype, "foreign")
    asked = {"dt": doctype, "dn": row.name, "method": method, "args": json.dumps(sent)}
    return person.method("run_doc_method", **asked), asked


def plan(roles: list[str]) -> list[tuple[str, str, str]]:
    """Who calls what how."""
    every = [
        (name, role, KINDS[(at + turn) % len(KINDS)])
        for at, name in enumerate(functions())
        for turn, role in enumerate([*roles, *(one for one in roles if one != "Guest")])
    ]
    return some(every, "functions")


def test_all_are_there():
    """What is looked for is found: functions in modules and methods of documents."""
    assert len(functions()) > 70
    assert "Cadre.reset_password" in functions()


@pytest.mark.timeout(900)
def test_called_by_everybody_with_everything(attacked: Attacked, tally: Tally):
    judge = Judge(attacked, tally, "函数 · functions of the app")
    for name, role, kind in plan(list(attacked.people)):
        answer, sent = call(attacked, role, name, Values(attacked, f"{name} {role} {kind}"), kind)
        judge.hear(role, answer, f"{name} {kind} {sent}")
        if role == "Guest" and answer.status < REFUSED_FROM:
            judge.found.append(f"a guest is answered: {name}")
    assert not judge.found, judge.told()


def test_no_function_by_get(attacked: Attacked, tally: Tally):
    """A picture or a link on a page that one reads calls by GET."""
    judge = Judge(attacked, tally, "函数 · functions of the app")
    called = [name for name in functions() if name.rpartition(".")[0] not in MATRIX]
    for name in some(called, "get"):
        answer = attacked.people["Liaison"].get(f"/api/method/{name}")
        judge.hear("Liaison", answer, "GET")
        assert answer.status == 403, name
    assert not judge.found, judge.told()
