"""What the reading of one file asks of the site around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sitecheck import kramdown, liquid
    from sitecheck.contract import Contract
    from sitecheck.document.likely_names import LikelyNames
    from sitecheck.document.read_log import ReadLog
    from sitecheck.jekyll import Layout, Payload, Record, Route, Site
    from sitecheck.math.settings import MathSettings
    from sitecheck.model.facts import OutcomeKind
    from sitecheck.model.fate import Fate
    from sitecheck.text.source import Source, TextProblem

Dialect = Literal["markdown", "html", "text"]
"""What a file's body is once Liquid has run: ``text`` for style sheets, scripts, feeds and data."""


T = TypeVar("T")


class SiteContext(Protocol):
    """The site around a file. Its answers are the same however often they are asked for."""

    @property
    def site(self) -> Site:
        """The site that Jekyll would build."""
        ...

    @property
    def config(self) -> Mapping[str, Any]:
        """The site's configuration with Jekyll's defaults."""
        ...

    @property
    def markdown_options(self) -> kramdown.Options:
        """How the site's Markdown is converted."""
        ...

    @property
    def math_settings(self) -> MathSettings:
        """What the settings file says of formulas."""
        ...

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """What the settings file demands of front matter."""
        ...

    @property
    def payload(self) -> Payload:
        """What Liquid starts with, page by page."""
        ...

    @property
    def has_theme(self) -> bool:
        """Whether a theme brings layouts, includes and assets that are not among the sources."""
        ...

    def may_bring_layout(self, name: str) -> bool:
        """Whether a theme or submodule that is not among the sources may bring the layout ``name``."""
        ...

    @property
    def likely_names(self) -> LikelyNames:
        """What must be meant by names that nothing has."""
        ...

    def source(self, path: str) -> Source | TextProblem:
        """The decoded text of a file; raises :class:`OSError` when it cannot be read."""
        ...

    def data(self, path: str) -> Mapping[Any, Any]:
        """The front matter of a layout with the site's defaults; empty for any file that is none."""
        ...

    def dialect(self, path: str) -> Dialect:
        """What the body of a file is once Liquid has run."""
        ...

    def shows_html(self, record: Record | None) -> bool:
        """Whether what is rendered for ``record`` can be a page; ``None`` is a layout or an include."""
        ...

    def markdown_to_html(self, text: str, pay: Callable[[int], None] = ...) -> str | None:
        """What the site's converter makes of Markdown; ``None`` when that is not known.

        ``pay`` is told how many marks had to be looked at again.
        """
        ...

    def html_start(self, text: str, size: int) -> str | None:
        """What it makes of the first blocks of a text, as many as hold ``size`` characters; ``None`` when
        that is not known, or what follows may change it."""
        ...

    def html_of(self, markdown: kramdown.MarkdownText) -> str | None:
        """What the site's converter makes of a document; ``None`` when that is not known."""
        ...

    def include_file(self, path: str) -> liquid.IncludeFile | None:
        """The text of an include; ``None`` for what is no text file of the site."""
        ...

    def layout(self, name: object) -> Layout | None:
        """The layout of that name, if it is among the sources."""
        ...

    def layout_is_used(self, path: str) -> bool | None:
        """Whether a page stands in the layout file ``path``; ``None`` when only a plugin may know one."""
        ...

    def joins_lines(self, layout: Layout) -> bool:
        """Whether a layout makes one line of all that it stands around, as jekyll-compress-html does."""
        ...

    def layout_template(self, layout: Layout) -> liquid.Template | None:
        """A layout as Liquid parses it; ``None`` when its file is no text."""
        ...

    @property
    def page_steps(self) -> int:
        """What rendering a page may cost (see :class:`sitecheck.liquid.Budget`)."""
        ...

    @property
    def content_steps(self) -> int:
        """What rendering a page may cost where others show its text."""
        ...

    @property
    def log(self) -> ReadLog:
        """Where all that is asked of the site is noted."""
        ...

    def note(self, reads: Iterable[liquid.HostRead]) -> None:
        """Notes what Liquid has asked for."""
        ...

    @property
    def refused_markdown(self) -> str:
        """Why the build stops at ``markdownify``, and at nothing before; "" if it does not."""
        ...

    def url(self, path: str) -> str | None:
        """The address of a file, without ``baseurl``; ``None`` when it has none."""
        ...

    @property
    def names_math_engine(self) -> bool:
        """Whether a layout, an include, a script of the site, or a value that Liquid may print names a math
        engine."""
        ...

    def shows_excerpts(self, layout: Layout) -> bool:
        """Whether a layout may show what stands in other pages."""
        ...

    def content_fate(self, path: str) -> Fate:
        """What becomes of the content in the layout file ``path``; one of the theme is taken to show it as it
        is."""
        ...

    def content_fate_on(self, page: Record, layout: Layout, budget: liquid.Budget) -> Fate:
        """What becomes of the content of ``page`` in a layout around it; ``budget`` pays for what is asked of
        the page."""
        ...

    @property
    def excerpts_name_math_engine(self) -> bool:
        """Whether what one page shows of another may name a math engine."""
        ...

    @property
    def values_bring_scripts(self) -> bool:
        """Whether a value that Liquid may print, of the configuration, data or front matter, is a script."""
        ...

    def include_files(self) -> Iterator[liquid.IncludeFile]:
        """Every include that is text."""
        ...

    def once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What ``make`` gives, the same for all pages: it is worked out for the first to ask under ``key``,
        and what was read for it counts as read for each."""
        ...

    def outcome(self, kind: OutcomeKind, name: str, make: Callable[[], T]) -> T:
        """As :meth:`once`, but what counts as read is what comes out: another text that gives the same is
        nothing to those who ask."""
        ...

    def has_come(self, day: str) -> bool:
        """Whether ``day`` ("2027-01-12", "2027-01" or "2027") has begun when the site is built."""
        ...

    def route(self, output: str) -> Route | None:
        """What is published as the file ``output`` of the built site."""
        ...

    def render_scripts(
        self, template: liquid.Template, path: str, page: Record | None, budget: liquid.Budget
    ) -> liquid.Rendering:
        """The text that Liquid makes of a layout around ``page`` as far as it may bring scripts; what
        includes print with loops that bring none is unknown."""
        ...

    def render_around(
        self, content: object, template: liquid.Template, page: Record, budget: liquid.Budget
    ) -> liquid.Rendering:
        """The text that Liquid makes of the layout ``template`` around what is known of the content of
        ``page``."""
        ...

    def in_layouts_of(self, *pages: Record) -> AbstractContextManager[None]:
        """See contents inside as the layouts around ``pages`` do, as far as all see the same."""
        ...

    def render(
        self,
        template: liquid.Template,
        path: str,
        page: Record | None,
        *,
        viewer: Record | None,
        budget: liquid.Budget,
    ) -> liquid.Rendering:
        """The text that Liquid makes of ``template`` on the page ``page``, whose file is ``path``.

        ``viewer`` is the page that sees the contents of others, which depends on when it is rendered;
        for ``None`` they are unknown.
        """
        ...
