"""What a page loads: every address in its tags, its Markdown images and its inline style sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitecheck.api import UNKNOWN, Document, Element, Kind, NamedTuple, Place, Span, lazy_pattern
from sitecheck_rules.scripts._address import parse

KINDS: frozenset[Kind] = frozenset({"page", "post", "document", "layout", "include", "static-page"})
"""The files whose tags are judged, each where it is written."""

_JAVASCRIPT = lazy_pattern(r"|module|(?:text|application)/(?:x-)?(?:java|ecma)script(?:1\.[0-5])?(?:\s*;.*)?")
_LOADS = {
    "iframe": ("frame", "src"),
    "frame": ("frame", "src"),
    "embed": ("frame", "src"),
    "object": ("frame", "data"),
    "form": ("form", "action"),
    "img": ("image", "src"),
    "audio": ("media", "src"),
    "video": ("media", "src"),
    "source": ("media", "src"),
    "track": ("media", "src"),
}
_PRELOADS = {"script": "script", "style": "style", "font": "style", "image": "image"}
_CSS_ADDRESS = lazy_pattern(
    r"""@import\s{0,20}["']([^"'\s]{1,2048})["']|(@import\s{1,20})?url\(\s{0,20}["']?([^"'()\s]{1,2048})""",
    re.IGNORECASE,
)
_OF_USER = lazy_pattern(r"\{\{[^{}]{0,200}\b(include|page)\b[.\[]")
_OUTPUT = lazy_pattern(r"\{\{[^{}]*\}\}")
_LONGEST = 100_000
"""So many characters that Liquid has changed are looked through for each address in them."""
_FONT = lazy_pattern(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)", re.IGNORECASE)


class Resource(NamedTuple):
    """An address that a page loads; ``load`` is a word of the catalogue's ``LOADS``.

    ``place`` is the address as written, or the include tag that gives it; ``element`` the tag it stands in,
    ``None`` in Markdown and CSS.
    """

    load: str
    address: str
    place: Place
    element: Element | None = None


def resources(doc: Document) -> Iterator[Resource]:
    """Everything the page loads that is written in this very file, in no special order.

    So is what it gives to an include that does not say by itself from which host that comes: its place is the
    tag.
    """
    seen: set[tuple[Place, str]] = set()  # in a loop one place is many addresses
    for resource in _all(doc):
        place = _told_at(doc, resource)
        if place is not None and (place, resource.address) not in seen:
            seen.add((place, resource.address))
            yield resource._replace(place=place)


def _told_at(doc: Document, resource: Resource) -> Place | None:
    """Where an address is told, if it is told in this file."""
    place, element = resource.place, resource.element
    if doc.is_own(place):
        return place
    if element is None or not element.via:
        return None
    written = doc.written(place)
    user = _OF_USER.search(written)
    if user is None or parse(_OUTPUT.sub(UNKNOWN, written)) is not None:
        return None
    handed_on = user[1] == "include"
    givers = (tag for tag in reversed(element.via) if not (handed_on and "include." in doc.written(tag)))
    giver = next(givers, None) if handed_on else element.via[0]
    return giver if giver is not None and giver.path == doc.path else None


def _all(doc: Document) -> Iterator[Resource]:
    for element in doc.elements:
        yield from _of_element(element)
        if element.name == "style" and element.body_place:
            yield from _of_style(doc, element.body, element.body_place)
        if style := element.get("style"):
            yield from _of_style(doc, style.value, style.place)
    for link in doc.links:
        picture = link.element == "img" and link.syntax != "html"
        if link.href is not None and (picture or link.attribute == "srcset"):
            yield Resource("image", link.href, link.place)


def inline_scripts(doc: Document) -> Iterator[Element]:
    """The scripts and import maps whose text stands in this very file."""
    for element in doc.elements:
        place = element.body_place
        if element.name != "script" or place is None or not doc.is_own(place):
            continue
        if element.body.strip() and (is_javascript(element) or element.keyword("type") == "importmap"):
            yield element


def is_javascript(element: Element) -> bool:
    """Whether a browser runs the script; other types are data to it (HTML standard, prepare the script)."""
    return _JAVASCRIPT.fullmatch(element.keyword("type")) is not None


def inside(doc: Document, text: str, place: Place) -> Callable[[int, int], Place]:
    """What tells the place of ``[start, end)`` of ``text``, rendered at ``place``: all of that if Liquid made
    it, or if there is too much to look through for each."""
    written = doc.text[place.span.start : place.span.end] if place.path == doc.path else ""
    is_written = written == text
    may_look = len(written) <= _LONGEST

    def place_of(start: int, end: int) -> Place:
        at = start if is_written else written.find(text[start:end]) if may_look else -1
        if at < 0:
            return place
        return Place(place.path, Span(place.span.start + at, place.span.start + at + end - start))

    return place_of


def _of_element(element: Element) -> Iterator[Resource]:
    name = element.name
    if name == "script":
        if is_javascript(element):
            yield from _attribute(element, "src", "script")
    elif name == "link":
        if load := _link_load(element):
            yield from _attribute(element, "href", load)
    elif name == "input":
        if element.value("type").lower() == "image":
            yield from _attribute(element, "src", "image")
    elif name in _LOADS:
        load, attribute = _LOADS[name]
        yield from _attribute(element, attribute, load)
        if name == "video":
            yield from _attribute(element, "poster", "image")


def _attribute(element: Element, name: str, load: str) -> Iterator[Resource]:
    attribute = element.get(name)
    if attribute is not None and attribute.value.strip():
        yield Resource(load, attribute.value, attribute.place, element)


def _link_load(element: Element) -> str:
    rel = element.keywords("rel")
    if "stylesheet" in rel:
        return "style"
    if "modulepreload" in rel:
        return "script"
    if "preload" in rel:
        return _PRELOADS.get(element.value("as").lower(), "")
    return "image" if "icon" in rel else ""


def _of_style(doc: Document, text: str, place: Place) -> Iterator[Resource]:
    place_of = inside(doc, text, place)
    for match in _CSS_ADDRESS.finditer(text):
        group = 1 if match[1] else 3
        address = match[group]
        style = match[1] or match[2] or _FONT.search(address)
        yield Resource("style" if style else "image", address, place_of(*match.span(group)))
