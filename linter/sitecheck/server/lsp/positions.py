"""Lines and characters, as the protocol counts them, and offsets in a text.

Lines end at LF, CRLF and CR only. Characters are counted in UTF-16 code units, or in what editor and server
have agreed on (LSP 3.17, "Position" and "positionEncoding").
"""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from sitecheck.model.span import LineIndex, Span

Encoding = types.PositionEncodingKind | str
_BEYOND = 0xFFFF
"""The last code point that is one unit of UTF-16."""


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
        left, at = position.character, start
        while at < end and (left := left - self._units(self.text[at])) >= 0:
            at += 1
        return at

    def span(self, range_: types.Range) -> Span:
        """The span of a range."""
        start = self.offset(range_.start)
        return Span(start, max(start, self.offset(range_.end)))


def _utf16(text: str) -> int:
    return len(text) + sum(ord(character) > _BEYOND for character in text)


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


_UNITS = {
    types.PositionEncodingKind.Utf16: _utf16,
    types.PositionEncodingKind.Utf8: _utf8,
    types.PositionEncodingKind.Utf32: len,
}


def changed(text: str, changes: Iterable[types.TextDocumentContentChangeEvent], encoding: Encoding) -> str:
    """``text`` after the changes, one after the other."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = Positions(text, encoding).span(change.range)
            text = text[:start] + change.text + text[end:]
        else:
            text = change.text
    return text
