"""Lines and characters, as the protocol counts them, and offsets in a text.

Lines end at LF, CRLF and CR only. Characters are counted in UTF-16 code units, or in what editor and server
have agreed on (LSP 3.17, "Position" and "positionEncoding").
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from lsprotocol import types

from sitecheck.model.span import LineIndex, Span

Encoding = types.PositionEncodingKind | str


class Positions:
    """Positions in one text."""

    def __init__(self, text: str, encoding: Encoding = types.PositionEncodingKind.Utf16) -> None:
        self.text = text
        self._lines = LineIndex(text)
        self._units = _UNITS[types.PositionEncodingKind(encoding)]
        self._is_plain = text.isascii() or encoding == types.PositionEncodingKind.Utf32

    def position(self, offset: int) -> types.Position:
        """The position of an offset; one past the end counts as the end."""
        point = self._lines.point(offset)
        if self._is_plain:
            return types.Position(point.line - 1, point.column - 1)
        start = self._lines.line_span(point.line).start
        return types.Position(point.line - 1, self._units(self.text[start : start + point.column - 1]))

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position; behind the end of a line or of the text it is that end."""
        if position.line >= len(self._lines):
            return len(self.text)
        start, end = self._lines.line_span(max(0, position.line) + 1)
        if self._is_plain:
            return min(start + position.character, end)
        return start + _fitting(self.text[start:end], position.character, self._units)

    def span(self, range_: types.Range) -> Span:
        """The span of a range."""
        start = self.offset(range_.start)
        return Span(start, max(start, self.offset(range_.end)))


def _fitting(text: str, most: int, units: Callable[[str], int]) -> int:
    """How many of the first characters of ``text`` take no more than ``most`` units."""
    low, high = 0, min(len(text), most)
    middle = high  # where each takes one, it is all of them
    while low < high:
        taken = units(text[low:middle])  # not those in front again: a line may be long
        if taken <= most:
            low, most = middle, most - taken
        else:
            high = middle - 1
        middle = (low + high + 1) // 2
    return low


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


_UNITS = {
    types.PositionEncodingKind.Utf16: _utf16,
    types.PositionEncodingKind.Utf8: _utf8,
    types.PositionEncodingKind.Utf32: len,
}


def changed(text: str, changes: Iterable[types.TextDocumentContentChangeEvent], encoding: Encoding) -> str:
    """``text`` after the changes, one after the other."""
    edited = EditedText(text, encoding)
    edited.change(changes)
    return edited.text


class EditedText:
    """A text that is edited again and again: an edit costs what it changes, not what the text is long."""

    def __init__(self, text: str, encoding: Encoding) -> None:
        self._units = _UNITS[types.PositionEncodingKind(encoding)]
        self._lines = _lines(text, is_end=True)

    @property
    def text(self) -> str:
        """What it is now; costs what the text is long."""
        return "".join(self._lines)

    def change(self, changes: Iterable[types.TextDocumentContentChangeEvent]) -> None:
        """Makes the changes, one after the other."""
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                self._replace(change.range, change.text)
            else:
                self._lines = _lines(change.text, is_end=True)

    def _replace(self, range_: types.Range, text: str) -> None:
        lines = self._lines
        start = self._place(range_.start)
        first, (last, end) = start[0], max(start, self._place(range_.end))
        head, tail = lines[first][: start[1]], lines[last][end:]
        if first and not head and lines[first - 1].endswith("\r"):
            first -= 1  # with a line feed that comes next it is one line end
            head = lines[first]
        lines[first : last + 1] = _lines(head + text + tail, is_end=last + 1 == len(lines))

    def _place(self, position: types.Position) -> tuple[int, int]:
        """The number of the line, and the characters in front; what is beyond is the end."""
        if position.line >= len(self._lines):
            return len(self._lines) - 1, len(self._lines[-1])
        number = max(0, position.line)
        line = self._lines[number].rstrip("\r\n")
        if line.isascii():
            return number, min(position.character, len(line))
        return number, _fitting(line, position.character, self._units)


def _lines(text: str, *, is_end: bool) -> list[str]:
    """The lines of a text with their ends; at the end of a whole text is one without, be it empty."""
    lines = list(io.StringIO(text, newline=""))  # a pattern takes ten times as long where a line is long
    if is_end and (not lines or lines[-1].endswith(("\r", "\n"))):
        lines.append("")
    return lines
