"""Finds every string of the app that people read, without a site: for the translation tests and for translators.

``python -m zhilian_app.tests.strings`` prints the rows that translations/zh.csv still lacks.
"""

import ast
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from zhilian_app.tests import js_calls

APP = Path(__file__).resolve().parents[1]
ZH = APP / "translations" / "zh.csv"

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
TAG = re.compile(r"<[^>]+>")

# Constants without _() around them, in files that know nothing of Frappe; whoever shows one passes it through _().
CONSTANTS: dict[str, tuple[str, ...]] = {
    "stations/roster.py": ("STATION_ROLES", "SIDES", "DUTIES"),
    "visits/identity.py": (
        "NOT_GIVEN",
        "VALID",
        "TO_VERIFY",
        "OLD_NUMBER",
        "WRONG_LENGTH",
        "WRONG_CHARACTER",
        "WRONG_DATE",
        "WRONG_CHECK_DIGIT",
        "LOST_DIGITS",
    ),
    "visits/pace_light.py": ("LABELS",),
    "meetings/review_rules.py": ("STANDINGS", "CAPACITIES", "ATTENDANCES"),
    "meetings/attendance.py": ("CLOSED_ALREADY", "NOT_TODAY", "TOO_EARLY", "NO_REASON"),
    "meetings/report/team_record_book/team_record_book.py": ("MISSING",),
    "filings/rules.py": ("EVERY_MONTH",),
    "filings/sheets.py": ("REGISTER_LABELS", "ANNEX_LABELS", "BOOK_LABELS", "AFTER_NOTICE"),
    "setup/roles.py": ("ROLES",),
    "supervision/snapshots.py": ("ADDED", "CHANGED", "GONE"),
    "meetings/states.py": ("SEND", "SIGN", "ACCEPT", "RETURN", "DECIDE"),
    "meetings/requests.py": (
        "NO_TITLE",
        "NO_SITUATION",
        "NO_SOLUTION",
        "NO_BUDGET",
        "NO_AMOUNT",
        "ASKED_TOO_MUCH",
        "NO_FINISH",
        "FINISH_PAST",
        "NEGATIVE",
        "TOO_LARGE",
    ),
    "meetings/session_agenda.py": (
        "UNKNOWN",
        "UNDECIDED",
        "NO_AMOUNT",
        "APPROVED_TOO_MUCH",
        "NOT_MONEY",
        "NO_NUMBER",
        "NO_WORDS",
        "DUE_PAST",
        "TAKEN_BACK",
    ),
    "issues/states.py": ("LEVELS", "DECISIONS"),
    "issues/due.py": ("ESCALATIONS", "EXTENDED_BEFORE", "NOT_LATER", "TOO_LONG"),
    "subsidies/books.py": (
        "NO_AMOUNT",
        "OVER_APPROVED",
        "OVER_PLANNED",
        "OVER_BUDGET",
        "OVER_FUND",
        "NOT_PAID",
        "BELOW_COMMITTED",
    ),
    "subsidies/progress_rules.py": (
        "NO_WORDS",
        "NOT_PERCENT",
        "GONE_BACK",
        "SPENT_BACK",
        "NEGATIVE",
        "TOO_MUCH",
        "NO_PICTURE",
    ),
    "filings/article_rules.py": ("NOT_AN_ADDRESS",),
    "filings/circulation_rules.py": ("CIRCULATED",),
    "filings/robot_text.py": ("NO_ADDRESS", "NOT_ITS_HOST", "NOT_SAFE"),
}

# Names of states and steps, which people read: call and place of the argument (see workflow_spec.py).
SPEC_CALLS = {"State": 0, "Move": 1, "Way": 0, "Group": 0}


class Message(NamedTuple):
    """A source string and where it stands (path from the app's folder, with the line where there is one)."""

    source: str
    where: str


class Misuse(NamedTuple):
    """A call of the translation function whose text can't be looked up: what it holds and where it stands."""

    what: str
    where: str


class Row(NamedTuple):
    """A row of zh.csv; ``own`` is false below the empty line, where Frappe's own strings stand."""

    source: str
    text: str
    context: str
    own: bool


# -- files ---------------------------------------------------------------------------------------------


