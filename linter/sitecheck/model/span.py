"""Positions: offsets into decoded text, lines and columns made from them at the edge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from sitecheck.named_tuple import NamedTuple


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points in a file's decoded text."""

    start: int
    end: int


class Place(NamedTuple):
    """Where something is written: a file (relative to the site root, ``/``-separated) and a span in it."""

    path: str
    span: Span


class Point(NamedTuple):
    """A position for people: line and column, both from 1, the column in code points."""

    line: int
    column: int


class LineIndex:
    """Turns offsets of one text into lines and columns.

    Lines end at LF, CRLF and lone CR only, never at the other separators ``str.splitlines`` knows,
    so line numbers agree with editors and with GitHub.
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]

    def __len__(self) -> int:
        """How many lines there are; the empty text has one."""
        return len(self._starts)

    def point(self, offset: int) -> Point:
        """The line and column of ``offset``; an offset past the end counts as the end."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self._starts, offset)
        return Point(line, offset - self._starts[line - 1] + 1)

    def line(self, offset: int) -> int:
        """The number of the line that ``offset`` is in; an offset past the end counts as the end."""
        return bisect_right(self._starts, max(0, min(offset, len(self._text))))

    def line_span(self, line: int) -> Span:
        """The span of line number ``line`` (from 1) without its line end."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        while end > start and self._text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line_text(self, line: int) -> str:
        """The text of line number ``line`` (from 1) without its line end."""
        start, end = self.line_span(line)
        return self._text[start:end]


class Stretches:
    """Stretches ``[start, end)`` of a text, in any order and perhaps within each other.

    >>> 3 in Stretches([(5, 9), (1, 4)])
    True
    """

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(stretches):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, at: int) -> bool:
        """Whether the character at ``at`` is in one of them; takes time in proportion to a logarithm."""
        before = bisect_right(self._starts, at) - 1
        return before >= 0 and at < self._ends[before]

    def meet(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` has a character in common with one of them; as quick.

        >>> [Stretches([(5, 9)]).meet(1, end) for end in (5, 6)]
        [False, True]
        """
        before = bisect_left(self._starts, end) - 1
        return before >= 0 and start < self._ends[before]
