"""Anchors after ``#``: of this page as it is now, or of the page to which the address leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from sitecheck.jekyll import Route
from sitecheck.kramdown.ids import GfmIds, PlainIds
from sitecheck.model.span import Span
from sitecheck.server.answers import Completion
from sitecheck.server.complete.asked import Asked, begins, offer
from sitecheck.server.complete.places import written_at

_LONGEST_READ = 30_000
"""A longer page (characters) is not read anew while somebody types: its anchors are those of before."""
_TORN = re.compile(r"(?:%[0-9A-Fa-f]{2})*%?[0-9A-Fa-f]?\Z")
"""What is written of a character that is not whole yet."""
_HEADING = re.compile(r"^#{1,6}[ \t]+([A-Za-z][A-Za-z0-9 ,.-]{0,150})[ \t#]*$", re.MULTILINE)
_MOST_HEADINGS = 300_000
_UNFIT = re.compile(r"[\s()<>\"'{}\\`|\[\]]")


def complete_anchor(asked: Asked) -> Iterable[Completion] | None:
    """The anchors that what is written after ``#`` may become."""
    at = asked.cursor.address
    if at is None or "#" not in asked.cursor.text[at.start : asked.cursor.offset]:
        return None
    written = written_at(asked, at)
    if written is None:
        return ()
    page, _, typed = written.typed.partition("#")
    span = Span(written.start + len(page) + 1, written.end)
    href = written.settled + page
    route = _route(asked, href, markdown=at.syntax != "html") if href else None
    if href and route is None:
        return ()
    is_own = route is None or route.source == asked.path
    return _offers(own_anchors(asked) if is_own else known_anchors(asked, route), span, typed)


def _route(asked: Asked, href: str, *, markdown: bool) -> Route | None:
    verdict = asked.index.resolver.resolve(asked.url, href, markdown)
    return verdict.route if verdict.status == "ok" else None


def _offers(anchors: Iterable[tuple[str, str]], span: Span, typed: str) -> Iterator[Completion]:
    is_quoted = "%" in typed
    plain = unquote(_TORN.sub("", typed)) if is_quoted else typed
    for number, (name, title) in enumerate(anchors):
        text = quote(name) if is_quoted else name
        if begins(name, plain) and begins(text, typed):
            yield offer("anchor", span, text, detail=title, sort=f"{number:06}")


def own_anchors(asked: Asked) -> list[tuple[str, str]]:
    """The anchors of the page as it is now, with what they are, in the order of the text."""
    if len(asked.cursor.text) > _LONGEST_READ:
        known = dict(known_anchors(asked, asked.view.site.by_source.get(asked.path)))
        return list({**known, **plain_headings(asked)}.items())
    key, rest = ("anchors", asked.path), _rest(asked)
    kept = asked.index.kept.get(key)
    if not isinstance(kept, tuple) or kept[0] != rest:
        kept = asked.index.kept[key] = rest, _read_anchors(asked)
    return kept[1]  # type: ignore[no-any-return]


def plain_headings(asked: Asked) -> dict[str, str]:
    """The ids of headings that are plain words, told from the text alone: of a page that is too long to be
    read anew, or not known yet."""
    body = asked.cursor.text[asked.cursor.body : asked.cursor.body + _MOST_HEADINGS]
    ids = asked.view.reader.markdown_options
    make = GfmIds() if ids.input == "GFM" else PlainIds()
    found = (match[1].strip() for match in _HEADING.finditer(body))
    return {make.make(title, ids.auto_id_prefix): title for title in found} if ids.auto_ids else {}


def _rest(asked: Asked) -> str:
    """The text without the address that grows: while somebody types it, the anchors stay."""
    at, text = asked.cursor.address, asked.cursor.text
    return text if at is None else text[: at.start] + text[max(at.end, asked.cursor.offset) :]


def _read_anchors(asked: Asked) -> list[tuple[str, str]]:
    document = asked.view.document(asked.path)
    if document is None:
        return list(plain_headings(asked).items())
    ids = [(each.id, each.place) for each in document.ids if not each.maybe]
    titles = {place: document.written(place)[:120] for _, place in ids if place.path == asked.path}
    return _fit((name, titles.get(place, "")) for name, place in ids)


def known_anchors(asked: Asked, route: Route | None) -> list[tuple[str, str]]:
    """The anchors of a page as it was when the site was read: those of its content, then of its layouts."""
    if route is None:
        return []
    facts = asked.view.facts
    page = facts.later.get(route.url) or facts.files.get(route.source or "")
    if page is None or (page.path == route.source and facts.url(page.path) not in (route.url, None)):
        return []
    own = [(each.id, "") for each in page.ids if not each.maybe]
    names = {name for name, _ in own}
    of_layouts = sorted((facts.anchors(route) or frozenset()) - names)
    return _fit((*own, *((name, "layout") for name in of_layouts)))


def _fit(anchors: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each name once, without those that cannot stand in an address as they are."""
    found: dict[str, str] = {}
    for name, title in anchors:
        if name and not _UNFIT.search(name) and name.isprintable():
            found.setdefault(name, title)
    return list(found.items())
