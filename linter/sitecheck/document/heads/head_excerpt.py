"""What is kept of the text of a head: the tags that say something, and where they come from.

The heads of all pages are held at once. Of the text of each only a small part is ever asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from sitecheck.text.source_map import MappedText, Piece

_AROUND = 1
"""So many characters beside each stretch are kept: the quotation marks around a value."""


class Excerpt:
    """Stretches of a text, one after the other; the places of all in them are those of the whole text."""

    def __init__(self, whole: MappedText, stretches: Iterable[tuple[int, int]]) -> None:
        self._begins: list[int] = []
        self._shifts: list[int] = []
        texts: list[str] = []
        pieces: list[Piece] = []
        length = 0
        for start, end in _merged(stretches, len(whole.text)):
            self._begins.append(start)
            self._shifts.append(length - start)
            texts.append(whole.text[start:end])
            pieces += (_moved(piece, start, length - start) for piece in whole.between(start, end))
            length += end - start
        self.mapped = MappedText("".join(texts), tuple(pieces) or whole.pieces[:1])
        """The text."""

    def at(self, offset: int) -> int:
        """Where a character of a stretch of the whole text is in this one."""
        return offset + self._shifts[bisect_right(self._begins, offset) - 1]


def _merged(stretches: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        begin, stop = max(0, start - _AROUND), min(length, end + _AROUND)
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], stop)
        elif begin < stop:
            found.append((begin, stop))
    return found


def _moved(piece: Piece, start: int, shift: int) -> Piece:
    cut = max(0, start - piece.out)
    begin = piece.start + cut if piece.kind == "copied" else piece.start
    out, path, _, *rest = piece
    return Piece._make((out + cut + shift, path, begin, *rest))
