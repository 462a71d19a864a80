"""The headings of a file as it is published, and where among those of a layout the content stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sitecheck.html.model import HEADING_LEVELS
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import PageHeading

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile

CONTENT = lazy_pattern(r"\{\{-?\s*content\s*-?\}\}")
"""What prints the content of a page in a layout, as it is."""
_UNSEEN = frozenset({"aria-hidden", "hidden", "role"})
"""Attributes by which an element that looks like a heading may be none."""


def headings_of(doc: RenderedFile) -> tuple[PageHeading, ...]:
    """The headings of a page or layout, in the order of the built page."""
    return tuple(heading for _, heading in _found(doc))


def before_content(doc: RenderedFile) -> int | None:
    """How many headings of a layout stand before the content of the page; ``None`` where the layout does not
    show it once, for certain and as it is."""
    if doc.context.content_fate(doc.path) != "as it is":
        return None
    shown = [
        piece
        for piece in doc.rendered.pieces
        if piece.path == doc.path and CONTENT.fullmatch(doc.text, piece.start, piece.end)
    ]
    if len(shown) != 1 or shown[0].maybe:
        return None
    return sum(start < shown[0].out for start, _ in _found(doc))


def _found(doc: RenderedFile) -> list[tuple[int, PageHeading]]:
    headings = doc.markdown.headings if doc.markdown else ()
    spans = [(*heading.span, heading.level) for heading in headings]
    spans += _tagged(doc)
    return [
        (start, PageHeading(level, doc.place(start, end), doc.maybe(start)))
        for start, end, level in sorted(spans)
    ]


def _tagged(doc: RenderedFile) -> Iterator[tuple[int, int, int]]:
    for tag in doc.tags:
        is_heading = tag.name in HEADING_LEVELS and tag.kind != "end"
        if is_heading and not any(attr.name in _UNSEEN for attr in tag.attrs):
            yield tag.start, tag.end, HEADING_LEVELS[tag.name]
