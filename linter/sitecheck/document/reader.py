"""Reads the files of one site as documents: the context in which each is rendered."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from copy import copy
from functools import cached_property
from itertools import chain
from typing import Any

from sitecheck import kramdown, liquid
from sitecheck.contract import Contract
from sitecheck.document.compressor import is_compressor, joins_lines
from sitecheck.document.contents import Contents, highlighter
from sitecheck.document.context import Dialect, T
from sitecheck.document.document import Document
from sitecheck.document.formulas.math_mentions import MathMentions
from sitecheck.document.frames.content_fate import fate_in, fate_on
from sitecheck.document.layouts import layouts_of
from sitecheck.document.likely_names import LikelyNames
from sitecheck.document.liquid_host import ContentHost, SiteHost, decode_include, read_include
from sitecheck.document.read_log import ReadLog
from sitecheck.document.script_host import ScriptHost, scriptless, without_loops
from sitecheck.files import read_file
from sitecheck.jekyll import Layout, Payload, Record, Route, Site, WhyNot
from sitecheck.jekyll.layout_chain import layouts_reached
from sitecheck.jekyll.plugins.plugin_table import plugin_facts
from sitecheck.jekyll.records import HTML_EXTENSIONS
from sitecheck.jekyll.refusals import refused_by_filter
from sitecheck.math.settings import MathSettings
from sitecheck.model.facts import Kind, OutcomeKind, Read
from sitecheck.model.fate import KEPT, Fate
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.digest import digest
from sitecheck.text.front_matter import FrontMatter, body_start
from sitecheck.text.source import Source, TextProblem, decode

_PLAIN = ("", ".txt", ".text")
"""What no converter takes. Documents without an extension are pages where a permalink makes them one."""
_CODE = (".js", ".mjs", ".css", ".scss", ".json")
"""Includes that stand in a script or a style: what looks like HTML in them is a program's text."""
_PAGINATORS = frozenset({"jekyll-paginate", "jekyll-paginate-v2"})
_EMPTY: Mapping[Any, Any] = {}
_NO_MATH_SETTINGS = MathSettings()


class Input(NamedTuple):
    """A file to read, and what it is to Jekyll."""

    path: str
    kind: Kind
    later_url: str = ""
    """The address of the further page of a paginated list that the file is read as; "" for its own page."""


