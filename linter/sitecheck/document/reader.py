"""Reads the files of one site as documents: the context in which each is rendered."""

from __future__ import annotations

import copy
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sitecheck import kramdown, liquid
from sitecheck.document.contents import Contents, highlighter
from sitecheck.document.document import Dialect, Document
from sitecheck.document.host import SiteHost, decode_include, read_include
from sitecheck.files import read_file
from sitecheck.jekyll import ConfigProblem, Layout, Payload, Record, Route, Site
from sitecheck.math.settings import MathSettings
from sitecheck.model.facts import Kind, Read
from sitecheck.text.digest import digest
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

    One object serves a whole run; it is made before worker processes start. Whatever of the site it is asked
    for is noted (:meth:`noting`): what is learnt of a file holds as long as all that was read for it.
    """

    def __init__(self, site: Site, math_settings: MathSettings = _NO_MATH_SETTINGS) -> None:
        """``math_settings`` is what the settings file says of formulas."""
        self.site = site
        self.math_settings = math_settings
        self._records = {record.path: record for record in site.sources()}
        self._layouts = {layout.path: layout for layout in site.layouts.values()}
        self._includes = frozenset(site.includes)
        self._markdown_ext = site.config.markdown_ext
        self._include_files: dict[str, tuple[liquid.IncludeFile | None, str]] = {}
        self._reads: set[Read] = set()
        self.page_steps = liquid.PAGE_STEPS
        self.content_steps = liquid.PAGE_STEPS
        """What rendering a page for others to show its text may cost."""
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

    def with_steps(self, page: int, content: int) -> SiteReader:
        """A reader for which rendering a page, and the text that others show of it, may cost so much."""
        reader = copy.copy(self)
        for made in ("view", "_contents"):
            reader.__dict__.pop(made, None)
        reader.page_steps, reader.content_steps = page, content
        return reader

    def is_text(self, path: str) -> bool:
        """Whether a file that is copied as it is holds what a browser shows as a page, or was meant to."""
        extension = posixpath.splitext(path)[1].lower()
        return extension in _HTML or extension in self._markdown_ext

    @contextmanager
    def noting(self) -> Iterator[set[Read]]:
        """What is read until the context ends, even where the answer is known from an earlier time."""
        outer, self._reads = self._reads, set()
        try:
            yield self._reads
        finally:
            outer |= self._reads
            self._reads = outer

    def note(self, reads: Iterable[Read]) -> None:
        """Counts ``reads`` among what is read now."""
        self._reads.update(reads)

    def _note(self, kind: str, name: str, state: str = "") -> None:
        self._reads.add(Read(kind, name, state))

    def source(self, path: str) -> Source | TextProblem:
        """The decoded text of a file; raises :class:`OSError` when it cannot be read."""
        try:
            data = read_file(os.path.join(self.site.root, path))
        except OSError as error:
            self._note("file", path, state_of_file(error))
            raise
        self._note("file", path, state_of_file(data))
        return decode(path, data)

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

    def render(self, path: str, template: liquid.Template, budget: liquid.Budget) -> liquid.Rendering:
        """The text that Liquid makes of a file's body, as the file's own page would show it."""
        before, self.viewer = self.viewer, self._record(path)
        try:
            return self.render_around(path, template, budget)
        finally:
            self.viewer = before

    def render_around(self, path: str, template: liquid.Template, budget: liquid.Budget) -> liquid.Rendering:
        """The text that Liquid makes of a layout around the page ``path``."""
        rendering = liquid.render(template, self.host(path), path, budget)
        for read in rendering.reads:
            if read.kind not in ("include", "include_relative"):  # noted by their paths
                self._note(read.kind, read.name)
        return rendering

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
        if len(text) > liquid.MAX_TEXT:
            return None
        return kramdown.to_html(text, self.markdown_options, self._highlighter)

    @cached_property
    def _highlighter(self) -> kramdown.Highlighter | None:
        return highlighter(self.config.get("kramdown"), self.config.get("highlighter"))

    def host(self, path: str) -> SiteHost:
        """The site as the Liquid of the file ``path`` sees it."""
        return SiteHost(self, self._record(path))

    def _record(self, path: str) -> Record | None:
        self._note("record", path)
        return self._records.get(path)

    def place(self, path: str) -> tuple[object, ...]:
        """All that a file is to Jekyll: record, layout, whether it is an include, its route."""
        is_include = path in self._includes
        return self._records.get(path), self._layouts.get(path), is_include, self.site.by_source.get(path)

    def dialect(self, path: str) -> Dialect:
        """What the body of a file is once Liquid has run."""
        self._note("record", path)
        extension = posixpath.splitext(path)[1].lower()
        if extension in self._markdown_ext:
            return "markdown"
        return "html" if extension in _HTML or path in self._includes or path in self._layouts else "text"

    def data(self, path: str) -> Mapping[Any, Any]:
        """A file's front matter with the site's defaults."""
        record = self._record(path)
        if record is not None:
            return record.data
        layout = self._layouts.get(path)
        return layout.data if layout is not None else _EMPTY

    def url(self, path: str) -> str | None:
        """The address of a file, without ``baseurl``; ``None`` when it has none."""
        self._note("record", path)
        route = self.site.by_source.get(path)
        return route.url if route is not None else None

    def config_problems(self, path: str) -> tuple[ConfigProblem, ...]:
        """What is wrong with a configuration file."""
        return tuple(problem for problem in self.site.config.problems if problem.path == path)

    def has_layout(self, name: str) -> bool | None:
        """Whether there is a layout of that name; ``None`` when a theme that is not here may bring it."""
        if self.layout(name) is not None:
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
            data = read_include(str(self.site.root), path)
            self._include_files[path] = decode_include(path, data), state_of_file(data)
        file, state = self._include_files[path]
        self._note("include", path, state)
        return file

    def include_files(self) -> Iterator[liquid.IncludeFile]:
        """Every include that is text."""
        self._note("includes", "*")
        for path in self.site.includes:
            file = self.include_file(path)
            if file is not None:
                yield file

    def route(self, output: str) -> Route | None:
        """What is published as the file ``output`` of the built site."""
        self._note("output", output)
        return self.site.by_output.get(output)

    @cached_property
    def payload(self) -> Payload:
        """The site as Liquid sees it."""
        return Payload(self.site, self._contents, self._note)

    @cached_property
    def _contents(self) -> Contents:
        return Contents(self)

    def layout(self, name: object) -> Layout | None:
        """The layout of that name, if it is among the sources."""
        if not isinstance(name, str):
            return None
        self._note("layout", name)
        return self.site.layouts.get(name)


def state_of_file(found: bytes | OSError | None) -> str:
    """What tells one state of a file from another: a hash of its bytes, or why there are none."""
    if isinstance(found, bytes):
        return digest(found)
    return "absent" if found is None else f"error {found.errno}"


def _record_kind(record: Record) -> Kind:
    if not record.collection:
        return "page"
    return "post" if record.collection == "posts" else "document"
