"""Which pages and documents jekyll-sitemap and jekyll-feed ask when they were changed.

Read from ``sitemap.xml`` of jekyll-sitemap 0.13 to 1.4 and ``feed.xml`` of jekyll-feed 0.9 to 0.17; measured
with ``tests/reference/jekyll/outcome_sites.py``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property

from sitecheck.jekyll.plugins.gemfile import Release
from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.records import HTML_EXTENSIONS, Record
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.site import FEED, Site
from sitecheck.jekyll.unpublished import WhyNot

LAST_CHANGE = "last_modified_at"
_SETTER = "jekyll-last-modified-at"
_SITEMAP = "jekyll-sitemap"
_SINCE = {FEED: (0, 9), _SITEMAP: (0, 13)}
_WITH_COLLECTIONS = (0, 11)
_LATEST = 10
"""So many documents has a feed, unless ``posts_limit`` says fewer or, since 0.15, more."""


class ListedDates:
    """The two lists of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[str, list[datetime]] = {}

    def reader(self, record: Record) -> str:
        """The plugin that surely reads ``last_modified_at`` of a page or document as a date; "" for none."""
        value = record.data.get(LAST_CHANGE)
        is_empty = falsy(value) or (value in ("", [], {}) and bool(record.collection))  # then it reads date
        if is_empty or self._site.redirects(record) or self._may_be_another:
            return ""
        if self._has_sitemap and record.data.get("sitemap") is not False and _is_mapped(record):
            return _SITEMAP
        return FEED if record.collection in self._fed and self._is_among_latest(record) else ""

    @cached_property
    def _may_be_another(self) -> bool:
        """Whether a plugin or the site's own Ruby may give pages another value."""
        site = self._site
        is_set = _SETTER in site.running or bool(site.unread_plugins)
        return is_set or bool(OwnRuby.why(site.own_ruby.front_matter, LAST_CHANGE))

    @cached_property
    def _has_sitemap(self) -> bool:
        return any(page.url == "/sitemap.xml" for page in self._made_by(_SITEMAP, _SINCE[_SITEMAP]))

    @cached_property
    def _fed(self) -> frozenset[object]:
        """The collections that have a feed of all that is in them, whatever its category and tags."""
        since = _SINCE[FEED] if falsy(self._feed.get("collections")) else _WITH_COLLECTIONS
        made = (page.data for page in self._made_by(FEED, since))
        return frozenset(each["collection"] for each in made if each["category"] is each["tags"] is None)

    def _made_by(self, plugin: str, since: Release) -> Iterator[Record]:
        """The lists that a plugin is sure to write, from a release on."""
        site = self._site
        is_read = site.locked_release(plugin) >= since or not site.gems
        if is_read and site.runs_in_every_build(plugin):
            yield from (page for page in site.pages if page.plugin == plugin and site.runs_liquid(page.data))

    @property
    def _feed(self) -> Mapping[str, object]:
        settings = self._site.config["feed"]
        return settings if isinstance(settings, Mapping) else {}

    def _is_among_latest(self, document: Record) -> bool:
        """Whether a document is in the feed of its collection, wherever those of the same time stand beside
        it. It need not have a page of its own."""
        is_draft = document.data.get("draft") is True and not self._site.config.is_on("show_drafts")
        most = self._feed.get("posts_limit", _LATEST)
        if is_draft or type(most) is not int or document.date is None:
            return False
        dates = self._dates(document.collection)
        return len(dates) - bisect_left(dates, document.date) <= min(most, _LATEST)

    def _dates(self, label: str) -> list[datetime]:
        """Those of all documents of a collection, the earliest first."""
        if label not in self._known:
            documents = self._site.collections.get(label, ())
            self._known[label] = sorted(each.date for each in documents if each.date is not None)
        return self._known[label]


def _is_mapped(record: Record) -> bool:
    """Whether the sitemap has it: of pages those of HTML that are written, of documents also those to come,
    which have no page yet."""
    if record.collection:
        return record.why_not in (None, WhyNot.FUTURE)
    return record.written and record.output_ext in HTML_EXTENSIONS and record.url != "/404.html"