class SiteReader:
    """Gives the documents of a site, each read when it is asked for: the :class:`SiteContext` of them all.

    One object serves a whole run; it is made before worker processes start, and its answers never change.
    Whatever of the site it is asked for is noted in :attr:`log`.
    """

    def __init__(
        self,
        site: Site,
        math_settings: MathSettings = _NO_MATH_SETTINGS,
        contracts: tuple[Contract, ...] = (),
        *,
        page_steps: int = liquid.PAGE_STEPS,
        content_steps: int = liquid.PAGE_STEPS,
    ) -> None:
        """``math_settings`` is what the settings file says of formulas, ``contracts`` what it demands of
        front matter.

        ``page_steps`` is what rendering a page may cost, ``content_steps`` what it may cost where others show
        its text.
        """
        self.site = site
        self.math_settings = math_settings
        self.contracts = contracts
        self._records = {record.path: record for record in site.sources()}
        self._layouts = {layout.path: layout for layout in site.layouts.values()}
        self._includes = frozenset(site.includes)
        self._markdown_ext = site.config.markdown_ext
        self._include_files: dict[str, tuple[liquid.IncludeFile | None, str]] = {}
        self._once: dict[tuple[str, ...], tuple[Any, frozenset[Read]]] = {}
        self._outcomes: dict[tuple[str, str], _Outcome] = {}
        self.page_steps = page_steps
        self.content_steps = content_steps
        self.log = ReadLog()

    def inputs(self) -> Iterator[Input]:
        """Every file that can be read as a document, in a fixed order."""
        for file in self.site.config.files:
            yield Input(file.path, "config")
        for path, record in self._records.items():
            if path is not None and (record.written or record.why_not is WhyNot.NO_OUTPUT):
                yield Input(path, _record_kind(record))
        for layout in self.site.layouts.values():
            yield Input(layout.path, "layout")
        for path in self.site.includes:
            yield Input(path, "include")
        for static in {each.path: each for each in self.site.static if each.written}.values():
            if self.is_text(static.path):
                yield Input(
                    static.path, "static-page" if _extension(static.path) in HTML_EXTENSIONS else "static"
                )

    def shown_pages(self) -> Iterator[Record]:
        """What becomes a page that a browser shows; further pages of lists and those without a file last."""
        for path, record in self._records.items():
            shown = path is not None and record.written and self.dialect(path) != "text"
            if shown and not self.site.redirects(record):
                yield record
        yield from self._later.values()
        for record in self.site.pages:
            if record.path is None and record.output_ext in HTML_EXTENSIONS and self.home(record):
                yield record

    def home(self, page: Record) -> str:
        """The file that a page comes from: of one that a plugin makes, its layout; "" if that is not here."""
        if page.path is not None:
            return page.path
        layout = self.site.layouts.get(str(page.data.get("layout")))
        return layout.path if layout is not None and plugin_facts(page.plugin).in_layouts else ""

    def later_inputs(self) -> Iterator[Input]:
        """The further pages of paginated lists: their template, once for each."""
        for url, record in self._later.items():
            yield Input(str(record.path), "page", url)

    @cached_property
    def _later(self) -> Mapping[str, Record]:
        found: dict[str, Record] = {}
        for record in self.site.pages:
            if record.plugin in _PAGINATORS and self._records.get(record.path, record) is not record:
                found[record.url] = record
        return found

    def with_steps(self, page: int, content: int) -> SiteReader:
        """A reader for which rendering a page, and the text that others show of it, may cost so much."""
        return SiteReader(
            self.site, self.math_settings, self.contracts, page_steps=page, content_steps=content
        )

    def paying(self, page: int) -> SiteReader:
        """This reader, with all that it knows, for which rendering a page may cost so much: what is shown of
        other pages has been paid for by itself."""
        reader = copy(self)
        reader.page_steps = page
        return reader

    def is_text(self, path: str) -> bool:
        """Whether a file that is copied as it is holds what a browser shows as a page, or was meant to."""
        extension = _extension(path)
        return extension in HTML_EXTENSIONS or extension in self._markdown_ext

    def source(self, path: str) -> Source | TextProblem:
        """The decoded text of a file; raises :class:`OSError` when it cannot be read."""
        try:
            data = read_file(os.path.join(self.site.root, path))
        except OSError as error:
            self.log.add("file", path, state_of_file(error))
            raise
        self.log.add("file", path, state_of_file(data))
        return decode(path, data)

    def document(self, source: Source, kind: Kind, later_url: str = "") -> Document:
        """The document of a decoded file; ``later_url`` as in :class:`Input`. What an include begins with is
        text, whatever it looks like."""
        if kind in ("config", "data", "include"):
            matter = FrontMatter(data={})
        else:
            matter = self.site.front_matters.read(source)
        own = self._record(source.path)
        return Document(source, kind, matter, self, self._later[later_url] if later_url else own)

    # what a document asks of its context

    @property
    def config(self) -> Mapping[str, Any]:
        """The site's configuration with Jekyll's defaults."""
        return self.site.config.values

    @cached_property
    def markdown_options(self) -> kramdown.Options:
        """How the site's Markdown is converted."""
        name, commonmark = self.site.converter
        return kramdown.Options.from_config(self.site.kramdown, name or "kramdown", commonmark)

    def render(
        self,
        template: liquid.Template,
        path: str,
        page: Record | None,
        *,
        viewer: Record | None,
        budget: liquid.Budget,
    ) -> liquid.Rendering:
        """The text that Liquid makes of ``template`` on ``page``; see :class:`SiteContext`."""
        with self._contents.seen_by(*filter(None, (viewer,))):
            rendering = liquid.render(template, SiteHost(self, page), path, budget)
        self.note(rendering.reads)
        return rendering

    def note(self, reads: Iterable[liquid.HostRead]) -> None:
        """Notes what Liquid has asked for."""
        for read in reads:
            if read.kind not in ("include", "include_relative"):  # noted by their paths
                self.log.add(read.kind, read.name)

    def render_scripts(
        self, template: liquid.Template, path: str, page: Record | None, budget: liquid.Budget
    ) -> liquid.Rendering:
        """What Liquid makes of a layout as far as it may bring scripts; see :class:`SiteContext`."""
        template = self.once(("scripts", template.path), lambda: without_loops(template, scriptless(self)))
        rendering = liquid.render(template, ScriptHost(self, page), path, budget)
        self.note(rendering.reads)
        return rendering

    def render_around(
        self, content: object, template: liquid.Template, page: Record, budget: liquid.Budget
    ) -> liquid.Rendering:
        """What Liquid makes of a layout around ``content`` of ``page``; see :class:`SiteContext`."""
        with self.in_layouts_of(page):
            rendering = liquid.render(
                template, ContentHost(self, page, content, template.path), page.path or "", budget
            )
        self.note(rendering.reads)
        return rendering

    def in_layouts_of(self, *pages: Record) -> AbstractContextManager[None]:
        """See contents inside as the layouts around ``pages`` do, as far as all see the same."""
        return self._contents.seen_by(*pages, in_layout=True)

    def shows_html(self, record: Record | None) -> bool:
        """Whether what is rendered for ``record`` can be a page: in scripts and feeds nothing is looked for,
        so Markdown is not converted for them."""
        return record is None or record.path is None or self.dialect(record.path) != "text"

    def markdown_to_html(self, text: str, pay: Callable[[int], None] = lambda again: None) -> str | None:
        """The HTML of Markdown as the site's converter writes it; see :class:`SiteContext`."""
        if not self._converts(text):
            return None
        return kramdown.to_html(text, self.markdown_options, self._highlighter, pay)

    def html_start(self, text: str, size: int) -> str | None:
        """The HTML of the first blocks of a Markdown text; see :class:`SiteContext`."""
        if not self._converts(text):
            return None
        return kramdown.html_start(text, size, self.markdown_options, self._highlighter)

    def _converts(self, text: str) -> bool:
        """Whether the site's converter is known, and ``text`` is not too long for it."""
        is_ours = self.markdown_options.input != "CommonMark" and not self.site.other_converter
        return is_ours and len(text) <= liquid.MAX_TEXT

    @cached_property
    def refused_markdown(self) -> str:
        """Why the build stops at ``markdownify``; see :class:`SiteContext`."""
        return refused_by_filter(self.site)

    def html_of(self, markdown: kramdown.MarkdownText) -> str | None:
        """The HTML of a document as the site's converter writes it; see :class:`SiteContext`."""
        return None if self.site.other_converter else markdown.html(self._highlighter)

    @cached_property
    def _highlighter(self) -> kramdown.Highlighter | None:
        return highlighter(self.site.kramdown, self.config.get("highlighter"))

    def _record(self, path: str) -> Record | None:
        self.log.add("record", path)
        return self._records.get(path)

    def place(self, path: str) -> tuple[object, ...]:
        """All that a file is to Jekyll: record, layout, whether it is an include, its route."""
        is_include = path in self._includes
        return self._records.get(path), self._layouts.get(path), is_include, self.site.by_source.get(path)

    def dialect(self, path: str) -> Dialect:
        """What the body of a file is once Liquid has run."""
        self.log.add("record", path)
        extension = _extension(path)
        if extension in self._markdown_ext:
            return "markdown"
        is_part = path in self._layouts or (path in self._includes and extension not in _CODE)
        is_html = extension in HTML_EXTENSIONS or is_part or self._stands_in_html(path)
        return "html" if is_html else "text"

    def _stands_in_html(self, path: str) -> bool:
        """Whether a file is plain text that layouts make a page of, and show as it is or not at all."""
        record = self._records.get(path) if _extension(path) in _PLAIN else None
        if record is None or not record.output.endswith(HTML_EXTENSIONS):
            return False
        layouts, missing = layouts_of(record.data.get("layout"), self)
        if not layouts or missing or any(_extension(each.path) not in HTML_EXTENSIONS for each in layouts):
            return False
        return all(map(self._shows_content, layouts)) or self._is_data_alone(path)

    def _shows_content(self, layout: Layout) -> bool:
        """Whether a layout shows the tags of its content."""
        return self.content_fate(layout.path) in KEPT

    def _is_data_alone(self, path: str) -> bool:
        """Whether nothing follows the front matter, so that all of a page is its layout's."""
        return self.once(("data alone", path), lambda: self._has_no_body(path))

    def _has_no_body(self, path: str) -> bool:
        try:
            source = self.source(path)
        except OSError:
            return False
        return not isinstance(source, TextProblem) and not source.text[body_start(source.text) :].strip()

    def data(self, path: str) -> Mapping[Any, Any]:
        """The front matter of a layout with the site's defaults; empty for any file that is none."""
        layout = self._layouts.get(path)
        return layout.data if layout is not None else _EMPTY

    def url(self, path: str) -> str | None:
        """The address of a file, without ``baseurl``; ``None`` when it has none."""
        self.log.add("record", path)
        route = self.site.by_source.get(path)
        return route.url if route is not None else None

    @property
    def has_theme(self) -> bool:
        """Whether a theme brings layouts, includes and assets that are not among the sources, or may: nobody
        knows whether a configuration that cannot be read names one."""
        config = self.site.config
        return bool(self.site.theme_elsewhere) or config.github_pages or bool(config.unread)

    def may_bring_layout(self, name: str) -> bool:
        """Whether a theme or submodule that is not among the sources may bring the layout ``name``."""
        site = self.site
        path = posixpath.join(site.config.folder("layouts_dir"), f"{name}.html")
        return self.has_theme or name in site.lent_layouts or bool(site.why_template(path))

    @cached_property
    def likely_names(self) -> LikelyNames:
        """What must be meant by names that nothing has."""
        return LikelyNames(self.payload, self.log)

    def include_file(self, path: str) -> liquid.IncludeFile | None:
        """An include, read once."""
        if path not in self._include_files:
            data = read_include(self.site, path)
            self._include_files[path] = decode_include(path, data), state_of_file(data)
        file, state = self._include_files[path]
        self.log.add("include", path, state)
        return file

    def include_files(self) -> Iterator[liquid.IncludeFile]:
        """Every include that is text."""
        self.log.add("includes", "*")
        for path in self.site.includes:
            file = self.include_file(path)
            if file is not None:
                yield file

    def has_come(self, day: str) -> bool:
        """Whether ``day`` ("2027-01-12", "2027-01" or "2027") has begun when the site is built."""
        self.log.add("day", day)
        return self.site.has_come(day)

    def route(self, output: str) -> Route | None:
        """What is published as the file ``output`` of the built site."""
        self.log.add("output", output)
        return self.site.by_output.get(output)

    @cached_property
    def payload(self) -> Payload:
        """The site as Liquid sees it."""
        return Payload(self.site, self._contents, self.log.add)

    @cached_property
    def _contents(self) -> Contents:
        return Contents(self)

    @cached_property
    def math_mentions(self) -> MathMentions:
        """What is written of math engines."""
        return MathMentions(self)

    @property
    def names_math_engine(self) -> bool:
        """Whether anything in the site names a math engine; see :class:`SiteContext`."""
        self.log.add("math_mentions", "*")
        return self.math_mentions.anywhere

    def shows_excerpts(self, layout: Layout) -> bool:
        """Whether a layout may show what stands in other pages."""
        return self.math_mentions.shows_excerpts(layout)

    def content_fate(self, path: str) -> Fate:
        """What becomes of the content in a layout; see :class:`SiteContext`."""
        layout = self._layouts.get(path)
        return fate_in(layout, self).fate if layout is not None else "as it is"

    def content_fate_on(self, page: Record, layout: Layout, budget: liquid.Budget) -> Fate:
        """The same of one page; see :class:`SiteContext`."""
        found = fate_on(page, layout, self, budget)
        if fate_in(layout, self).by_page is not None:  # on what that hangs no outcome tells
            self.log.note(self.read_for("content_fate", layout.path))
        return found

    @property
    def excerpts_name_math_engine(self) -> bool:
        """Whether excerpts may name a math engine; see :class:`SiteContext`."""
        self.log.add("math_mentions", "excerpts")
        return self.math_mentions.in_excerpts

    @property
    def values_bring_scripts(self) -> bool:
        """Whether a value of the site is a script; see :class:`SiteContext`."""
        self.log.add("math_mentions", "values")
        return self.math_mentions.values_bring_scripts

    def layout(self, name: object) -> Layout | None:
        """The layout of that name, if it is among the sources."""
        if not isinstance(name, str):
            return None
        self.log.add("layout", name)
        return self.site.layouts.get(name)

    def layout_is_used(self, path: str) -> bool | None:
        """Whether a page stands in the layout; see :class:`SiteContext`."""
        self.log.add("layout_use", path)
        may_be = self._makes_own_pages or path in self._unasked_layouts
        return True if path in self._used_layouts else None if may_be else False

    @cached_property
    def _used_layouts(self) -> frozenset[str]:
        """The files of layouts in which pages stand, and of those around them; documents that Jekyll does
        not write are rendered all the same."""
        names = (record.data.get("layout") for record in self.site.documents() if _has_layout(record))
        return layouts_reached(names, self.site.layouts)

    @cached_property
    def _unasked_layouts(self) -> frozenset[str]:
        """The files of layouts in which pages may stand that name none."""
        names = chain.from_iterable(map(self.site.unasked_layouts, self.site.documents()))
        return layouts_reached(names, self.site.layouts)

    @property
    def _makes_own_pages(self) -> bool:
        """Whether plugins make pages whose layouts are not worked out."""
        return self.site.may_have_more

    def layout_template(self, layout: Layout) -> liquid.Template | None:
        """A layout as Liquid parses it, read once; ``None`` when its file is no text."""
        return self.once(("layout", layout.path), lambda: self._parse_layout(layout.path))

    def joins_lines(self, layout: Layout) -> bool:
        """Whether a layout makes one line of all that it stands around; see :class:`SiteContext`."""
        config = self.site.config
        makes = joins_lines(config["compress_html"], config.environment)
        return makes and self.once(("joins_lines", layout.path), lambda: self._compresses(layout.path))

    def once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives, worked out once; see :class:`SiteContext`."""
        if key not in self._once:
            with self.log.noting() as reads:
                value = make()
            self._once[key] = value, frozenset(reads)
        value, noted = self._once[key]
        self.log.note(noted)
        return value

    def outcome(self, kind: OutcomeKind, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, worked out once; see :class:`SiteContext`."""
        known = self._outcomes.get((kind, name))
        if known is None:
            with self.log.aside() as reads:
                value = make()
            known = self._outcomes[kind, name] = _Outcome(value, frozenset(reads), told_of(reads))
        else:
            value = known.value
        self.log.add(kind, name)
        self.log.note(known.told)
        return value

    def read_for(self, kind: str, name: str) -> frozenset[Read]:
        """What was read for an outcome that was asked for."""
        known = self._outcomes.get((kind, name))
        return known.reads if known is not None else frozenset()

    def _parse_layout(self, path: str) -> liquid.Template | None:
        text, body = self._layout_text(path)
        if text is None:
            return None
        return liquid.parse("{{ content }}" if is_compressor(text) else text, path, body)

    def _compresses(self, path: str) -> bool:
        text, _ = self._layout_text(path)
        return text is not None and is_compressor(text)

    def _layout_text(self, path: str) -> tuple[str | None, int]:
        """The text of a layout and where that begins in its file; ``None`` for what is no text."""
        try:
            source = self.source(path)
        except OSError:
            return None, 0
        if isinstance(source, TextProblem):
            return None, 0
        body = body_start(source.text)
        return source.text[body:], body


class _Outcome(NamedTuple):
    """What was worked out, all that was read for it, and what of that everybody who asks is told."""

    value: Any
    reads: frozenset[Read]
    told: frozenset[Read]


def told_of(reads: Iterable[Read]) -> frozenset[Read]:
    """What counts whatever comes out: days, which end all that is known, what is shown, and which files a run
    has looked at."""
    files = {Read("beneath", read.name) for read in reads if read.kind in ("file", "include")}
    return frozenset({*files, *(read for read in reads if read.kind in ("day", "shown", "beneath"))})


def _extension(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def state_of_file(found: bytes | OSError | None) -> str:
    """What tells one state of a file from another: a hash of its bytes, or why there are none."""
    if isinstance(found, bytes):
        return digest(found)
    return "absent" if found is None else f"error {found.errno}"


def _has_layout(record: Record) -> bool:
    return type(record.data.get("layout")) in (str, int)


def _record_kind(record: Record) -> Kind:
    if not record.collection:
        return "page"
    return "post" if record.collection == "posts" else "document"
