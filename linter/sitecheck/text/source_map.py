"""Rendered text that remembers where each of its characters was written."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from sitecheck.model.origin import Origin
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import Reasons
from sitecheck.named_tuple import NamedTuple

UNKNOWN = "\uf8ff"
"""Stands in rendered text for output that cannot be known without building (a private-use character)."""

PieceKind = Literal["copied", "produced", "unknown"]


class Piece(NamedTuple):
    """A run of rendered text that has one origin; it ends where the next piece begins.

    ``copied`` text stands character for character at ``start`` of ``path``; ``produced`` text was made by
    the tag or output written at ``[start, end)``; ``unknown`` pieces are produced and hold :data:`UNKNOWN`.
    ``maybe`` marks text of a branch that may not run. ``via`` names the tags that led into an included
    file, outermost first. ``reasons`` say why an unknown piece is unknown. ``origin`` tells where a produced
    text was written, when it is the value of a key or a parameter.
    """

    out: int
    path: str
    start: int
    end: int
    kind: PieceKind = "copied"
    maybe: bool = False
    via: tuple[Place, ...] = ()
    reasons: Reasons = ()
    origin: Origin | None = None

    def at(self, out: int) -> Piece:
        """The same piece where it begins at ``out``; ``_replace`` takes three times as long."""
        return tuple.__new__(Piece, (out, *self[1:]))


class MappedText:
    """``text`` and, for every range of it, the place in the author's files that it came from."""

    __slots__ = ("_outs", "pieces", "text")

    def __init__(self, text: str, pieces: tuple[Piece, ...]) -> None:
        self.text = text
        self.pieces = pieces
        self._outs = [piece.out for piece in pieces]

    @classmethod
    def identity(cls, path: str, text: str, offset: int = 0) -> MappedText:
        """The map of text that stands unchanged at ``offset`` of ``path``."""
        return cls(text, (Piece(0, path, offset, offset + len(text)),))

    def fresh(self) -> MappedText:
        """The same for who needs it once: where it is made when it is asked for, nothing of it stays."""
        return self

    def cut(self, length: int, reasons: Reasons) -> MappedText:
        """The first ``length`` characters, and one unknown stretch for the rest."""
        kept = self.between(0, length) if length else ()
        rest = self.piece_at(length)
        begin = _origin(rest, length)[0]
        end = Piece(
            out=length,
            path=rest.path,
            start=begin,
            end=rest.end,
            kind="unknown",
            maybe=False,
            via=rest.via,
            reasons=reasons,
        )
        return MappedText(self.text[:length] + UNKNOWN, (*kept, end))

    def piece_at(self, offset: int) -> Piece:
        """The piece that holds the character at ``offset`` (the last piece for the end of the text)."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        return self.pieces[(bisect_right(self._outs, offset) or 1) - 1]

    def between(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that hold characters of ``[start, end)``, at least one."""
        first = max(0, bisect_right(self._outs, start) - 1)
        last = max(first + 1, bisect_right(self._outs, max(start, end - 1)))
        return self.pieces[first:last]

    def place(self, start: int, end: int) -> Place:
        """Where ``[start, end)`` of the text is written.

        The span covers everything between its first and last character when both stand in one file; a
        range that runs from one file into another is placed in the file it starts in.
        """
        first = self.piece_at(start)
        last = self.piece_at(end - 1) if end > start else first
        if last is first and first.kind == "copied":  # as nearly always: 30 times a page
            shift = first.start - first.out
            begin = min(start + shift, first.end)
            return Place(first.path, Span(begin, max(begin, min(end + shift, first.end))))
        begin, stop = _origin(first, start)
        if end > start and last.path == first.path and last.via == first.via:
            stop = max(stop, _origin(last, end - 1)[1])
        return Place(first.path, Span(begin, stop))


def _origin(piece: Piece, offset: int) -> tuple[int, int]:
    if piece.kind == "copied":
        begin = min(piece.start + offset - piece.out, piece.end)
        return begin, min(begin + 1, piece.end)
    return piece.start, piece.end
