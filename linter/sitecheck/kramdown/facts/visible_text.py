"""The text a browser shows, in segments that element boundaries separate, with maps to the document."""

from __future__ import annotations

from sitecheck import html
from sitecheck.html import RAW_ELEMENTS, decode_text
from sitecheck.kramdown.model import Segment
from sitecheck.kramdown.source import Source
from sitecheck.kramdown.span.parser import Piece
from sitecheck.kramdown.tags import REFERENCE

NOT_SHOWN = RAW_ELEMENTS | {"annotation", "annotation-xml", "code", "math", "noscript", "option", "pre"}
"""Elements whose content no math script reads."""


class _SegmentWriter:
    """Gathers the segments of one block."""

    def __init__(self) -> None:
        self.done: list[Segment] = []
        self.parts: list[str] = []
        self.offsets: list[tuple[int, int]] = []
        self.length = 0

    def copied(self, source: Source, text: str, start: int, end: int) -> None:
        if text:
            self.offsets.extend(
                (self.length + at, origin) for at, origin in source.offsets(start, max(end, start + 1))
            )
            self._add(text)

    def made(self, source: Source, text: str, start: int, end: int) -> None:
        """Text that stands for ``[start, end)`` as a whole."""
        if text:
            span = source.span(start, end)
            self.offsets.append((self.length, span.start))
            self._add(text)
            self.offsets.append((self.length, span.end))

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def boundary(self, name: str) -> None:
        if self.parts:
            self.done.append(Segment("".join(self.parts), _compact(self.offsets), name))
        self.parts, self.offsets, self.length = [], [], 0


def _compact(offsets: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for at, origin in offsets:
        if kept and kept[-1][0] == at:
            kept.pop()
        if not kept or origin - kept[-1][1] != at - kept[-1][0]:
            kept.append((at, origin))
    return tuple(kept)


def segments(source: Source, base: int, pieces: list[Piece], *, hard_wrap: bool) -> tuple[Segment, ...]:
    """The segments of a leaf whose text begins at ``base`` of ``source``."""
    writer = _SegmentWriter()
    hidden = ""
    for kind, text, start, end in pieces:
        if hidden:
            if kind != "break" or text != "/" + hidden:
                continue
            hidden = ""
        elif kind == "break" and text in NOT_SHOWN:
            hidden = text
        start, end = base + start, base + end
        if kind == "text" and hard_wrap and "\n" in text:
            _wrapped(writer, source, text, start)
        elif kind == "text":
            writer.copied(source, text, start, end)
        elif kind == "symbol":
            writer.made(source, text, start, end)
        elif kind == "raw":
            _decoded(writer, source, start, end)
        elif kind == "html":
            _verbatim(writer, source, start, end)
        elif kind == "cdata":
            writer.copied(source, source.text[start:end], start, end)
        else:
            writer.boundary(text if kind == "break" else kind)
    writer.boundary("")
    return tuple(writer.done)


def _wrapped(writer: _SegmentWriter, source: Source, text: str, start: int) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            writer.boundary("br")
        writer.copied(source, line, start, start + len(line))
        start += len(line) + 1


def _verbatim(writer: _SegmentWriter, source: Source, start: int, end: int) -> None:
    for token in html.tokens(source.text, start, end):
        if isinstance(token, html.Text):
            _decoded(writer, source, token.start, token.end)
        else:
            writer.boundary(
                f"{'/' * (token.kind == 'end')}{token.name}" if isinstance(token, html.Tag) else "!"
            )


def raw_segments(source: Source, start: int, end: int) -> tuple[Segment, ...]:
    """The text between two tags of raw HTML, its complete character references decoded."""
    writer = _SegmentWriter()
    _decoded(writer, source, start, end)
    writer.boundary("")
    return tuple(segment for segment in writer.done if segment.text.strip())


def _decoded(writer: _SegmentWriter, source: Source, start: int, end: int) -> None:
    text, pos = source.text, start
    for match in REFERENCE.finditer(text, start, end):
        writer.copied(source, text[pos : match.start()], pos, match.start())
        writer.made(source, decode_text(match[0]), match.start(), match.end())
        pos = match.end()
    writer.copied(source, text[pos:end], pos, end)
