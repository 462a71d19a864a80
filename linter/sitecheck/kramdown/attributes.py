"""Attribute lists: ``{: #id .class key="value" reference}``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from sitecheck.kramdown.grammar import ID_NAME, S
from sitecheck.kramdown.source import Source
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

MAX_LENGTH = 4_000
"""How much of a list is read: what is longer is not an attribute list that anybody wrote."""


class Value(NamedTuple):
    """An attribute's value and where it is written in the document."""

    text: str
    start: int
    end: int


class Attributes:
    """What one or more attribute lists say: values by name, and names of lists defined elsewhere."""

    __slots__ = ("refs", "values")

    def __init__(self) -> None:
        self.refs: list[str] = []
        self.values: dict[str, Value] = {}

    def read(self, source: Source, start: int, end: int) -> None:
        """Takes in the list whose content is ``source.text[start:end]``."""
        content = source.text[start : min(end, start + MAX_LENGTH)]
        # kramdown: what fits no form of attribute is passed over.
        quotes, at = _Quotes(content), 0
        while match := _ITEM.search(content, at):
            at = match.end()
            if match[3]:
                self.refs.append(match[3])
            elif match[4]:
                self._names(source, match, start)
            else:
                closing = quotes.end(at, match[2])
                if closing is not None:
                    value = _unescape(content[at:closing], match[2])
                    self.set(match[1], Value(value, *source.span(start + at, start + closing)))
                at = match.start() + 1 if closing is None else closing + 1

    def _names(self, source: Source, match: re.Match[str], start: int) -> None:
        for name in _ID_OR_CLASS.finditer(match[4]):
            kind = "id" if name[1] else "class"
            at = start + match.start(4) + name.start() + 1
            value = Value(name[1] or name[2], *source.span(at, at + len(name[0]) - 1))
            self.set(kind, self._joined(value) if kind == "class" else value)

    def _joined(self, value: Value) -> Value:
        before = self.values.get("class")
        return value if before is None else Value(f"{before.text} {value.text}", before.start, value.end)

    def set(self, name: str, value: Value) -> None:
        """Sets one attribute."""
        self.values[name] = value


_ID_OR_CLASS = lazy_pattern(r"#([A-Za-z][A-Za-z0-9_:-]*)|\.([^.#\s]+)")
_NAMES = r"(?:#[A-Za-z][A-Za-z0-9_:-]*|\.[^.#\s]+)+"
_ITEM = lazy_pattern(rf"(?:\A|{S})(?:({ID_NAME})=([\"'])|(?:({ID_NAME})|({_NAMES}))(?={S}|\Z))")
"""An attribute up to its value, a reference, or names of classes and ids."""
_BRACE = lazy_pattern(r"(?<!\\)\}")
_ENDS = {quote: lazy_pattern(rf"(?<!\\){quote}(?={S}|\Z)") for quote in "\"'"}
_ESCAPED_ENDS = {quote: lazy_pattern(rf"(?<=\\){quote}(?={S}|\Z)") for quote in "\"'"}


class _Quotes:
    """Where the values in a list end: kramdown's pattern takes for ever in Python where no quote ends one.
    Here each kind of end is looked for once up to where it is."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._brace = -1
        self._next = dict.fromkeys(_ENDS, -1)
        self._escaped: dict[str, list[int]] = {}

    def end(self, at: int, quote: str) -> int | None:
        """Where the quote is that ends the value from ``at`` on; ``None`` where none does.

        It is the first that has no backslash before it; without one, the last that has.
        """
        if self._brace < at:
            self._brace = self._first(_BRACE, at)
        if self._next[quote] < at:
            self._next[quote] = self._first(_ENDS[quote], at)
        if self._next[quote] < self._brace:
            return self._next[quote]
        if quote not in self._escaped:
            self._escaped[quote] = [each.start() for each in _ESCAPED_ENDS[quote].finditer(self._content)]
        ends = self._escaped[quote]
        before = bisect_left(ends, self._brace)
        return ends[before - 1] if before and ends[before - 1] >= at else None

    def _first(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.search(self._content, at)
        return len(self._content) if match is None else match.start()


def _unescape(value: str, quote: str) -> str:
    return value.replace("\\}", "}").replace("\\" + quote, quote) if "\\" in value else value


def apply(
    attrs: dict[str, Value], listed: Attributes, defined: Mapping[str, Attributes], depth: int = 0
) -> None:
    """Sets on an element what ``listed`` says, the lists it refers to first."""
    # kramdown applies the lists that are referred to first, whatever the order they are written in.
    for ref in listed.refs:
        if ref in defined and depth < 5:
            apply(attrs, defined[ref], defined, depth + 1)
    for name, value in listed.values.items():
        before = attrs.get(name)
        # kramdown joins classes; of other attributes the last counts.
        if name == "class" and before is not None:
            value = Value(f"{before.text} {value.text}", before.start, value.end)
        attrs[name] = value
