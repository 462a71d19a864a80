"""The anchors that the tags of a rendered text make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitecheck.document.tags.elements import patterns_in
from sitecheck.html import Tag
from sitecheck.html.model import HEADING_LEVELS
from sitecheck.model.facts import Id, Origin
from sitecheck.text.source_map import UNKNOWN, MappedText

NAMED = ("a", "map")
"""Elements whose ``name`` is an anchor."""
_DRAWN = frozenset(
    {
        *("g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "use"),
        *("defs", "mask", "clippath", "lineargradient", "radialgradient", "stop", "pattern"),
        *("filter", "symbol", "svg"),
    }
)
"""An SVG and its parts (https://www.w3.org/TR/SVG2/eltindex.html)."""


def page_ids(mapped: MappedText, tags: Sequence[Tag]) -> Iterator[Id]:
    """The anchors that all tags of a text make; those in ``<template>`` may come into the page."""
    patterns = patterns_in(tags)
    for tag in tags:
        found = tag_ids(mapped, tag)
        yield from (id_._replace(maybe=True) for id_ in found) if tag.start in patterns else found


def modal_ids(mapped: MappedText, tag: Tag) -> Iterator[Id]:
    """The anchor by which the script Remodal opens a dialog."""
    attr = tag.get("data-remodal-id") if tag.kind != "end" else None
    if attr is not None and attr.value:
        place = mapped.place(attr.value_start, attr.value_end)
        yield Id(attr.value, place, "name", mapped.piece_at(tag.start).maybe)


def tag_ids(mapped: MappedText, tag: Tag) -> Iterator[Id]:
    """The anchors that one start tag makes: its ``id``, the ``name`` of an ``<a>`` or ``<map>``, and
    :func:`modal_ids`. One of which a part is not known is maybe another."""
    if tag.kind == "end":
        return
    yield from modal_ids(mapped, tag)
    named: dict[str, Origin] = {"id": id_origin(mapped, tag)}
    if tag.name in NAMED:
        named["name"] = "name"
    for name, origin in named.items():
        attr = tag.get(name)
        if attr is not None and attr.value:
            place = mapped.place(attr.value_start, attr.value_end)
            yield Id(attr.value, place, origin, mapped.piece_at(tag.start).maybe or UNKNOWN in attr.value)


def id_origin(mapped: MappedText, tag: Tag) -> Origin:
    """What gives the ``id`` of a tag that is written as HTML, or that Liquid prints."""
    if tag.name in _DRAWN:
        return "drawing"
    is_printed = tag.name in HEADING_LEVELS and mapped.piece_at(tag.start).kind == "produced"
    return "converted" if is_printed else "html"
