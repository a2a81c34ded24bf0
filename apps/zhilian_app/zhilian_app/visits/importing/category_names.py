"""Which of the key person categories a cell names. No database here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zhilian_app.visits.identity import NOTHING, normalise_text

_KIND = re.compile(r"(?:人员|对象|家庭|人|户)$")
_BRACKETS = re.compile(r"[(\[【<《][^)\]】>》]*[)\]】>》]")
_LIST_NUMBER = re.compile(r"(?:^|(?<=\W))[(]?\d{1,2}[).、]?(?=\D)")
_AND = re.compile(r"[和及与兼]")


@dataclass(frozen=True)
class CategoryName:
    """A category with the other names that registers use."""

    name: str
    enabled: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategoryReading:
    """What a cell names: categories we have, words that name none, and categories out of use.

    ``has_detail`` tells that something in brackets was left out, as in 残疾人(三级).
    """

    names: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()
    has_detail: bool = False


class CategoryNames:
    """Reads cells such as 残疾人、优抚对象 with any separator, other names, or none between them."""

    def __init__(self, categories: Iterable[CategoryName]):
        self._enabled = {category.name: category.enabled for category in categories}
        self._words: dict[str, str] = {}
        stems: dict[str, set[str]] = defaultdict(set)
        for category in categories:
            for word in (category.name, *category.aliases):
                self._words.setdefault(_plain(word), category.name)
            stems[_KIND.sub("", category.name)].add(category.name)
        # 残疾 is 残疾人, but 困难 may be a family as well as a party member: only the ending is free.
        self._stems = {s: next(iter(n)) for s, n in stems.items() if len(n) == 1 and len(s) > 1}
        self._longest_first = sorted(self._words, key=len, reverse=True)

    def read(self, cell: object) -> CategoryReading:
        """The categories that a cell names."""
        text = normalise_text(cell)
        if text in NOTHING:
            return CategoryReading()
        whole = self._words.get(_plain(text))
        if whole:
            return self._judge([whole], [], False)
        bare = _LIST_NUMBER.sub(" ", _BRACKETS.sub(" ", text))
        found, unknown = [], []
        for word in re.split(r"[\W_]+", bare):
            names = self._find(word) if word else []
            found += names or []
            if names is None:
                unknown.append(word)
        return self._judge(found, unknown, bool(_BRACKETS.search(text)))

    def _judge(self, found: list[str], unknown: list[str], has_detail: bool) -> CategoryReading:
        return CategoryReading(
            names=frozenset(name for name in found if self._enabled[name]),
            unknown=tuple(dict.fromkeys(unknown)),
            disabled=tuple(dict.fromkeys(name for name in found if not self._enabled[name])),
            has_detail=has_detail,
        )

    def _find(self, word: str) -> list[str] | None:
        name = self._one(word)
        if name:
            return [name]
        joined = [self._one(part) for part in _AND.split(word) if part]
        if len(joined) > 1 and all(joined):
            return joined
        return self._run_together(word)

    def _one(self, word: str) -> str | None:
        return self._words.get(word) or self._stems.get(_KIND.sub("", word))

    def _run_together(self, word: str) -> list[str] | None:
        """残疾人优抚对象: names one after the other with nothing left over, else None."""
        names, rest = [], word
        while rest:
            head = next((known for known in self._longest_first if rest.startswith(known)), None)
            if not head:
                return None
            names.append(self._words[head])
            rest = rest[len(head) :]
        return names


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", normalise_text(text))
