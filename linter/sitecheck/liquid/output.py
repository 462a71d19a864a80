"""The text being rendered, with the places its stretches come from."""

from __future__ import annotations

from sitecheck.liquid.values import ValueText
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import Reasons, joined
from sitecheck.text.source_map import UNKNOWN, MappedText, Piece, PieceKind

_MAYBE = Piece._fields.index("maybe")
_NEW = tuple.__new__
"""Makes a piece of its fields in order: much of the time of layouts goes here."""


class Frame:
    """The file whose template is being rendered, and the tags that led into it."""

    __slots__ = ("at", "path", "via")

    def __init__(self, path: str, via: tuple[Place, ...] = (), at: Span | None = None) -> None:
        self.path = path
        self.via = via
        self.at = at
        """The tag that makes all of the text; ``None`` where the template stands in the file."""

    def place(self, span: Span) -> Place:
        """The place of a span of this file."""
        return Place(self.path, self.at or span)


class Output:
    """Collects text and pieces."""

    __slots__ = ("_parts", "length", "pieces", "reasons")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.pieces: list[Piece] = []
        self.length = 0
        self.reasons: Reasons = ()
        """Why stretches of the text are not known."""

    def copy(self, text: str, frame: Frame, start: int, maybe: bool) -> None:
        """Add text that stands so in the file, at ``start``."""
        if frame.at is not None:
            self.produce(text, frame, frame.at, maybe)
        elif text:
            end = start + len(text)
            self.pieces.append(
                _NEW(Piece, (self.length, frame.path, start, end, "copied", maybe, frame.via, (), None))
            )
            self._parts.append(text)
            self.length += len(text)

    def produce(self, text: str, frame: Frame, span: Span, maybe: bool, reasons: Reasons = ()) -> None:
        """Add text that the tag or output at ``span`` made; ``reasons`` if it holds unknown stretches."""
        if not text:
            return
        self.reasons = joined(self.reasons, reasons)
        if reasons and text != UNKNOWN:
            self._split(text, frame, span, maybe, reasons)
        else:
            self._add(text, frame, span, maybe, reasons)

    def _split(self, text: str, frame: Frame, span: Span, maybe: bool, reasons: Reasons) -> None:
        for index, known in enumerate(text.split(UNKNOWN)):
            if index:
                self._add(UNKNOWN, frame, span, maybe, reasons)
            if known:
                self._add(known, frame, span, maybe, ())

    def _add(self, text: str, frame: Frame, span: Span, maybe: bool, reasons: Reasons) -> None:
        kind: PieceKind = "unknown" if reasons else "produced"
        start, end = frame.at or span
        self.pieces.append(
            _NEW(Piece, (self.length, frame.path, start, end, kind, maybe, frame.via, reasons, None))
        )
        self._parts.append(text)
        self.length += len(text)

    def produce_value(self, text: ValueText, frame: Frame, span: Span, maybe: bool) -> None:
        """Add text that the output at ``span`` made of values, each with its origin."""
        out = self.length
        start, end = frame.at or span
        for length, origin in text.parts:
            self.pieces.append(
                _NEW(Piece, (out, frame.path, start, end, "produced", maybe, frame.via, (), origin))
            )
            out += length
        self._parts.append(str(text))
        self.length += len(text)

    def replay(self, text: str, pieces: tuple[Piece, ...], maybe: bool) -> None:
        """Add captured text with its own places."""
        base = self.length
        if maybe:
            self.pieces += [_NEW(Piece, (base + p[0], *p[1:_MAYBE], True, *p[_MAYBE + 1 :])) for p in pieces]
        elif base:
            self.pieces += [_NEW(Piece, (base + piece[0], *piece[1:])) for piece in pieces]
        else:
            self.pieces += pieces
        for piece in pieces:
            if piece.reasons:
                self.reasons = joined(self.reasons, piece.reasons)
        self._parts.append(text)
        self.length += len(text)

    @property
    def last(self) -> str:
        """The text that was added last."""
        return self._parts[-1] if self._parts else ""

    def text(self) -> str:
        """All text so far."""
        return "".join(self._parts)

    def ends_with(self, text: str) -> bool:
        """Whether that is what was written last."""
        tail = ""
        for part in reversed(self._parts):
            if len(tail) >= len(text):
                break
            tail = part + tail
        return tail.endswith(text)

    def mapped(self, path: str, offset: int) -> MappedText:
        """The finished text; an empty one maps to ``offset`` of ``path``."""
        if not self.pieces:
            return MappedText.identity(path, "", offset)
        return MappedText(self.text(), tuple(self.pieces))
