from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from sys import maxsize

from sitecheck.api import (
    UNKNOWN,
    Document,
    Element,
    FileRule,
    Finding,
    Invalid,
    Place,
    Span,
    Valid,
    lazy_pattern,
)

_TAG = lazy_pattern(r"(?:[A-Za-z]{2,3}|[xiXI](?=-))(?:-[A-Za-z0-9]{1,8})*")
"""The form of a language tag (BCP 47, RFC 5646 section 2.1), whether or not its parts are registered; no
language has more than three letters so far."""
_MISSING = 'write <html lang="en">, or the language of the site'
_EMPTY = 'what Liquid writes here has no value: set it, or add | default: "en"'

_TAGS = lazy_pattern(r"\{%-?\s*(\w+)")
_LiquidTag = tuple[int, str]
"""Where a tag begins, and its name."""
_END = lazy_pattern(r"</html\s*>", re.IGNORECASE)
_BEGINNING = lazy_pattern(
    r"(?:\s|<!--(?:(?!-->).)*-->|<![^>-]*>|<\?[^>]*>"
    r"|\{%-?\s*comment\b(?:(?!\{%-?\s*endcomment\b).)*(?:\{%-?\s*endcomment\s*-?%\}|\Z)"
    r"|\{%(?!-?\s*comment\b)(?:(?!%\}).)*%\})*",
    re.DOTALL,
)
"""Doctype, comments and tags of Liquid. Each begins in but one way, so that nothing is tried twice."""


