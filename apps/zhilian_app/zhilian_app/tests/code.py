"""Reads the app's Python without running it: functions, imports and calls, for tests over the whole app."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhilian_app.tests.strings import APP, files

PACKAGE = "zhilian_app"


@dataclass(frozen=True)
class Function:
    """A function or method, where it stands and what it is called in its module (``Class.method``)."""

    module: str
    title: str
    node: ast.FunctionDef

    @property
    def is_method(self) -> bool:
        return "." in self.title

    @property
    def lines(self) -> int:
        """Lines from ``def`` to the end, without the docstring."""
        node, body = self.node, self.node.body
        length = node.end_lineno - node.lineno + 1
        if ast.get_docstring(node) is not None:
            length -= body[0].end_lineno - body[0].lineno + 1
        return length

    def __str__(self) -> str:
        return f"{self.module}:{self.title}"


def module_name(path: Path) -> str:
    """Dotted name of a file of the app."""
    parts = path.relative_to(APP).with_suffix("").parts
    return ".".join((PACKAGE, *(part for part in parts if part != "__init__")))


def test_files() -> Iterator[Path]:
    """Files that only tests use."""
    shipped = set(files(".py"))
    return (path for path in sorted(APP.rglob("*.py")) if path not in shipped)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def functions() -> dict[str, Function]:
    """All functions and methods of the app by ``module:title``; those inside of others are part of these."""
    found = {}
    for path in files(".py"):
        for node, title in _defined(tree_of(path).body):
            function = Function(module_name(path), title, node)
            found[str(function)] = function
    return found


def _defined(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[ast.FunctionDef, str]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, prefix + node.name
        elif isinstance(node, ast.ClassDef):
            yield from _defined(node.body, f"{node.name}.")


def imports(path: Path) -> dict[str, str]:
    """Names that a file has from imports, also those inside functions, with the dotted thing each stands for."""
    found = {}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.split(".")[0]] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def path_of(module: str) -> Path:
    """The file of a module of the app."""
    inside = APP.joinpath(*module.split(".")[1:])
    return inside / "__init__.py" if inside.is_dir() else inside.with_suffix(".py")


def called(function: Function) -> tuple[set[str], list[Function]]:
    """Names that a function calls (the last part of each), and the app's own functions among them."""
    names: set[str] = set()
    own: list[Function] = []
    known = functions()
    alias = imports(path_of(function.module))
    for node in ast.walk(function.node):
        if not isinstance(node, ast.Call):
            continue
        target = ""
        if isinstance(node.func, ast.Name):
            names.add(node.func.id)
            module, _dot, name = alias.get(
                node.func.id, f"{function.module}.{node.func.id}"
            ).rpartition(".")
            target = f"{module}:{name}"
        elif isinstance(node.func, ast.Attribute):
            names.add(node.func.attr)
            if isinstance(node.func.value, ast.Name):
                owner = node.func.value.id
                if owner == "self" and function.is_method:
                    target = f"{function.module}:{function.title.split('.')[0]}.{node.func.attr}"
                else:
                    target = f"{alias.get(owner, '')}:{node.func.attr}"
        if target in known:
            own.append(known[target])
    return names, own


def all_called(function: Function) -> set[str]:
    """Names that a function calls, itself or through the app's own functions."""
    names: set[str] = set()
    seen: set[str] = set()
    waiting = [function]
    while waiting:
        current = waiting.pop()
        if str(current) not in seen:
            seen.add(str(current))
            more, own = called(current)
            names |= more
            waiting += own
    return names
