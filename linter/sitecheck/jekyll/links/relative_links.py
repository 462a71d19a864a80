"""jekyll-relative-links (0.7): Markdown links to source files become links to their pages.

The plugin is always on at GitHub Pages. Which links it sees:
:mod:`~sitecheck.jekyll.plugins.relative_sources`.
"""

from __future__ import annotations

import posixpath
from functools import cached_property
from urllib.parse import unquote_plus

from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.jekyll.records import Record
from sitecheck.jekyll.site import RELATIVE_LINKS, Site
from sitecheck.lazy_pattern import lazy_pattern

_ABSOLUTE = lazy_pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


class RelativeLinks:
    """Rewrites links of one site. ``active`` says that the plugin runs."""

    def __init__(self, site: Site) -> None:
        settings = site.config["relative_links"]
        self._settings = settings if isinstance(settings, dict) else {}
        self._site = site
        named = site.is_sure_to_run(RELATIVE_LINKS)
        enabled = self._settings.get("enabled") is not False
        self.active = named and enabled
        bundled = site.bundled is None or not site.bundled.isdisjoint(("github-pages", RELATIVE_LINKS))
        pages = site.github_pages
        self.possible = not named and enabled and (bundled or pages.builds or pages.is_named)
        """Whether a build with the Gemfile, or at GitHub Pages, which heeds none, would run the plugin."""
        by_bundle = bundled and site.bundled is not None
        self.likely = self.possible and (pages.builds or pages.is_left or by_bundle)
        """Whether one of the two builds the site, so that a link that the plugin mends is good."""

    @cached_property
    def _targets(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for page in self._site.pages:
            found.setdefault(page.relative_path, page.url)
        for file in self._site.static:
            found.setdefault(file.relative_path.lstrip("/"), file.url)
        for group in self._site.collections.values():
            for document in group:
                if document.written:
                    found.setdefault(document.relative_path, document.url)
        return found

    @cached_property
    def _pages(self) -> dict[str, Record]:
        """The documents whose links are rewritten, by address."""
        groups = [self._site.pages]
        if self._settings.get("collections") is True:
            groups.extend(self._site.collections.values())
        excluded = self._settings.get("exclude")
        patterns = tuple(map(str, excluded)) if isinstance(excluded, list) else ()
        entries = EntryFilter((), (), lambda path: False)
        return {
            page.url: page
            for group in groups
            for page in group
            if page.markdown and entries.match(patterns, page.relative_path) is None
        }

    def reads(self, record: Record) -> bool:
        """Whether the plugin, where it runs, looks for links in the text of a page."""
        return record.url in self._pages

    def rewrite(self, page_url: str, href: str) -> str:
        """``href`` as the plugin leaves it on the page at ``page_url``; with ``baseurl`` if rewritten."""
        target = self._targets.get(self.named(page_url, href) or "")
        _, mark, fragment = href.partition("#")
        return href if target is None else f"{self._site.baseurl}{target}{mark}{fragment}"

    def named(self, page_url: str, href: str) -> str | None:
        """The file that ``href`` names on the page at ``page_url``; ``None`` for what is left alone."""
        page = self._pages.get(page_url) if self.active or self.possible else None
        if page is None or href.startswith("#") or _ABSOLUTE.match(href):
            return None
        path = href.partition("#")[0]
        if ")" in path:  # the plugin takes the first bracket for the end of the address
            return None
        base = "" if path.startswith("/") else posixpath.dirname(page.relative_path)
        joined = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        # File.expand_path starts at the folder of the build, so that of what is above it nothing is found
        return None if joined.startswith("../") else unquote_plus(joined)
