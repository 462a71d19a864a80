"""The addresses in the tags and style sheets of a rendered text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from sitecheck.document.tags.click_marks import click_marks, is_caught, opens_menu
from sitecheck.document.tags.elements import patterns_in
from sitecheck.document.tags.link_at import link_at
from sitecheck.html import Attr, Raw, Tag, decode_attribute
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import Link
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.text.source_map import MappedText

ADDRESSES: dict[str, tuple[str, ...]] = {
    "a": ("href", "xlink:href"),
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
_SVG = ("image", "use")
"""A fragment alone is a symbol that a script may bring into the page."""
_CARDS = frozenset({"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"})
"""What a ``<meta>`` names whose content is the address of a picture (Open Graph protocol, X's cards)."""
_REFRESH = lazy_pattern(r"\s*(?:[\d.]+\s*)?(?:[;,]\s*)?url\s*=\s*([\"']?)([^\"']*)\1", re.IGNORECASE)
_CSS_URL = lazy_pattern(
    r"""/\*.*?(?:\*/|\Z)|@import\s{1,20}(["'])(?P<import>[^"'\n]*)\1"""
    r"""|url\(\s{0,20}(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^"'()\s]+))""",
    re.IGNORECASE | re.DOTALL,
)
"""Comments, which hide what is in them, and the addresses of a style sheet."""
_SRCSET_CANDIDATE = lazy_pattern(r"([^\s,]\S*?)(?=,\s|,$|\s|$)((?:\s+[^,]*)?)(?:,|$)")
FALLBACK = because(ReasonKind.FALLBACK)
"""Why an image may be missing for which a script stands in."""
_IN_PATTERN = because(ReasonKind.PATTERN)
_CAUGHT = because(ReasonKind.CAUGHT)
_POSTED = because(ReasonKind.POSTED)
_OF_OTHERS = lazy_pattern(r"\s*(?://|[A-Za-z][\w+.-]*:)")
_PUTS_IN = lazy_pattern(
    r"""\s*(?:this\.onerror\s*=\s*(?:null|''|"")\s*;\s*)?this\.src\s*=\s*(?:'([^'\\]+)'|"([^"\\]+)")"""
    r"""\s*(?:;\s*)?(?:this\.onerror\s*=\s*(?:null|''|"")\s*(?:;\s*)?)?"""
)
"""A whole ``onerror`` that shows another picture."""


def with_fallback(tags: Iterable[Tag]) -> frozenset[int]:
    """Where the images begin for which a script stands in when they are missing: those with ``onerror``.

    The ``<source>`` elements of a ``<picture>``, which have a ``srcset``, report to its ``<img>``; those of a
    film or a recording do not.
    """
    found: set[int] = set()
    sources: list[int] = []
    for tag in tags:
        if tag.name == "picture":
            sources.clear()
        elif _is_of_picture(tag):
            sources.append(tag.start)
        elif tag.name == "img" and tag.get("onerror") is not None:
            found.update((tag.start, *sources))
    return frozenset(found)


def _is_of_picture(tag: Tag) -> bool:
    return tag.name == "source" and tag.get("srcset") is not None


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
    marks = click_marks(tags, is_part=is_part)
    if is_part:
        caught |= frozenset(tag.start for tag in takewhile(_is_of_picture, reversed(tags)))
    for tag in tags:
        for link in tag_links(mapped, tag):
            if tag.start in caught:
                other = "" if tag.start in spare else _stand_in(tag)
                # on a branch, that it may not be on the page at all says more
                reasons = link.reasons if link.maybe else FALLBACK
                link = link._replace(maybe=True, reasons=reasons, stand_in=other)
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
        elif attr.name in wanted and tag.get(attr.name) is attr and not _is_outdone(tag, attr):
            links = _attribute_links(mapped, tag, attr)
            if opens_menu(tag) or (attr.value.startswith("#") and is_caught(tag)):
                links = map(_caught, links)
            elif _is_posted(tag) and _OF_OTHERS.match(attr.value) is None:
                links = (link._replace(maybe=True, reasons=link.reasons or _POSTED) for link in links)
            yield from links
    if tag.name == "meta":
        yield from _meta_links(mapped, tag)


def _is_outdone(tag: Tag, attr: Attr) -> bool:
    """Whether an address counts for nothing: that in ``xlink:href`` is for what does not know ``href`` in SVG
    (https://www.w3.org/TR/SVG2/linking.html#XLinkRefAttrs)."""
    return attr.name == "xlink:href" and tag.get("href") is not None


def _is_posted(tag: Tag) -> bool:
    """Whether a form sends with POST: no server answers that with a file, be it there or not, but Netlify,
    which takes the form and leads to the page (docs.netlify.com/forms/setup)."""
    method = tag.get("method") if tag.name == "form" else None
    is_post = method is not None and method.keyword == "post"
    return is_post and not (tag.get("netlify") or tag.get("data-netlify"))


def _caught(link: Link) -> Link:
    return link._replace(maybe=True, reasons=_CAUGHT)


def names_card(tag: Tag) -> bool:
    """Whether a ``<meta>`` gives the picture that is shown where the page is shared."""
    name = tag.get("property") or tag.get("name")
    return name is not None and name.keyword in _CARDS


def _meta_links(mapped: MappedText, tag: Tag) -> Iterator[Link]:
    content = tag.get("content")
    if content is None:
        return
    refresh = tag.get("http-equiv")
    span = (content.value_start, content.value_end)
    if names_card(tag):
        yield _link(mapped, tag, "content", content.value.strip(), span)
    elif refresh is not None and refresh.keyword == "refresh":
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
