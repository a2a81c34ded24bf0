"""What the desk asks the server for, as Chromium was seen to send it: lists, counts, forms and saving."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

STANDARD = (
    *("name", "owner", "creation", "modified", "modified_by", "_user_tags", "_comments"),
    *("_assign", "_liked_by", "docstatus", "idx"),
)
PAGE = 20  # rows of a list at first
VISIT, TODO = "Household Visit", "ToDo"


@dataclass(frozen=True)
class Call:
    """One request and how its answer is known to be right."""

    path: str
    body: str | None
    is_right: Callable[[dict], bool]


@dataclass(frozen=True)
class ListView:
    """What a list asks for besides the standard fields.

    Attributes:
        fields: columns of the DocType.
        sort: the column that it is sorted by, newest first.
        linked: columns of linked rows, as the list view names them.
        comments: whether it wants the number of comments.
    """

    doctype: str
    fields: tuple[str, ...]
    sort: str = "modified"
    linked: tuple[str, ...] = ()
    comments: int = 1


OUR_LISTS = (
    ListView(
        VISIT,
        ("visit_date", "content", "needs", "householder", "effective", "voided"),
        sort="visit_date",
    ),
    ListView(
        "Ledger Issue",
        ("title", "handler_name", "due_on", "state", "is_open", "station_name", "station"),
        linked=("station.station_name as station_station_name",),
        comments=0,
    ),
    ListView(
        "Household",
        ("householder", "group_name", "address", "phone", "status", "last_visited_on"),
    ),
    ListView(
        "Key Visit Entry",
        ("householder", "address", "status", "last_visited_on", "category_text"),
    ),
)
TODO_LIST = ListView(
    TODO,
    (
        *("status", "priority", "reference_type", "description", "reference_name"),
        *("_seen", "color"),
    ),
)


def rows_of(view: ListView) -> Call:
    """The first page of a list."""
    columns = [f"`tab{view.doctype}`.`{name}`" for name in (*STANDARD, *view.fields)]
    values = {
        "doctype": view.doctype,
        "fields": json.dumps([*columns, *view.linked]),
        "filters": "[]",
        "order_by": f"`tab{view.doctype}`.`{view.sort}` DESC",
        "start": 0,
        "page_length": PAGE,
        "view": "List",
        "group_by": f"`tab{view.doctype}`.`name`",
        "with_comment_count": view.comments,
    }
    return _post(
        "frappe.desk.reportview.get",
        values,
        lambda answer: len(answer["message"]["values"]) == PAGE,
    )


def count_of(view: ListView) -> Call:
    """How many rows the list has in all; the desk asks as soon as the rows are there."""
    values = {"doctype": view.doctype, "filters": "[]", "fields": "[]", "distinct": "false"}
    return _post(
        "frappe.desk.reportview.get_count", values, lambda answer: answer["message"] >= PAGE
    )


def form_of(doctype: str, name: str) -> Call:
    """A document as its form loads it."""
    path = f"/api/method/frappe.desk.form.load.getdoc?doctype={quote(doctype)}&name={quote(name)}"
    return Call(path, None, lambda answer: answer["docs"][0]["name"] == name)


def small_calls(visit: str, household: str) -> tuple[Call, ...]:
    """What the form of a visit asks for itself, on the phone and on the desk: its issues, and who lives there."""
    return (
        _post(
            "zhilian_app.visits.api.household_brief",
            {"household": household},
            lambda answer: answer["message"]["household"]["name"] == household,
        ),
        _post("zhilian_app.issues.api.issues_of_visit", {"visit": visit}, _has_message),
        _post("zhilian_app.issues.api.issues_of_household", {"household": household}, _has_message),
    )


def new_visit(household: str, cadre: str, day: str, words: str) -> Call:
    """A visit written down in its form and saved."""
    name = "new-household-visit-1"
    visitor = {
        **_new("Visit Cadre", "new-visit-cadre-1"),
        "parent": name,
        "parentfield": "visitors",
        "parenttype": VISIT,
        "idx": 1,
        "cadre": cadre,
    }
    facts = {"household": household, "visit_date": day, "visit_kind": "Key Visit"}
    return _save({**_new(VISIT, name), **facts, "content": words, "visitors": [visitor]})


def new_todo(user: str, words: str) -> Call:
    """A ToDo of ``user`` for themselves, written in its form and saved."""
    facts = {"status": "Open", "priority": "Medium", "description": words}
    facts |= {"allocated_to": user, "assigned_by": user}
    return _save({**_new(TODO, "new-todo-1"), **facts})


def _new(doctype: str, name: str) -> dict:
    return {"docstatus": 0, "doctype": doctype, "name": name, "__islocal": 1, "__unsaved": 1}


def _save(doc: dict) -> Call:
    return _post(
        "frappe.desk.form.save.savedocs",
        {"doc": json.dumps(doc, ensure_ascii=False), "action": "Save"},
        lambda answer: answer["docs"][0]["name"] != doc["name"],
    )


def _post(method: str, values: dict, is_right: Callable[[dict], bool]) -> Call:
    return Call(f"/api/method/{method}", urlencode(values), is_right)


def _has_message(answer: dict) -> bool:
    return "message" in answer
