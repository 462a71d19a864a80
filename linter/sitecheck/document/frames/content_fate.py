"""What becomes of the content that a layout stands around: the one place that tells.

A layout is specialised once, with the content as a value that nothing is known of: what is left says where
it is printed, through which variables, includes and filters it came there, and in which choices
(:mod:`sitecheck.document.frames.content_prints`). Where it went through more than is understood, the layout
is rendered around a content of our own, whose tags are looked for in what comes out. No page is read for it;
what hangs on the page (``{% if page.released %}{{ content }}{% endif %}``) is looked up on each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, TypeGuard

from sitecheck import html, liquid
from sitecheck.document.frames.content_parts import Hanging, times_asked
from sitecheck.document.frames.content_prints import Prints, is_content, prints_of
from sitecheck.document.include_names import included, name_finder
from sitecheck.document.theme_layouts import FrameHost
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import PAGE_STEPS, Budget
from sitecheck.liquid.context import UNSEEN
from sitecheck.liquid.expression import Constant, Lookup
from sitecheck.liquid.host import HostRead, IncludeFile
from sitecheck.liquid.jekyll_tags import PluginBlock, PluginTag
from sitecheck.liquid.names import Names, things
from sitecheck.liquid.nodes import Body, OutputTag
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.residual import Choice, Undecided
from sitecheck.liquid.specialize import specialize
from sitecheck.liquid.tokenizer import tokenize
from sitecheck.model.fate import LOST, Fate
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record
    from sitecheck.jekyll.plugins.own_ruby import OwnRuby
    from sitecheck.liquid import LiquidProblem, Template

_TEXTS = frozenset({"content", "excerpt", "output"})
"""Keys of a page under which its text stands."""
_STEPS = PAGE_STEPS // 2
"""So much all that is tried on one layout may cost …"""
_STEPS_ON_PAGE = PAGE_STEPS // 20
"""… and so much what is asked of one page."""
_WORD = lazy_pattern(r"[\w-]{1,50}")
_WORDS = "Some words that a page may have in one of its lines. " * 60
_ID = "probe-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789-"
"""How ids of :data:`_PARTS` begin: with all that a filter may replace in an id."""
_PARTS = [
    f'<h{level} id="{_ID}head-{level}">A heading <em>of</em> level {level}</h{level}>\n'
    f'<p id="{_ID}text-{level}">{_WORDS}<a href="/page/">A link</a> <img src="/a.png" alt="A picture"></p>\n'
    "<!--more-->\n<!-- more -->\n<hr />\n"
    f'<ul>\n<li id="{_ID}item-{level}">One</li>\n</ul>\n'
    f'<table><tbody><tr><td id="{_ID}cell-{level}">A<br />b</td></tr></tbody></table>\n'
    f'<div class="language-sh"><pre id="{_ID}code-{level}"><code>a b</code></pre></div>\n'
    for level in range(1, 7)
]
_BEGIN, _END = f"{_PARTS[0]}<p>\n", "\n".join(("\n</p>", *_PARTS[1:]))
"""A content with what layouts may look for, so long that one which shows a beginning shows not all of it."""
_SHORT = '<p id="probe">A</p>'
"""One with nothing that layouts may look for, so that those which show only long ones show it not."""


class LayoutFate(NamedTuple):
    """What becomes of the content in a layout."""

    fate: Fate
    """On whatever page."""
    by_page: Prints | None = None
    """Where the layout prints the content, if it may hang on the page what becomes of that."""
    may_show_text: bool = True
    """Whether the layout may show the text of a page where it does not print the content."""


def fate_in(layout: Layout, context: SiteContext) -> LayoutFate:
    """What becomes of the content in a layout."""
    return context.outcome("content_fate", layout.path, lambda: _Layout(layout, context).fate())


def fate_on(page: Record, layout: Layout, context: SiteContext, budget: Budget) -> Fate:
    """What becomes of the content of one page in a layout around it; ``budget`` pays for asking."""
    known = fate_in(layout, context)
    if known.by_page is None:
        return known.fate
    asked = PageContext(FrameHost(context, page, layout.path), page.path or "")
    found = known.fate
    with context.in_layouts_of(page), budget.part(_STEPS_ON_PAGE):
        found = known.by_page.fate(partial(_way_on, asked))
    context.note(asked.reads)
    return known.fate if found in LOST and known.may_show_text else found


def _way_on(page: PageContext, choice: Choice) -> int | None:
    try:
        return page.index(choice)
    except Undecided:
        return None


class _Layout:
    """A layout that is asked what becomes of the content."""

    def __init__(self, layout: Layout, context: SiteContext) -> None:
        self._context = context
        self._host = FrameHost(context, None, layout.path)
        self._finder = name_finder(self._host)
        self._template = context.layout_template(layout)
        self._budget = Budget(_STEPS)

    def fate(self) -> LayoutFate:
        """What becomes of it."""
        template = self._template
        if template is None or any(map(_is_misread, template.problems)):
            return LayoutFate("unknown")
        if template.body is None:
            return LayoutFate("left out")  # there is no Liquid in it
        if self._shows_plainly(template, template.body):
            return LayoutFate("as it is")
        printed = self._printed(template)
        found: Fate = printed.fate() if printed is not None else "unknown"
        if found not in ("unknown", *LOST):
            return LayoutFate(found)
        may_show_text = self._may_show_text_of_page(template.body)
        if found in LOST and not may_show_text:
            return LayoutFate(found)
        if self._keeps_ids(template, template.body):
            return LayoutFate("changed")
        return LayoutFate("unknown", printed, may_show_text)

    def _shows_plainly(self, template: Template, body: Body) -> bool:
        """Whether the layout asks for the content once, to print it, outside of all choices and comments, as
        most do, and no ``break`` outside of loops ends it before: this costs nothing."""
        if times_asked(template.text) != 1 or "content" in self._names.assigned or self._names.breaks:
            return False
        shown = next((node for node in body.nodes if isinstance(node, OutputTag) and _is_plain(node)), None)
        files = self._context.include_files() if self._names.anything else self._included
        if shown is None or any(times_asked(file.text) for file in files):
            return False
        at = shown.span.start - template.offset
        text = "".join(
            template.text[token.start : token.end] if token.kind == "text" else UNKNOWN
            for token in tokenize(template.text, liquid=4)
            if token.start < at
        )
        *_, last = (None, *html.tokens(f"{text}{UNKNOWN}"))
        return isinstance(last, html.Text) and last.end == len(text) + 1

    @cached_property
    def _names(self) -> Names:
        body = self._template.body if self._template is not None else None
        return self._finder.names(body) if body is not None else Names()

    @cached_property
    def _included(self) -> list[IncludeFile]:
        return list(included(self._names.includes, self._host))

    def _printed(self, template: Template) -> Prints | None:
        """Where what is left of the layout prints it when that is specialised; ``None`` for too much work."""
        inputs = Inputs(frozenset(), paginated=False, content=True)
        reads: set[HostRead] = set()
        found: list[Prints] = []
        with self._budget.part(_STEPS):
            items = specialize(template, self._host, "", inputs, self._finder, reads=reads)
            found.append(prints_of(items, Hanging(self._finder), self._host))
        self._context.note(reads)
        return found[0] if found else None

    def _nodes(self, body: Body) -> Iterator[object]:
        """The nodes of the layout, and of what it includes."""
        bodies = chain((body,), map(self._finder.body, sorted(self._names.includes)))
        return chain.from_iterable(map(things, bodies))

    def _may_show_text_of_page(self, body: Body) -> bool:
        """Whether the layout, or what it includes, may ask for the text of a page but for the content."""
        names = self._names
        if names.anything or UNSEEN in names.assigned or any(_is_text_of_page(*name) for name in names.reads):
            return True
        lists = _listing_pages(self._context)
        lists_pages = any(name == "site" and key in lists for name, key in names.reads)
        tame = _tame_tags(self._context.site.own_ruby)
        return any(
            _is_of_plugin(node, tame) or (lists_pages and _names_text(node)) for node in self._nodes(body)
        )

    def _keeps_ids(self, template: Template, body: Body) -> bool:
        """Whether all ids of a content come out of the layout, each once and for certain: also of one that
        holds the texts that are written in the layout's Liquid, which may look for them."""
        told = list(dict.fromkeys(str(node.value) for node in self._nodes(body) if _is_text(node)))
        ids = "".join(f'<i id="{_ID}{text}-"></i>' for text in told if _WORD.fullmatch(text))
        texts, wanted = "\n".join(told), f"{_BEGIN}{ids}{_END}"
        return (
            self._holds_ids(template, wanted, wanted)
            and self._holds_ids(template, wanted, f"{_BEGIN}{ids}{texts}{_END}")
            and self._holds_ids(template, _SHORT, _SHORT)
        )

    def _holds_ids(self, template: Template, wanted: str, content: str) -> bool:
        """Whether all ids of ``wanted`` come out where that is in the content; not known where that is too
        much work."""
        if self._budget.exhausted:
            return False
        host = _ProbeHost(self._context, None)
        host.content = content
        rendering = liquid.render(template, host, budget=self._budget)
        self._context.note(rendering.reads)
        return _holds_once(rendering.mapped, html.read(wanted).tags)


