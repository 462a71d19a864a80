"""What the browser shows of a page: its text in unbroken runs, as a script that searches it finds them."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from sitecheck import html, kramdown
from sitecheck.kramdown.model import mapped as mapped_span
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.page.skipped import USUAL
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile

Offsets = tuple[tuple[int, int], ...]

_MARKDOWN: Final = "data-markdown"
"""What marks slides of reveal.js in Markdown: its script makes code and formulas of them in its own way."""
_JOINED: Final = {"br": "\n", "wbr": "", "!": ""}
"""What MathJax reads for an element within a formula; KaTeX reads over none."""


class TextRun(NamedTuple):
    """A run of text as the browser sees it, and where it stands in the rendered text."""

    text: str
    offsets: Offsets


def visible_blocks(file: RenderedFile) -> tuple[kramdown.VisibleText, ...]:
    """What the browser shows of each block of a Markdown file; nothing of any other file."""
    return file.markdown_text.visible if file.markdown is not None else ()


def visible_runs(
    file: RenderedFile, blocks: Iterable[kramdown.VisibleText], *, joined: bool = True
) -> Iterator[TextRun]:
    """The text of a file, whose blocks are given if it is Markdown, in unbroken runs."""
    if file.markdown is None:
        yield from html_runs(file.rendered.text, joined=joined)
    for block in blocks:
        yield from block_runs(block.segments, joined=joined)


def block_runs(segments: Iterable[kramdown.Segment], *, joined: bool = True) -> Iterator[TextRun]:
    """The runs of one block: elements end a run, but for those that MathJax reads over, if ``joined``."""
    text, offsets = "", list[tuple[int, int]]()
    for segment in segments:
        offsets += ((len(text) + at, origin) for at, origin in segment.offsets)
        text += segment.text
        if joined and segment.before in _JOINED:
            text += _JOINED[segment.before]
            continue
        yield TextRun(text, tuple(offsets))
        text, offsets = "", []
    if text:
        yield TextRun(text, tuple(offsets))


def html_runs(source: str, *, joined: bool = True) -> Iterator[TextRun]:
    """The runs of text of an HTML page in which formulas are looked for."""
    text, offsets = "", list[tuple[int, int]]()
    skipped: list[str] = []
    for token in html.tokens(source):
        if isinstance(token, html.Text):
            if not skipped:
                more, places = _decoded(source, token.start, token.end)
                offsets += ((len(text) + at, origin) for at, origin in places)
                text += more
            continue
        name = token.name if isinstance(token, html.Tag) else "!"
        if joined and name in _JOINED:
            text += _JOINED[name]
            continue
        if text:
            yield TextRun(text, tuple(offsets))
            text, offsets = "", []
        if isinstance(token, html.Tag):
            if token.kind == "start" and (token.name in USUAL or token.get(_MARKDOWN) is not None):
                skipped.append(token.name)
            elif skipped and token.kind == "end" and token.name == skipped[-1]:
                skipped.pop()
    if text:
        yield TextRun(text, tuple(offsets))


_REFERENCE: Final = lazy_pattern(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")


def _decoded(source: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    places = [(0, start)]
    length, at = 0, start
    for match in _REFERENCE.finditer(source, start, end):
        value = html.decode_text(match[0])
        parts += (source[at : match.start()], value)
        length += match.start() - at + len(value)
        places.append((length, match.end()))
        at = match.end()
    parts.append(source[at:end])
    return "".join(parts), places


def part(offsets: Offsets, start: int, end: int) -> Offsets:
    """The map of ``[start, end)`` of a text."""
    first = bisect_right(offsets, (start, sys.maxsize))
    beyond = bisect_left(offsets, (end,), first)
    return (
        (0, mapped_span(offsets, start, start).start),
        *((at - start, origin) for at, origin in offsets[first : beyond + 1]),
    )
