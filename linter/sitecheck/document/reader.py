"""Reads the files of one site as documents: the context in which each is rendered."""

from __future__ import annotations

import copy
import os
import posixpath
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sitecheck import kramdown, liquid
from sitecheck.document.contents import Contents, highlighter
from sitecheck.document.document import Dialect, Document
from sitecheck.document.host import SiteHost, read_include
from sitecheck.files import read_file
from sitecheck.jekyll import ConfigProblem, Layout, Payload, Record, Site
from sitecheck.math.settings import MathSettings
from sitecheck.model.facts import Kind
from sitecheck.text.front_matter import FrontMatter, read_front_matter
from sitecheck.text.source import Source, TextProblem, decode

if TYPE_CHECKING:
    from sitecheck.document.math import PageMath

_HTML = frozenset({".html", ".htm", ".xhtml"})
_EMPTY: Mapping[Any, Any] = {}
_NO_MATH_SETTINGS = MathSettings()


class Input(NamedTuple):
    """A file to read, and what it is to Jekyll."""

    path: str
    kind: Kind


class SiteReader:
    """Gives the documents of a site, each read when it is asked for.

    One object serves a whole run; it is made before worker processes start and never changed by them.
    """

    def __init__(self, site: Site, math_settings: MathSettings = _NO_MATH_SETTINGS) -> None:
        """``math_settings`` is what the settings file says of formulas."""
        self.site = site
        self.math_settings = math_settings
        self._records = {record.path: record for record in site.sources()}
        self._layouts = {layout.path: layout for layout in site.layouts.values()}
        self._includes = frozenset(site.includes)
        self._markdown_ext = site.config.markdown_ext
        self._include_files: dict[str, liquid.IncludeFile | None] = {}
        self.viewer: Record | None = None
        """The page that is being rendered; ``None`` for a layout or an include."""

    def inputs(self) -> Iterator[Input]:
        """Every file that can be read as a document, in a fixed order."""
        for file in self.site.config.files:
            yield Input(file.path, "config")
        for path, record in self._records.items():
            if path is not None and record.written:
                yield Input(path, _record_kind(record))
        for layout in self.site.layouts.values():
            yield Input(layout.path, "layout")
        for path in self.site.includes:
            yield Input(path, "include")
        for static in self.site.static:
            if self.is_text(static.path) and static.written:
                yield Input(static.path, "static")

    def later_pages(self) -> Iterator[tuple[Record, SiteReader]]:
        """The further pages of paginated lists, each with a reader that reads the template as that page."""
        for record in self.site.pages:
            if record.plugin == "jekyll-paginate" and record.path in self._records:
                reader = copy.copy(self)
                reader._records = {**self._records, record.path: record}
                yield record, reader

    def is_text(self, path: str) -> bool:
        """Whether a file that is copied as it is holds what a browser shows as a page, or was meant to."""
        extension = posixpath.splitext(path)[1].lower()
        return extension in _HTML or extension in self._markdown_ext

    def source(self, path: str) -> Source | TextProblem:
        """The decoded text of a file; raises :class:`OSError` when it cannot be read."""
        return decode(path, read_file(os.path.join(self.site.root, path)))

    def document(self, source: Source, kind: Kind) -> Document:
        """The document of a decoded file."""
        zone = self.site.config.zone
        matter = (
            FrontMatter(data={})
            if kind in ("config", "data")
            else read_front_matter(source.text, source.bom, zone)
        )
        return Document(source.path, kind, source, matter, self)

    # what a document asks of its context

    @property
    def config(self) -> Mapping[str, Any]:
        """The site's configuration with Jekyll's defaults."""
        return self.site.config.values

    @cached_property
    def markdown_options(self) -> kramdown.Options:
        """How the site's Markdown is converted."""
        options = self.config.get("kramdown")
        return kramdown.Options.from_config(
            options if isinstance(options, Mapping) else {}, str(self.config.get("markdown") or "kramdown")
        )

    def render(self, path: str, template: liquid.Template) -> liquid.Rendering:
        """The text that Liquid makes of a file's body, as the file's own page would show it."""
        contents = self._contents
        before = self.viewer, contents.shown
        self.viewer, contents.shown = self._records.get(path), set()
        try:
            rendering = liquid.render(template, self.host(path), path)
            shown = {liquid.Read("content", other) for other in contents.shown}
            return rendering._replace(reads=rendering.reads | shown) if shown else rendering
        finally:
            self.viewer, contents.shown = before

    @property
    def viewer_is_page(self) -> bool:
        """Whether what is rendered can be a page: in scripts and feeds nothing is looked for, so Markdown
        is not converted for them."""
        viewer = self.viewer
        return viewer is None or viewer.path is None or self.dialect(viewer.path) != "text"

    def markdownify(self, text: str) -> str | None:
        """The HTML of Markdown as the site's converter writes it; ``None`` when that is not known."""
        if self.markdown_options.input == "CommonMark" or not self.viewer_is_page:
            return None
        return kramdown.to_html(text, self.markdown_options, self._highlighter)

    @cached_property
    def _highlighter(self) -> kramdown.Highlighter | None:
        return highlighter(self.config.get("kramdown"), self.config.get("highlighter"))

    def host(self, path: str) -> SiteHost:
        """The site as the Liquid of the file ``path`` sees it."""
        return SiteHost(self, self._records.get(path))

    def dialect(self, path: str) -> Dialect:
        """What the body of a file is once Liquid has run."""
        extension = posixpath.splitext(path)[1].lower()
        if extension in self._markdown_ext:
            return "markdown"
        return "html" if extension in _HTML or path in self._includes or path in self._layouts else "text"

    def data(self, path: str) -> Mapping[Any, Any]:
        """A file's front matter with the site's defaults."""
        record = self._records.get(path)
        if record is not None:
            return record.data
        layout = self._layouts.get(path)
        return layout.data if layout is not None else _EMPTY

    def url(self, path: str) -> str | None:
        """The address of a file, without ``baseurl``; ``None`` when it has none."""
        route = self.site.by_source.get(path)
        return route.url if route is not None else None

    def config_problems(self, path: str) -> tuple[ConfigProblem, ...]:
        """What is wrong with a configuration file."""
        return tuple(problem for problem in self.site.config.problems if problem.path == path)

    def has_layout(self, name: str) -> bool | None:
        """Whether there is a layout of that name; ``None`` when a theme that is not here may bring it."""
        if name in self.site.layouts:
            return True
        return None if self.has_theme else False

    def math(self, document: Document) -> PageMath:
        """The formulas of a page, and what shows them."""
        from sitecheck.document.math import PageMath

        return PageMath(document, self)

    @property
    def has_theme(self) -> bool:
        """Whether a theme brings layouts, includes and assets that are not among the sources."""
        return (
            bool(self.config.get("theme") or self.config.get("remote_theme")) or self.site.config.github_pages
        )

    @property
    def zone(self) -> tzinfo:
        """The zone the site is built in."""
        return self.site.config.zone

    def include_file(self, path: str) -> liquid.IncludeFile | None:
        """An include, read once."""
        if path not in self._include_files:
            self._include_files[path] = read_include(str(self.site.root), path)
        return self._include_files[path]

    @cached_property
    def payload(self) -> Payload:
        """The site as Liquid sees it."""
        return Payload(self.site, self._contents)

    @cached_property
    def _contents(self) -> Contents:
        return Contents(self)

    def layout(self, name: object) -> Layout | None:
        """The layout of that name, if it is among the sources."""
        return self.site.layouts.get(name) if isinstance(name, str) else None


def _record_kind(record: Record) -> Kind:
    if not record.collection:
        return "page"
    return "post" if record.collection == "posts" else "document"
