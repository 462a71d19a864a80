"""What the layouts around each page give it: links and ids, each at its place in the author's files.

Each layout is worked out once for all pages that agree in what it asks of them where that has few values (a
language, a flag; :mod:`sitecheck.document.frames.page_groups`), and the rest page by page. The content that a
layout stands around is unknown to it; what it makes of content that is known is read with the page
(:mod:`sitecheck.document.frames.content_frames`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from sitecheck.document.compressor import in_one_line
from sitecheck.document.frames.content_parts import look_into
from sitecheck.document.frames.frame_tags import Block, is_fixed
from sitecheck.document.frames.page_groups import GroupFinder
from sitecheck.document.frames.shared_host import PageGroup
from sitecheck.document.frames.shared_layout import SharedLayout, UsedLayout, share
from sitecheck.document.include_names import name_finder
from sitecheck.document.theme_layouts import (
    FrameHost,
    is_of_theme,
    layout_template,
    theme_place,
    themed_layouts,
)
from sitecheck.jekyll.layout_chain import MOST_LAYOUTS
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import PAGE_STEPS, Budget, spend
from sitecheck.liquid.problem import LiquidProblem
from sitecheck.liquid.template import Template
from sitecheck.model.facts import Link, Read
from sitecheck.model.fate import KEPT, LOST, Fate, through
from sitecheck.model.span import Place
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record

MOST_WHOLE = 300
"""Where a choice in a layout is not known (own Ruby may set what it asks for), what it gives is found out for
so many of its pages, spread over all of them: each takes as long as rendering it, and little comes of it."""
_VISIT = 100
"""Steps for looking at one page of a layout, whatever is found …"""
_MOVING = 10
"""… and for each link there that leads elsewhere from other pages, so that it is looked up on each."""
_BREAK = lazy_pattern(r"[\t\n\r]")
LayoutBlocks: TypeAlias = "dict[int, tuple[Block, ...] | None]"
"""What one layout gives to each page, by the ``id`` of its record; ``None`` where that was not found out.
Pages for which there was no more budget are left out."""


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
    """What was done for the frame of one page."""

    reads: frozenset[Read] = frozenset()
    """What was read for it and the pages of its groups, but for its own front matter."""
    steps: int = 0
    """What was spent for it alone."""
    whole: int = 0
    """How many of its layouts were rendered as a whole, of which a site has :data:`MOST_WHOLE`."""


class _Around(NamedTuple):
    """The layouts around a page, the innermost first."""

    layouts: Sequence[Layout]
    read: Sequence[tuple[str, Template, bool]]
    """Of those that can be read the path, what it parses to, and whether it looks into the content."""
    fates: Sequence[Fate]
    """What becomes of what each writes in those around it."""
    in_one_line: bool
    """Whether one of them makes one line of the page."""


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
        self._stops: dict[int, dict[LiquidProblem, None]] = defaultdict(dict)
        """Where layouts stop the build, by the ``id`` of the page's record."""
        self._efforts: defaultdict[int, FrameEffort] = defaultdict(FrameEffort)
        self._whole = MOST_WHOLE
        """How many pages of a layout may still be rendered as a whole."""
        self._dear: list[tuple[str, SharedLayout, Record]] = []
        """What asked for more than its share: the path of a layout, what it is for some pages, and one."""
        self._later: list[tuple[UsedLayout, PageGroup]] = []
        """Layouts, each with pages for which it is to be read when the others had their share."""
        self.budget = Budget(steps)
        self._groups = GroupFinder(reader, self._names, self.budget)

    def frames(self, pages: Sequence[Record]) -> list[PageFrame]:
        """The frames of ``pages``."""
        chains = {id(page): self._chain(page) for page in pages}
        users: dict[tuple[str, bool], list[Record]] = defaultdict(list)
        templates: dict[str, Template] = {}
        for page in pages:
            for path, template, looks in chains[id(page)].read:
                templates[path] = template
                users[path, looks].append(page)
        read: dict[str, LayoutBlocks] = defaultdict(dict)
        for number, ((path, looks), using) in enumerate(users.items()):
            least = self.budget.left - self.budget.left // (len(users) - number)
            self._read_layout(UsedLayout(path, templates[path], looks), using, read[path], least)
        for used, group in self._later:
            self._read_group(used, group, None, read[used.path], 0)
        for path, shared, page in self._dear:
            self._read_page(shared, page, PAGE_STEPS, read[path])
        return [self._assembled(chains[id(page)], read, page) for page in pages]

    def _chain(self, page: Record) -> _Around:
        """The layouts around a page."""
        with self._reader.log.aside() as reads:
            layouts, _ = themed_layouts(page.data.get("layout"), self._reader, self._theme_data)
            look = look_into(page, self._reader)
            read = [
                (layout.path, template, look is not None and look.layout is layout)
                for layout in layouts[:MOST_LAYOUTS]
                if (template := layout_template(layout, self._reader, self._named_theme)) is not None
            ]
            found = _Around(
                layouts, read, fates=self._fates_of(layouts), in_one_line=any(map(self._joins_lines, layouts))
            )
        reads.discard(Read("record", page.path or ""))
        self._efforts[id(page)] = FrameEffort(reads=frozenset(reads))
        return found

    def effort(self, page: Record) -> FrameEffort:
        """What was done for the frame of ``page``; what was read for it is noted here only."""
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
        paths = [layout.path for layout in layouts]

        def work_out() -> Sequence[Fate]:
            outer = [self._reader.content_fate(path) for path in paths[1:]]
            return [through(outer[at:]) for at in range(len(paths))]

        return self._reader.once(("fates", *paths), work_out)

    def _assembled(self, chain: _Around, given: Mapping[str, LayoutBlocks], page: Record) -> PageFrame:
        """The frame of a page of what is ``given`` by its layouts."""
        of_each = [(layout.path, given.get(layout.path, {})) for layout in chain.layouts]
        blocks = tuple(
            block if fate in KEPT else self._in_doubt(block)
            for (_, own), fate in zip(of_each, chain.fates, strict=True)
            if fate not in LOST
            for block in own.get(id(page)) or ()
        )
        read = tuple(path for path, own in of_each if own.get(id(page)) is not None)
        cut = tuple(path for path, own in of_each if id(page) not in own)
        frame = PageFrame(blocks, read, cut, stops=tuple(self._stops.get(id(page), ())))
        return self._in_one_line(frame) if chain.in_one_line else frame

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

    def _read_layout(
        self, used: UsedLayout, pages: Sequence[Record], found: LayoutBlocks, least: int
    ) -> None:
        """Find out what a layout gives to pages; ``least`` steps are left for other layouts, and what is not
        done by then is for later."""
        self._whole = MOST_WHOLE
        with self._reader.log.aside():  # how pages are grouped decides nothing of what comes out
            best = self._groups.best(used, pages)
        for group in best.groups:
            if self.budget.left < least:
                self._later.append((used, group))
                continue
            self._read_group(used, group, best.layout if group is best.largest else None, found, least)

    def _read_group(
        self, used: UsedLayout, group: PageGroup, layout: SharedLayout | None, found: LayoutBlocks, least: int
    ) -> None:
        """The same for pages that agree in what much work hangs on; ``layout`` is what it is for them, if
        that is known."""
        with self.budget.part(PAGE_STEPS):
            layout = layout or share(used, group, self._reader, self._names)
        if layout is None:
            return
        for page in _spread(group.pages):
            is_late = self.budget.left < least
            if is_late or not self._read_page(layout, page, self._page_steps, found):
                self._dear.append((used.path, layout, page))

    def _read_page(self, layout: SharedLayout, page: Record, steps: int, found: LayoutBlocks) -> bool:
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
            reads=before.reads.union(reads, layout.reads),
            steps=before.steps + part.spent,
            whole=before.whole + is_whole,
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
