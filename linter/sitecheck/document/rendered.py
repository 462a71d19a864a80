"""One source file, read step by step: its text, what Liquid makes of it, its Markdown or HTML."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from string import punctuation
from typing import TYPE_CHECKING, Any

from sitecheck.document.context import Dialect, SiteContext
from sitecheck.document.tags.elements import Element, Hyperlink, read_elements, read_hyperlinks
from sitecheck.jekyll.generators.plugin_pages import end_of_stripped
from sitecheck.jekyll.plugins.plugin_table import any_rewrites
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.facts import COPIED, Kind
from sitecheck.model.span import LineIndex, Place
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.text.code_fence import open_fence
from sitecheck.text.source_map import MappedText

if TYPE_CHECKING:
    from sitecheck import kramdown, liquid
    from sitecheck.html import Html, Raw, Tag
    from sitecheck.jekyll import Record, Site
    from sitecheck.text.front_matter import FrontMatter
    from sitecheck.text.source import Source

_LONGEST = 3_000_000
"""Of a longer text (characters) only the beginning is read."""
_ALWAYS_READ = 600_000
"""So many characters of Markdown are read whatever they are …"""
_DEAREST = 2_000_000
"""… and beyond, as many as cost so many steps with them: books of words, not sheets of links."""
_STRIDE = 20_000
"""So many characters at a time are counted for that."""
_LONGEST_PIECE = 20_000
"""Of what is converted to see whether a fix would do, so many characters at most …"""
_MOST_CONVERTED = 200_000
"""… and so many of one file in all: further faults are told without a fix."""
_MOST_BRACKETS = 50_000
"""CommonMark looks for the end of each bracket, at 14 µs each: after so many a text is too long."""
_MOST_TAGS = 150_000
"""Of so many tags in a page of HTML only the beginning is read, too."""
_READING: Mapping[Dialect, float] = {"markdown": 0.5, "html": 0.25}
"""What reading a character costs, in steps of :class:`sitecheck.liquid.Budget` …"""
_MARKS = f"{punctuation}\n"
_MARK = 5
"""… and what each of these in Markdown costs beside. Measured: a text of words takes half a µs a character,
one of nothing but these 4 to 10; of real pages one character in seven is one."""
_LONG_LINE = 2_000
"""A line of so many characters is not left out as a whole where a text is cut off."""
_TOO_MANY_MARKS = "too many marks of emphasis, links and tables; from here on they are taken for text"
_MATH_SIGN = lazy_pattern(r"\\\\?[(\[]|\\begin\b|\\(?:eq)?ref\b")


class RenderedFile:
    """A source file and the text that Liquid makes of it. Each part is made when it is first asked for.

    Places that :meth:`place` and the records give are in the author's files: in this one, or in an include
    that was rendered into it.
    """

    def __init__(
        self,
        source: Source,
        kind: Kind,
        front_matter: FrontMatter,
        context: SiteContext,
        record: Record | None = None,
    ) -> None:
        """``record`` is the page that the file becomes, ``None`` for any other file."""
        self.path = source.path
        self.kind = kind
        self.source = source
        self.front_matter = front_matter
        self.context = context
        self.record = record
        self.limits: dict[Place, str] = {}
        """What has not been read because it is too much: from where on, and why; one place tells of all."""
        self.is_looked_into = False
        """Whether its layouts look into what is made of it."""
        self._to_convert = _MOST_CONVERTED

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
        return self.record.data if self.record is not None else self.context.data(self.path)

    @cached_property
    def url(self) -> str | None:
        """The address that the file gets, without ``baseurl``; ``None`` when it is not published."""
        return self.context.url(self.path)

    @cached_property
    def lines(self) -> LineIndex:
        """Lines and columns of :attr:`text`."""
        return LineIndex(self.text)

    @property
    def dialect(self) -> Dialect:
        """What the body is once Liquid has run."""
        return self.context.dialect(self.path) if self.kind not in ("config", "data") else "text"

    # Liquid

    @cached_property
    def _body(self) -> int:
        """Where the text begins that Jekyll renders: after the front matter, and after the heading that
        jekyll-titles-from-headings takes out."""
        body = self.front_matter.span.end
        if self.record is None or not self.record.strips_title:
            return body
        return body + end_of_stripped(self.text[body:])

    @cached_property
    def template(self) -> liquid.Template:
        """The body as Liquid parses it."""
        from sitecheck import liquid

        body = self._body
        return liquid.parse(self.text[body:] if self.has_liquid else "", self.path, body)

    @property
    def has_liquid(self) -> bool:
        """Whether Jekyll runs Liquid on the file."""
        return self.kind not in ("config", "data", *COPIED) and self.context.site.runs_liquid(self.data)

    @cached_property
    def budget(self) -> liquid.Budget:
        """What the renderings that this file needs may still cost."""
        from sitecheck.liquid import Budget

        return Budget(self.context.page_steps)

    @cached_property
    def rendering(self) -> liquid.Rendering:
        """What Liquid makes of the body."""
        body = self._body
        if self.has_liquid:
            rendering = self.context.render(
                self.template, self.path, self.record, viewer=self.record, budget=self.budget
            )
        else:
            rendering = liquid_identity(self.path, self.text[body:], body)
        return self.bounded(rendering, len(self.text) - body, self.dialect)

    def bounded(self, rendering: liquid.Rendering, own: int, dialect: Dialect) -> liquid.Rendering:
        """``rendering`` without the text that is too much to read; :attr:`limits` notes what is cut off.

        Of the text, ``own`` characters were written as such; what Liquid makes beyond is paid for.
        """
        too_much = [each for each in (*self.template.problems, *rendering.problems) if each.code == "limit"]
        for problem in too_much:
            self.note_limit(problem.place, problem.message)
        mapped = rendering.mapped
        length = len(mapped.text)
        longest = self._longest(mapped.text, dialect)
        if dialect == "text":
            return rendering
        kept = min(length, longest, own + self._affordable(mapped.text, own, dialect))
        if dialect == "markdown" and (too_much or kept < length):
            kept = _between_blocks(mapped.text, kept)
        if kept == length:
            return rendering
        reason = "the page is too long; what comes from here on is not checked"
        self.note_limit(mapped.place(kept, kept), reason)
        return rendering._replace(mapped=mapped.cut(kept, because(ReasonKind.LIMIT, reason)))

    def _longest(self, text: str, dialect: Dialect) -> int:
        if dialect == "text":
            return len(text)
        if dialect == "html":
            return _place_of("<", _MOST_TAGS, text, _LONGEST)
        longest = _cheap_enough(text)
        if self.context.markdown_options.input == "CommonMark":
            return _place_of("[", _MOST_BRACKETS, text, longest)
        return longest

    def _affordable(self, text: str, own: int, dialect: Dialect) -> int:
        """How many characters of ``text`` beyond ``own`` the budget allows to read."""
        made = len(text) - own
        if made <= 0:  # most pages: their marks need not be counted
            return made
        rate = _rate(text, dialect)
        steps = math.ceil(made * rate)
        granted = self.budget.afford(steps)
        return made if granted == steps else int(granted / rate)

    def note_limit(self, place: Place, message: str) -> None:
        """From ``place`` on something is not read or not checked, as ``message`` says."""
        if not self.limits:
            self.limits[place] = message

    @property
    def rendered(self) -> MappedText:
        """The text that Liquid makes of the body, with its map to the author's files."""
        return self.rendering.mapped

    def place(self, start: int, end: int) -> Place:
        """The author's place of ``[start, end)`` of the rendered text."""
        return self.rendered.place(start, end)

    def written(self, place: Place) -> str:
        """What is written at ``place`` of this file, or of an include on its page."""
        start, end = place.span
        if place.path == self.path:
            return self.text[start:end]
        file = self.context.include_file(place.path)
        return file.text[start - file.offset : end - file.offset] if file is not None else ""

    def maybe(self, start: int) -> bool:
        """Whether the rendered text at ``start`` is on a Liquid branch that may not run."""
        return self.rendered.piece_at(start).maybe

    # Markdown and HTML; spans are offsets into the rendered text

    @cached_property
    def markdown_text(self) -> kramdown.MarkdownText:
        """The rendered text as kramdown reads it."""
        from sitecheck import kramdown

        options = self.context.markdown_options
        return kramdown.MarkdownText(self.rendered.text, options, written=self.is_looked_into)

    @cached_property
    def markdown(self) -> kramdown.Markdown | None:
        """What kramdown reads in the rendered text; ``None`` when the file is not Markdown."""
        if self.dialect != "markdown":
            return None
        markdown = self.markdown_text.facts
        for problem in markdown.problems:
            if problem.kind == "too-many-marks":
                self.note_limit(self.place(*problem.span), _TOO_MANY_MARKS)
        return markdown

    @cached_property
    def content(self) -> str | None:
        """The HTML of the body, as layouts show it; ``None`` where that is not known."""
        if self.dialect == "markdown":
            return self.context.html_of(self.markdown_text)
        return self.rendered.text if self.dialect == "html" else None

    @property
    def is_partly_known(self) -> bool:
        """Whether some of the text that Liquid makes of the body is not known, or may not be there."""
        return any(piece.maybe or piece.kind == "unknown" for piece in self.rendered.pieces)

    def converted(self, markdown: str) -> str:
        """The HTML of a piece of Markdown by itself; "" when it is long, or kramdown is not the converter, or
        much has been converted already."""
        self._to_convert -= len(markdown) + 1
        if len(markdown) > _LONGEST_PIECE or self._to_convert < 0:
            return ""
        return self.context.markdown_to_html(markdown) or ""

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
        return tuple(read_elements(self.rendered, self.tags, self.raws))

    @property
    def hyperlinks(self) -> Iterator[Hyperlink]:
        """Every ``<a href>`` that is written as such, with what stands in it."""
        return read_hyperlinks(self.rendered, self.tags, self.elements)

    @property
    def raws(self) -> tuple[Raw, ...]:
        """The content of scripts, style sheets and the like: text in which no tag is read."""
        if self.markdown is not None:
            return self.markdown.raws
        return self.html.raws if self.html is not None else ()

    @cached_property
    def may_have_math(self) -> bool:
        """Whether the page has anything that could begin a formula."""
        text = self.rendered.text
        if self.dialect == "text" or "$" in text:
            return self.dialect != "text"
        return "\\" in text and _MATH_SIGN.search(text) is not None


