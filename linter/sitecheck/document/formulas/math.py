r"""The formulas of one page: where they are written, what the renderer gets, and what it refuses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Final

from sitecheck.document.formulas.math_engine import Renderer, every_setup, find_renderer
from sitecheck.document.formulas.math_mentions import may_have_engine, names_engine
from sitecheck.document.plugin_blocks import plugin_blocks
from sitecheck.document.visible import Offsets, TextRun, html_runs, part, visible_blocks, visible_runs
from sitecheck.kramdown.model import mapped as mapped_span
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math import ENGINES, Engine, MathError, unexplained
from sitecheck.math.page.delimiters import Delimiters, Found, find
from sitecheck.math.page.judge import PageJudge
from sitecheck.model.span import Place, Span, Stretches
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText

if TYPE_CHECKING:
    from sitecheck import html, kramdown
    from sitecheck.document.rendered import RenderedFile
    from sitecheck.math.page.setup import Setup

_OPENINGS: Final = lazy_pattern(r"\$|\\\\?[(\[]|\\begin\b|\\(?:eq)?ref\b")
_MOST_WORK: Final = 400_000
"""What the formulas of a page may cost; see :attr:`sitecheck.math.MacroEnv.work`."""
_TOO_MUCH: Final = "the formulas use too many macros; from here on they are not checked"
_TOO_MANY_OPEN: Final = "too many formulas that begin and do not end; from here on they are not checked"
_ANY_ENGINE: Final = reduce(Delimiters.common, (each.delimiters for each in every_setup(complete=True)))
"""What begins a formula for every engine without configuration."""
_USUAL_OPENING: Final = lazy_pattern(
    r"\$[$\\<&{]|&(?:#0*36|#[xX]0*24|dollar);|\\\\?[(\[]|\\begin\b|\\(?:eq)?ref\b"
)
"""As :data:`_OPENINGS`, where two dollar signs begin a formula and one does not. Of two that stand together
in the browser, only what nobody sees may stand between them in the source."""
_TORN: Final = lazy_pattern(r"<|\$|&|\\\\[(\[]|\\begin\b|\\(?:eq)?ref\b")
_TORN_USUAL: Final = lazy_pattern(r"<|\$[$\\&{]|&|\\\\[(\[]|\\begin\b|\\(?:eq)?ref\b")
"""As :data:`_OPENINGS` and :data:`_USUAL_OPENING`, in the text of one block: Markdown takes away a single
backslash before a bracket, but for HTML in the text."""
_CLASSES: Final = lazy_pattern(r"\{:[^{}\n]{0,500}\}")
"""Attributes of kramdown, which may give an element a class."""
_WORD: Final = lazy_pattern(r"[\w-]+")
_MADE: Final = frozenset(
    ("p", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "blockquote",
     "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "a", "del", "sup", "sub", "div", "abbr")
)  # fmt: skip
"""The elements that Markdown makes, in which formulas may stand."""
_GIVEN: Final = lazy_pattern(
    r"\bkatex\s*\.\s*render|[tT]ypeset|\btex2|\b(?:innerHTML|textContent|innerText|insertAdjacent\w+|write)\b"
    r"|\.\s*(?:html|append|text)\s*\("
)
"""What a script does that writes formulas itself."""
_DEFINES: Final = lazy_pattern(r"\\(?:(?:re)?new|provide|def|let|gdef|Declare|require|label)")


class Formula(NamedTuple):
    r"""A formula as the engine gets it.

    ``delimiter`` is what it begins with as written (``$$``, ``$``, ``\(``, ``\[``, ``\begin``, ``\ref``).
    ``place`` is where it is written with its delimiters. ``by_kramdown``: kramdown recognises it.
    ``known`` is false if part of it cannot be known, ``maybe`` marks one that may not be on the page.
    """

    tex: str
    display: bool
    delimiter: str
    place: Place
    start: int
    end: int
    offsets: Offsets
    rendered: MappedText
    by_kramdown: bool
    known: bool
    maybe: bool

    def at(self, start: int, end: int) -> Place:
        """Where ``tex[start:end]`` is written; at the end of the formula, its last character."""
        if start >= len(self.tex) and self.tex:
            start, end = len(self.tex) - 1, len(self.tex)
        span = mapped_span(self.offsets, start, max(end, start + 1 if start < len(self.tex) else start))
        return self.rendered.place(*span)


class Broken(NamedTuple):
    """A formula that emphasis tears apart: its text with ``*`` for each mark, its span in the rendered text,
    those of the marks."""

    tex: str
    start: int
    end: int
    marks: tuple[Span, ...]


class Judged(NamedTuple):
    """A formula and what its engine refuses in it."""

    formula: Formula
    errors: tuple[MathError, ...]


class PageMath:
    """The math of one page; each part is made when it is first asked for."""

    def __init__(self, document: RenderedFile) -> None:
        self._document = document

    @cached_property
    def renderer(self) -> Renderer:
        """What shows the page's formulas."""
        return find_renderer(self._document)

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas in the order of the page."""
        if not self._document.may_have_math:
            return ()
        own = list(self._kramdown())
        texts = self.texts if self._reads_text(self.delimiters) else ()
        found = [*own, *self._found(texts, self.delimiters, ignored=True)]
        if found and self._may_be_left_out():
            found = [formula._replace(known=self._is_built(formula) and formula.known) for formula in found]
        return tuple(sorted(found, key=lambda formula: formula.start))

    def _is_built(self, formula: Formula) -> bool:
        """Whether Jekyll shows a formula itself, whatever a script in the browser does."""
        return formula.by_kramdown and self.renderer.build is not None

    def _may_be_left_out(self) -> bool:
        """Whether an engine may leave formulas alone, or get others than are written here, and nobody knows
        which."""
        setups = self.renderer.setups if self.may_have_engine else ()
        if any(setup.changes or not setup.skipped.known for setup in setups):
            return True
        if self._document.markdown is None:
            return False
        # Which class a block has by `{: .name}`, and which elements Markdown makes, is not asked for here.
        names = {name for setup in setups for name in setup.ignore.split("|") if name}
        return any(setup.skipped.elements & _MADE for setup in setups) or any(
            names.intersection(_WORD.findall(match[0]))
            for match in _CLASSES.finditer(self._document.rendered.text)
        )

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Each formula with what is wrong with it."""
        if not self.formulas:
            return ()
        page = PageJudge(self.renderer.setups)
        build = None if self.renderer.build is None else PageJudge(self.renderer.build)
        self._prepare(page)
        if self._defines_unseen():
            page.distrust()
        found: list[Judged] = []
        for number, formula in enumerate(self.formulas):
            if page.work > _MOST_WORK or (build is not None and build.work > _MOST_WORK):
                self._document.note_limit(formula.place, _TOO_MUCH)
                found += (Judged(each, ()) for each in self.formulas[number:])
                break
            judge = build if build is not None and formula.by_kramdown else page
            if not formula.known:
                if _DEFINES.search(formula.tex):
                    judge.distrust()
                found.append(Judged(formula, ()))
                continue
            errors = judge.judge(formula.tex, display=formula.display, maybe=formula.maybe)
            found.append(Judged(formula, errors))
        self.labels = page.labels
        return tuple(found)

    def _defines_unseen(self) -> bool:
        """Whether definitions stand outside of every formula on a page with unknown text, which may make one
        of them, as a site's own tags write what encloses a formula, or where one of several setups may read
        more than all of them do."""
        text = self._document.rendered.text
        if UNKNOWN not in text and not self._read_apart:
            return False
        taken = Stretches((formula.start, formula.end) for formula in self.formulas)
        return any(match.start() not in taken for match in _DEFINES.finditer(text))

    labels: set[str]
    """The labels of all formulas, once they are judged."""

    @cached_property
    def may_have_engine(self) -> bool:
        """Whether an engine could be found for the page; false only where :attr:`renderer` finds none."""
        return may_have_engine(self._document)

    @property
    def old_config(self) -> Place | None:
        """Where a configuration of MathJax 2 stands on a page of a later version."""
        return self.renderer.old if self.may_have_engine else None

    @cached_property
    def delimiters(self) -> Delimiters:
        """What begins a formula for every engine that may be meant."""
        if not self.may_have_engine:
            return _ANY_ENGINE
        return reduce(Delimiters.common, (setup.delimiters for setup in self.renderer.setups))

    @property
    def sure(self) -> bool:
        """Whether the delimiters that count are known."""
        known = self.may_have_engine and self.renderer.state == "known"
        return known and all(setup.sure for setup in self.renderer.setups)

    @property
    def may_have_more(self) -> bool:
        """Whether an engine may show more than :attr:`formulas`: in code, as MathML, in a script of a type of
        its own, what a script on the page gives it, or what but one of several begins a formula at."""
        setups = self.renderer.setups
        if self.renderer.state != "known" or any(setup.more for setup in setups):
            return True
        if self._read_apart and any(True for setup in setups for _ in self.search(setup.delimiters)):
            return True
        document = self._document
        text = document.rendered.text
        return any(tag.name == "math" or _is_formula(tag) for tag in document.tags) or any(
            _GIVEN.search(text, raw.start, raw.end) for raw in document.raws
        )

    @property
    def _read_apart(self) -> bool:
        """Whether of several engines that may be meant one may read more than all of them do."""
        return len({setup.delimiters for setup in self.renderer.setups}) > 1

    def engine_of(self, formula: Formula) -> str | None:
        """The engine that shows a formula, if it is known."""
        build = self.renderer.build
        if build is not None and formula.by_kramdown:
            return build[0].engine if build else None
        return self.renderer.engine

    def engines(self, formula: Formula) -> tuple[Setup, ...]:
        """The engines that judge a formula."""
        build = self.renderer.build
        return build if build is not None and formula.by_kramdown else self.renderer.setups

    def shown(self, formula: Formula) -> bool:
        """Whether the page's engine reads what kramdown makes of a formula."""
        if not formula.by_kramdown or self.renderer.build is not None:
            return True
        plain = self._document.context.markdown_options.math_engine is None
        marks = ("$$", "$") if plain else ("\\[", "\\(")
        return self.reads(marks[0] if formula.display else marks[1])

    def reads(self, opening: str) -> bool:
        """Whether an engine that may be meant begins a formula at ``opening``: a page may load two."""
        if not self.may_have_engine:
            return self.delimiters.has(opening)
        return any(setup.delimiters.has(opening) for setup in self.renderer.setups)

    def known_elsewhere(self, formula: Formula, error: MathError) -> tuple[Engine, ...]:
        """The engines that know the command of an error which those of the page do not."""
        own = {setup.engine for setup in self.engines(formula)}
        others: list[Engine] = [engine for engine in ENGINES if engine not in own]
        if len(own) != 1:
            return ()
        return tuple(engine for engine in others if not _is_unknown(error.name, engine))

    def is_disputed(self, formula: Formula, error: MathError) -> bool:
        """Whether of several engines that may show a formula one knows the command of an error."""
        engines = {setup.engine for setup in self.engines(formula)}
        return len(engines) > 1 and not all(_is_unknown(error.name, engine) for engine in engines)

    def outside(self, pattern: re.Pattern[str]) -> Iterator[tuple[Place, str]]:
        """What matches in the page's text outside of formulas, also of those between ``$$`` that no engine
        reads, and where engines look: its place, and the text around it."""
        if not self._may_hold(_OPENINGS) or self._may_be_left_out():
            return
        hidden = Stretches(self._ignored())
        known = self.delimiters
        pairs = known if known.has("$$") else known._replace(display=(*known.display, ("$$", "$$")))
        for text in self.texts:
            if pattern.search(text.text) is None or UNKNOWN in text.text:
                continue
            taken = Stretches((found.start, found.end) for found in find(text.text, pairs))
            for match in pattern.finditer(text.text):
                span = mapped_span(text.offsets, *match.span())
                if match.start() not in taken and span.start not in hidden:
                    yield self._document.rendered.place(*span), text.text

    # where formulas are

    def _kramdown(self) -> Iterator[Formula]:
        markdown = self._document.markdown
        is_html = self._document.context.markdown_options.math_engine is None
        for math in markdown.math if markdown is not None else ():
            written = math.tex, math.offsets
            shown = _as_html(*written) if is_html else written
            tex, offsets = shown or written
            formula = self._formula(tex, math.display, "$$", math.span, offsets, by_kramdown=True)
            yield formula if shown else formula._replace(known=False)

    def _formula(
        self,
        tex: str,
        display: bool,
        delimiter: str,
        span: Span,
        offsets: Offsets,
        *,
        by_kramdown: bool = False,
    ) -> Formula:
        rendered = self._document.rendered
        pieces = rendered.between(span.start, span.end)
        mixed = len({piece.maybe for piece in pieces}) > 1
        return Formula(
            tex=tex,
            display=display,
            delimiter=delimiter,
            place=rendered.place(*span),
            start=span.start,
            end=span.end,
            offsets=offsets,
            rendered=rendered,
            by_kramdown=by_kramdown,
            known=UNKNOWN not in tex and not mixed and not self._is_source(delimiter, span.start),
            maybe=any(piece.maybe for piece in pieces),
        )

    def _is_source(self, delimiter: str, start: int) -> bool:
        r"""Whether an environment stands in a block of a plugin's tag: what a ``{% tikz %}`` is given is most
        likely for another program than the engine that shows formulas. Where no engine is found, nothing says
        that what is in such a block is a formula at all: a plugin may make a log or a table of it."""
        return start in self._in_plugin_blocks and (delimiter.startswith("\\begin") or not self._has_engine)

    @cached_property
    def _has_engine(self) -> bool:
        """Whether something is found that shows formulas, in the browser or when the site is built."""
        return self.renderer.build is not None or (
            self.may_have_engine and self.renderer.state in ("known", "maybe")
        )

    @cached_property
    def _in_plugin_blocks(self) -> Stretches:
        return Stretches(plugin_blocks(self._document.rendered.pieces))

    def _reads_text(self, delimiters: Delimiters) -> bool:
        """Whether the text outside of what kramdown takes for math or code has anything like a formula."""
        openings = (opening for opening, _ in (*delimiters.inline, *delimiters.display))
        usual = all(each in ("$$", "\\(", "\\[") or each.startswith("\\begin") for each in openings)
        return self._may_hold(_USUAL_OPENING if usual else _OPENINGS)

    def _may_hold(self, openings: re.Pattern[str]) -> bool:
        """Whether ``openings`` matches outside of what kramdown takes for math or code."""
        markdown = self._document.markdown
        if markdown is None:
            return True
        text = self._document.rendered.text
        at = 0
        for start, end in sorted([m.span for m in markdown.math] + [c.span for c in markdown.code]):
            if openings.search(text, at, max(at, start)):
                return True
            at = max(at, end)
        return openings.search(text, at) is not None

    @cached_property
    def texts(self) -> tuple[TextRun, ...]:
        """The text that a script in the browser searches, in unbroken runs."""
        joined = self.delimiters.script != "katex"
        return tuple(visible_runs(self._document, self.blocks, joined=joined))

    @cached_property
    def blocks(self) -> tuple[kramdown.VisibleText, ...]:
        """What the browser shows of each block of a Markdown page."""
        return visible_blocks(self._document)

    @cached_property
    def broken_by_emphasis(self) -> tuple[Broken, ...]:
        """Formulas that would be found in the page's text if Markdown did not make emphasis within them."""
        if (
            self._document.markdown is None
            or not self._may_be_torn()
            or not self._reads_text(self.delimiters)
        ):
            return ()
        return tuple(each for block in self.blocks for each in _broken(block.segments, self.delimiters))

    def _may_be_torn(self) -> bool:
        """Whether any block has both the beginning of a formula and emphasis; where an engine is named, its
        formulas may begin with anything."""
        if names_engine(self._document):
            return True
        openings = _TORN if self.may_have_engine else _TORN_USUAL
        return self._document.markdown_text.may_emphasize(openings)

    def _found(self, texts: Iterable[TextRun], delimiters: Delimiters, *, ignored: bool) -> Iterator[Formula]:
        found = [each for text in texts for each in self._of_run(text, delimiters)]
        hidden = Stretches(self._ignored() if ignored and found else ())
        return (formula for formula in found if formula.start not in hidden)

    def _of_run(self, text: TextRun, delimiters: Delimiters) -> Iterator[Formula]:
        def note(at: int) -> None:
            span = mapped_span(text.offsets, at, at)
            self._document.note_limit(self._document.place(*span), _TOO_MANY_OPEN)

        for found in find(text.text, delimiters, note):
            yield self._of_text(text, found)

    def _of_text(self, text: TextRun, found: Found) -> Formula:
        span = mapped_span(text.offsets, found.start, found.end)
        source = self._document.rendered.text
        if self._document.markdown is not None and source[span.start - 1 : span.start + 1] == "\\\\":
            span = Span(span.start - 1, span.end)  # Markdown's escape of the delimiter's backslash
        offsets = part(text.offsets, found.tex_start, found.tex_end)
        return self._formula(found.tex, found.display, found.opening, span, offsets)

    def search(self, delimiters: Delimiters) -> Iterator[Formula]:
        """What would be formulas in the page's text with other delimiters."""
        return self._found(self.texts, delimiters, ignored=True) if self._reads_text(delimiters) else iter(())

    def _ignored(self) -> Iterator[tuple[int, int]]:
        """Spans of elements in which an engine is told to read nothing."""
        names = {name for setup in self.renderer.setups if setup.ignore for name in setup.ignore.split("|")}
        elements = {name for setup in self.renderer.setups for name in setup.skipped.elements}
        if not names and not elements:
            return
        open_tags: list[tuple[str, int]] = []
        for tag in self._document.tags:
            value = tag.get("class")
            has_name = value is not None and not names.isdisjoint(value.value.split(" "))
            if tag.kind == "start" and (has_name or tag.name in elements):
                open_tags.append((tag.name, tag.start))
            elif open_tags and tag.kind == "start" and tag.name == open_tags[-1][0]:
                open_tags.append((tag.name, -1))
            elif open_tags and tag.kind == "end" and tag.name == open_tags[-1][0]:
                start = open_tags.pop()[1]
                if start >= 0:
                    yield start, tag.end

    def _prepare(self, page: PageJudge) -> None:
        """Reads the formulas of the layouts: they may define macros."""
        for mapped in self.renderer.layouts:
            if "\\" not in mapped.text:
                continue
            for text in html_runs(mapped.text):
                for found in find(text.text, self.delimiters):
                    page.judge(found.tex, display=found.display, maybe=True)


def _is_formula(tag: html.Tag) -> bool:
    """Whether a tag begins a formula in a script: ``<script type="math/tex">``."""
    kind = tag.get("type") if tag.name == "script" else None
    return kind is not None and kind.value.strip().lower().startswith("math/")


def _as_html(tex: str, offsets: Offsets) -> tuple[str, Offsets] | None:
    """What a browser reads where kramdown writes a formula as HTML, as it does without a math engine: a
    reference is a character there. ``None`` where a tag begins in it."""
    if _TAG_BEGINS.search(tex) is not None:
        return None
    run = next(html_runs(tex), None)  # without tags there is but one, or none of no text
    if run is None:
        return tex, offsets
    ends = (*(at for at, _ in run.offsets[1:]), len(run.text))
    found = (
        (at + more, place)
        for (at, origin), end in zip(run.offsets, ends, strict=True)
        for more, place in part(offsets, origin, origin + end - at)
    )
    return run.text, tuple(found)


def _is_unknown(name: str, engine: Engine) -> bool:
    """Whether an engine takes a command in no formula: such as ``\\)``, which ends one within text."""
    return any(error.kind in ("unknown-command", "misplaced") for error in unexplained(name, True, engine))


_TAG_BEGINS: Final = lazy_pattern(r"<[A-Za-z/!?]")
_EMPHASIS: Final = frozenset({"em", "/em", "strong", "/strong"})


def _broken(segments: tuple[kramdown.Segment, ...], delimiters: Delimiters) -> Iterator[Broken]:
    """Formulas of one block that run over the borders of emphasis."""
    if not any(segment.before in _EMPHASIS for segment in segments):
        return
    text, offsets = "", list[tuple[int, int]]()
    borders: list[tuple[int, Span]] = []
    for segment, after in zip(segments, (*segments[1:], None), strict=True):
        offsets += ((len(text) + at, origin) for at, origin in segment.offsets)
        text += segment.text
        if segment.before in _EMPHASIS and after is not None:
            end = segment.place(0, len(segment.text)).end
            borders.append((len(text), Span(end, max(end, after.place(0, 1).start))))
            text += "*"
            offsets.append((len(text) - 1, end))
            continue
        yield from _torn(text, tuple(offsets), borders, delimiters)
        text, offsets, borders = "", [], []


def _torn(
    text: str, offsets: Offsets, borders: list[tuple[int, Span]], delimiters: Delimiters
) -> Iterator[Broken]:
    places = [at for at, _ in borders]
    for found in find(text, delimiters) if borders else ():
        inside = borders[bisect_right(places, found.start) : bisect_left(places, found.end)]
        if inside:
            span = mapped_span(offsets, found.start, found.end)
            yield Broken(found.tex, *span, tuple(mark for _, mark in inside))
