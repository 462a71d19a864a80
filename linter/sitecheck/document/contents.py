"""What Liquid shows of pages on other pages: their contents and excerpts.

Read from ``Jekyll::Renderer``, ``Excerpt`` and ``Site#render`` (4.3.4): collections are rendered before
pages, each in its order; what is not rendered yet, and a page to itself, is still source. A page whose
content is asked for sees the contents of others as unknown, so that the work is bounded and pages may show
each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from sitecheck import kramdown, liquid
from sitecheck.document.layouts import layouts_of
from sitecheck.jekyll import Record
from sitecheck.jekyll.generators.plugin_pages import end_of_stripped
from sitecheck.jekyll.links.relative_links import RelativeLinks
from sitecheck.jekyll.plugins.plugin_table import any_rewrites
from sitecheck.jekyll.plugins.relative_sources import seen_links
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import Unknown, page_text
from sitecheck.liquid.nodes import captured_text
from sitecheck.liquid.values import is_page_text, reasons_of, undecided
from sitecheck.model.facts import Read
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because, joined, shown_on
from sitecheck.text.front_matter import body_start
from sitecheck.text.source import TextProblem
from sitecheck.text.source_map import UNKNOWN, Piece

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext

_CONTENT = because(ReasonKind.CONTENT)
_PAGE = because(ReasonKind.PAGE)
_LINK = lazy_pattern(r"\](?:\(|: )")
"""In a text without it jekyll-relative-links changes nothing."""
_TAG = lazy_pattern(r"\{%-?\s*(\w+)", re.ASCII)
_DEFINITION = lazy_pattern(r" {0,3}(\[[^\]]{1,1000}\])(:.+)$", re.MULTILINE)
_MOST_DEFINITIONS = 300
"""Each link definition after an excerpt is looked for in it: so many are."""
_BLOCK_TAGS = frozenset(
    {"capture", "case", "comment", "for", "highlight", "if", "ifchanged", "raw", "tablerow", "unless"}
)
_COLOURED = lazy_pattern(r'class="language-(?!plaintext )[^"]*highlighter-rouge|<figure class="highlight">')


class Contents:
    """Answers for one site, each worked out once."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._known: dict[tuple[str, str, int], tuple[object, frozenset[Read]]] = {}
        """The answers, and what was read for each."""
        self._texts: dict[tuple[str, str], tuple[str, Reasons, frozenset[Read]]] = {}
        """The texts in which Liquid has run, by what they were before."""
        self._busy = False
        self._viewers: tuple[Record, ...] = ()
        self._turns = (-1, -1)
        """When the first and the last of them are rendered."""
        self._in_layout = False

    @contextmanager
    def seen_by(self, *viewers: Record, in_layout: bool = False) -> Iterator[None]:
        """Answer as ``viewers`` see other pages; none see nothing. What they do not all see in one way is
        not known: it hangs on the page.

        While its layouts are rendered, a document's own text is converted already, and that of a page in
        ``site.pages``; in ``page`` it is not, as that was made before (``Renderer#render_document``).
        """
        before = self._viewers, self._turns, self._in_layout
        turns = [self._order.get(viewer.path or "", -1) for viewer in viewers]
        self._viewers, self._in_layout = viewers, in_layout
        self._turns = min(turns, default=-1), max(turns, default=-1)
        try:
            yield
        finally:
            self._viewers, self._turns, self._in_layout = before

    def content(self, record: Record, *, as_it_was: bool = False) -> object:
        """``page.content`` of ``record`` as the page that is being rendered sees it; ``as_it_was``: before
        that page was rendered."""
        if not self._viewers or record.path not in self._order:
            return Unknown(_CONTENT)
        rendered = self._is_rendered(record, as_it_was=as_it_was)
        if rendered is None:
            return Unknown(_PAGE)
        return self._answer(record, "content" if rendered else "source")

    def start(self, record: Record, size: int, *, as_it_was: bool = False) -> object:
        """How the ``content`` of a page of Markdown begins, ``size`` characters of its source or more;
        ``None`` where that asks for all of it."""
        is_seen = self._viewers and record.path in self._order
        is_markdown = record.path is not None and self._context.dialect(record.path) == "markdown"
        if not is_seen or not is_markdown or not self._is_rendered(record, as_it_was=as_it_was):
            return None
        return self._answer(record, "start", size)

    def _is_rendered(self, record: Record, *, as_it_was: bool) -> bool | None:
        """Whether the viewers see the text of a page converted; ``None`` if some of them do."""
        viewers = self._viewers
        if self._in_layout and any(record is viewer for viewer in viewers):
            return (bool(record.collection) or not as_it_was) if len(viewers) == 1 else None
        return self._is_before(record)

    def output(self, record: Record) -> object:
        """``page.output`` of a document that is rendered before: its converted text in its layouts."""
        before = self._is_before(record) if self._viewers else False
        if before is None:
            return Unknown(_PAGE)
        _, missing = layouts_of(record.data.get("layout"), self._context)
        if not before or missing:
            return Unknown(_CONTENT)
        content = self._answer(record, "content")
        is_shown = isinstance(content, str) or is_page_text(content)
        return self._answer(record, "output") if is_shown else content

    def _is_before(self, record: Record) -> bool | None:
        """Whether a page is rendered before all viewers; ``None`` if it is before some of them."""
        at, (first, last) = self._order.get(record.path or "", -1), self._turns
        if 0 <= at < first:
            return True
        return None if 0 <= at < last else False

    def excerpt(self, record: Record) -> object:
        """``page.excerpt`` of ``record``, where its front matter does not say it."""
        return self._answer(record, "excerpt")

    @cached_property
    def _order(self) -> dict[str, int]:
        site = self._context.site
        groups = (*site.collections.values(), site.pages)
        paths = [record.path for group in groups for record in group if record.path is not None]
        return {path: at for at, path in enumerate(paths)}

    def _mended(self, record: Record, text: str) -> str | None:
        """The source of a page as plugins leave it before it is converted; ``None`` where that is not known:
        the places in it are not kept, which nobody asks for only where it has a page of its own."""
        if any_rewrites(self._context.site.config.plugins):
            return None
        links = self._relative_links
        if not links.active or not links.reads(record) or _LINK.search(text) is None:
            return text
        parts: list[str] = []
        at = 0
        for link in seen_links(text) if record.written else ():
            href = text[link.start : link.end]
            if (path := links.named(record.url, href)) is not None:
                self._context.log.add("link", path)
            parts += (text[at : link.start], links.rewrite(record.url, href))
            at = link.end
        return "".join((*parts, text[at:])) if record.written else None

    @cached_property
    def _relative_links(self) -> RelativeLinks:
        return RelativeLinks(self._context.site)

    def _answer(self, record: Record, kind: str, size: int = 0) -> object:
        key = record.path or "", kind, size
        viewer = self._viewers[0] if self._viewers else None
        is_own = kind == "content" and viewer is record and key in self._known
        is_asked = record.path is not None and (is_own or not self._busy)
        if record.path is None or not is_asked or not self._context.shows_html(viewer):
            return Unknown(because(ReasonKind.EXCERPT) if kind == "excerpt" else _CONTENT)
        if key not in self._known:
            self._busy = True
            try:
                with self._context.log.noting() as reads:
                    made = self._made(record, record.path, kind, size)
                self._known[key] = made, frozenset(reads)
            finally:
                self._busy = False
        value, noted = self._known[key]
        self._context.log.note(noted)
        return value

    def _made(self, record: Record, path: str, kind: str, size: int) -> object:
        try:
            source = self._context.source(path)
        except OSError:
            return Unknown(_CONTENT)
        if isinstance(source, TextProblem):
            return Unknown(_CONTENT)
        if reasons := self._context.site.own_ruby.why_text(record):
            return Unknown(reasons)
        if kind == "output":
            return self._in_layouts(record, path, self._known[path, "content", 0][0])
        body = body_start(source.text)
        # Posts get a new excerpt when their heading is taken out, others keep the one that was made of all.
        if record.strips_title and (kind != "excerpt" or record.collection == "posts"):
            body += end_of_stripped(source.text[body:])
        text = self._mended(record, source.text[body:])
        if text is None:
            return Unknown(_CONTENT)
        if kind == "source":
            return _shown(record, text)
        if kind == "excerpt":
            separator = self._context.site.excerpt_separator(record)
            if not separator:
                return ""
            text = excerpt(text, separator)
        if self._context.dialect(path) == "text":
            return Unknown(_CONTENT)
        return self._converted(record, path, text, body, size)

    def _in_layouts(self, record: Record, path: str, content: object) -> object:
        """What the layouts of a document write around its ``content``. Where it has no page of its own, what
        they write counts for the page that shows it, at its place in the layout."""
        context, budget = self._context, liquid.Budget(self._context.content_steps)
        reasons = reasons_of(content)
        shown = str(content) if is_page_text(content) and not reasons else content
        for layout in layouts_of(record.data.get("layout"), context)[0]:
            template = context.layout_template(layout)
            if template is None:
                return Unknown(_CONTENT)
            mapped = context.render_around(shown, template, record, budget).mapped
            reasons = joined(reasons, shown_on(all_of(map(_doubts, mapped.pieces)), path))
            unknown = all_of(piece.reasons for piece in mapped.pieces)
            shown = captured_text(mapped.text, unknown, tuple(mapped.pieces), maybe=False)
        context.log.add_work(budget)
        if budget.exhausted:
            return Unknown(_CONTENT)
        return _shown(record, str(shown), reasons) if record.written else shown

    def _converted(self, record: Record, path: str, text: str, offset: int, size: int) -> object:
        """What a page's text is converted to: all of it, or of how it begins ``size`` characters or more."""
        reasons: Reasons = ()
        if self._context.site.runs_liquid(record.data) and ("{{" in text or "{%" in text):
            text, reasons = self._rendered(record, path, text, offset)
        if size:
            return self._begun(record, text, size) if not reasons else None
        if self._context.dialect(path) == "markdown":
            html = self._context.markdown_to_html(text)
            if html is None:
                return Unknown(_CONTENT)
            text = html
        return self._coloured(record, text, reasons)

    def _rendered(self, record: Record, path: str, text: str, offset: int) -> tuple[str, Reasons]:
        """What Liquid makes of a page's text, and why that is not known for certain: once for all of it and
        for each start, as a page may ask for many."""
        context, key = self._context, (path, text)
        if key not in self._texts:
            template, budget = liquid.parse(text, path, offset), liquid.Budget(context.content_steps)
            with context.log.noting() as reads:
                rendering = context.render(template, path, record, viewer=record, budget=budget)
                context.log.add_work(budget)
            reasons = shown_on(all_of(map(_doubts, rendering.mapped.pieces)), path)
            self._texts[key] = rendering.mapped.text, reasons, frozenset(reads)
        made, reasons, noted = self._texts[key]
        context.log.note(noted)
        return made, reasons

    def _begun(self, record: Record, text: str, size: int) -> object:
        """How the HTML of a page begins whose source is ``text`` when Liquid has run: all of it is known, as
        definitions may stand at its end."""
        is_longer = 2 * size < len(text) and UNKNOWN not in text
        html = self._context.html_start(text, size) if is_longer else None
        return None if html is None else self._coloured(record, html, ())

    def _coloured(self, record: Record, text: str, reasons: Reasons) -> object:
        """The converted text of a page, of which the colours of code are not known."""
        if "highlight" in text and _COLOURED.search(text):  # asked of every post, and in few
            reasons = joined(reasons, because(ReasonKind.HIGHLIGHTER, record.path or ""))
            if numbers_lines(self._context.site.kramdown):
                reasons = joined(reasons, _NUMBERS)
        return _shown(record, text, reasons)