class _ProbeHost(FrameHost):
    """A site as a layout sees it around a content of our own."""

    content: str

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """As those of any page, with that content."""
        return {**super().roots, "content": self.content}


def _holds_once(mapped: MappedText, wanted: Iterable[html.Tag]) -> bool:
    """Whether each of these tags that has an id stands in a text once and for certain."""
    ids = set(filter(None, map(_id_of, wanted)))
    found = [tag for tag in html.read(mapped.text).tags if _id_of(tag) in ids]
    is_certain = not any(mapped.piece_at(tag.start).maybe for tag in found)
    return is_certain and len(found) == len(ids) == len(set(map(_id_of, found)))


def _id_of(tag: html.Tag) -> str:
    id_ = tag.get("id") if tag.kind != "end" else None
    return id_.value if id_ is not None else ""


def _is_misread(problem: LiquidProblem) -> bool:
    """Whether Liquid may read a template otherwise; what plugins bring is asked about one by one."""
    return problem.code not in ("unknown-filter", "unknown-tag")


def _is_text(thing: object) -> TypeGuard[Constant]:
    return isinstance(thing, Constant) and isinstance(thing.value, str)


def _is_plain(node: OutputTag) -> bool:
    return is_content(node.variable.expression) and not node.variable.filters


def _listing_pages(context: SiteContext) -> frozenset[str | None]:
    """The keys of ``site`` under which a page may be found that is no post: a layout that shows the texts of
    posts is not one that posts stand in, where it does not ask for the content."""
    collections = context.site.config.collections
    return frozenset({None, "collections", "documents", "html_pages", "pages", *collections} - {"posts"})


def _is_text_of_page(name: str, key: str | None) -> bool:
    return key in _TEXTS or (name == "page" and key is None)


def _names_text(node: object) -> bool:
    """Whether a node may be the text of a page in a variable: ``{{ p.content }}``, ``map: "content"``, or a
    key that is a value."""
    if isinstance(node, Lookup):
        return any(
            key in _TEXTS if isinstance(key, str) else not isinstance(key, Constant) for key in node.keys
        )
    return isinstance(node, Constant) and node.value in _TEXTS


def _tame_tags(own: OwnRuby) -> frozenset[str]:
    """The tags of the site's own Ruby, if none of them may print the text of a page."""
    is_tame = not (own.asks_texts or own.unknown_liquid)
    return own.tags if is_tame else frozenset()


def _is_of_plugin(node: object, tame: frozenset[str]) -> bool:
    """Whether a node is a tag that a plugin brings, which may show anything, and none of the tame ones."""
    return isinstance(node, (PluginBlock, PluginTag)) and node.name not in tame
