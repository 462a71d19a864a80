"""One source file as a rule sees it: text, front matter, rendered Liquid, its Markdown or HTML."""

from __future__ import annotations

import math
import posixpath
import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol

from sitecheck.document.elements import Element, link_at, read_elements, tag_ids, tag_links
from sitecheck.model.facts import Id, Key, Kind, Link, Origin, PageFacts, Syntax
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import LineIndex, Place, Span
from sitecheck.model.unknown import ReasonKind, Reasons, because, joined
from sitecheck.text.source_map import MappedText

if TYPE_CHECKING:
    from sitecheck import kramdown, liquid
    from sitecheck.document.math import PageMath
    from sitecheck.html import Html, Raw, Tag
    from sitecheck.jekyll import ConfigProblem
    from sitecheck.text.front_matter import FrontMatter
    from sitecheck.text.source import Source
    from sitecheck.text.yaml_tree import Entry

Dialect = Literal["markdown", "html", "text"]
"""What a file's body is once Liquid has run: ``text`` for style sheets, scripts, feeds and data."""

_ORIGINS: dict[str, Origin] = {
    "heading": "heading",
    "attribute-list": "attribute-list",
    "html": "html",
    "footnote": "footnote",
    "toc": "html",
}
_LIQUID = re.compile(r"\{[{%][^{}]*[%}]\}")
_PROPERTY = re.compile(r"""[.\]]\s*([A-Za-z_][\w-]*)|\[\s*["']([\w-]+)["']\s*\]""")
_MATH_SIGN = re.compile(r"\$|\\\\?[(\[]|\\begin\b|\\(?:eq)?ref\b")
_LONGEST: Mapping[Dialect, int] = {"markdown": 800_000, "html": 3_000_000}
"""Of a longer text (characters) only the beginning is read."""
_READING: Mapping[Dialect, float] = {"markdown": 4, "html": 0.25}
"""What reading a character costs, in steps of :class:`sitecheck.liquid.Budget`."""
_SYNTAX: dict[str, Syntax] = {"reference": "reference", "autolink": "autolink"}


class Context(Protocol):
    """What a document needs of the site around it."""

    @property
    def config(self) -> Mapping[str, Any]:
        """The site's configuration with Jekyll's defaults."""
        ...

    @property
    def markdown_options(self) -> kramdown.Options:
        """How the site's Markdown is converted."""
        ...

    @property
    def page_steps(self) -> int:
        """What rendering a page may cost (see :class:`sitecheck.liquid.Budget`)."""
        ...

    def render(self, path: str, template: liquid.Template, budget: liquid.Budget) -> liquid.Rendering:
        """The text that Liquid makes of a file's body."""
        ...

    def dialect(self, path: str) -> Dialect:
        """What the body of a file is once Liquid has run."""
        ...

    def data(self, path: str) -> Mapping[Any, Any]:
        """A file's front matter with the site's defaults."""
        ...

    def url(self, path: str) -> str | None:
        """The address of a file; ``None`` when it has none."""
        ...

    def config_problems(self, path: str) -> tuple[ConfigProblem, ...]:
        """What is wrong with a configuration file."""
        ...

    def has_layout(self, name: str) -> bool | None:
        """Whether there is a layout of that name; ``None`` when a theme that is not here may bring it."""
        ...

    def math(self, document: Document) -> PageMath:
        """The formulas of a page, and what shows them."""
        ...


def liquid_identity(path: str, text: str, offset: int) -> liquid.Rendering:
    """The rendering of text on which Liquid does not run."""
    from sitecheck.liquid import Rendering

    return Rendering(MappedText.identity(path, text, offset), (), frozenset(), ())


