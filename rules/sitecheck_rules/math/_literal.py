"""Reads an object of JavaScript whose values are literals, and keeps how each value is written."""

from __future__ import annotations

import re
from typing import Union

from sitecheck.api import NamedTuple, lazy_pattern

_TOKEN = lazy_pattern(
    r"""
    (?P<space>[\s\ufeff]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
    | (?P<text>"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*')
    | (?P<word>-?\d+(?:\.\d+)?|-?\.\d+|(?:true|false|null)\b)
    | (?P<name>[A-Za-z_$][\w$]*)
    | (?P<sign>[{}\[\]:,])
    """,
    re.VERBOSE,
)
_DEEPEST = 20
_LONGEST = 50_000


class Literal(NamedTuple):
    """A value that is no object: how it is written, and the strings of a list ("" for what is none)."""

    written: str
    items: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """A string without its quotes (escapes stay as they are), any other value as it is written."""
        return self.written[1:-1] if self.written[:1] in "'\"" else self.written


Tree = dict[str, Union[Literal, "Tree"]]


class _Token(NamedTuple):
    kind: str
    written: str
    start: int
    end: int


class _UnreadableError(Exception):
    """Something other than literals, or no JavaScript at all."""


def read_object(text: str) -> Tree | None:
    """The object that is all of ``text``; ``None`` where a value would have to be run to be known."""
    if len(text) > _LONGEST:
        return None
    try:
        reader = _Reader(text)
        value = reader.value(0)
        return value if isinstance(value, dict) and reader.at == len(reader.tokens) else None
    except _UnreadableError:
        return None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[_Token] = []
        self.at = 0
        at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise _UnreadableError
            at = match.end()
            if match.lastgroup != "space":
                self.tokens.append(_Token(str(match.lastgroup), match[0], match.start(), at))

    def value(self, depth: int) -> Literal | Tree:
        if depth > _DEEPEST:
            raise _UnreadableError
        token = self._next()
        if token.written == "{":
            return self._object(depth)
        if token.written == "[":
            return self._list(token, depth)
        if token.kind not in ("text", "word"):
            raise _UnreadableError
        return Literal(token.written)

    def _object(self, depth: int) -> Tree:
        tree: Tree = {}
        while not self._take("}"):
            key = self._next()
            if key.kind not in ("name", "text", "word") or not self._take(":"):
                raise _UnreadableError
            name = Literal(key.written).text
            if name in tree or "\\" in name:
                raise _UnreadableError
            tree[name] = self.value(depth + 1)
            if not self._take(",") and not self._is("}"):
                raise _UnreadableError
        return tree

    def _list(self, opening: _Token, depth: int) -> Literal:
        items: list[str] = []
        while not self._take("]"):
            value = self.value(depth + 1)
            items.append(value.text if isinstance(value, Literal) else "")
            if not self._take(",") and not self._is("]"):
                raise _UnreadableError
        return Literal(self.text[opening.start : self.tokens[self.at - 1].end], tuple(items))

    def _next(self) -> _Token:
        if self.at >= len(self.tokens):
            raise _UnreadableError
        self.at += 1
        return self.tokens[self.at - 1]

    def _is(self, sign: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].written == sign

    def _take(self, sign: str) -> bool:
        found = self._is(sign)
        self.at += found
        return found
