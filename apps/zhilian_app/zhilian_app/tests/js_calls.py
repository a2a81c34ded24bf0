"""Finds calls of a function in JavaScript, with what they are given as first argument. No parser, a careful reader."""

import re
from collections.abc import Iterator
from typing import NamedTuple

TEXT = "text"
TEMPLATE = "template"
PUT_TOGETHER = "put together"
VARIABLE = "variable"

# after one of these a slash begins a regular expression, after anything else it divides
BEFORE_REGEX = re.compile(
    r"(?:^|[=(,:\[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else))\s*$"
)
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")


class Call(NamedTuple):
    """A call: the line, what its first argument is, and the text where it is one literal."""

    line: int
    kind: str
    text: str = ""


class Literal(NamedTuple):
    """A text in quotes or backticks (with ``${…}`` in it as written)."""

    line: int
    text: str


def calls(code: str, function: str) -> Iterator[Call]:
    """Calls of ``function`` outside of comments, also those inside ``${…}``."""
    tokens = [token for token in _tokens(code) if token[0] != "comment"]
    for at, (kind, text, line) in enumerate(tokens[:-2]):
        is_method = at > 0 and tokens[at - 1][1] == "."
        if kind == "name" and text == function and tokens[at + 1][1] == "(" and not is_method:
            yield _call(line, tokens[at + 2], tokens[at + 3][1] if at + 3 < len(tokens) else "")


def literals(code: str) -> Iterator[Literal]:
    """All texts in quotes or backticks outside of comments."""
    for kind, text, line in _tokens(code):
        if kind in ("string", "template"):
            yield Literal(line, text)


def unquote(text: str) -> str:
    """A literal's inside with its escapes resolved."""
    names = {"n": "\n", "t": "\t", "r": "\r"}
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"\\(.)", lambda match: names.get(match[1], match[1]), text)


def _call(line: int, first: tuple, following: str) -> Call:
    kind, text, _line = first
    if kind == "template":
        return Call(line, TEMPLATE)
    if kind != "string":
        return Call(line, VARIABLE)
    return Call(line, TEXT, text) if following in (",", ")") else Call(line, PUT_TOGETHER)


def _tokens(code: str, line: int = 1) -> Iterator[tuple[str, str, int]]:
    """(kind, text, line) of each token; what stands in ``${…}`` follows its template."""
    at = 0
    while at < len(code):
        char = code[at]
        if code.startswith("//", at):
            end = _find(code, "\n", at)
            kind, text = "comment", code[at:end]
        elif code.startswith("/*", at):
            end = _find(code, "*/", at) + 2
            kind, text = "comment", code[at:end]
        elif char in "\"'":
            end = _string_end(code, at)
            kind, text = "string", unquote(code[at + 1 : end - 1])
        elif char == "`":
            end, inner = _template_end(code, at)
            yield "template", code[at + 1 : end - 1], line
            for start, stop in inner:
                yield from _tokens(code[start:stop], line + code.count("\n", at, start))
            kind, text = "", ""
        elif char == "/" and BEFORE_REGEX.search(code[max(0, at - 40) : at]):
            end = _regex_end(code, at)
            kind, text = "regex", code[at:end]
        elif match := IDENTIFIER.match(code, at):
            end = match.end()
            kind, text = "name", match[0]
        else:
            end = at + 1
            kind, text = ("", "") if char.isspace() else ("sign", char)
        if kind:
            yield kind, text, line
        line += code.count("\n", at, end)
        at = end


def _find(code: str, what: str, at: int) -> int:
    found = code.find(what, at)
    return len(code) if found < 0 else found


def _string_end(code: str, at: int) -> int:
    quote, end = code[at], at + 1
    while end < len(code) and code[end] not in (quote, "\n"):
        end += 2 if code[end] == "\\" else 1
    return end + 1


def _regex_end(code: str, at: int) -> int:
    end, in_class = at + 1, False
    while end < len(code) and code[end] != "\n" and (in_class or code[end] != "/"):
        if code[end] == "\\":
            end += 1
        elif code[end] in "[]":
            in_class = code[end] == "["
        end += 1
    return end + 1


def _template_end(code: str, at: int) -> tuple[int, list[tuple[int, int]]]:
    """Where a template ends, and the (start, end) of each ``${…}``'s inside."""
    end, inner = at + 1, []
    while end < len(code) and code[end] != "`":
        if code[end] == "\\":
            end += 2
        elif code.startswith("${", end):
            start = end + 2
            end = _brace_end(code, start)
            inner.append((start, end))
            end += 1
        else:
            end += 1
    return end + 1, inner


def _brace_end(code: str, at: int) -> int:
    depth = 0
    while at < len(code):
        if code[at] in "\"'":
            at = _string_end(code, at) - 1
        elif code[at] == "`":
            at = _template_end(code, at)[0] - 1
        elif code[at] == "{":
            depth += 1
        elif code[at] == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    return at
