"""Filters after ``|``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitecheck.jekyll.plugins.plugin_table import plugins_by_filter
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import KNOWN_FILTERS
from sitecheck.model.span import Span
from sitecheck.server.answers import Completion
from sitecheck.server.asked import Asked
from sitecheck.server.complete.offers import begins, offer
from sitecheck.server.words import filter_words

_FILTER = lazy_pattern(r"\|\s*(\w*)\Z")
_NAME_END = lazy_pattern(r"\w{0,100}")


def complete_filter(asked: Asked) -> Iterable[Completion] | None:
    """The filters that a name after ``|`` may become; ``None`` elsewhere."""
    liquid, cursor = asked.cursor.liquid, asked.cursor
    if liquid is None or liquid.string is not None:
        return None
    match = _FILTER.search(cursor.text, max(liquid.markup, cursor.offset - 200), cursor.offset)
    if match is None:
        return None
    end = _NAME_END.match(cursor.text, cursor.offset)
    span = Span(match.start(1), end.end() if end is not None else cursor.offset)
    return _offers(asked, span, match[1])


def _offers(asked: Asked, span: Span, typed: str) -> Iterator[Completion]:
    site = asked.view.site
    words, plugins = filter_words(), plugins_by_filter()
    used = asked.index.used_filters if site.liquid_names.reasons else frozenset()
    for name in sorted(KNOWN_FILTERS | site.liquid_names.filters | used):
        if begins(name, typed):
            own = name in site.own_ruby.filters
            detail = "the site's own" if own else "" if name in KNOWN_FILTERS else plugins.get(name, "plugin")
            yield offer("filter", span, name, detail=detail, documentation="" if own else words.get(name, ""))
