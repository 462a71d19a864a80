"""Attribute lists: ``{: #id .class key="value" reference}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sitecheck.kramdown.grammar import ID_NAME, S
from sitecheck.kramdown.source import Source
from sitecheck.lazy_pattern import lazy_pattern

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
        for match in _ITEM.finditer(content):
            if match[4]:
                self.refs.append(match[4])
            elif match[5]:
                self._names(source, match, start)
            else:
                value = _unescape(match[3], match[2])
                self.set(match[1], Value(value, *source.span(start + match.start(3), start + match.end(3))))

    def _names(self, source: Source, match: re.Match[str], start: int) -> None:
        for name in _ID_OR_CLASS.finditer(match[5]):
            kind = "id" if name[1] else "class"
            at = start + match.start(5) + name.start() + 1
            value = Value(name[1] or name[2], *source.span(at, at + len(name[0]) - 1))
            self.set(kind, self._joined(value) if kind == "class" else value)

    def _joined(self, value: Value) -> Value:
        before = self.values.get("class")
        return value if before is None else Value(f"{before.text} {value.text}", before.start, value.end)

    def set(self, name: str, value: Value) -> None:
        """Sets one attribute."""
        self.values[name] = value


_QUOTED = rf"({ID_NAME})=(\"|')((?:\\\}}|\\\2|[^}}])*?)\2"
_ID_OR_CLASS = lazy_pattern(r"#([A-Za-z][A-Za-z0-9_:-]*)|\.([^.#\s]+)")
_NAMES = r"(?:#[A-Za-z][A-Za-z0-9_:-]*|\.[^.#\s]+)+"
_ITEM = lazy_pattern(rf"(?:\A|{S})(?:{_QUOTED}|({ID_NAME})|({_NAMES}))(?={S}|\Z)")


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
