from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    UNKNOWN,
    Document,
    Element,
    FileRule,
    Finding,
    Hyperlink,
    Invalid,
    Place,
    Span,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.links._elements import is_scripted

_NAMES = ("aria-label", "aria-labelledby", "title", "alt")
"""Attributes that give an element a name (Accessible Name and Description Computation 1.2)."""
_SHOWS = frozenset(
    {"audio", "canvas", "embed", "iframe", "input", "object", "script", "slot", "template", "video"}
)
"""Elements of which nobody can tell from the sources what they say."""
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_ICON = lazy_pattern(r"(?:\s|<(i|span|em|b)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>\s*</\1>)*")
"""A Markdown link's text that holds nothing but icons."""
_NAMED = lazy_pattern(r"(?<![\w-])(?:aria-label|title|id|data-[\w-]+)\s*=", re.IGNORECASE)
_TAG = lazy_pattern(r"<[^<>]*>")
_TITLE = lazy_pattern(r"\{\{-?\s*[\w.-]+\.title\b")
_LONGEST = 1_000
"""So many characters after its tag are looked at of a link."""
_TEXT = 'say where it leads: aria-label="…", or text between <a …> and </a>'
_PICTURE = 'the picture is all there is in it: say in its alt="…" where the link leads'


class LinkText(FileRule):
    """A link has no text.

    ## What it does

    Reports links in which there is nothing to read or to hear: an icon alone, a picture with `alt=""`, empty
    brackets. An `aria-label`, a `title`, an image's `alt` and text for screen readers all count as text.

    ## Why is this bad?

    A screen reader says "link", or reads the address aloud letter by letter; search engines learn nothing of
    the page that is linked.

    ## References

    - <https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context.html>
    - <https://fontawesome.com/docs/web/dig-deeper/accessibility>
    """

    kinds = frozenset({"page", "post", "document", "layout", "include"})
    valid = (
        Valid("[Source](https://example.org/)\n"),
        Valid('<a href="https://example.org/" aria-label="Source"><i class="icon"></i></a>\n'),
        Valid(
            '<a href="https://example.org/"><i class="icon"></i> <span class="sr-only">Source</span></a>\n'
        ),
        Valid('<a href="https://example.org/"><img src="/a.png" alt="Source"></a>\n', files={"a.png": ""}),
        Valid("[![](/a.png)](https://example.org/)\n", files={"a.png": ""}, why="image-alt tells of it"),
        Valid('<a id="count" href="https://example.org/"></a>\n', why="a script may fill it"),
        Valid('<a class="anchor" href="#top" aria-hidden="true"></a>\n'),
        Valid('<a href="#" class="menu-icon"><svg></svg></a>\n', why="leads nowhere: a button of the page"),
        Valid('<a href="{{ page.twitter }}">{{ page.twitter }}</a>\n', why="empty-link tells of it"),
        Valid('<a href="https://example.org/">{{ page.text_of_link }}x</a>\n'),
    )
    invalid = (
        Invalid(
            '<a href="https://example.org/"><i class="fab fa-github"></i></a>\n',
            at='<a href="https://example.org/">',
            message="no text",
            help="aria-label",
        ),
        Invalid(
            '<a href="https://example.org/"><img src="/a.png" alt=""></a>\n',
            files={"a.png": ""},
            message="no text",
            help="alt",
        ),
        Invalid("See [](https://example.org/).\n", at="[](https://example.org/)", help="brackets"),
        Invalid(
            '<a href="/mail/"><b>{{ site.mail }}</b></a>\n',
            files={"mail.md": "---\npermalink: /mail/\n---\n"},
            at='<a href="/mail/">',
            help="what Liquid writes in it has no value",
        ),
        Invalid('[<i class="fa fa-rss"></i>](https://example.org/)\n', help="aria-label"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for hyperlink in doc.hyperlinks:
            if doc.is_told_elsewhere(hyperlink.place) or not _says_nothing(hyperlink):
                continue
            inside = _inside(doc, hyperlink)
            if not _is_perhaps_titled(doc, inside, hyperlink.element.value("href")):
                yield self.finding(
                    "the link has no text",
                    hyperlink.element.place,
                    help=_advice(hyperlink, inside),
                )
        yield from self._markdown(doc)

    def _markdown(self, doc: Document) -> Iterator[Finding]:
        if doc.markdown is None:
            return
        rendered = doc.rendered.text
        for link in doc.markdown.links:
            if link.element != "a" or link.kind not in ("inline", "reference") or link.title or not link.href:
                continue
            label = link.text.strip(_INVISIBLE)
            if not _ICON.fullmatch(label) or _NAMED.search(label) or rendered.startswith("{:", link.span.end):
                continue
            place = doc.place(*link.span)
            if _is_perhaps_titled(doc, doc.written(place).partition("](")[0], link.href):
                continue
            yield self.finding(
                "the link has no text",
                place,
                help='say where it leads: <a href="…" aria-label="…">'
                if label.strip()
                else "write in the brackets where it leads",
            )


def _inside(doc: Document, link: Hyperlink) -> str:
    """What is written in a link, its Liquid as it stands."""
    path, (_, start) = link.element.place
    return doc.written(Place(path, Span(start, start + _LONGEST))).partition("</a")[0]


def _is_perhaps_titled(doc: Document, written: str, href: str) -> bool:
    """Whether a link's text is the title of the page that it leads to, which has none: GitHub Pages, where it
    builds the site, takes the first heading for it."""
    return _TITLE.search(written) is not None and doc.is_perhaps_titled(href)


def _advice(link: Hyperlink, inside: str) -> str:
    if "{{" in _TAG.sub("", inside):
        return "what Liquid writes in it has no value: give it one, or leave the link out"
    return _PICTURE if any(each.name == "img" for each in link.inside) else _TEXT


def _says_nothing(link: Hyperlink) -> bool:
    """Whether nothing in the link can be read, and nothing may come to be."""
    element, inside = link.element, link.inside
    if element.value("href").strip() in ("", "#"):
        return False
    if not element.known or UNKNOWN in link.text or link.text.strip().strip(_INVISIBLE).strip():
        return False
    if _is_named(element) or _is_hidden(element) or _may_be_filled(link):
        return False
    return all(each.known and not _may_speak(each) for each in inside)


def _may_be_filled(link: Hyperlink) -> bool:
    return not link.inside and (is_scripted(link.element) or link.element.get("class") is not None)


def _may_speak(element: Element) -> bool:
    """Whether an element in a link may give it a name; ``image-alt`` tells of an image without ``alt``."""
    without_alt = element.name == "img" and element.get("alt") is None
    custom = "-" in element.name
    return without_alt or custom or element.name in _SHOWS or _is_named(element) or is_scripted(element)


def _is_named(element: Element) -> bool:
    return any(element.value(name).strip() for name in _NAMES)


def _is_hidden(link: Element) -> bool:
    """Whether nobody is meant to meet the link; rel=me proves who owns a profile."""
    hidden = link.get("hidden") is not None or link.value("aria-hidden") == "true"
    return (
        hidden
        or "me" in link.keywords("rel")
        or "display:none" in link.value("style").lower().replace(" ", "")
    )
