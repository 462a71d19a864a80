"""HTML elements and the addresses in them, from the tags of a rendered text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from sitecheck.html import Attr, Raw, Tag, decode_attribute, decode_text
from sitecheck.html.model import HEADING_LEVELS
from sitecheck.model.facts import Id, Link, Origin, Syntax
from sitecheck.model.origin import LinkValue
from sitecheck.model.span import Place, Stretches
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because
from sitecheck.text.source_map import UNKNOWN, MappedText, Piece

ADDRESSES: dict[str, tuple[str, ...]] = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset", "usemap"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data", "usemap"),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""The attributes that hold addresses of pages or files, by element (HTML's list of attributes; SVG 2)."""
NAMED = ("a", "map")
"""Elements whose ``name`` is an anchor."""
_DRAWN = frozenset(
    (
        *("g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "text", "tspan", "use"),
        *("defs", "mask", "clippath", "lineargradient", "radialgradient", "stop", "pattern"),
        *("filter", "symbol", "svg"),
    )
)
"""An SVG and its parts (https://www.w3.org/TR/SVG2/eltindex.html)."""
_SVG = ("image", "use")
"""A fragment alone is a symbol that a script may bring into the page."""
_CARDS = frozenset({"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"})
"""What a ``<meta>`` names whose content is the address of a picture (Open Graph protocol, X's cards)."""
_REFRESH = re.compile(r"\s*(?:[\d.]+\s*)?(?:[;,]\s*)?url\s*=\s*([\"']?)([^\"']*)\1", re.IGNORECASE)
_CSS_URL = re.compile(
    r"""/\*.*?(?:\*/|\Z)|@import\s{1,20}(["'])(?P<import>[^"'\n]*)\1"""
    r"""|url\(\s{0,20}(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^"'()\s]+))""",
    re.IGNORECASE | re.DOTALL,
)
"""Comments, which hide what is in them, and the addresses of a style sheet."""

_SRCSET_CANDIDATE = re.compile(r"[\s,]*([^\s,]\S*?)(?=,\s|,$|\s|$)((?:\s+[^,]*)?)(?:,|$)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


KEEPS_PAGE: Final = re.compile(r"\breturn\s+false\b|\bpreventDefault\s*\(")
"""What a handler of a click says that has the browser stay where it is."""
ANY_AROUND: Final = "?"
"""Among the marks of a link: what it stands in is not known."""
_MOST_MARKS = 40
_EMPTY_ELEMENTS = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
"""Elements without an end tag (HTML's void elements)."""

_IN_PATTERN = because(ReasonKind.PATTERN)
_FALLBACK = because(ReasonKind.FALLBACK)
_CAUGHT = because(ReasonKind.CAUGHT)
_TOGGLE = re.compile(r"(data(?:-\w+)?)-toggle")
"""``data-toggle`` and ``data-bs-toggle`` of Bootstrap, ``data-mdb-toggle`` and the like of descendants."""
_NAMES_OTHER = frozenset(
    (
        *("data-filter", "data-open", "data-remodal-target", "data-micromodal-trigger", "data-featherlight"),
        *("uk-toggle", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"),
    )
)
"""Attributes that name what a script shows instead: of Isotope, Foundation, Remodal, Micromodal,
Featherlight, UIkit and htmx, which follow no fragment (by the manual of each)."""
_PREVENTS = re.compile(r"(?:@|v-on:|x-on:)click[.\w-]*\.prevent\b")
"""A handler of Vue or Alpine that keeps the page."""
_PUTS_IN = re.compile(
    r"""\s*(?:this\.onerror\s*=\s*(?:null|''|"")\s*;)?\s*this\.src\s*=\s*(?:'([^'\\]+)'|"([^"\\]+)")"""
    r"""\s*;?\s*(?:this\.onerror\s*=\s*(?:null|''|"")\s*;?)?\s*"""
)
"""A whole ``onerror`` that shows another picture."""


class Attribute(NamedTuple):
    """An attribute of an element: lower-case name, decoded value, where the value is written."""

    name: str
    value: str
    place: Place


class Element(NamedTuple):
    """A start tag on a page, at its place in the author's files.

    ``body`` is the text of a script, style, textarea or title. ``maybe`` marks an element on a Liquid branch
    that may not be rendered; ``known`` is false when part of the tag cannot be known from the sources.
    """

    name: str
    attributes: tuple[Attribute, ...]
    place: Place
    body: str = ""
    body_place: Place | None = None
    maybe: bool = False
    known: bool = True
    via: tuple[Place, ...] = ()

    def get(self, name: str) -> Attribute | None:
        """The attribute a browser would use: the first of that name."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    def value(self, name: str) -> str:
        """The value of that attribute, "" when it is not there."""
        attribute = self.get(name)
        return attribute.value if attribute is not None else ""


def read_elements(mapped: MappedText, tags: Iterable[Tag], raws: Iterable[Raw]) -> Iterator[Element]:
    """The elements that ``tags`` of ``mapped`` start, with the raw text that follows each."""
    bodies = {raw.start: raw for raw in raws}
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
        )


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


def with_fallback(tags: Iterable[Tag]) -> frozenset[int]:
    """Where the images begin for which a script stands in when they are missing: those with ``onerror``.

    The ``<source>`` elements of a ``<picture>`` report to its ``<img>``.
    """
    found: set[int] = set()
    sources: list[int] = []
    for tag in tags:
        if tag.name == "picture":
            sources.clear()
        elif tag.name == "source":
            sources.append(tag.start)
        elif tag.name == "img" and tag.get("onerror") is not None:
            found.update((tag.start, *sources))
    return frozenset(found)


def patterns_in(tags: Iterable[Tag]) -> Stretches:
    """The contents of ``<template>`` elements: no part of the page, but what a script may make parts of."""
    found: list[tuple[int, int]] = []
    open_: list[int] = []
    for tag in tags:
        if tag.name != "template":
            continue
        if tag.kind != "end":
            open_.append(tag.end)
        elif open_:
            found.append((open_.pop(), tag.start))
    return Stretches(found)


def _marks(tags: Iterable[Tag], *, is_part: bool) -> dict[int, tuple[str, ...]]:
    """By what the selectors of scripts know the links to anchors of the page, by where their tags begin. Of a
    part of a page nobody knows what it stands in, and its addresses may still be filled in."""
    found: dict[int, tuple[str, ...]] = {}
    around: list[str] = []
    open_: list[tuple[str, int]] = []
    names: dict[str, int] = {}
    for tag in tags:
        if tag.kind == "end":
            while names.get(tag.name):
                name, known = open_.pop()
                names[name] -= 1
                del around[known:]
                if name == tag.name:
                    break
            continue
        own = _names_of(tag)
        href = tag.get("href") if tag.name == "a" else None
        if href is not None and (is_part or (len(href.value) > 1 and href.value.startswith("#"))):
            outer = (ANY_AROUND,) if is_part else tuple(f"^{each}" for each in around[-_MOST_MARKS:])
            found[tag.start] = ("a", *own, *outer)
        if tag.kind == "start" and tag.name not in _EMPTY_ELEMENTS and not is_part:
            open_.append((tag.name, len(around)))
            names[tag.name] = names.get(tag.name, 0) + 1
            around += own
    return found


def _names_of(tag: Tag) -> tuple[str, ...]:
    """The classes and the id of an element as selectors write them, as far as they are known."""
    classes, id_ = tag.get("class"), tag.get("id")
    named = [f".{each}" for each in classes.value.split()[:_MOST_MARKS]] if classes is not None else []
    named += [f"#{id_.value}"] if id_ is not None else []
    return tuple(each for each in named if UNKNOWN not in each)


def _stand_in(tag: Tag) -> str:
    """The address that the ``onerror`` of an image puts in; "" where it does something else."""
    handler = tag.get("onerror") if tag.name == "img" else None
    match = _PUTS_IN.fullmatch(handler.value) if handler is not None else None
    return match[match.lastindex or 1] if match is not None else ""


def _spares(tags: Iterable[Tag]) -> frozenset[int]:
    """Where the images of ``<picture>`` begin that are shown only where a browser knows the format of none of
    its ``<source>`` elements: one of these is for any screen."""
    found: set[int] = set()
    is_chosen = False
    for tag in tags:
        if tag.name == "picture":
            is_chosen = False
        elif tag.name == "source":
            is_chosen |= tag.get("srcset") is not None and tag.get("media") is None
        elif tag.name == "img" and is_chosen:
            found.add(tag.start)
    return frozenset(found)


def page_links(
    mapped: MappedText, tags: Iterable[Tag], raws: Iterable[Raw], *, is_part: bool = False
) -> Iterator[Link]:
    """The addresses in all tags, and then those in style sheets.

    In a part of a page the ``<img>`` of the last ``<source>`` elements may be in another part.
    """
    tags = tuple(tags)
    caught, spare, patterns = with_fallback(tags), _spares(tags), patterns_in(tags)
    marks = _marks(tags, is_part=is_part)
    if is_part:
        caught |= frozenset(tag.start for tag in takewhile(lambda tag: tag.name == "source", reversed(tags)))
    for tag in tags:
        for link in tag_links(mapped, tag):
            if tag.start in caught:
                other = "" if tag.start in spare else _stand_in(tag)
                link = link._replace(maybe=True, reasons=_FALLBACK, stand_in=other)
            elif tag.start in patterns:
                link = link._replace(maybe=True, reasons=link.reasons or _IN_PATTERN)
            if tag.start in marks:
                link = link._replace(marks=marks[tag.start])
            yield link._replace(spare=True) if tag.start in spare else link
    for raw in raws:
        if raw.element == "style":
            yield from style_links(mapped, raw.start, raw.end, "style")


def tag_links(mapped: MappedText, tag: Tag) -> Iterator[Link]:
    """The addresses in one start tag, in the order of its attributes."""
    if tag.kind == "end":
        return
    wanted = ADDRESSES.get(tag.name, ())
    for attr in tag.attrs:
        if attr.name == "style" and "(" in attr.value:
            yield from _style_links(mapped, tag, attr)
        elif attr.name in wanted and tag.get(attr.name) is attr:
            links = _attribute_links(mapped, tag, attr)
            if _opens_menu(tag) or (attr.value.startswith("#") and is_caught(tag)):
                links = map(_caught, links)
            yield from links
    if tag.name == "meta":
        yield from _meta_links(mapped, tag)


def is_caught(tag: Tag) -> bool:
    """Whether a browser never follows a link to an anchor, as its handler says, or a script, which shows
    something else that the link names."""
    if tag.name != "a":
        return False
    handler = tag.get("onclick")
    if handler is not None and KEEPS_PAGE.search(handler.value):
        return True
    names = {attr.name for attr in tag.attrs}
    toggles = (match[1] for match in map(_TOGGLE.fullmatch, names) if match is not None)
    return (
        not names.isdisjoint(_NAMES_OTHER)
        or any(f"{each}-target" in names for each in toggles)
        or any(map(_PREVENTS.match, names))
    )


def _opens_menu(tag: Tag) -> bool:
    """Whether Bootstrap opens a menu at a click, whatever the address of the link is."""
    toggle = (tag.get(name) for name in ("data-toggle", "data-bs-toggle")) if tag.name == "a" else ()
    return any(each is not None and each.value.strip() == "dropdown" for each in toggle)


def _caught(link: Link) -> Link:
    return link._replace(maybe=True, reasons=_CAUGHT)


def names_card(tag: Tag) -> bool:
    """Whether a ``<meta>`` gives the picture that is shown where the page is shared."""
    name = tag.get("property") or tag.get("name")
    return name is not None and name.value.strip().lower() in _CARDS


def _meta_links(mapped: MappedText, tag: Tag) -> Iterator[Link]:
    content = tag.get("content")
    if content is None:
        return
    refresh = tag.get("http-equiv")
    span = (content.value_start, content.value_end)
    if names_card(tag):
        yield _link(mapped, tag, "content", content.value.strip(), span)
    elif refresh is not None and refresh.value.strip().lower() == "refresh":
        match = _REFRESH.match(mapped.text, *span)
        if match is not None and match[2].strip():
            yield _link(mapped, tag, "refresh", decode_attribute(match[2].strip()), match.span(2))


def _style_links(mapped: MappedText, tag: Tag, attr: Attr) -> Iterator[Link]:
    start, end = attr.value_start, attr.value_end
    if attr.value == mapped.text[start:end]:
        yield from style_links(mapped, start, end, tag.name)
    else:  # with character references an address does not stand as it is read
        for href, _ in _css_addresses(attr.value, 0, len(attr.value)):
            yield link_at(
                mapped, href, tag.name, attribute="style", span=(start, end), whole=(tag.start, tag.end)
            )


def style_links(mapped: MappedText, start: int, end: int, element: str) -> Iterator[Link]:
    """The addresses in ``[start, end)`` of the rendered text, which is CSS in or of ``element``."""
    for href, span in _css_addresses(mapped.text, start, end):
        yield link_at(mapped, href, element, attribute="style", span=span, whole=span)


def _css_addresses(text: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    for match in _CSS_URL.finditer(text, start, end):
        part = match.lastgroup
        if part is not None and match[part].strip() and not match[part].startswith("#"):
            yield match[part].strip(), match.span(part)


def _attribute_links(mapped: MappedText, tag: Tag, attr: Attr) -> Iterator[Link]:
    if attr.name == "srcset":
        written = mapped.text[attr.value_start : attr.value_end]
        for match in _SRCSET_CANDIDATE.finditer(written):
            start = attr.value_start + match.start(1)
            yield _link(mapped, tag, attr.name, match[1], (start, start + len(match[1])))
    elif tag.name not in _SVG or not attr.value.startswith("#"):
        yield _link(mapped, tag, attr.name, attr.value.strip(), (attr.value_start, attr.value_end))


def _link(mapped: MappedText, tag: Tag, attribute: str, href: str, span: tuple[int, int]) -> Link:
    alt = tag.get("alt") if tag.name == "img" else None
    return link_at(
        mapped,
        href,
        tag.name,
        attribute=attribute,
        span=span,
        whole=(tag.start, tag.end),
        text=alt.value if alt else "",
    )


_UNKNOWN_QUERY = re.compile(
    rf"\A\s*(?!//|\\\\|[A-Za-z][\w+.-]*:)([^?#{UNKNOWN}]+\?[^#{UNKNOWN}]*){UNKNOWN}.*\Z", re.S
)
"""A query on the site of which something is not known; what the query is of other hosts they alone know."""
_TEMPLATE = re.compile(r"\{\{(?!-?\s*(?:site|page|layout|include|post|content)\b)")
"""What Vue, Angular or Handlebars fill in; Liquid leaves it where the page says ``raw``. That of Liquid's own
objects is left by mistake."""
_SCRIPTED = re.compile(
    r"(?:[$#@%]\{|\{[\[$]|\[(?:\[|%(?![0-9a-fA-F]{2}))|<%)(?![-=]?\s*(?:site|page|layout|include|post|content)\b)"
)
"""What in HTML a script of the page fills in that reads its patterns there: as template literals are written,
or the templates of Polymer, EJS and Underscore, and of Angular with signs of its own."""


def link_at(
    mapped: MappedText,
    href: str,
    element: str,
    *,
    attribute: str,
    span: tuple[int, int],
    whole: tuple[int, int],
    text: str = "",
    syntax: Syntax = "html",
) -> Link:
    """A link whose address stands at ``span`` of the rendered text; its ``href`` is dropped if unknown.

    Of an address whose query alone is not known, as with the moment of the build, the rest is kept.
    """
    pieces = mapped.between(*span)
    around = mapped.place(*whole)
    piece, start = _own_piece(pieces, around.path, span[0])
    if UNKNOWN in href:
        href = _UNKNOWN_QUERY.sub(r"\1", _below_root(href, pieces))
    reasons = unknown_reasons(mapped, *span) if UNKNOWN in href else ()
    if _TEMPLATE.search(href) or (syntax == "html" and _SCRIPTED.search(href)):
        reasons = because(ReasonKind.SCRIPT_VALUE)
    known = not reasons
    return Link(
        href=href if known else None,
        element=element,
        attribute=attribute,
        place=mapped.place(start, span[1]),
        whole=around,
        text=text,
        reasons=reasons,
        maybe=pieces[0].maybe,
        via=piece.via,
        syntax=syntax,
        values=tuple(_values(mapped.text, href, span, pieces)) if known else (),
    )


def _below_root(href: str, pieces: Sequence[Piece]) -> str:
    """An address that begins with that of the site itself (``site.github.url``) as one without a host."""
    begun = next((piece for piece in pieces if piece.kind == "unknown"), None)
    if begun is None or len(begun.reasons) != 1 or begun.reasons[0].kind is not ReasonKind.SITE_ROOT:
        return href
    before, _, path = href.partition(UNKNOWN)
    if before.strip() or path[:1] not in ("", "/", "#", "?"):
        return href
    return begun.reasons[0].detail + (path if path.startswith("/") else f"/{path}")


def _own_piece(pieces: Sequence[Piece], path: str, start: int) -> tuple[Piece, int]:
    """What of an address is written in the file that has its element, and where that begins in the text: its
    beginning may be what an include gave a name to (``{% capture %}``)."""
    for piece in pieces:
        if piece.path == path:
            return piece, max(start, piece.out)
    return pieces[0], start


def _values(text: str, href: str, span: tuple[int, int], pieces: Sequence[Piece]) -> Iterator[LinkValue]:
    """The values in an address that stands at ``span`` of a text, made of ``pieces``."""
    if all(piece.origin is None for piece in pieces):
        return
    start, end = span
    stands_so = end - start == len(href) or text[start:end].strip() == href
    before = len(text[start:end]) - len(text[start:end].lstrip()) if stands_so else 0
    for index, piece in enumerate(pieces):
        until = pieces[index + 1].out if index + 1 < len(pieces) else end
        if piece.origin is None:
            continue
        if stands_so:
            first, last = max(start, piece.out) - start - before, min(end, until) - start - before
            yield LinkValue(max(0, first), min(len(href), last), piece.origin)
        elif len(pieces) == 1:
            yield LinkValue(0, len(href), piece.origin)


def unknown_reasons(mapped: MappedText, start: int, end: int) -> Reasons:
    """Why something in ``[start, end)`` of the rendered text cannot be known."""
    found = all_of(piece.reasons for piece in mapped.between(start, end))
    return found or because(ReasonKind.ADDRESS)


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
    :func:`modal_ids`."""
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
            yield Id(attr.value, place, origin, mapped.piece_at(tag.start).maybe)


def id_origin(mapped: MappedText, tag: Tag) -> Origin:
    """What gives the ``id`` of a tag that is written as HTML, or that Liquid prints."""
    if tag.name in _DRAWN:
        return "drawing"
    is_printed = tag.name in HEADING_LEVELS and mapped.piece_at(tag.start).kind == "produced"
    return "converted" if is_printed else "html"
