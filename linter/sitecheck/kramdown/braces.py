"""What stands in braces, ``{: … }`` and ``{::name … /}``: where it ends.

Such a list may begin at each ``{:`` and end at a brace far below, or nowhere. Whoever looks for its end from
each beginning pays for the square of a text like ``{:a {:a {:a …``, so ends are remembered.
"""

from __future__ import annotations

import re
from typing import Final

from sitecheck.kramdown.grammar import S
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

ENDS_LINE: Final = lazy_pattern(rf"{S}*?\n")
ENDS_ANYWHERE: Final = lazy_pattern("")
_CLOSES = lazy_pattern(r"(?<!\\)\}")
_WHITE = lazy_pattern(S)
_AT_ONCE = lazy_pattern(r"(/)?\}")


class Listing(NamedTuple):
    """A complete list of attributes."""

    start: int
    """Where its content begins …"""
    end: int
    """… and ends."""
    after: int
    """What follows it, and its line if it has one of its own."""


class Extension(NamedTuple):
    """The opening ``{::name attributes}`` of an extension, or all of ``{::name attributes /}``."""

    name: str
    span: tuple[int, int]
    attributes: tuple[int, int]
    """Where what stands behind the name begins and ends."""
    closed: bool
    """Whether it ends itself."""

    @property
    def end(self) -> int:
        """What follows it."""
        return self.span[1]


class Braces:
    """Where lists in one text end; ``tail`` must follow the brace.

    kramdown: a list ends at the first brace that no backslash escapes or, where there is none or something
    else follows it, at the last escaped one before it that is followed as it should.
    """

    __slots__ = ("_from", "_last", "_tail", "_text", "_to")

    def __init__(self, text: str, tail: re.Pattern[str]) -> None:
        self._text = text
        self._tail = tail
        self._from, self._to, self._last = 0, -1, -1

    def listing(self, opening: re.Match[str] | None) -> Listing | None:
        """The list whose content follows ``opening``; there is none without content."""
        if opening is None:
            return None
        start = opening.end()
        end = self._end(start)
        return Listing(start, end, self._after(end)) if end > start else None

    def extension(self, opening: re.Match[str] | None) -> Extension | None:
        """The extension whose name, the first group, ends with ``opening``."""
        if opening is None:
            return None
        at, text = opening.end(), self._text
        if _WHITE.match(text, at):
            start, end = at + 1, self._end(at + 1)
        elif (bare := _AT_ONCE.match(text, at)) is not None and self._tail.match(text, bare.end()):
            start, end = at, bare.end() - 1
        else:
            return None
        if end < start:
            return None
        closed = end > start and text[end - 1] == "/"
        span = opening.start(), self._after(end)
        return Extension(name=opening[1], span=span, attributes=(start, end - closed), closed=closed)

    def _after(self, brace: int) -> int:
        tail = self._tail.match(self._text, brace + 1)
        return tail.end() if tail is not None else brace + 1

    def _end(self, start: int) -> int:
        """The brace that ends a list whose content begins at ``start``; -1 without one."""
        if not self._from <= start <= self._to:
            self._look(start)
        return self._last if self._last >= start else -1

    def _look(self, start: int) -> None:
        """Up to the first brace that nothing escapes, lists end alike wherever they begin."""
        text = self._text
        closes = _CLOSES.search(text, start)
        self._from = start
        self._to = len(text) if closes is None else closes.start()
        at = text.rfind("}", start, self._to + 1)
        while at >= 0 and not self._tail.match(text, at + 1):
            at = text.rfind("}", start, at)
        self._last = at