class Document:
    """A source file, read step by step as its parts are asked for.

    Places that :meth:`place` and the records give are in the author's files: in this one, or in an include
    that was rendered into it.
    """

    def __init__(
        self, path: str, kind: Kind, source: Source, front_matter: FrontMatter, context: Context
    ) -> None:
        self.path = path
        self.kind = kind
        self.source = source
        self.front_matter = front_matter
        self.context = context
        self.limits: dict[Place, str] = {}
        """What has not been read because it is too much: from where on, and why; one place tells of all."""

    @property
    def text(self) -> str:
        """The whole file as decoded text."""
        return self.source.text

    @property
    def config(self) -> Mapping[str, Any]:
        """The site's configuration with Jekyll's defaults."""
        return self.context.config

    @cached_property
    def data(self) -> Mapping[Any, Any]:
        """The front matter with the site's defaults."""
        return self.context.data(self.path)

    @cached_property
    def url(self) -> str | None:
        """The address that the file gets, without ``baseurl``; ``None`` when it is not published."""
        return self.context.url(self.path)

    def has_layout(self, name: str) -> bool | None:
        """Whether there is a layout of that name; ``None`` when a theme that is not here may bring it."""
        return self.context.has_layout(name)

    @property
    def config_problems(self) -> tuple[ConfigProblem, ...]:
        """What is wrong with this configuration file."""
        return self.context.config_problems(self.path)

    @cached_property
    def lines(self) -> LineIndex:
        """Lines and columns of :attr:`text`."""
        return LineIndex(self.text)

    @property
    def dialect(self) -> Dialect:
        """What the body is once Liquid has run."""
        return self.context.dialect(self.path) if self.kind not in ("config", "data") else "text"

    def entry(self, *path: Hashable) -> Entry | None:
        """The front matter entry at a key path, ``None`` when this file does not write it."""
        return self.front_matter.entry(*path)

    def span(self, start: int, end: int) -> Place:
        """The place of ``[start, end)`` of :attr:`text`."""
        return Place(self.path, Span(start, end))

    def at(self, span: Span) -> Place:
        """The place of a span of :attr:`text`, e.g. of a front matter entry."""
        return Place(self.path, span)

    @property
    def whole(self) -> Place:
        """The file as a whole."""
        return Place(self.path, WHOLE_FILE)

    @property
    def top(self) -> Place:
        """Where something that is missing from the front matter belongs: the opening fence, or the file."""
        return self.span(0, 3) if self.front_matter.present else self.whole

    # Liquid

    @cached_property
    def template(self) -> liquid.Template:
        """The body as Liquid parses it."""
        from sitecheck import liquid

        body = self.front_matter.span.end
        return liquid.parse(self.text[body:] if self.has_liquid else "", self.path, body)

    @property
    def has_liquid(self) -> bool:
        """Whether Jekyll runs Liquid on the file."""
        return (
            self.kind not in ("config", "data", "static") and self.data.get("render_with_liquid") is not False
        )

    @cached_property
    def budget(self) -> liquid.Budget:
        """What the renderings that this file needs may still cost."""
        from sitecheck.liquid import Budget

        return Budget(self.context.page_steps)

    @cached_property
    def rendering(self) -> liquid.Rendering:
        """What Liquid makes of the body."""
        body = self.front_matter.span.end
        if self.has_liquid:
            rendering = self.context.render(self.path, self.template, self.budget)
        else:
            rendering = liquid_identity(self.path, self.text[body:], body)
        return self.bounded(rendering, len(self.text) - body, self.dialect)

    def bounded(self, rendering: liquid.Rendering, own: int, dialect: Dialect) -> liquid.Rendering:
        """``rendering`` without the text that is too much to read; :attr:`limits` notes what is cut off.

        Of the text, ``own`` characters were written as such; what Liquid makes beyond is paid for.
        """
        for problem in rendering.problems:
            if problem.code == "limit":
                self._note_limit(problem.place, problem.message)
        mapped = rendering.mapped
        length = len(mapped.text)
        if dialect == "text" or (length <= own and length <= _LONGEST[dialect]):
            return rendering
        kept = min(length, _LONGEST[dialect], own + self._affordable(length - own, _READING[dialect]))
        if kept == length:
            return rendering
        reason = f"the page is too long; what comes after {kept:,} characters is not checked"
        self._note_limit(mapped.place(kept, kept), reason)
        return rendering._replace(mapped=mapped.cut(kept, because(ReasonKind.LIMIT, reason)))

    def _affordable(self, characters: int, rate: float) -> int:
        """How many of the characters the budget allows to read, at ``rate`` steps each."""
        steps = math.ceil(max(0, characters) * rate)
        granted = self.budget.afford(steps)
        return characters if granted == steps else int(granted / rate)

    def _note_limit(self, place: Place, message: str) -> None:
        if not self.limits:
            self.limits[place] = message

    @property
    def rendered(self) -> MappedText:
        """The text that Liquid makes of the body, with its map to the author's files."""
        return self.rendering.mapped

    @property
    def liquid_problems(self) -> tuple[liquid.LiquidProblem, ...]:
        """What Liquid finds wrong, when parsing and when rendering.

        An include by itself knows nothing of the values it is given, so what would stop it is found where
        a page includes it.
        """
        problems = self.rendering.problems
        if self.kind == "include":
            problems = tuple(problem for problem in problems if not problem.fatal)
        return (*self.template.problems, *problems)

    def place(self, start: int, end: int) -> Place:
        """The author's place of ``[start, end)`` of the rendered text."""
        return self.rendered.place(start, end)

    def maybe(self, start: int) -> bool:
        """Whether the rendered text at ``start`` is on a Liquid branch that may not run."""
        return self.rendered.piece_at(start).maybe

    # Markdown and HTML; spans are offsets into the rendered text

    @cached_property
    def markdown(self) -> kramdown.Markdown | None:
        """What kramdown reads in the rendered text; ``None`` when the file is not Markdown."""
        if self.dialect != "markdown":
            return None
        from sitecheck import kramdown

        return kramdown.read(self.rendered.text, self.context.markdown_options)

    @cached_property
    def html(self) -> Html | None:
        """The tokens of the rendered text of an HTML file; ``None`` for any other file."""
        if self.dialect != "html":
            return None
        from sitecheck import html

        return html.read(self.rendered.text)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every HTML tag that is written as such, raw HTML in Markdown included."""
        if self.markdown is not None:
            return self.markdown.tags
        return self.html.tags if self.html is not None else ()

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every HTML element that is written as such, at its place in the author's files."""
        return tuple(read_elements(self.rendered, self.tags, self._raws()))

    def _raws(self) -> tuple[Raw, ...]:
        if self.markdown is not None:
            return self.markdown.raws
        return self.html.raws if self.html is not None else ()

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every address on the page, in the order of the text."""
        found = [link for tag in self.tags for link in tag_links(self.rendered, tag)]
        if self.markdown is not None:
            found += self._markdown_links(self.markdown)
        return tuple(found)

    def _markdown_links(self, markdown: kramdown.Markdown) -> Iterator[Link]:
        for link in markdown.links:
            if link.kind == "html":
                continue
            yield link_at(
                self.rendered,
                link.href,
                link.element,
                "src" if link.element == "img" else "href",
                link.href_span or link.span,
                link.span,
                text=link.text,
                syntax=_SYNTAX.get(link.kind, "markdown"),
            )

    @cached_property
    def ids(self) -> tuple[Id, ...]:
        """Every anchor that is certain to be known by name."""
        if self.markdown is None:
            return tuple(id_ for tag in self.tags for id_ in tag_ids(self.rendered, tag))
        names = {attr.value_start for tag in self.tags if tag.name == "a" and (attr := tag.get("name"))}
        return tuple(
            Id(
                i.value,
                self.place(*i.span),
                "name" if i.origin == "html" and i.span.start in names else _ORIGINS[i.origin],
                self.maybe(i.span.start),
            )
            for i in self.markdown.ids
            if i.known
        )

    @cached_property
    def open_ids(self) -> Reasons:
        """Why the page may have anchors beyond :attr:`ids`; empty when it cannot."""
        found: Reasons = ()
        if self.markdown is not None and any(not id_.known for id_ in self.markdown.ids):
            found = because(ReasonKind.HEADING_ID)
        spans = sorted(self._inert_spans())
        starts = [start for start, _ in spans]
        for piece in self.rendered.pieces:
            if piece.kind == "unknown":
                inside = bisect_right(starts, piece.out) - 1
                if inside < 0 or spans[inside][1] <= piece.out:
                    found = joined(found, piece.reasons or because(ReasonKind.OUTPUT))
        return found

    def _inert_spans(self) -> Iterator[tuple[int, int]]:
        """Spans of the rendered text in which no unknown value can bring an anchor."""
        for tag in self.tags:
            yield tag.start, tag.end
        if self.markdown is not None:
            for link in self.markdown.links:
                if link.href_span is not None:
                    yield link.href_span.start, link.href_span.end

    @property
    def may_have_math(self) -> bool:
        """Whether the page has anything that could begin a formula, so that :attr:`math` is worth loading."""
        return self.dialect != "text" and _MATH_SIGN.search(self.rendered.text) is not None

    @cached_property
    def math(self) -> PageMath:
        """The formulas of the page, what shows them, and what that refuses."""
        return self.context.math(self)

    @cached_property
    def facts(self) -> PageFacts:
        """What site rules may know of this file."""
        if self.dialect == "text":
            return PageFacts(self.path, self.kind, keys=self._keys(), names=self._names())
        return PageFacts(
            self.path,
            self.kind,
            links=self.links,
            ids=self.ids,
            open_ids=self.open_ids,
            keys=self._keys(),
            names=self._names(),
            includes=self._includes(),
        )

    def _keys(self) -> tuple[Key, ...]:
        return tuple(
            Key(".".join(map(str, entry.path)), entry.key, entry.value)
            for entry in self.front_matter.entries
            if entry.key is not None and len(entry.path) <= 2
        )

    def _names(self) -> tuple[str, ...]:
        if self.template.body is None:
            return ()
        found: set[str] = set()
        for match in _LIQUID.finditer(self.text, self.front_matter.span.end):
            found.update(dotted or quoted for dotted, quoted in _PROPERTY.findall(match[0]))
        return tuple(sorted(found))

    def _includes(self) -> tuple[str, ...]:
        return tuple(sorted({p.path for p in self.rendered.pieces if p.path != self.path}))

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return posixpath.basename(self.path)