def files(*endings: str) -> Iterator[Path]:
    """Files of the app that reach people: no tests, nothing that was built or installed."""
    for path in sorted(APP.rglob("*")):
        inside = path.relative_to(APP).parts
        skipped = {"tests", "node_modules", "dist", "__pycache__"} & set(inside)
        is_test = path.name.startswith("test_") or path.name in ("testing.py", "conftest.py")
        if path.suffix in endings and not skipped and not is_test:
            yield path


def place(path: Path, line: int | None = None) -> str:
    """A file, and a line of it, as the tests name them."""
    name = path.relative_to(APP).as_posix()
    return f"{name}:{line}" if line else name


# -- JSON ----------------------------------------------------------------------------------------------

# what people see of each kind of file, and of its rows
SHOWN = {
    "DocType": ("name", "module", "description"),
    "Report": ("report_name", "module"),
    "Page": ("title", "module"),
    "Workspace": ("title", "module"),
    "Print Format": ("name", "module"),
    "Number Card": ("label", "module"),
    "Dashboard Chart": ("chart_name", "module"),
    "Dashboard": ("dashboard_name", "module"),
    "Web Form": ("title", "button_label", "success_title", "success_message", "introduction_text"),
    "Notification": ("subject",),
    "Form Tour": ("title",),
    "Module Onboarding": ("name", "title", "subtitle", "success_message"),
    "Onboarding Step": (
        "title",
        "description",
        "action_label",
        "callback_title",
        "callback_message",
        "report_description",
    ),
}
SHOWN_ROWS = {
    "fields": ("label", "description", "placeholder"),
    "columns": ("label",),
    "filters": ("label",),
    "links": ("label", "group"),
    "actions": ("label",),
    "states": ("title",),
    "permissions": ("role",),
    "roles": ("role",),
    "shortcuts": ("label", "format"),
    "number_cards": ("label",),
    "charts": ("label",),
    "quick_lists": ("label",),
    "custom_blocks": ("label",),
    "steps": ("title", "description"),
}


def json_messages() -> Iterator[Message]:
    """Names, labels, descriptions, options and roles of DocTypes, reports, pages, workspaces, cards and charts."""
    for path in files(".json"):
        doc = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(doc, dict) and doc.get("doctype") in SHOWN:
            for text in _shown(doc):
                if text and LATIN.search(text):
                    yield Message(text, place(path))


def _shown(doc: dict) -> Iterator[str]:
    yield from (doc.get(key) for key in SHOWN[doc["doctype"]])
    for table, keys in SHOWN_ROWS.items():
        for row in doc.get(table) or ():
            yield from (row.get(key) for key in keys)
            if row.get("fieldtype") == "Select" and isinstance(row.get("options"), str):
                yield from row["options"].split("\n")
    if doc["doctype"] == "Workspace":
        yield from _headings(json.loads(doc.get("content") or "[]"))


def _headings(blocks: Iterable[dict]) -> Iterator[str]:
    for block in blocks:
        if block.get("type") in ("header", "paragraph"):
            yield TAG.sub("", block["data"].get("text", "")).strip()


# -- Python --------------------------------------------------------------------------------------------


