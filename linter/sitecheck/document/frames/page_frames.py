"""What the layouts around each page give it: links and ids, each at its place in the author's files.

Each layout is worked out once for all pages that agree in what it asks of them where that has few values (a
language, a flag), and the rest page by page; see :mod:`sitecheck.liquid.specialize`. The content that a
layout stands around is unknown to it.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sitecheck.document.frames.frame_parts import Parts, Unaligned, blocks, divide, read_block
from sitecheck.document.frames.frame_tags import Block
from sitecheck.document.layouts import layouts_of
from sitecheck.document.liquid_host import SiteHost
from sitecheck.liquid.budget import PAGE_STEPS, Budget
from sitecheck.liquid.expression import COMMANDS
from sitecheck.liquid.lookup import get
from sitecheck.liquid.names import NameFinder, Names
from sitecheck.liquid.nodes import Body
from sitecheck.liquid.output import Output
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.recipes import recipe_tag
from sitecheck.liquid.render import parse_include
from sitecheck.liquid.residual import Items, PageContext, Undecided
from sitecheck.liquid.specialize import Inputs, specialize, whole
from sitecheck.liquid.template import Template
from sitecheck.liquid.values import Drop, Unknown
from sitecheck.model.origin import THE_PAGE, Origin
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record

_PAGES_OF_A_GROUP = (64, 8)
"""How many members groups have on average, coarse ones and fine ones. Few pages are not worth a group of
their own, but where a layout loops over what hangs on a language, each language is."""
_SAMPLE = 10
_NEVER_SHARED = frozenset(("content", "excerpt", "next", "output", "previous", *COMMANDS))
_PAGE = because(ReasonKind.PAGE)
_MOST_WHOLE = 300
"""Where a choice in a layout is not known (own Ruby may set what it asks for), what it gives is found out for
so many of its pages, spread over all of them: each takes as long as rendering it, and little comes of it."""
LayoutBlocks: TypeAlias = "dict[int, tuple[Block, ...] | None]"
"""What one layout gives to each page, by the ``id`` of its record; ``None`` where that was not found out.
Pages for which there was no more budget are left out."""


class PageFrame(NamedTuple):
    """What stands around one page."""

    blocks: tuple[Block, ...] = ()
    """Those of the innermost layout first; blocks that are the same on several pages are one object."""
    layouts: tuple[str, ...] = ()
    """The paths of the layouts that were read, the innermost first."""
    cut: tuple[str, ...] = ()
    """The paths of those that are too much work."""


class PageGroup(NamedTuple):
    """Pages of one layout, and the keys in which they agree."""

    pages: tuple[Record, ...]
    known: Mapping[str, object]


class SharedPage(Drop):
    """``page`` as several pages see it: the keys in which they agree."""

    __slots__ = ("_known",)

    def __init__(self, known: Mapping[str, object]) -> None:
        self._known = known

    def liquid_get(self, key: str) -> object:
        """The value in which the pages agree, or unknown."""
        return self._known[key] if key in self._known else Unknown(_PAGE)


class SharedHost(SiteHost):
    """The site as Liquid sees it on any of several pages."""

    def __init__(self, reader: SiteContext, group: PageGroup) -> None:
        super().__init__(reader, group.pages[0])
        self._group = group

    @cached_property
    def roots(self) -> Mapping[str, object]:
        """As those of a page, but for what hangs on the page."""
        payload = self._context.payload
        roots = dict(payload.roots(self._group.pages[0]))
        if self.paginated:
            roots["paginator"] = Unknown(_PAGE)
        return {**roots, "page": SharedPage(self._group.known), "site": payload.site_drop(None)}

    @cached_property
    def paginated(self) -> bool:
        """Whether any of them is a page of a paginated list."""
        payload = self._context.payload
        return any(payload.paginator(page) is not None for page in self._group.pages)

    def origin(self, holder: object, key: object) -> Origin | None:
        """Where a value was written; other pages of the group are named, as ``page`` may be any of them."""
        origins, page = self._context.payload.origins, self._group.pages[0]
        if not isinstance(holder, SharedPage):
            return origins.origin(holder, key)
        found = origins.origin(self._context.payload.drop(page), key)
        return found._replace(path=THE_PAGE) if found is not None and found.path == page.path else found


def name_finder(host: SiteHost) -> NameFinder:
    """Finds the names that templates ask for with the includes that ``host`` has."""

    def body_of(name: str) -> Body | None:
        tag = recipe_tag(name)
        if tag:
            recipe = host.recipe(tag, "")
            return parse_include(recipe.text, name, 0).body if recipe is not None else None
        try:
            file = host.include(name, None)
        except LiquidError:  # told where the include is rendered
            return None
        if file is None or isinstance(file, Unknown):
            return None
        return parse_include(file.text, file.path, file.offset).body

    return NameFinder(body_of)


class FrameReader:
    """Reads the frames of the pages of one site, paid for by one budget for all of them."""

    def __init__(self, reader: SiteContext, steps: int, page_steps: int = PAGE_STEPS) -> None:
        """``steps`` is what all frames of the site together may cost, ``page_steps`` what each layout may
        give to a page."""
        self._reader = reader
        self._page_steps = page_steps
        self._names = name_finder(SiteHost(reader, None))
        self.budget = Budget(steps)

    def frames(self, pages: Sequence[Record]) -> list[PageFrame]:
        """The frames of ``pages``."""
        chains: dict[int, list[Layout]] = {}
        users: dict[str, list[Record]] = defaultdict(list)
        templates: dict[str, Template] = {}
        for page in pages:
            chains[id(page)], _ = layouts_of(page.data.get("layout"), self._reader)
            for layout in chains[id(page)]:
                template = self._reader.layout_template(layout)
                if template is not None:
                    templates[layout.path] = template
                    users[layout.path].append(page)
        read = {path: self._read_layout(templates[path], group) for path, group in users.items()}
        return [
            _assembled([(layout.path, read.get(layout.path, {})) for layout in chains[id(page)]], id(page))
            for page in pages
        ]

    def _read_layout(self, template: Template, pages: Sequence[Record]) -> LayoutBlocks:
        found: LayoutBlocks = {}
        left = _MOST_WHOLE
        for group in self._best_groups(template, pages):
            layout = None
            with self.budget.part(PAGE_STEPS):
                layout = self._shared(template, group)
            for page in _spread(group.pages) if layout is not None else ():
                with self.budget.part(self._page_steps):
                    known = layout.known(page)
                    if known is None and left > 0:
                        left -= 1
                        known = layout.whole(page)
                    found[id(page)] = known
        return found

    def _shared(self, template: Template, group: PageGroup) -> _Shared:
        page = group.pages[0]
        host = SharedHost(self._reader, group)
        inputs = Inputs(frozenset(group.known), host.paginated)
        items = specialize(template, host, page.path or "", inputs, self._names)
        return _Shared(template, items, divide(items), self._reader)

    def _best_groups(self, template: Template, pages: Sequence[Record]) -> list[PageGroup]:
        """Coarse groups or fine ones, whichever asks for fewer steps."""
        coarse, fine = (self._groups(template, pages, size) for size in _PAGES_OF_A_GROUP)
        if len(coarse) == len(fine):
            return coarse
        return min(coarse, fine, key=lambda groups: self._steps(template, groups))

    def _steps(self, template: Template, groups: Sequence[PageGroup]) -> int:
        """What groups cost, judged by the largest of them and some of its pages."""
        largest = max(groups, key=lambda group: len(group.pages))
        sample = largest.pages[:: -(-len(largest.pages) // _SAMPLE)]
        pages = sum(len(group.pages) for group in groups)
        with self.budget.part(PAGE_STEPS) as making:
            layout = self._shared(template, largest)
        with self.budget.part(PAGE_STEPS) as showing:
            for page in sample if not making.exhausted else ():
                if layout.known(page) is None:
                    layout.whole(page)
        if making.exhausted or showing.exhausted:
            return sys.maxsize
        return making.spent * len(groups) + showing.spent * pages // len(sample)

    def _groups(self, template: Template, pages: Sequence[Record], size: int) -> list[PageGroup]:
        """The pages of a layout, in groups of ``size`` members on average or more."""
        names = self._names.names(template.body) if template.body is not None else Names()
        reads = names.reads
        groups: dict[int, list[Record]] = {0: list(pages)}
        if names.anything or any(name == "layout" for name, _ in reads):
            groups = _divided(groups, {id(page): page.data.get("layout") for page in pages})
        keys: dict[str, dict[int, object]] = {}
        for key, values in self._columns(reads, pages):
            finer = _divided(groups, values)
            if len(finer) == len(groups) or len(finer) * size <= len(pages):
                groups, keys[key] = finer, values
        return [
            PageGroup(tuple(group), {key: values[id(group[0])] for key, values in keys.items()})
            for group in groups.values()
        ]

    def _columns(
        self, reads: Iterable[tuple[str, str | None]], pages: Sequence[Record]
    ) -> list[tuple[str, dict[int, object]]]:
        """The keys of the page that a layout asks for with their values, those of few values first."""
        found = []
        for key in sorted({key for name, key in reads if name == "page" and key} - _NEVER_SHARED):
            values = {id(page): get(self._reader.payload.drop(page), key) for page in pages}
            if all(type(value) in (str, bool, int, type(None)) for value in values.values()):
                found.append((len(set(values.values())), key, values))
        return [(key, values) for _, key, values in sorted(found, key=lambda each: each[:2])]


def _spread(pages: Sequence[Record]) -> Iterator[Record]:
    """``pages`` in an order in which the first :data:`_MOST_WHOLE` are from all over them."""
    stride = -(-len(pages) // _MOST_WHOLE)
    for first in range(stride):
        yield from pages[first::stride]


def _assembled(layouts: Sequence[tuple[str, LayoutBlocks]], page: int) -> PageFrame:
    """The frame of a page (by the ``id`` of its record) of what its layouts give."""
    blocks = tuple(block for _, own in layouts for block in own.get(page) or ())
    read = tuple(path for path, own in layouts if own.get(page) is not None)
    return PageFrame(blocks, read, tuple(path for path, own in layouts if page not in own))


def _divided(groups: Mapping[int, list[Record]], values: Mapping[int, object]) -> dict[int, list[Record]]:
    finer: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for number, group in groups.items():
        for page in group:
            value = values[id(page)]
            finer[number, type(value), value].append(page)
    return dict(enumerate(finer.values()))


class _Shared(NamedTuple):
    """A layout as it is for some pages."""

    template: Template
    items: Items
    parts: Parts
    reader: SiteContext

    def known(self, page: Record) -> tuple[Block, ...] | None:
        """What it gives to one page; ``None`` when a choice in it is not known."""
        context = self._context(page)
        try:
            try:
                return tuple(blocks(self.parts, context))
            except Unaligned:
                return _read_whole(context.flat(self.items))
        except Undecided:
            return None

    def whole(self, page: Record) -> tuple[Block, ...]:
        """What it gives to one page, rendered as a whole."""
        return _read_whole(self._context(page).flat(whole(self.template)))

    def _context(self, page: Record) -> PageContext:
        return PageContext(SiteHost(self.reader, page), page.path or "")


def _read_whole(out: Output) -> tuple[Block, ...]:
    return (read_block(out.mapped("", 0)),)
