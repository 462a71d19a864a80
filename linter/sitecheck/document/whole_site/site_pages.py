"""The pages of a site: which file each comes from, and the layouts around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from sitecheck.document.frames.frame_links import PageAt
from sitecheck.jekyll import Layout, Record, Route, Site
from sitecheck.jekyll.layout_chain import layouts_around
from sitecheck.model.facts import PageFacts


class SitePages:
    """Finds the facts that belong to a page."""

    def __init__(self, site: Site, files: Mapping[str, PageFacts], later: Mapping[str, PageFacts]) -> None:
        """``later`` are the further pages of paginated lists, by address."""
        self._site = site
        self._files = files
        self._later = later
        self._around: dict[str, tuple[PageFacts, ...]] = {}

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The pages, posts and documents that authors wrote: path → what Jekyll makes of it."""
        return {record.path: record for record in self._site.sources() if record.path is not None}

    def layouts_outward(self, record: Record | Layout) -> Iterator[PageFacts | None]:
        """The layouts around a page or a layout, from the inside out; ``None`` at last for one not here."""
        for known in self._outward(record):
            yield (facts := self._files.get(known.path) if isinstance(known, Layout) else None)
            if facts is None:
                return

    def missing_layout(self, record: Record | Layout) -> str:
        """The name of the layout around a page that is not here, "" where all are."""
        return next((name for name in self._outward(record) if isinstance(name, str)), "")

    def _outward(self, record: Record | Layout) -> Iterator[Layout | str]:
        layout = record.data.get("layout")
        if layout is None and isinstance(record, Record):
            layout = self._unasked(record)
        return layouts_around(layout, self._site.layouts.get)

    def _unasked(self, record: Record) -> str | None:
        """The layout, also of the theme, that jekyll-default-layout may give to a page which names none."""
        names = self._site.unasked_layouts(record)
        here = next((name for name in names if name in self._site.layouts), None)
        return here or (names[-1] if names and self._site.theme_elsewhere else None)

    def layouts_around(self, path: str) -> tuple[PageFacts, ...]:
        """The layouts around the page of a file, from the inside out, as far as they are here."""
        if path not in self._around:
            self._around[path] = self.known_layouts(self.records.get(path))
        return self._around[path]

    def known_layouts(self, record: Record | Layout | None) -> tuple[PageFacts, ...]:
        """The layouts around a page or a layout, from the inside out, as far as they are here."""
        found = self.layouts_outward(record) if record is not None else ()
        return tuple(facts for facts in found if facts is not None)

    def published(self, files: Iterable[PageFacts]) -> Iterator[PageFacts]:
        """Those of ``files`` that are published pages, posts and documents."""
        for facts in files:
            if facts.kind in ("page", "post", "document") and self._is_published(facts.path):
                yield facts

    def _is_published(self, path: str) -> bool:
        record = self.records.get(path)
        return record is None or record.written

    def url(self, path: str) -> str | None:
        """The address of the file ``path``, without ``baseurl``."""
        route = self._site.by_source.get(path)
        return route.url if route is not None else None

    def at(self, page: PageAt) -> PageFacts | None:
        """The facts of a page, which may be a further one of a list."""
        return self._later.get(page.url) or self._files.get(page.path)

    def facts_at(self, route: Route) -> PageFacts | None:
        """The facts of the page at ``route``: of a file that makes several pages, those of this one."""
        if route.source is None or route.url in self._later:
            return self._later.get(route.url)
        return self._files.get(route.source) if self.url(route.source) == route.url else None
