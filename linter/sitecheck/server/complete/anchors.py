"""Anchors after ``#``: of this page as it is now, or of the page to which the address leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from sitecheck.jekyll import Route
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.server.anchors import known_anchors, own_anchors
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.places import written_at

_TORN = lazy_pattern(r"(?<!%[0-9A-Fa-f]{2})(?:%[0-9A-Fa-f]{2})*%?[0-9A-Fa-f]?\Z")
"""What is written of a character that is not whole yet."""


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
