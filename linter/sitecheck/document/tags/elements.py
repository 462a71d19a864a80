"""HTML elements, and what stands in links, from the tags of a rendered text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from sitecheck.html import Attr, Raw, Tag, decode_text
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Place, Stretches
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText

_COMMENT = lazy_pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Attribute(NamedTuple):
    """An attribute of an element: lower-case name, decoded value, where the value is written."""

    name: str
    value: str
    place: Place


class Element(NamedTuple):
    """A start tag on a page, at its place in the author's files.

    ``body`` is the text of a script, style, textarea or title. ``maybe`` marks an element on a Liquid branch
    that may not be rendered; ``known`` is false when part of the tag cannot be known from the sources.
    ``pattern`` marks one in a ``<template>``, of which a script makes parts of the page, or in a
    ``<dialog>``, which a script shows.
    """

    name: str
    attributes: tuple[Attribute, ...]
    place: Place
    body: str
    body_place: Place | None
    maybe: bool
    known: bool
    via: tuple[Place, ...]
    pattern: bool = False

    def get(self, name: str) -> Attribute | None:
        """The attribute a browser would use: the first of that name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def value(self, name: str) -> str:
        """The value of that attribute, "" when it is not there."""
        attribute = self.get(name)
        return attribute.value if attribute is not None else ""

    def keyword(self, name: str) -> str:
        """That value as keywords are compared: without white space around it, in lower case."""
        return self.value(name).strip().lower()

    def keywords(self, name: str) -> list[str]:
        """The keywords of that value, in lower case: of ``rel``, which holds several."""
        return self.value(name).lower().split()


def read_elements(mapped: MappedText, tags: Sequence[Tag], raws: Iterable[Raw]) -> Iterator[Element]:
    """The elements that ``tags`` of ``mapped`` start, with the raw text that follows each."""
    bodies = {raw.start: raw for raw in raws}
    patterns = patterns_in(tags, ("template", "dialog"))
    for tag in tags:
        if tag.kind == "end":
            continue
        piece = mapped.piece_at(tag.start)
        raw = bodies.get(tag.end)
        yield Element(
            name=tag.name,
            attributes=tuple(_attribute(mapped, attr) for attr in tag.attrs),
            place=mapped.place(tag.start, tag.end),
            body=mapped.text[raw.start : raw.end] if raw else "",
            body_place=mapped.place(raw.start, raw.end) if raw else None,
            maybe=piece.maybe,
            known=UNKNOWN not in mapped.text[tag.start : tag.end],
            via=piece.via,
            pattern=tag.start in patterns,
        )


def patterns_in(tags: Iterable[Tag], names: Collection[str] = ("template",)) -> Stretches:
    """The contents of elements of these ``names``: those of a ``<template>`` are no part of the page, but
    what a script may make parts of."""
    found: list[tuple[int, int]] = []
    open_: list[int] = []
    for tag in tags:
        if tag.name not in names:
            continue
        if tag.kind != "end":
            open_.append(tag.end)
        elif open_:
            found.append((open_.pop(), tag.start))
    return Stretches(found)


class Hyperlink(NamedTuple):
    """An ``<a href>`` that is written as a tag, with what stands in it."""

    element: Element
    place: Place
    """From the start tag to the end tag."""
    text: str
    """The text in it as rendered, without tags; Markdown in it is left as it is written."""
    inside: tuple[Element, ...]
    """The elements that start in it."""


def read_hyperlinks(
    mapped: MappedText, tags: Sequence[Tag], elements: Iterable[Element]
) -> Iterator[Hyperlink]:
    """The ``<a href>`` among ``elements``, which are those of ``tags``; each ends where the next tag of an
    ``a`` begins, as links do not nest."""
    at_tag = iter(elements)
    open_: Element | None = None
    text: list[str] = []
    inside: list[Element] = []
    begin = until = 0
    for tag in tags:
        element = next(at_tag) if tag.kind != "end" else None
        if tag.start < until:
            open_ = None  # a footnote's text comes last, wherever it is written
        if open_ is not None:
            text.append(mapped.text[until : tag.start])
            if tag.name == "a":
                yield Hyperlink(open_, mapped.place(begin, tag.start), _shown("".join(text)), tuple(inside))
                open_ = None
            elif element is not None:
                inside.append(element)
        if element is not None and tag.name == "a" and element.get("href") is not None:
            open_, begin, text, inside = element, tag.start, [], []
        until = tag.end


def _shown(text: str) -> str:
    return decode_text(_COMMENT.sub("", text))


def _attribute(mapped: MappedText, attr: Attr) -> Attribute:
    return Attribute(attr.name, attr.value, mapped.place(attr.value_start, attr.value_end))
