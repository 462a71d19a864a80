"""What the layouts around each page give it: links and ids, each at its place in the author's files.

Each layout is worked out once for all pages that agree in what it asks of them where that has few values (a
language, a flag), and the rest page by page; see :mod:`sitecheck.liquid.specialize`. The content that a
layout stands around is unknown to it; what it makes of content that is known is read with the page
(:mod:`sitecheck.document.frames.content_frames`).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from sitecheck.document.compressor import in_one_line
from sitecheck.document.frames.content_parts import Hanging, is_whole, look_into
from sitecheck.document.frames.frame_failures import Failures, may_fail, note_failures
from sitecheck.document.frames.frame_parts import Parts, Unaligned, blocks, divide, read_block
from sitecheck.document.frames.frame_tags import Block, is_fixed
from sitecheck.document.frames.shared_host import PageGroup, SharedHost
from sitecheck.document.include_names import name_finder
from sitecheck.document.quiet_styles import without_quiet_styles
from sitecheck.document.theme_layouts import (
    FrameHost,
    is_of_theme,
    layout_template,
    theme_place,
    themed_layouts,
)
from sitecheck.jekyll.layout_chain import MOST_LAYOUTS
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import PAGE_STEPS, Budget, current, spend
from sitecheck.liquid.dear_names import dear_reads
from sitecheck.liquid.expression import COMMANDS
from sitecheck.liquid.lookup import get
from sitecheck.liquid.names import Names
from sitecheck.liquid.output import Output
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.problem import LiquidProblem
from sitecheck.liquid.residual import Items, Undecided
from sitecheck.liquid.specialize import specialize, whole
from sitecheck.liquid.template import Template
from sitecheck.model.facts import Link, Read
from sitecheck.model.fate import KEPT, LOST, Fate, through
from sitecheck.model.span import Place
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record

_PAGES_OF_A_GROUP = (64, 12)
"""How many members groups have on average, coarse ones and fine ones. Few pages are not worth a group of
their own, but where a layout loops over what hangs on a language, each language is."""
_SAMPLE = 10
_WORTH_TRYING = 4_000_000
"""Where a layout takes so many steps for all its pages …"""
_FEW = 8
"""… and so many groups, others that agree in less are tried: to try takes about what one group does."""
_MOST_TRIES = 12
"""So many keys are left out by way of trial, those of most values first: few layouts ask for more."""
_NEVER_SHARED = frozenset({"content", "excerpt", "next", "output", "previous", *COMMANDS})
_PAGE = because(ReasonKind.PAGE)
MOST_WHOLE = 300
"""Where a choice in a layout is not known (own Ruby may set what it asks for), what it gives is found out for
so many of its pages, spread over all of them: each takes as long as rendering it, and little comes of it."""
_VISIT = 100
"""Steps for looking at one page of a layout, whatever is found …"""
_MOVING = 10
"""… and for each link there that leads elsewhere from other pages, so that it is looked up on each."""
_LOOKING = 3
"""Steps for looking up a value of a page that a layout asks for."""
_FAILING = 1_000
"""Steps for what of a layout may fail on a page, beside its links and ids."""
_BREAK = lazy_pattern(r"[\t\n\r]")
LayoutBlocks: TypeAlias = "dict[int, tuple[Block, ...] | None]"
"""What one layout gives to each page, by the ``id`` of its record; ``None`` where that was not found out.
Pages for which there was no more budget are left out."""


class _Column(NamedTuple):
    """A key of pages, and its value on each."""

    key: str
    common: object
    """The value on most …"""
    others: Mapping[int, object] = {}
    """… and on others, by the ``id`` of the page's record: a layout may ask for as many keys as there are
    pages, each of which hardly any page has."""

    def of(self, page: Record) -> object:
        """The value on ``page``."""
        return self.others.get(id(page), self.common)


class PageFrame(NamedTuple):
    """What stands around one page."""

    blocks: tuple[Block, ...] = ()
    """Those of the innermost layout first; blocks that are the same on several pages are one object."""
    layouts: tuple[str, ...] = ()
    """The paths of the layouts that were read, the innermost first; those of the theme have none, and stand
    here by another name (:func:`sitecheck.document.theme_layouts.is_of_theme`)."""
    cut: tuple[str, ...] = ()
    """The paths of those that are too much work."""
    stops: tuple[LiquidProblem, ...] = ()
    """Where they stop the build."""

    @property
    def own_layouts(self) -> tuple[str, ...]:
        """The layouts that were read and are the site's own."""
        return tuple([path for path in self.layouts if not is_of_theme(path)])

    @property
    def ends_in_theme(self) -> bool:
        """Whether all layouts around the site's own are the theme's, and were read."""
        own = self.own_layouts
        return len(own) < len(self.layouts) and self.layouts[: len(own)] == own

    def beyond(self, shown: Block) -> Block:
        """What of ``shown`` is not here: an outer layout that shows the page and the layouts within with some
        changes has their links and ids again."""
        if not shown.links and not shown.ids:
            return shown
        links = {_key(link) for block in self.blocks for link in block.links if not link.maybe}
        ids = {id_.id for block in self.blocks for id_ in block.ids if not id_.maybe}
        return Block(
            tuple([link for link in shown.links if _key(link) not in links]),
            tuple([id_ for id_ in shown.ids if id_.id not in ids]),
        )