def _shown(record: Record, text: str, reasons: Reasons = ()) -> str:
    """Text of a page as another shows it. What has no page of its own is judged nowhere but there."""
    if not reasons and UNKNOWN in text:
        reasons = _CONTENT
    return page_text(text, reasons) if record.written or reasons else text


def _doubts(piece: Piece) -> Reasons:
    """Why a piece of a page's text is not known for certain."""
    return piece.reasons or (because(ReasonKind.BRANCH) if piece.maybe else ())


def excerpt(text: str, separator: str) -> str:
    """The source of an excerpt: up to the separator, blocks closed, with the link definitions it needs."""
    head, _, tail = text.partition(separator)
    if not tail:
        return head
    if "{%" in head:
        head = _closed(head)
    found = islice(_definitions(tail), _MOST_DEFINITIONS)
    definitions = [label + rest for label, rest in found if label in head]
    return head + "\n\n" + "\n".join(definitions) if definitions else head


def _definitions(tail: str) -> Iterator[tuple[str, str]]:
    """Labels, which may run over lines, and what follows; a bracket that ends nowhere is looked for once."""
    at = 0
    while tail.find("]", at) >= 0:
        if (match := _DEFINITION.match(tail, at)) is not None:
            yield match[1], match[2]
            at = match.end()
        at = tail.find("\n", at) + 1
        if not at:
            return