class HtmlLang(FileRule):
    """The `<html>` element does not say in which language the page is.

    ## What it does

    Reports an `<html>` tag without `lang`, with an empty one, or with one that is not of the form of a
    language tag (`en_US` for `en-US`, `english` for `en`).

    ## Why is this bad?

    A screen reader picks its voice by the language, a browser its hyphenation and whether it offers to
    translate; they guess without it.

    ## References

    - <https://www.w3.org/International/questions/qa-html-language-declarations>
    - <https://www.rfc-editor.org/rfc/rfc5646#section-2.1>
    """

    kinds = frozenset({"page", "post", "document", "layout", "include"})
    valid = (
        Valid(
            '{% if page.lang %}<html lang="{{ page.lang }}">{% else %}<html>{% endif %}\n',
            path="_layouts/default.html",
            why="every page may have a language",
        ),
        Valid('<!doctype html>\n<html lang="en">\n', path="_layouts/default.html"),
        Valid(
            '<html><head><meta http-equiv="refresh" content="0; url={{ page.to }}"></head></html>\n',
            path="_layouts/redirect.html",
            why="nobody reads it",
        ),
        Valid(
            "<html>{% if page.to %}<meta http-equiv=refresh content='0; url={{ page.to }}'>\n"
            "{% else %}<meta http-equiv=refresh content='0; url=/'>{% endif %}\n",
            path="_layouts/redirect.html",
            why="each branch leads on",
        ),
        Valid("---\n---\n<p>Such as:</p>\n<html>\n</html>\n", why="HTML that slipped out of a listing"),
        Valid(
            '<html lang="{{ page.lang | default: site.lang | default: "en" }}">\n',
            path="_layouts/default.html",
        ),
        Valid(
            '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">\n',
            path="_layouts/default.html",
            why="what XHTML asks for",
        ),
        Valid(
            "<html>\n<body>\n<p>Made by a program</p>\n</body>\n</html>\n",
            path="_includes/report.html",
            files={"a.md": "---\n---\n{% include report.html %}\n"},
            why="a whole document within a page",
        ),
        Valid(
            "<main>{% include report.html %}</main>\n",
            path="_layouts/report.html",
            files={"_includes/report.html": "<html>\n<body>\n<p>Made by a program</p>\n</body>\n</html>\n"},
            why="within a layout",
        ),
        Valid(
            '<!DOCTYPE html>\n<html lang="en">\n<html>\n<head></head>\n',
            path="_layouts/default.html",
            why="a browser makes one element of the two",
        ),
        Valid("<html {{ page.attributes }}>\n", path="_layouts/default.html", why="Liquid may write it"),
        Valid(
            "---\nlayout: default\n---\n<html>\n<body>\n<p>The page</p>\n</body>\n</html>\n",
            path="a.html",
            files={"_layouts/default.html": '<html lang="en">\n{{ content }}\n</html>\n'},
            why="it stands in that of its layout",
        ),
    )
    invalid = (
        Invalid(
            '<!doctype html>\n<html lang="english">\n',
            path="_layouts/default.html",
            at="english",
            message="no language tag",
        ),
        Invalid(
            '<html><head><meta http-equiv="refresh" content="30; url=/new/"></head>\n',
            path="_layouts/moved.html",
            at="<html>",
            why="half a minute to read it",
        ),
        Invalid(
            "<html>{% if page.to %}<meta http-equiv='refresh' content='0; url={{ page.to }}'>{% endif %}\n",
            path="_layouts/default.html",
            at="<html>",
            why="only some pages redirect",
        ),
        Invalid(
            "<html>{% if page.to %}<meta http-equiv=refresh content='0; url={{ page.to }}'>\n"
            "{% elsif page.home %}<meta http-equiv=refresh content='0; url=/'>{% endif %}\n",
            path="_layouts/redirect.html",
            at="<html>",
            why="a page may be on neither branch",
        ),
        Invalid(
            "<!doctype html>\n<html>\n",
            path="_layouts/default.html",
            at="<html>",
            message="does not say in which language",
        ),
        Invalid(
            "---\nlayout: bare\n---\n<html>\n<body>\n<p>The page</p>\n</body>\n</html>\n",
            path="a.html",
            at="<html>",
            files={"_layouts/bare.html": "{{ content }}\n"},
            why="its layout has none",
        ),
        Invalid(
            "---\n---\n{% comment %} Words {% endcomment %}\n{% assign x = 1 %}\n<html>\n</html>\n",
            path="a.html",
            at="<html>",
            why="a comment is not shown",
        ),
        Invalid(
            "<!doctype html>\n<html>\n<head></head>\n",
            path="_includes/head.html",
            at="<html>",
            files={"a.html": "---\n---\n{% include head.html %}\n</html>\n"},
        ),
        Invalid('<html lang="{{ site.locale }}">\n', path="_layouts/default.html", message="is empty"),
        Invalid(
            '<html lang="en_US">\n',
            path="_layouts/default.html",
            at="en_US",
            message="no language tag",
            help="en-US",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        elements = doc.elements
        if _leads_on(doc, elements):
            return  # nobody reads a page that leads to another at once
        is_said = False
        is_outermost = doc.kind == "layout" and not doc.may_stand_in_html
        begins = elements[0].place if is_outermost and elements else None
        for element in elements:
            if element.name != "html" or element.maybe or doc.is_open(element.place):
                continue
            # a browser takes from a second <html> what the first lacks
            if is_said and element.get("lang") is None:
                continue
            is_said = is_said or bool(element.value("lang").strip())
            is_own = element.place == begins or not _is_whole(doc, element.place)
            if element.known and is_own and not _is_in_text(doc, element.place):
                yield from self._judge(doc, element)

    def _judge(self, doc: Document, html: Element) -> Iterator[Finding]:
        lang = html.get("lang")
        if lang is None:
            if html.get("xml:lang") is None:
                yield self.finding(
                    "the page does not say in which language it is",
                    html.place,
                    help=_MISSING,
                )
        elif not lang.value.strip():
            yield self.finding(
                "the language of the page is empty",
                html.place,
                help=_EMPTY if doc.is_made(html.place) else _MISSING,
            )
        elif not _TAG.fullmatch(lang.value.strip()) and UNKNOWN not in lang.value:
            written = lang.value.strip()
            meant = written.replace("_", "-")
            yield self.finding(
                f"{written!r} is no language tag",
                lang.place,
                help=f"write {meant}" if _TAG.fullmatch(meant) else "write one such as en, pt-BR or zh-Hans",
            )


def _is_whole(doc: Document, place: Place) -> bool:
    """Whether the tag is of a whole document in an include: another program wrote it, and it stands within a
    page that has an ``<html>`` of its own."""
    if place.path == doc.path and doc.kind != "include":
        return False
    rest = doc.written(Place(place.path, Span(place.span.end, maxsize)))  # of a long page not all is rendered
    return _END.search(rest) is not None


def _leads_on(doc: Document, elements: Iterable[Element]) -> bool:
    """Whether the browser loads another page at once, on all pages: by a tag that each has, or by one on each
    of the two branches of a condition."""
    found = [element for element in elements if _is_refresh(element)]
    if any(not element.maybe for element in found):
        return True
    tags = [(tag.start(), tag[1]) for tag in _TAGS.finditer(doc.text)] if len(found) > 1 else []
    return any(_are_branches(doc, tags, one, other) for one, other in pairwise(found))


def _is_refresh(element: Element) -> bool:
    is_one = element.name == "meta" and element.keyword("http-equiv") == "refresh"
    return is_one and element.value("content").strip().startswith("0")


def _are_branches(doc: Document, tags: Sequence[_LiquidTag], one: Element, other: Element) -> bool:
    """Whether nothing but ``{% else %}`` divides two elements of a file, as far as its tags of Liquid go."""
    (path, first), (its_path, second) = one.place, other.place
    if not path == its_path == doc.path:
        return False
    places = (first.start, first.end, second.start, second.end)
    begin, inner, outer, end = (bisect_left(tags, (place, "")) for place in places)
    before, between, after = tags[max(0, begin - 1) : begin], tags[inner:outer], tags[end : end + 1]
    return (
        [name for _, name in between] == ["else"]
        and [name for _, name in before] in (["if"], ["unless"])
        and [name for _, name in after] in (["endif"], ["endunless"])
    )


def _is_in_text(doc: Document, place: Place) -> bool:
    """Whether something else than what a page begins with stands before it: HTML that slipped out of a
    listing, or the content of a page that a layout begins."""
    start = doc.front_matter.span.end
    is_page = doc.kind not in ("layout", "include") and place.path == doc.path
    is_begun = _BEGINNING.fullmatch(doc.text, start, place.span.start) is None
    return is_page and (is_begun or doc.may_stand_in_html)