def _key(link: Link) -> tuple[str, str, str | None]:
    return link.element, link.attribute, link.href


class FrameEffort(NamedTuple):
    """What was done for the frame of one page alone."""

    reads: frozenset[Read] = frozenset()
    """What was read for it."""
    steps: int = 0
    """What was spent."""
    whole: int = 0
    """How many of its layouts were rendered as a whole, of which a site has :data:`MOST_WHOLE`."""


class FrameReader:
    """Reads the frames of the pages of one site, paid for by one budget for all of them."""

    def __init__(
        self, reader: SiteContext, steps: int, page_steps: int = PAGE_STEPS, known: Iterable[Block] = ()
    ) -> None:
        """``steps`` is what all frames of the site together may cost, ``page_steps`` what each layout may
        give to a page. ``known`` are blocks of other pages: those that are the same become the same object.
        """
        self._reader = reader
        self._page_steps = page_steps
        self._names = name_finder(FrameHost(reader, None))
        self._blocks: dict[Block, Block] = {block: block for block in known}
        self._same: dict[int, tuple[Block, Block]] = {}
        """Blocks and those of ``_blocks`` that equal them, by the ``id`` of the first: comparing large blocks
        takes long, and many pages have one and the same."""
        self._moving: dict[int, int] = {}
        """How many links of one of ``_blocks`` lead elsewhere from other pages, by its ``id``."""
        self._lines: dict[int, Block] = {}
        """Blocks of ``_blocks``, by their ``id``, as a layout leaves them that makes one line of a page."""
        self._doubtful: dict[int, Block] = {}
        """The same as an outer layout leaves them that may change their ids."""
        self._fates: dict[tuple[str, ...], Sequence[Fate]] = {}
        """What becomes of what layouts write in those around them, by the paths of all."""
        self._stops: dict[int, dict[LiquidProblem, None]] = defaultdict(dict)
        """Where layouts stop the build, by the ``id`` of the page's record."""
        self._efforts: defaultdict[int, FrameEffort] = defaultdict(FrameEffort)
        self._whole = MOST_WHOLE
        """How many pages of a layout may still be rendered as a whole."""
        self._dear: list[tuple[str, _Shared, Record]] = []
        """What asked for more than its share: the path of a layout, what it is for some pages, and one."""
        self._later: list[tuple[_Shown, PageGroup]] = []
        """Layouts, each with pages for which it is to be read when the others had their share."""
        self.budget = Budget(steps)

    def frames(self, pages: Sequence[Record]) -> list[PageFrame]:
        """The frames of ``pages``."""
        chains: dict[int, list[Layout]] = {}
        users: dict[tuple[str, bool], list[Record]] = defaultdict(list)
        templates: dict[str, Template] = {}
        for page in pages:
            chains[id(page)], _ = themed_layouts(page.data.get("layout"), self._reader, self._theme_data)
            look = look_into(page, self._reader)
            for layout in chains[id(page)][:MOST_LAYOUTS]:
                template = layout_template(layout, self._reader, self._named_theme)
                if template is not None:
                    templates[layout.path] = template
                    users[layout.path, look is not None and look.layout is layout].append(page)
        read: dict[str, LayoutBlocks] = defaultdict(dict)
        for number, ((path, looks), using) in enumerate(users.items()):
            least = self.budget.left - self.budget.left // (len(users) - number)
            self._read_layout(_Shown(path, templates[path], looks), using, read[path], least)
        for shown, group in self._later:
            self._read_group(shown, group, None, read[shown.path], 0)
        for path, shared, page in self._dear:
            self._read_page(shared, page, PAGE_STEPS, read[path])
        found = [
            self._assembled(
                [(layout.path, read.get(layout.path, {})) for layout in chains[id(page)]],
                self._fates_of(chains[id(page)]),
                page,
            )
            for page in pages
        ]
        return [
            self._in_one_line(frame) if any(map(self._joins_lines, chains[id(page)])) else frame
            for page, frame in zip(pages, found, strict=True)
        ]

    def effort(self, page: Record) -> FrameEffort:
        """What was done for the frame of ``page`` alone; what was read for it is noted here only."""
        return self._efforts[id(page)]

    def _theme_data(self, layout: str) -> Mapping[str, Any] | None:
        theme = self._reader.site.theme_files
        found = theme.layouts.get(layout) if theme is not None and self._named_theme is not None else None
        return found.data if found is not None else None

    @cached_property
    def _named_theme(self) -> Place | None:
        return theme_place(self._reader.site)

    def _fates_of(self, layouts: Sequence[Layout]) -> Sequence[Fate]:
        """What becomes of what each layout writes in those around it."""
        key = tuple([layout.path for layout in layouts])
        if key not in self._fates:
            outer = [self._reader.content_fate(layout.path) for layout in layouts[1:]]
            self._fates[key] = [through(outer[at:]) for at in range(len(layouts))]
        return self._fates[key]

    def _assembled(
        self, layouts: Sequence[tuple[str, LayoutBlocks]], fates: Sequence[Fate], page: Record
    ) -> PageFrame:
        """The frame of a page of what its layouts give."""
        blocks = tuple(
            block if fate in KEPT else self._in_doubt(block)
            for (_, own), fate in zip(layouts, fates, strict=True)
            if fate not in LOST
            for block in own.get(id(page)) or ()
        )
        read = tuple(path for path, own in layouts if own.get(id(page)) is not None)
        cut = tuple(path for path, own in layouts if id(page) not in own)
        return PageFrame(blocks, read, cut, stops=tuple(self._stops.get(id(page), ())))

    def _in_doubt(self, block: Block) -> Block:
        if id(block) not in self._doubtful:
            self._doubtful[id(block)] = _doubtful(block)
        return self._doubtful[id(block)]

    def _joins_lines(self, layout: Layout) -> bool:
        return not is_of_theme(layout.path) and self._reader.joins_lines(layout)

    def _in_one_line(self, frame: PageFrame) -> PageFrame:
        """A frame as a layout leaves it that makes one line of the page."""
        for block in frame.blocks:
            if id(block) not in self._lines:
                self._lines[id(block)] = _without_breaks(block)
        return frame._replace(blocks=tuple([self._lines[id(block)] for block in frame.blocks]))

    def _read_layout(self, shown: _Shown, pages: Sequence[Record], found: LayoutBlocks, least: int) -> None:
        """Find out what a layout gives to pages; ``least`` steps are left for other layouts, and what is not
        done by then is for later."""
        self._whole = MOST_WHOLE
        best = self._best_groups(shown, pages)
        for group in best.groups:
            if self.budget.left < least:
                self._later.append((shown, group))
                continue
            self._read_group(shown, group, best.layout if group is best.largest else None, found, least)

    def _read_group(
        self, shown: _Shown, group: PageGroup, layout: _Shared | None, found: LayoutBlocks, least: int
    ) -> None:
        """The same for pages that agree in what much work hangs on; ``layout`` is what it is for them, if
        that is known."""
        with self.budget.part(PAGE_STEPS):
            layout = layout or self._shared(shown, group)
        if layout is None:
            return
        for page in _spread(group.pages):
            is_late = self.budget.left < least
            if is_late or not self._read_page(layout, page, self._page_steps, found):
                self._dear.append((shown.path, layout, page))

    def _read_page(self, layout: _Shared, page: Record, steps: int, found: LayoutBlocks) -> bool:
        """Find out what a layout gives to a page; whether that takes no more than ``steps``."""
        is_whole = False
        with self._reader.log.aside() as reads, self.budget.part(steps) as part:
            spend(_VISIT)
            noted = dict(layout.problems)
            known = layout.known(page, noted)
            is_whole = known is None
            if is_whole and self._whole > 0:
                self._whole -= 1
                known = layout.whole(page, noted)
            known = self._as_known(known)
            spend(_MOVING * sum(map(self._count_moving, known or ())))
            found[id(page)] = known
            if stops := [each for each in noted if each.fatal]:
                self._stops[id(page)].update(dict.fromkeys(stops))
        before = self._efforts[id(page)]
        self._efforts[id(page)] = FrameEffort(
            reads=before.reads.union(reads), steps=before.steps + part.spent, whole=before.whole + is_whole
        )
        return id(page) in found

    def _count_moving(self, block: Block) -> int:
        if id(block) not in self._moving:
            self._moving[id(block)] = sum(not is_fixed(link) for link in block.links)
        return self._moving[id(block)]

    def _as_known(self, blocks: tuple[Block, ...] | None) -> tuple[Block, ...] | None:
        """Equal blocks as one object: pages of several groups have the same links, such as one for each
        language, and whoever reads frames does so block by block."""
        return blocks and tuple([self._first_such(block) for block in blocks])

    def _first_such(self, block: Block) -> Block:
        found = self._same.get(id(block))
        if found is None:
            found = self._same[id(block)] = block, self._blocks.setdefault(block, block)
        return found[1]

    def _shared(self, shown: _Shown, group: PageGroup) -> _Shared:
        page, template = group.pages[0], shown.template
        host = SharedHost(self._reader, group, template.path)
        inputs = Inputs(frozenset(group.known), host.paginated, shown.looks)
        with self._reader.in_layouts_of(*group.pages):
            problems: dict[LiquidProblem, None] = {}
            items = specialize(template, host, page.path or "", inputs, self._names, problems=problems)
        parts = divide(without_quiet_styles(items))
        if shown.looks and not is_whole(items, template):
            parts = tuple(Hanging(self._names).others(parts))
        return _Shared(
            template=template,
            items=items,
            parts=parts,
            failures=may_fail(items),
            reader=self._reader,
            problems=problems,
        )

    def _best_groups(self, shown: _Shown, pages: Sequence[Record]) -> _Division:
        """The groups that ask for the fewest steps. Coarse ones are tried last: they are for layouts on which
        little hangs, and where much does it takes long to find that out."""
        asked = self._asked(shown.template, pages)
        best, *others = [_Division(groups) for groups in asked.divisions]
        if others:
            for division in (*others, best):
                tried = self._tried(shown, division.groups, best.steps)
                best = tried if tried is not None else best
            best = self._in_fewer(shown, best, asked)
        return best

    def _in_fewer(self, shown: _Shown, best: _Division, asked: _Asked) -> _Division:
        """The pages in fewer groups than ``best``, as long as that saves steps: what two groups do not have
        in common each of their pages may look up, and often much less hangs on it than on another key."""
        left = [column for column in asked.columns if column.key in best.groups[0].known]
        for column in islice(reversed(left), _MOST_TRIES):
            if len(best.groups) < _FEW or not _WORTH_TRYING <= best.steps < sys.maxsize:
                break
            fewer = [each for each in left if each is not column]
            tried = self._tried(shown, asked.divided(fewer), best.steps)
            if tried is not None:
                best, left = tried, fewer
        return best

    def _tried(self, shown: _Shown, groups: Sequence[PageGroup], most: int) -> _Division | None:
        """What groups cost, judged by the largest of them and some of its pages; ``None`` for ``most`` steps
        or more."""
        largest = max(groups, key=lambda group: len(group.pages))
        sample = largest.pages[:: -(-len(largest.pages) // _SAMPLE)]
        pages = sum(len(group.pages) for group in groups)
        layout = None
        with self.budget.part(min(PAGE_STEPS, most // len(groups))) as making:
            layout = self._shared(shown, largest)
        left = most - making.spent * len(groups)
        if layout is None or left <= 0:
            return None
        some = self.budget.part(min(PAGE_STEPS, left * len(sample) // pages))
        with self._reader.log.aside(), some as showing:  # what is tried decides nothing of what comes out
            for page in sample:
                if layout.known(page, {}) is None:
                    layout.whole(page, {})
        steps = making.spent * len(groups) + showing.spent * pages // len(sample)
        if showing.exhausted or steps >= most:
            return None
        return _Division(groups, steps, largest, layout)

    def _asked(self, template: Template, pages: Sequence[Record]) -> _Asked:
        """What a layout asks of its pages."""
        body = template.body
        names = self._names.names(body) if body is not None else Names()
        start: dict[int, list[Record]] = {0: list(pages)}
        if names.anything or any(name == "layout" for name, _ in names.reads):
            start = _divided(start, lambda page: page.data.get("layout"))
        columns = self._columns(names.reads, pages)
        dear = dear_reads(body, self._names) if body is not None else ()
        lean = [column for column in columns if ("page", column.key) in dear]
        return _Asked(start=start, columns=columns, lean=lean)

    def _columns(self, reads: Iterable[tuple[str, str | None]], pages: Sequence[Record]) -> list[_Column]:
        """The keys of the page that a layout asks for with their values, those of few values first; not all
        of them where that is more work than there is budget."""
        found: list[tuple[int, str, _Column]] = []
        with self.budget.part(PAGE_STEPS):
            spend(len(pages))
            drops = [(id(page), self._reader.payload.page(page)) for page in pages]
            for key in sorted({key for name, key in reads if name == "page" and key} - _NEVER_SHARED):
                spend(_LOOKING * len(pages))
                values = {page: get(drop, key) for page, drop in drops}
                if all(type(value) in (str, bool, int, type(None)) for value in values.values()):
                    found.append((len(set(values.values())), key, _column(key, values)))
        return [column for _, _, column in sorted(found, key=lambda each: each[:2])]


def _column(key: str, values: Mapping[int, object]) -> _Column:
    (kind, common), _ = Counter((type(value), value) for value in values.values()).most_common(1)[0]
    others = {page: value for page, value in values.items() if (type(value), value) != (kind, common)}
    return _Column(key, common, others)


def _grouped(start: Mapping[int, list[Record]], columns: Sequence[_Column], size: int) -> list[PageGroup]:
    """The pages of a layout, in groups of ``size`` members on average or more."""
    groups, keys = {**start}, list[_Column]()
    pages = sum(map(len, groups.values()))
    for column in columns:
        finer = _divided(groups, column.of) if column.others else groups
        if len(finer) == len(groups) or len(finer) * size <= pages:
            groups = finer
            keys.append(column)
    return [
        PageGroup(tuple(group), {column.key: column.of(group[0]) for column in keys})
        for group in groups.values()
    ]


def _without_breaks(block: Block) -> Block:
    """A block whose addresses stand in one line each; the block itself where they do."""
    links = tuple(map(_without_break, block.links))
    return block if links == block.links else block._replace(links=links)


def _without_break(link: Link) -> Link:
    if link.href is None or not _BREAK.search(link.href):
        return link
    return link._replace(href=in_one_line(link.href), values=())


def _spread(pages: Sequence[Record]) -> Iterator[Record]:
    """``pages`` in an order in which the first :data:`MOST_WHOLE` are from all over them."""
    stride = -(-len(pages) // MOST_WHOLE)
    for first in range(stride):
        yield from pages[first::stride]


def _doubtful(block: Block) -> Block:
    """A block whose ids may not be there."""
    return block._replace(ids=tuple([id_._replace(maybe=True) for id_ in block.ids])) if block.ids else block


def _divided(
    groups: Mapping[int, list[Record]], value_of: Callable[[Record], object]
) -> dict[int, list[Record]]:
    finer: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for number, group in groups.items():
        for page in group:
            value = value_of(page)
            finer[number, type(value), value].append(page)
    return dict(enumerate(finer.values()))


class _Shown(NamedTuple):
    """A layout as some pages have it."""

    path: str
    template: Template
    looks: bool
    """Whether it looks into their content; what it makes of that is read with each page."""


class _Division(NamedTuple):
    """The pages of a layout in groups."""

    groups: Sequence[PageGroup]
    steps: int = sys.maxsize
    """What they cost, as far as that was tried …"""
    largest: PageGroup | None = None
    layout: _Shared | None = None
    """… with what the layout is for the largest of them."""


class _Asked(NamedTuple):
    """What a layout asks of its pages."""

    start: Mapping[int, list[Record]]
    """The pages, in groups that are never one."""
    columns: Sequence[_Column]
    """The keys that it asks for …"""
    lean: Sequence[_Column]
    """… and those on which much work hangs."""

    @property
    def divisions(self) -> list[list[PageGroup]]:
        """The pages in coarse groups, in fine ones, and in fine ones that agree only in what much work hangs
        on; those of one number are the same."""
        coarse, fine = _PAGES_OF_A_GROUP
        ways = [(self.columns, coarse), (self.lean, fine), (self.columns, fine)]
        found = [_grouped(self.start, *way) for way in ways]
        return list({len(groups): groups for groups in reversed(found)}.values())[::-1]

    def divided(self, columns: Sequence[_Column]) -> list[PageGroup]:
        """The pages in groups that agree in ``columns``."""
        return _grouped(self.start, columns, 1)


class _Shared(NamedTuple):
    """A layout as it is for some pages."""

    template: Template
    items: Items
    parts: Parts
    failures: Failures
    reader: SiteContext
    problems: Mapping[LiquidProblem, None]
    """What is wrong on all of them."""

    def known(self, page: Record, noted: dict[LiquidProblem, None]) -> tuple[Block, ...] | None:
        """What it gives to one page; ``None`` when a choice in it is not known. ``noted`` gets what is wrong
        there."""
        context = self._context(page)
        with self.reader.in_layouts_of(page), suppress(Undecided):
            try:
                found = tuple(blocks(self.parts, context))
            except Unaligned:
                found = _read_whole(context.flat(self.items))
            with current().part(_FAILING):
                note_failures(self.failures, context)
            noted.update(context.problems)
            return found
        return None

    def whole(self, page: Record, noted: dict[LiquidProblem, None]) -> tuple[Block, ...]:
        """What it gives to one page, rendered as a whole; ``noted`` gets what is wrong there."""
        context = self._context(page)
        with self.reader.in_layouts_of(page):
            found = _read_whole(context.flat(whole(self.template)))
        noted.update(context.problems)
        return found

    def _context(self, page: Record) -> PageContext:
        return PageContext(FrameHost(self.reader, page, self.template.path), page.path or "")


def _read_whole(out: Output) -> tuple[Block, ...]:
    return (read_block(out.mapped("", 0)),)
