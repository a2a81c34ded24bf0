"""What is sent: texts that attack, values of the wrong kind, and names of rows, by what a parameter is called."""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Callable

from tests.security.attacked import Attacked, Row

# no page may work it out
TEMPLATE, COMPUTED = "{{ 7919*7907 }}", str(7919 * 7907)
SCRIPT = "<script>zx()</script>"
TEXTS = (
    "' OR 1=1 -- ",
    '" UNION SELECT password FROM __Auth -- ',
    "1; DROP TABLE tabHousehold",
    "%",
    TEMPLATE,
    "{% for x in range(9999) %}{{ x }}{% endfor %}",
    SCRIPT,
    "<img src=x onerror=zx()>",
    "../../site_config.json",
    "/private/files/../../site_config.json",
    "x" * 100_000,
    "村" * 1000,
    "a\0b",
    "😀" * 40,
    "\u202e\u0000\ufffe",
    "=1+1",
    "2026-02-31",
    "0000-00-00",
    "99999-01-01",
    "-1",
    "9" * 30,
    "1e999",
    "[]",
    "{",
    '{"a": {"b": [1]}}',
    '[["name", "like", "%"]]',
    "",
    " ",
    "new-household-1",
    "Administrator",
)
ODD = (
    None,
    True,
    0,
    -1,
    2**70,
    1.5e300,
    [],
    ["x"],
    [["name", "like", "%"]],
    {},
    {"name": ["like", "%"]},
    {"name": ["!=", ""]},
    {"doctype": "User"},
)
PLAIN = {
    int: (0, 1, 3, 2026),
    float: (0, 100, 1.5),
    str: ("试验", "2026-11-26", "2026-11", "1"),
    list: ([], ["x"]),
    dict: ({}, {"reason": "试验"}),
}


class Values:
    """Makes arguments; the same seed makes the same ones."""

    def __init__(self, attacked: Attacked, seed: str) -> None:
        """``seed``: what it is for."""
        self.attacked, self.random = attacked, random.Random(seed)

    def hostile(self) -> object:
        """Something that no form sends."""
        return self.random.choice(TEXTS if self.random.random() < 0.6 else ODD)

    def arguments(
        self, function: Callable, kind: str, role: str, about: str = ""
    ) -> dict[str, object]:
        """Arguments of a function for ``role``.

        ``kind``: "own" (names that they may read, texts that attack), "foreign" (names that they may not) or
        "wrong" (anything for anything). ``about``: words that say which DocType a "name" is of.
        """
        found: dict[str, object] = {}
        row = self._row(about, role, kind)
        for name, parameter in inspect.signature(function).parameters.items():
            if name == "self" or parameter.kind in (
                parameter.VAR_KEYWORD,
                parameter.VAR_POSITIONAL,
            ):
                continue
            if kind == "wrong" and self.random.random() < 0.5:
                found[name] = self.hostile()
            elif name == "doctype":
                found[name] = row.doctype
            elif name in ("name", "docname"):
                found[name] = row.name
            elif kind_of := self._kinds(name):
                found[name] = self._row(self.random.choice(kind_of), role, kind).name
            elif kind == "foreign":
                found[name] = self._plain(parameter.annotation)
            else:
                texts = self.random.random() < 0.5
                found[name] = self.hostile() if texts else self._plain(parameter.annotation)
        return found

    def row(self, doctype: str, role: str, readable: bool) -> Row | None:
        """A row of a DocType that ``role`` may read, or may not."""
        rows = [
            row
            for row in self.attacked.rows
            if row.doctype == doctype and ("r" in self.attacked.letters(role, row)) == readable
        ]
        return self.random.choice(rows) if rows else None

    def _row(self, about: str, role: str, kind: str) -> Row:
        doctypes = {row.doctype for row in self.attacked.rows}
        meant = [about] if about in doctypes else self._meant(about) or sorted(doctypes)
        doctype = self.random.choice(meant)
        wanted = self.row(doctype, role, kind == "own")
        return wanted or self.attacked.of(doctype, self.random.choice(("own", "foreign")))

    def _kinds(self, parameter: str) -> list[str]:
        """DocTypes that a parameter may name: "meeting" is a Weekly Meeting or a Review Meeting."""
        doctypes = {row.doctype for row in self.attacked.rows}
        word = parameter.replace("_", " ").title()
        return sorted(one for one in doctypes if one == word or one.endswith(f" {word}"))

    def _meant(self, about: str) -> list[str]:
        words = set(re.findall(r"[a-z]+", about.lower()))
        doctypes = {row.doctype for row in self.attacked.rows}
        return sorted(one for one in doctypes if words & set(one.lower().split()))

    def _plain(self, annotation: object) -> object:
        text = annotation if isinstance(annotation, str) else str(annotation)
        fitting = [kind for kind in PLAIN if re.search(rf"\b{kind.__name__}\b", text)]
        return self.random.choice(PLAIN[self.random.choice(fitting or [str])])
