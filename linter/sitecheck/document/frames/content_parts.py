"""What of a layout hangs on the content it stands around: tables of contents and their like.

Only a layout that looks into ``content`` has such parts; they are found once for all pages. All else that a
layout gives is known without the content (:mod:`sitecheck.document.frames.page_frames`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from sitecheck.document.frames.frame_parts import Fork, Group, Part, Parts, Pattern, Trial, divide
from sitecheck.document.frames.frame_tags import TagTemplate
from sitecheck.document.frames.shared_host import PageGroup, SharedHost
from sitecheck.document.include_names import included, name_finder
from sitecheck.document.layouts import layouts_of
from sitecheck.document.liquid_host import SiteHost
from sitecheck.document.page_headings import CONTENT
from sitecheck.document.rendered import may_be_rewritten
from sitecheck.jekyll.site import RELATIVE_LINKS
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import PAGE_STEPS, Budget
from sitecheck.liquid.expression import Lookup
from sitecheck.liquid.host import HostRead
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.residual import (
    After,
    Captured,
    Choice,
    Closure,
    Equals,
    Evaluated,
    Holds,
    Items,
    Joined,
    NoneOf,
    Parameters,
    Run,
    Symbol,
)
from sitecheck.liquid.specialize import specialize
from sitecheck.liquid.template import Template
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record

_MARKUP = lazy_pattern(r"\{[{%]+[^%}]*")
"""Liquid as far as it may ask for something: a script of some megabytes has hardly any."""
_ASKED = lazy_pattern(r"(?<![\w.-])content(?![\w-])")


class Look(NamedTuple):
    """The layout of a page that looks into its content, and the parts of it that hang on that."""

    layout: Layout
    parts: Parts
    within: tuple[Layout, ...]
    """The layouts between it and the page, the innermost first: what they write is its content."""


def look_into(page: Record, context: SiteContext) -> Look | None:
    """What looks into the content of ``page``, which has to be known: the innermost layout that does. What
    one further out makes of that is not worked out."""
    if not _is_known(page, context):
        return None
    within: list[Layout] = []
    for layout in layouts_of(page.data.get("layout"), context)[0]:
        template = context.layout_template(layout)
        if template is None:
            return None
        if _shows_alone(template):
            continue
        if parts := parts_of(layout, template, page, context):
            return Look(layout, parts, tuple(within))
        within.append(layout)
    return None


def _is_known(page: Record, context: SiteContext) -> bool:
    """Whether what becomes of the text of a page is worked out."""
    if page.path is None or may_be_rewritten(page, context.site) or RELATIVE_LINKS in context.site.running:
        return False
    dialect = context.dialect(page.path)
    return dialect == "html" or (dialect == "markdown" and context.markdown_options.input != "CommonMark")


def _shows_alone(template: Template) -> bool:
    """Whether a layout is nothing but the content in it."""
    return CONTENT.fullmatch(template.text.strip()) is not None


def parts_of(layout: Layout, template: Template, page: Record, context: SiteContext) -> Parts:
    """What of a layout around ``page`` hangs on the content: the same for all pages that name one layout."""
    if template.body is None:
        return ()
    name = parts_name(layout.path, innermost(page))
    return context.outcome("content_parts", name, lambda: _made(template, page, context))


def innermost(page: Record) -> str:
    """The layout that a page names: on it hangs the variable ``layout`` in those around."""
    return str(page.data.get("layout"))


def parts_name(path: str, inner: str) -> str:
    """What the parts of the layout ``path`` are called where a page names ``inner``."""
    return f"{path}\0{inner}"


def _made(template: Template, page: Record, context: SiteContext) -> Parts:
    asks = SiteHost(context, None)  # asking shows nothing
    names = name_finder(asks)
    if not _looks_into(template, names, asks, context):
        return ()
    host = SharedHost(context, PageGroup((page,), {}), template.path)
    found: list[Part] = []
    inputs = Inputs(frozenset(), paginated=True, content=True)
    reads: set[HostRead] = set()
    with Budget(PAGE_STEPS).part(PAGE_STEPS):
        items = specialize(template, host, "", inputs, names, reads=reads)
        found += Hanging(names).parts(divide(items)) if not is_whole(items, template) else ()
    context.note(reads)
    return tuple(found)


def _looks_into(template: Template, names: NameFinder, host: SiteHost, context: SiteContext) -> bool:
    """Whether a layout, or what it includes, may ask for ``content`` but to show it."""
    asked = names.names(template.body)
    files = context.include_files() if asked.anything else included(asked.includes, host)
    texts = chain((template.text,), (file.text for file in files))
    return any(times_asked(CONTENT.sub("", text)) for text in texts)


def times_asked(text: str) -> int:
    """How often Liquid of a text may ask for the content."""
    return sum(len(_ASKED.findall(match[0])) for match in _MARKUP.finditer(text))


def is_whole(items: Items, template: Template) -> bool:
    """Whether a layout could not be taken apart: what hangs on the content would be all of it."""
    return len(items) == 1 and isinstance(items[0], Run) and items[0].node is template.body


class Hanging:
    """Tells what of a residual hangs on the content."""

    def __init__(self, names: NameFinder) -> None:
        self._names = names
        self._quiet = set[int]()
        """What does not, by ``id``: all of it is kept by the residual."""

    def parts(self, parts: Parts) -> Iterator[Part]:
        """Those of ``parts`` that hang on it, but for the content itself."""
        for part in parts:
            if isinstance(part, Fork) and not self.hangs(part.choice.tests):
                ways = tuple(tuple(self.parts(way)) for way in part.ways)
                if any(ways):
                    yield part._replace(ways=ways)
            elif isinstance(part, Pattern) and self.hangs(part.group.items):
                yield part._replace(parts=tuple(self.parts(part.parts)))
            elif self._hangs(part) and not _shows(_items(part)):
                yield part

    def others(self, parts: Parts) -> Iterator[Part]:
        """Those of ``parts`` that do not."""
        for part in parts:
            if isinstance(part, Fork) and not self.hangs(part.choice.tests):
                ways = tuple(tuple(self.others(way)) for way in part.ways)
                if any(ways):
                    yield part._replace(ways=ways)
            elif isinstance(part, Pattern):
                yield part._replace(parts=tuple(self.others(part.parts)))
            elif not self._hangs(part):
                yield part

    def _hangs(self, part: Part) -> bool:
        return isinstance(part, Fork) or self.hangs(_items(part))

    def asks(self, thing: object, closure: Closure) -> bool:
        """Whether ``thing``, with the variables of ``closure`` that it names, asks for the content."""
        variables = self._names.names(thing).variables
        values = [part[name] for part in closure[:2] for name in variables if name in part]
        return self._asks(thing, closure) or self.hangs(tuple(values))

    def hangs(self, things: tuple[object, ...]) -> bool:
        """Whether one of ``things``, or what stands behind it, asks for the content."""
        waiting, seen = list(things), set[int]()
        while waiting:
            thing = waiting.pop()
            if id(thing) in seen or id(thing) in self._quiet:
                continue
            seen.add(id(thing))
            if any(self._asks(asked, closure) for asked, closure in _asked(thing)):
                return True
            waiting += _behind(thing)
        self._quiet |= seen
        return False

    def _asks(self, thing: object, closure: Closure) -> bool:
        is_set = "content" in closure.assigns or "content" in closure.inner
        return not is_set and any(name == "content" for name, _ in self._names.names(thing).reads)


def _items(part: Part) -> Items:
    if isinstance(part, TagTemplate):
        return part.written.items
    if isinstance(part, Trial):
        return part.whole.items
    if isinstance(part, Pattern):
        return part.group.items
    return part.items if isinstance(part, Group) else ()


def _shows(items: Items) -> bool:
    """Whether items are nothing but the content as it is."""
    item = items[0] if len(items) == 1 else None
    variable = item.variable if isinstance(item, Run) else None
    if variable is None or variable.filters:
        return False
    expression = variable.expression
    return isinstance(expression, Lookup) and expression.name == "content" and not expression.keys


def _asked(thing: object) -> Iterator[tuple[object, Closure]]:
    """What is evaluated for ``thing``, and with which variables."""
    if isinstance(thing, Run):
        yield thing.node, thing.closure
    elif isinstance(thing, Holds):
        yield thing.condition, thing.closure
    elif isinstance(thing, Equals):
        yield thing.subject, thing.closure
        yield thing.value, thing.closure
    elif isinstance(thing, Symbol) and isinstance(thing.work, Evaluated):
        yield thing.work.variable, thing.work.closure


def _behind(thing: object) -> Iterator[object]:
    """What ``thing`` is made of that may hang on a page."""
    for _, closure in _asked(thing):
        yield from closure.assigns.values()
        yield from closure.inner.values()
    if isinstance(thing, Choice):
        yield from thing.tests
        yield from chain.from_iterable(thing.bodies)
    elif isinstance(thing, NoneOf):
        yield from thing.tests
    elif isinstance(thing, Parameters):
        yield from thing.values()
    elif isinstance(thing, Symbol):
        work = thing.work
        if isinstance(work, Captured):
            yield from work.items
        elif isinstance(work, After):
            yield work.run
        elif isinstance(work, Joined):
            yield work.choice
            yield from work.values
