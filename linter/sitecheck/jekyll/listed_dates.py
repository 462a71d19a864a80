"""Which pages and posts jekyll-sitemap and jekyll-feed ask when they were changed.

Read from ``sitemap.xml`` of jekyll-sitemap 0.13 to 1.4 and ``feed.xml`` of jekyll-feed 0.9 to 0.17; measured
with ``tests/reference/jekyll/outcome_sites.py``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from sitecheck.jekyll.plugins.own_ruby import OwnRuby
from sitecheck.jekyll.records import HTML_EXTENSIONS, Record
from sitecheck.jekyll.ruby import falsy
from sitecheck.jekyll.site import FEED, Site

LAST_CHANGE = "last_modified_at"
_SETTER = "jekyll-last-modified-at"
_SITEMAP = "jekyll-sitemap"
_SINCE = {FEED: (0, 9), _SITEMAP: (0, 13)}
_LATEST = 10
"""So many posts has a feed, unless ``posts_limit`` says fewer or, since 0.15, more."""


class ListedDates:
    """The two lists of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def reader(self, record: Record) -> str:
        """The plugin that surely reads ``last_modified_at`` of a page or document as a date; "" for none."""
        value = record.data.get(LAST_CHANGE)
        is_empty = falsy(value) or (value in ("", [], {}) and bool(record.collection))  # then it reads date
        if is_empty or not record.written or self._site.redirects(record) or self._may_be_another:
            return ""
        if self._has_sitemap and record.data.get("sitemap") is not False and _is_mapped(record):
            return _SITEMAP
        return FEED if self._has_feed and self._is_among_latest(record) else ""

    @cached_property
    def _may_be_another(self) -> bool:
        """Whether a plugin or the site's own Ruby may give pages another value."""
        site = self._site
        is_set = _SETTER in site.running or bool(site.unread_plugins)
        return is_set or bool(OwnRuby.why(site.own_ruby.front_matter, LAST_CHANGE))

    @cached_property
    def _has_sitemap(self) -> bool:
        return self._makes(_SITEMAP, "/sitemap.xml")

    @cached_property
    def _has_feed(self) -> bool:
        """Whether there is the feed of all posts."""
        path = self._feed.get("path") or "/feed.xml"
        is_plain = isinstance(path, str) and falsy(self._feed.get("collections"))
        return is_plain and self._makes(FEED, f"/{str(path).lstrip('/')}")

    def _makes(self, plugin: str, url: str) -> bool:
        site = self._site
        is_read = site.locked_release(plugin) >= _SINCE[plugin] or not site.gems
        made = (page for page in site.pages if page.plugin == plugin and page.url == url)
        return (
            is_read and site.runs_in_every_build(plugin) and any(site.runs_liquid(page.data) for page in made)
        )

    @property
    def _feed(self) -> Mapping[str, object]:
        settings = self._site.config["feed"]
        return settings if isinstance(settings, Mapping) else {}

    def _is_among_latest(self, post: Record) -> bool:
        """Whether a post is in the feed, wherever those of the same time stand beside it."""
        is_draft = post.data.get("draft") is True and not self._site.config.is_on("show_drafts")
        most = self._feed.get("posts_limit", _LATEST)
        if post.collection != "posts" or is_draft or type(most) is not int or post.date is None:
            return False
        as_late = len(self._dates) - bisect_left(self._dates, post.date)
        return as_late <= min(most, _LATEST)

    @cached_property
    def _dates(self) -> list[datetime]:
        """Those of all posts, the earliest first."""
        return sorted(post.date for post in self._site.posts if post.date is not None)


def _is_mapped(record: Record) -> bool:
    """Whether the sitemap has it: each document that is written, of pages those of HTML."""
    is_page = record.output_ext in HTML_EXTENSIONS and record.url != "/404.html"
    return bool(record.collection) or is_page
