"""What a page names and calls within itself: headings, link definitions, footnotes, labels of formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from sitecheck.document import Document
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple

MarkKind = Literal["anchor", "definition", "footnote", "label"]

_ATX = lazy_pattern(r"[ \t]*#{1,6}[ \t]*")
_OWN_ID = lazy_pattern(r"\{#[^{}\n]*\}")
_DEFINED = lazy_pattern(r"[ \t]*\[([^\n]*?)\]:")
_CALLED = lazy_pattern(r"(?s)!?\[(?P<text>.*?)\](?:[ \n]?\[(?P<label>[^\[\]]*)\])?\Z")
_NOTE = lazy_pattern(r"[ \t]*\[\^([^\]\n]+)\]")
_TEX = lazy_pattern(r"\\(?P<call>label|eqref|ref)\s*\{(?P<name>[^{}#\\]+)\}")


class Mark(NamedTuple):
    """A name on a page, where it is written, and whether it is defined there or called.

    ``whole`` is all of what is named: a heading with its marks, a link. ``written_id`` tells that an anchor's
    name itself stands at the place, ``implicit`` that a link's text is its label.
    """

    kind: MarkKind
    name: str
    span: Span
    whole: Span
    defines: bool = False
    written_id: bool = False
    implicit: bool = False


def label_key(label: str) -> str:
    """What two labels of links have in common that are the same to kramdown."""
    return re.sub(r"\s+", " ", label).strip().lower()


def marks(document: Document) -> Iterator[Mark]:
    """The marks that are written in a document's own file, those of a kind together."""
    if document.dialect == "text":
        return
    yield from anchors(document)
    if document.markdown is not None:
        yield from _definitions(document)
        yield from _footnotes(document)
    yield from _labels(document)


def anchors(document: Document) -> Iterator[Mark]:
    """The anchors that a page has; a heading's place is its text."""
    yield from headings(document)
    for id_ in document.ids:
        if id_.place.path == document.path and id_.origin != "footnote":
            written = document.written(id_.place) == id_.id
            if id_.origin != "heading" or written:
                yield Mark("anchor", id_.id, id_.place.span, id_.place.span, defines=True, written_id=True)


def headings(document: Document) -> Iterator[Mark]:
    """The Markdown headings that have an id, each at its text."""
    if document.markdown is None:
        return
    for heading in document.markdown.headings:
        place = _own(document, heading.span)
        if place is not None and heading.id is not None and heading.known:
            yield Mark("anchor", heading.id, heading_text(document.text, place), place, defines=True)


def heading_text(text: str, whole: Span) -> Span:
    """Where the words of a heading stand that is written at ``whole``."""
    line_end = text.find("\n", whole.start, whole.end)
    end = whole.end if line_end < 0 else line_end
    marks = _ATX.match(text, whole.start, end)
    start = marks.end() if marks is not None else whole.start
    return Span(start, start + len(_without_end(text[start:end].rstrip("\r"))))


def _without_end(line: str) -> str:
    """The words of a heading, without the marks and the id behind them. A pattern that is searched for would
    begin at each of thousands of blanks."""
    line = line.rstrip(" \t")
    own = line.rfind("{")
    if own >= 0 and _OWN_ID.fullmatch(line, own):
        line = line[:own].rstrip(" \t")
    return line.rstrip("#").rstrip(" \t")


def _own(document: Document, span: tuple[int, int]) -> Span | None:
    """Where a span of the rendered text stands in the document's own file."""
    place = document.place(*span)
    return place.span if place.path == document.path else None


def _definitions(document: Document) -> Iterator[Mark]:
    markdown = document.markdown
    for definition in markdown.definitions if markdown is not None else ():
        whole = _own(document, definition.span)
        match = _DEFINED.match(document.text, *whole) if whole is not None else None
        if whole is not None and match is not None:
            name = label_key(definition.label)
            yield Mark("definition", name, Span(*match.span(1)), whole, defines=True)
    for link in markdown.links if markdown is not None else ():
        whole = _own(document, link.span) if link.kind == "reference" else None
        match = _CALLED.match(document.text, *whole) if whole is not None else None
        if whole is not None and match is not None:
            part = "label" if match["label"] else "text"
            yield Mark(
                kind="definition",
                name=label_key(match[part]),
                span=Span(*match.span(part)),
                whole=whole,
                implicit=part == "text",
            )


def _footnotes(document: Document) -> Iterator[Mark]:
    markdown = document.markdown
    if markdown is None:
        return
    defined = [id_.span for id_ in markdown.ids if id_.origin == "footnote" and id_.value.startswith("fn:")]
    called = [link.span for link in markdown.links if link.kind == "footnote" and link.href_span is not None]
    for spans, defines in ((defined, True), (called, False)):
        for span in spans:
            whole = _own(document, span)
            match = _NOTE.match(document.text, *whole) if whole is not None else None
            if whole is not None and match is not None:
                yield Mark("footnote", match[1], Span(*match.span(1)), whole, defines=defines)


def _labels(document: Document) -> Iterator[Mark]:
    if not document.may_have_math or ("ref" not in document.text and "label" not in document.text):
        return
    for formula in document.math.formulas:
        for match in _TEX.finditer(formula.tex):
            name, whole = formula.at(*match.span("name")), formula.at(*match.span())
            if name.path == document.path:
                yield Mark("label", match["name"], name.span, whole.span, defines=match["call"] == "label")


def place_of_anchor(document: Document, fragment: str) -> Place | None:
    """Where the anchor ``fragment`` of a page is made: a heading's words, or the id."""
    for heading in headings(document):
        if heading.name == fragment:
            return document.at(heading.span)
    found = next((id_ for id_ in document.ids if id_.id == fragment), None)
    return found.place if found is not None else None