def _closed(head: str) -> str:
    names = [match[1] for match in _tags(head, _TAG)]
    for name in dict.fromkeys(reversed(names)):  # closed once, each of them is closed
        end = re.compile(rf"\{{%-?\s*end{name}")
        if name in _BLOCK_TAGS and next(_tags(head, end), None) is None:
            head += f"\n{{% end{name} %}}"
    return head


def _tags(text: str, opening: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The tags that begin with a pattern and end somewhere."""
    at = 0
    while (match := opening.search(text, at)) is not None:
        at = text.find("%}", match.end()) + 2
        if at < 2:
            return
        yield match


_NUMBERS = undecided("the numbers of lines of code are made by the highlighter")


def numbers_lines(config: object) -> bool:
    """Whether rouge may print more than the code of a block: ``config`` is the ``kramdown:`` mapping."""
    given = config.get("syntax_highlighter_opts") if isinstance(config, dict) else None
    kinds = (given, given.get("block")) if isinstance(given, dict) else ()
    options = [kind for kind in kinds if isinstance(kind, dict)]
    return isinstance(given, str) or any(
        kind.get("line_numbers") or kind.get("formatter") for kind in options
    )


def highlighter(config: object, fallback: object) -> kramdown.Highlighter | None:
    """How code is handed to rouge: ``config`` is the ``kramdown:`` mapping, ``fallback`` the site's."""
    own = config if isinstance(config, dict) else {}
    if (own.get("syntax_highlighter") or fallback) != "rouge":
        return None
    given = own.get("syntax_highlighter_opts")
    options = given if isinstance(given, dict) else {}
    disabled = options.get("disable")
    spans, blocks = (
        not (kind.get("disable", disabled) if isinstance(kind, dict) else disabled)
        for kind in (options.get("span"), options.get("block"))
    )
    return kramdown.Highlighter(spans, blocks, str(options.get("default_lang") or "plaintext"))