def python_messages() -> Iterator[Message]:
    """Texts in _() and the constants that are shown through it."""
    for path in files(".py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in _translations(tree):
            if isinstance(call.args[0], ast.Constant):
                yield Message(call.args[0].value, place(path, call.lineno))
        yield from _constants(tree, path)


def python_misuses() -> Iterator[Misuse]:
    """Calls of _() with anything else than one plain text."""
    for path in files(".py"):
        for call in _translations(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call.args[0], ast.Constant):
                yield Misuse(_kind(call.args[0]), place(path, call.lineno))


def _translations(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = (
                node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            )
            if name in ("_", "_lt"):
                yield node


def _kind(argument: ast.expr) -> str:
    if isinstance(argument, ast.JoinedStr):
        return "f-string"
    has_text = any(
        isinstance(node, ast.Constant) and isinstance(node.value, str)
        for node in ast.walk(argument)
    )
    if isinstance(argument, ast.BinOp) and has_text:
        return "put together"
    if isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format":
        return "put together"
    return "variable"


def _constants(tree: ast.Module, path: Path) -> Iterator[Message]:
    """Texts of CONSTANTS, and of the states and steps of a workflow, also where they stand there by a name."""
    wanted = CONSTANTS.get(place(path), ())
    named = _named_texts(tree)
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id in wanted for target in targets):
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            for leaf in (leaf for value in values for leaf in ast.walk(value)):
                yield from _text(leaf, named, path)
    for call in ast.walk(tree):
        at = SPEC_CALLS.get(getattr(getattr(call, "func", None), "id", ""))
        if at is not None and len(call.args) > at:
            yield from _text(call.args[at], named, path)


def _named_texts(tree: ast.Module) -> dict[str, str]:
    """Texts that a module gives names to: ``A = "…"`` and ``A, B = "…", "…"``."""
    found = {}
    for node in tree.body:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        names, values = node.targets[0], node.value
        if isinstance(names, ast.Name):
            pairs = [(names, values)]
        elif isinstance(names, ast.Tuple) and isinstance(values, ast.Tuple):
            pairs = zip(names.elts, values.elts, strict=True)
        else:
            continue
        for name, value in pairs:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[name.id] = value.value
    return found


def _text(node: ast.AST, named: dict[str, str], path: Path) -> Iterator[Message]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield Message(node.value, place(path, node.lineno))
    elif isinstance(node, ast.Name) and node.id in named:
        yield Message(named[node.id], place(path, node.lineno))


# -- JavaScript and templates --------------------------------------------------------------------------

# in templates Jinja's _("…") and Frappe's client-side __("…")
TEMPLATE_CALL = re.compile(
    r"(?<![\w.])__?\(\s*(?:([\"'])(?P<text>(?:\\.|(?!\1).)*)\1\s*(?P<next>.)|(?P<other>.))"
)


def javascript_messages() -> Iterator[Message]:
    """Texts in __() of scripts."""
    for path in files(".js", ".ts"):
        for call in js_calls.calls(path.read_text(encoding="utf-8"), "__"):
            if call.kind == js_calls.TEXT:
                yield Message(call.text, place(path, call.line))


def javascript_misuses() -> Iterator[Misuse]:
    """Calls of __() with anything else than one plain text."""
    for path in files(".js", ".ts"):
        for call in js_calls.calls(path.read_text(encoding="utf-8"), "__"):
            if call.kind != js_calls.TEXT:
                yield Misuse(call.kind, place(path, call.line))


def template_messages() -> Iterator[Message]:
    """Texts in _() and __() of templates."""
    for path, line, match in _template_calls():
        if match["text"] is not None:
            yield Message(js_calls.unquote(match["text"]), place(path, line))


def template_misuses() -> Iterator[Misuse]:
    """Calls in templates with anything else than one plain text."""
    for path, line, match in _template_calls():
        if match["text"] is None:
            yield Misuse("variable", place(path, line))
        elif match["next"] not in ",)":
            yield Misuse("put together", place(path, line))


def _template_calls() -> Iterator[tuple[Path, int, re.Match]]:
    for path in files(".html", ".vue"):
        text = path.read_text(encoding="utf-8")
        for match in TEMPLATE_CALL.finditer(text):
            yield path, text.count("\n", 0, match.start()) + 1, match


def texts_of(path: Path) -> set[str]:
    """Texts that one file of code translates; also of a file that is not the app's."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        calls = _translations(ast.parse(text))
        return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    if path.suffix == ".js":
        return {call.text for call in js_calls.calls(text, "__") if call.kind == js_calls.TEXT}
    return {
        js_calls.unquote(match["text"]) for match in TEMPLATE_CALL.finditer(text) if match["text"]
    }


# -- all together --------------------------------------------------------------------------------------


def messages() -> dict[str, list[str]]:
    """Every source string of the app with the places where it stands."""
    found: dict[str, list[str]] = {}
    for extract in (json_messages, python_messages, javascript_messages, template_messages):
        for message in extract():
            found.setdefault(message.source, []).append(message.where)
    return found


def misuses() -> list[Misuse]:
    """Every call of a translation function whose text is not one plain literal."""
    return [*python_misuses(), *javascript_misuses(), *template_misuses()]


def rows() -> list[Row]:
    """The rows of zh.csv. Frappe's reader skips the empty line between our part and Frappe's."""
    found, own = [], True
    with ZH.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            if row:
                found.append(Row(row[0], row[1], row[2] if len(row) > 2 else "", own))
            else:
                own = False
    return found


def missing() -> dict[str, list[str]]:
    """Source strings without a row in zh.csv, with the places where they stand."""
    known = {row.source for row in rows() if row.own}
    return {source: where for source, where in messages().items() if source not in known}


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for text in sorted(missing()):
        writer.writerow((text, "", ""))
