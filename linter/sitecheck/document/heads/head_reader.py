"""The heads of all pages that are published as HTML.

The layout in which a head is written is worked out once for all pages with the same layouts, up to the end of
the head (:mod:`sitecheck.liquid.specialize`); each page only fills in what hangs on it.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from sitecheck.document.heads.head import HeadRow, PageHead, head_of, unknown_head, why_open
from sitecheck.document.heads.head_end import BODY, beginning, end_in
from sitecheck.document.heads.head_host import HeadHost, SharedHeadHost, TrialHost, filled_in
from sitecheck.document.heads.head_shape import HeadShapes
from sitecheck.document.include_names import name_finder
from sitecheck.document.layouts import unasked_layout
from sitecheck.document.quiet_styles import without_quiet_styles
from sitecheck.document.theme_layouts import (
    ThemedHost,
    is_of_theme,
    layout_template,
    theme_place,
    themed_layouts,
)
from sitecheck.jekyll import Layout, Record, Route
from sitecheck.jekyll.layout_chain import MOST_LAYOUTS
from sitecheck.jekyll.plugins.plugin_table import plugin_facts
from sitecheck.jekyll.records import HTML_EXTENSIONS
from sitecheck.jekyll.site import REDIRECT_FROM
from sitecheck.jekyll.templates.recipes import LAYOUT
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import PAGE_STEPS, Budget
from sitecheck.liquid.host import HostRead
from sitecheck.liquid.page_context import DoubtfulPage
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.residual import Choice, Items, Known, Run
from sitecheck.liquid.specialize import specialize
from sitecheck.liquid.template import Template
from sitecheck.liquid.values import PageText
from sitecheck.model.facts import Read
from sitecheck.model.fate import KEPT, LOST
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source import Source, TextProblem
from sitecheck.text.source_map import UNKNOWN, MappedText

if TYPE_CHECKING:
    from sitecheck.document.reader import SiteReader

_OF_A_HEAD = lazy_pattern(r"<(?:head|meta|title)\b", re.IGNORECASE)
_HTML_TAG = lazy_pattern(r"<html\b", re.IGNORECASE)
_OF_A_FEED = lazy_pattern(
    r"\s*(?:<\?xml\b[^<>]{0,500}>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b", re.IGNORECASE
)
"""What is no page, whatever the name of its file: the pages that it holds bring heads of their own."""
_OF_A_PAGE = lazy_pattern(r"<(?:!doctype|body|head|html|meta|title)\b", re.IGNORECASE)
"""What may tell that a text is a page by itself: browsers make a head for one that writes none."""
_CHARACTERS = 4
"""So many characters of a head are read for a step."""
_LIMIT = because(ReasonKind.LIMIT, "rendering its head takes too much work")


class _Chain(NamedTuple):
    """Pages with the same layouts, and the head that these make."""

    layouts: Sequence[Layout]
    items: Items | None
    reasons: Reasons
    """Why nothing is known of the head."""
    outer: Items | None = None
    """What is around that, where it holds ``<html>`` and no head."""
    has_frame: bool = False
    """Whether one of the layouts writes ``<html>`` or ``<body>``, where none writes a head."""
    is_lost: bool = False
    """Whether one that writes none does not show the content, or not its tags, so that what is further in has
    no head, either."""


class HeadMemory(Protocol):
    """What remembers heads from run to run."""

    def recall(self, path: str, url: str, output: str) -> tuple[tuple[str, ...], PageHead] | None:
        """The layouts around a page and its head, if they are known."""
        ...

    def learn(self, row: HeadRow, reads: frozenset[Read], *, keeps: bool) -> None:
        """A head, and all that was read for it; ``keeps``: whether it may be asked for in the next run."""
        ...

    def end(self, spent: int) -> None:
        """There are no more; ``spent`` is what those that were not known have cost (steps)."""
        ...


class _HeadPage(DoubtfulPage):
    """A page of which the head is wanted: the text of pages in it is as certain as any other."""

    __slots__ = ()

    def write(self, text: str, span: Span) -> None:
        """Write what the tag or output at ``span`` gives."""
        super().write(str(text) if type(text) is PageText else text, span)


class HeadReader:
    """Reads the heads of one site's pages, paid for by one budget for all of them."""

    def __init__(
        self,
        reader: SiteReader,
        steps: int,
        share: int = PAGE_STEPS,
        *,
        alternates: bool,
        memory: HeadMemory | None = None,
    ) -> None:
        """``steps`` is what all heads of the site together may cost, ``share`` what each may; ``alternates``
        as in :func:`head_of`. ``memory`` may know some of :attr:`rows`, and is told of the others."""
        self._reader = reader
        self._share = share
        self._memory = memory
        self._alternates = alternates
        self._themed = ThemedHost(reader, None)
        self._names = name_finder(self._themed)
        self._filled = filled_in(reader.site)
        self._chains: dict[tuple[str, ...], tuple[_Chain, frozenset[Read]]] = {}
        self._shapes = HeadShapes(alternates=alternates)
        self._redirects: dict[str, PageHead] = {}
        self.budget = Budget(steps)

    @cached_property
    def rows(self) -> tuple[HeadRow, ...]:
        """Every page that is published as HTML, in Jekyll's order."""
        rows = tuple(self._rows())
        if self._memory is not None:
            self._memory.end(self.budget.spent)
        return rows

    def _rows(self) -> Iterator[HeadRow]:
        memory = self._memory
        for route in self._routes():
            yield self._row(route) if memory is None else self._remembered(route, memory)

    def _routes(self) -> Iterator[Route]:
        seen = set[str]()
        for route in self._reader.site.routes:
            route = self._reader.site.by_output.get(route.output, route)
            if route.output.lower().endswith(HTML_EXTENSIONS) and route.output not in seen:
                seen.add(route.output)
                yield route

    def _remembered(self, route: Route, memory: HeadMemory) -> HeadRow:
        """A page; one that is no file of its own, as the second of a paginated list, is read every time."""
        path, record = route.source or "", self._record(route)
        is_own = bool(path) and (record is None or record is self._reader.place(path)[0])
        found = memory.recall(path, route.url, route.output) if is_own else None
        if found is not None:
            return _row_of(route, *found)
        with self._reader.log.noting() as reads:
            if is_own:
                self._reader.url(path)  # what Jekyll makes of the file always counts
            row = self._row(route)
        memory.learn(row, frozenset(reads), keeps=is_own)
        return row

    def row(self, route: Route) -> HeadRow | None:
        """The page at a route; ``None`` where it is not published as HTML."""
        route = self._reader.site.by_output.get(route.output, route)
        return self._row(route) if route.output.lower().endswith(HTML_EXTENSIONS) else None

    def head_with(self, row: HeadRow, key: str, value: str) -> PageHead | None:
        """The head of a page, were ``key`` of its front matter another; ``None`` if no layout makes it."""
        records = [each for each in self._records.get(row.output, ()) if each.path == row.path]
        if not records or not self._is_in_layouts(records[-1]):
            return None
        layouts, missing = self._layouts(records[-1])
        if missing and self._reader.may_bring_layout(missing):
            return None
        chain = self._chain(records[-1], layouts)
        if chain.items is None:
            return None
        host = TrialHost(self._reader, records[-1], chain.layouts, self._filled)
        host.trial = (key, value)
        return self._read(chain.items, records[-1], host)

    @cached_property
    def _records(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self._reader.site.documents():
            if record.written:
                found.setdefault(record.output, []).append(record)
        return found

    def _record(self, route: Route) -> Record | None:
        """The page at a route; ``None`` for what is copied."""
        records = [each for each in self._records.get(route.output, ()) if each.path == route.source]
        return records[-1] if records else None

    def _row(self, route: Route) -> HeadRow:
        record = self._record(route)
        layouts: Sequence[Layout] = ()
        if record is not None:
            layouts, head = self._of_record(record)
        else:
            head = self._copied(route.source) if route.source is not None else unknown_head(_made_by(""))
        return _row_of(route, tuple(layout.path for layout in layouts if not is_of_theme(layout.path)), head)

    def _is_in_layouts(self, record: Record) -> bool:
        """Whether a page is what Jekyll makes of its layouts: not what a plugin puts in its place."""
        site = self._reader.site
        redirects = site.redirects(record) and record.data.get("redirect_to") is not None
        return not redirects and _is_own(record)

    def _of_record(self, record: Record) -> tuple[Sequence[Layout], PageHead]:
        site = self._reader.site
        target = record.data.get("redirect_to") if site.redirects(record) else None
        if target is not None and not site.makes_redirects:
            return (), unknown_head(because(ReasonKind.GEMFILE_PLUGIN, REDIRECT_FROM))
        if record.plugin == REDIRECT_FROM:
            target = record.data["redirect"]["to"]
        if target is not None and self._reader.layout("redirect") is None:
            return (), self._redirect(target[0] if isinstance(target, list) and target else target)
        if target is not None:  # the site's own layout shows it, with values that the plugin gives the page
            return (), unknown_head(_made_by(REDIRECT_FROM))
        if not _is_own(record):
            return (), unknown_head(_made_by(record.plugin))
        if unasked := unasked_layout(record, self._reader):
            return (), unknown_head(unasked)
        layouts, missing = self._layouts(record)
        if missing and self._reader.may_bring_layout(missing):
            return layouts, unknown_head(because(ReasonKind.THEME_LAYOUT, missing))
        chain = self._chain(record, layouts)
        if chain.items is not None:
            host = HeadHost(self._reader, record, chain.layouts, self._filled)
            head = self._in_html(self._read(chain.items, record, host), chain, record, layouts)
            of_theme = is_of_theme(chain.layouts[-1].path)
            by_recipe = of_theme and self._reader.site.theme is None
            return layouts, head._replace(of_theme=of_theme, by_recipe=by_recipe)
        if chain.reasons:
            return layouts, unknown_head(chain.reasons)
        if chain.is_lost:
            head = PageHead({}, is_page=chain.has_frame)
        else:
            head = self._own_head(record, has_frame=chain.has_frame)
        return layouts, self._in_html(head, chain, record, layouts)

    def _in_html(self, head: PageHead, chain: _Chain, page: Record, layouts: Sequence[Layout]) -> PageHead:
        """A head with the language that a layout around it says in ``<html>``."""
        if chain.outer is None or "lang" in head.fields:
            return head
        around = self._read(chain.outer, page, HeadHost(self._reader, page, layouts, self._filled))
        return head._replace(fields={**head.fields, "lang": around.field("lang")})

    def _layouts(self, page: Record) -> tuple[list[Layout], str]:
        """The layouts around a page, the innermost first, the theme's among them, and the name of one that is
        not known."""
        return themed_layouts(page.data.get("layout"), self._reader, self._theme_data)

    def _theme_data(self, layout: str) -> Mapping[str, Any] | None:
        """The front matter of a layout of the theme; empty where no more than its head is known."""
        site = self._reader.site
        if self._themed.recipe(f"{LAYOUT}{layout}", "") is None:
            return None
        known = site.theme_files.layouts.get(layout) if site.theme_files is not None else None
        return known.data if known is not None else {}

    @cached_property
    def _named_theme(self) -> Place | None:
        return theme_place(self._reader.site)

    # by layouts

    def _chain(self, page: Record, layouts: Sequence[Layout]) -> _Chain:
        """The chain of layouts around a page, worked out once; what was read for it counts for each page."""
        key = _paths(layouts)
        if key not in self._chains:
            first = self._first.get(key, page)
            with self._reader.log.noting() as reads:
                made = self._new_chain(first, layouts)
            self._chains[key] = made, frozenset(reads)
        chain, noted = self._chains[key]
        self._reader.log.note(noted)
        return chain

    @cached_property
    def _first(self) -> dict[tuple[str, ...], Record]:
        """The first page in each chain of layouts. A chain is tried on it, whichever pages are remembered."""
        found: dict[tuple[str, ...], Record] = {}
        for record in filter(None, map(self._record, self._routes() if self._memory is not None else ())):
            if self._is_in_layouts(record):
                found.setdefault(_paths(self._layouts(record)[0]), record)
        return found

    def _new_chain(self, page: Record, layouts: Sequence[Layout]) -> _Chain:
        if len(layouts) > MOST_LAYOUTS:
            return _Chain(layouts, None, _LIMIT)
        outer: Items | None = None
        has_frame = False
        for number in range(len(layouts) - 1, -1, -1):
            inner = layouts[: number + 1]
            host = SharedHeadHost(self._reader, page, inner, self._filled)
            template = layout_template(layouts[number], self._reader, self._named_theme)
            if template is None:
                continue
            items = self._specialized(template, host)
            if items is None:
                return _Chain(layouts, None, _LIMIT)
            if _holds(items, _OF_A_HEAD) or self._writes_head(items, page, inner):
                return _Chain(inner, items, (), outer)
            has_html, has_body = _holds(items, _HTML_TAG), _holds(items, BODY)
            if has_html and has_body:  # nothing further in has a head then
                return _Chain(inner, items, (), outer)
            outer = items if outer is None and has_html else outer
            has_frame |= has_html or has_body
            fate = self._reader.content_fate(layouts[number].path)
            if fate not in KEPT:
                reasons = () if fate in LOST else because(ReasonKind.CONTENT)
                return _Chain(layouts, None, reasons, outer, has_frame=has_frame, is_lost=fate in LOST)
        return _Chain(layouts, None, (), outer, has_frame=has_frame)

    def _specialized(self, template: Template, host: SharedHeadHost) -> Items | None:
        """What is left of a layout, up to the end of a head in it; ``None`` where that is too much work."""
        found: list[Items] = []
        inputs = Inputs(frozenset(), paginated=True)
        reads: set[HostRead] = set()
        with self.budget.part(PAGE_STEPS):
            until = end_in(template.text).until
            items = specialize(template, host, "", inputs, self._names, until=until, reads=reads)
            found.append(without_quiet_styles(items))
        self._reader.note(reads)
        return found[0] if found else None

    def _writes_head(self, items: Items, page: Record, layouts: Sequence[Layout]) -> bool:
        """Whether that comes to light only where it is rendered for a page, as a run hides what it writes."""
        if not any(isinstance(item, Run) and item.variable is None for item in items):
            return False
        head_page = _HeadPage(HeadHost(self._reader, page, layouts, self._filled), page.path or "")
        text = ""
        with self._reader.in_layouts_of(page), self.budget.part(self._share):
            text = beginning(head_page, items).mapped("", 0).text
        self._reader.note(head_page.reads)
        self._reader.url(page.path or "")  # the page itself is read, too
        return _OF_A_HEAD.search(text) is not None

    def _read(self, items: Items, page: Record, host: HeadHost) -> PageHead:
        found: list[PageHead] = []
        with self._reader.in_layouts_of(page), self.budget.part(self._share) as budget:
            head_page = _HeadPage(host, page.path or "")
            head = self._shapes.head(head_page, head_page.taken(items), head_page.doubts)
            if head is None:
                mapped = beginning(head_page, items).mapped("", 0)
                budget.left -= len(mapped.text) // _CHARACTERS
                head = head_of(mapped, head_page.doubts, alternates=self._alternates)
            self._reader.note(head_page.reads)
            found.append(head)
        return found[0] if found else unknown_head(_LIMIT)

    # by the pages themselves

    def _own_head(self, record: Record, *, has_frame: bool) -> PageHead:
        """The head of a page whose layouts write none, but perhaps ``<html>`` or ``<body>``."""
        path = record.path
        if path is None:
            return unknown_head(_made_by(record.plugin))
        source = self._source(path)
        if source is None:
            return unknown_head(because(ReasonKind.OUTPUT))
        if self.budget.exhausted:
            return unknown_head(_LIMIT)
        document = self._reader.document(source, "page")
        text = document.rendered
        self.budget.left -= document.budget.spent
        is_markdown = self._reader.dialect(path) == "markdown"
        if is_markdown and _OF_A_HEAD.search(text.text):
            return unknown_head(because(ReasonKind.CONVERTER, "markdownify"))
        if not is_markdown and _OF_A_PAGE.search(text.text) and not _OF_A_FEED.match(text.text):
            head = head_of(text, alternates=self._alternates)
            return head._replace(is_page=head.is_page or has_frame)
        gap = text.text.find(UNKNOWN)  # pages that are printed whole in a feed bring heads of their own
        return PageHead({}, why_open(text, (gap,)) if gap >= 0 else (), is_page=has_frame)

    def _copied(self, path: str) -> PageHead:
        source = self._source(path)
        if source is None:
            return unknown_head(because(ReasonKind.OUTPUT))
        if not source.text:  # as where what a program wrote is left out
            return unknown_head(because(ReasonKind.EMPTY_FILE, path))
        end = end_in(source.text).place(source.text)
        text = source.text[: source.text.find(">", end) + 1] if end >= 0 else source.text
        return head_of(MappedText.identity(path, text), alternates=self._alternates)

    def _source(self, path: str) -> Source | None:
        """The text of a file; ``None`` for one that cannot be read, or has none."""
        try:
            source = self._reader.source(path)
        except OSError:
            return None
        return None if isinstance(source, TextProblem) else source

    def _redirect(self, target: object) -> PageHead:
        """What jekyll-redirect-from 0.16 puts in place of a page: thousands may lead to one address."""
        address = html.escape(self._absolute(str(target)))
        if address not in self._redirects:
            self._redirects[address] = _redirect_to(address)
        return self._redirects[address]

    def _absolute(self, target: str) -> str:
        if target.startswith(("http://", "https://")):
            return target
        config = self._reader.site.config.values
        url = self._filled.get("url") or config.get("url") or ""
        return f"{url}{self._reader.site.baseurl}{posixpath.join('/', target)}"


def _redirect_to(address: str) -> PageHead:
    text = (
        '<!DOCTYPE html>\n<html lang="en-US">\n<meta charset="utf-8">\n'
        "<title>Redirecting&hellip;</title>\n"
        f'<link rel="canonical" href="{address}">\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n'
        '<meta name="robots" content="noindex">\n<h1>Redirecting&hellip;</h1>'
    )
    head = head_of(MappedText.identity("", text))
    fields = {key: field._replace(mapped=None) for key, field in head.fields.items()}
    return PageHead(fields, ended_by=head.ended_by)


def _row_of(route: Route, layouts: tuple[str, ...], head: PageHead) -> HeadRow:
    return HeadRow(
        path=route.source,
        url=route.url,
        output=route.output,
        kind=route.collection or ("static" if route.kind == "static" else "page"),
        layouts=layouts,
        head=head,
    )


def _is_own(record: Record) -> bool:
    return not record.plugin or plugin_facts(record.plugin).in_layouts


def _paths(layouts: Sequence[Layout]) -> tuple[str, ...]:
    return tuple(layout.path for layout in layouts)


def _made_by(plugin: str) -> Reasons:
    return because(ReasonKind.PLUGIN_PAGES, plugin) if plugin else because(ReasonKind.OUTPUT)


def _holds(items: Items, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in _texts(items))


def _texts(items: Items) -> Iterator[str]:
    for item in items:
        if isinstance(item, Known):
            yield item.text
        elif isinstance(item, Choice):
            for body in item.bodies:
                yield from _texts(body)