def _rate(text: str, dialect: Dialect) -> float:
    """What reading a character of ``text`` costs on average."""
    marks = sum(map(text.count, _MARKS)) if dialect == "markdown" else 0
    return _READING[dialect] + _MARK * marks / len(text)


def _cheap_enough(text: str) -> int:
    """How many characters of Markdown are read at most."""
    if len(text) <= _ALWAYS_READ:
        return _ALWAYS_READ
    steps, end = 0.0, 0
    while steps <= _DEAREST and end < min(len(text), _LONGEST):
        end, start = end + _STRIDE, end
        steps += _STRIDE * _rate(text[start:end], "markdown")
    return max(_ALWAYS_READ, end)


def _between_blocks(text: str, end: int) -> int:
    """Where Markdown that is to end at ``end`` can be cut off, and what comes before is read as it was: not
    within a line, unless that is long, nor in a fence, whose code would be text."""
    line = text.rfind("\n", max(0, end - _LONG_LINE), end) + 1
    kept = line or end
    opened = open_fence(text, kept)
    return kept if opened is None else opened


def _place_of(character: str, number: int, text: str, longest: int) -> int:
    """Where in the first ``longest`` characters the next after ``number`` times ``character`` stands."""
    found = islice(re.compile(re.escape(character)).finditer(text, 0, longest), number, None)
    return next((match.start() for match in found), longest)


def may_be_rewritten(record: Record, site: Site) -> bool:
    """Whether a plugin or the site's own Ruby may change the text of a page before it is converted, or
    something else than kramdown converts it."""
    own = site.own_ruby
    otherwise = own.emptied or own.why_text(record) or (record.markdown and site.other_converter)
    return bool(otherwise) or any_rewrites(site.running)


def liquid_identity(path: str, text: str, offset: int) -> liquid.Rendering:
    """The rendering of text on which Liquid does not run."""
    from sitecheck.liquid import Rendering

    return Rendering(MappedText.identity(path, text, offset), (), frozenset(), ())
