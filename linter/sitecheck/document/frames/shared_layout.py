"""A layout as it is for several pages: worked out once for what they agree in, and looked up for each.

What hangs on the single page is left open; see :mod:`sitecheck.liquid.specialize`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sitecheck.document.frames.content_parts import Hanging, is_whole
from sitecheck.document.frames.frame_failures import Failures, may_fail, note_failures
from sitecheck.document.frames.frame_parts import Parts, Unaligned, blocks, divide, read_block
from sitecheck.document.frames.frame_tags import Block
from sitecheck.document.frames.shared_host import PageGroup, SharedHost
from sitecheck.document.quiet_styles import without_quiet_styles
from sitecheck.document.theme_layouts import FrameHost
from sitecheck.liquid.budget import current
from sitecheck.liquid.host import HostRead
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.output import Output
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.page_values import Inputs
from sitecheck.liquid.problem import LiquidProblem
from sitecheck.liquid.residual import Items, Undecided
from sitecheck.liquid.specialize import specialize, whole
from sitecheck.liquid.template import Template
from sitecheck.model.facts import Read
from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Record

_FAILING = 1_000
"""Steps for what of a layout may fail on a page, beside its links and ids."""


class UsedLayout(NamedTuple):
    """A layout as some pages have it."""

    path: str
    template: Template
    looks: bool
    """Whether it looks into their content; what it makes of that is read with each page."""


class SharedLayout(NamedTuple):
    """A layout as it is for some pages."""

    template: Template
    items: Items
    parts: Parts
    failures: Failures
    reader: SiteContext
    problems: Mapping[LiquidProblem, None]
    """What is wrong on all of them."""
    reads: frozenset[Read]
    """What was read to know it."""

    def known(self, page: Record, noted: dict[LiquidProblem, None]) -> tuple[Block, ...] | None:
        """What it gives to one page; ``None`` when a choice in it is not known. ``noted`` gets what is wrong
        there."""
        context = self._context(page)
        with self.reader.in_layouts_of(page), self._noting(context), suppress(Undecided):
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
        with self.reader.in_layouts_of(page), self._noting(context):
            found = _read_whole(context.flat(whole(self.template)))
        noted.update(context.problems)
        return found

    @contextmanager
    def _noting(self, context: PageContext) -> Iterator[None]:
        """What a page asks for is noted, whatever comes of it."""
        try:
            yield
        finally:
            self.reader.note(context.reads)

    def _context(self, page: Record) -> PageContext:
        return PageContext(FrameHost(self.reader, page, self.template.path), page.path or "")


def share(used: UsedLayout, group: PageGroup, reader: SiteContext, names: NameFinder) -> SharedLayout:
    """What a layout is for the pages of a group. Raises :class:`LimitError` when that takes more than the
    budget that is being spent."""
    page, template = group.pages[0], used.template
    host = SharedHost(reader, group, template.path)
    with reader.in_layouts_of(*group.pages), reader.log.aside() as reads:
        inputs = Inputs(frozenset(group.known), host.paginated, used.looks)
        problems: dict[LiquidProblem, bool] = {}
        asked: set[HostRead] = set()
        items = specialize(template, host, page.path or "", inputs, names, reads=asked, problems=problems)
        reader.note(asked)
        if any(problem.fatal for problem in problems):
            # it is told of the pages where no choice is left open, which hangs on who else is in the group
            reader.note([HostRead("site", "*")])
    parts = divide(without_quiet_styles(items))
    if used.looks and not is_whole(items, template):
        parts = tuple(Hanging(names).others(parts))
    return SharedLayout(
        template=template,
        items=items,
        parts=parts,
        failures=may_fail(items),
        reader=reader,
        problems=dict.fromkeys(problem for problem, is_sure in problems.items() if is_sure),
        reads=frozenset(reads),
    )


def _read_whole(out: Output) -> tuple[Block, ...]:
    return (read_block(out.mapped("", 0)),)
