"""What layouts give to pages and what stands in their heads: worked out once, while others read files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from functools import cached_property

from sitecheck.document import FrameReader, HeadReader, PageAt, SiteFacts, layouts_of
from sitecheck.engine.cache.file_cache import FileCache
from sitecheck.engine.cache.head_cache import HeadCache
from sitecheck.engine.cache.head_findings import Found, HeadFindings
from sitecheck.engine.cache.layout_cache import Frames, KeptFrames
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.jekyll import Record
from sitecheck.model.facts import Read


class LayoutWork:
    """The work of one site that hangs on no file's report."""

    def __init__(
        self,
        shares: WorkShares,
        cache: FileCache | None = None,
        *,
        keeps: bool = True,
        alternates: bool = False,
        works: bool = True,
    ) -> None:
        """``cache`` knows the outcome of the last run, and gets that of this one if it ``keeps`` it.

        ``alternates``: whether anybody asks for the languages that heads name. ``works``: whether what the
        cache does not know is worked out; else nothing is known of it.
        """
        self._shares = shares
        self._cache = cache
        self._keeps = keeps
        self._alternates = alternates
        self._works = works

    @property
    def frames(self) -> Frames:
        """What the layouts around each page give it. All pages share what that may cost."""
        return self._kept.frames

    @cached_property
    def shown_includes(self) -> frozenset[str] | None:
        """The include files that layouts show on some page, or may; ``None`` where some was not read."""
        reader, frames = self._shares.first, self.frames.values()
        pages = tuple(reader.shown_pages())
        whole = len(frames) == len(pages) and all(
            len(frame.own_layouts) == len(layouts_of(page.data.get("layout"), reader)[0])
            for frame, page in zip(frames, pages, strict=True)
        )
        reads = self._kept.all_reads if whole else ()
        return frozenset(read.name for read in reads if read.kind == "shown") if whole else None

    @property
    def days(self) -> frozenset[str]:
        """The days that layouts asked for, whether they have come."""
        return frozenset(read.name for read in self._kept.all_reads if read.kind == "day")

    @cached_property
    def _kept(self) -> KeptFrames:
        reader, steps, share = self._shares.first, self._shares.frame_steps, self._shares.frame_share
        pages = {PageAt(reader.home(page), page.url): page for page in reader.shown_pages()}
        cache = self._cache.layouts if self._cache is not None else None
        known = cache.recall(pages, steps, share) if cache is not None else KeptFrames()
        if cache is not None and cache.seal:
            return known
        if not self._works:
            return KeptFrames()
        left = {place: page for place, page in pages.items() if place not in known.frames}
        kept = known.with_others(self._read(left, known), pages)
        if known.frames and not kept.stand_alone(steps):
            kept = self._read(pages, KeptFrames())
        if cache is not None and self._keeps:
            cache.remember(kept, pages.values(), steps, share)
        return kept

    def _read(self, pages: Mapping[PageAt, Record], known: KeptFrames) -> KeptFrames:
        """The frames of ``pages``; ``known`` are those of others."""
        reader = self._shares.first
        blocks = {id(block): block for frame in known.frames.values() for block in frame.blocks}
        frames = FrameReader(reader, self._shares.frame_steps, self._shares.frame_share, blocks.values())
        with reader.log.noting() as reads:
            found = dict(zip(pages, frames.frames(tuple(pages.values())), strict=True))
        efforts = {place: frames.effort(page) for place, page in pages.items()}
        alone = sum(effort.steps for effort in efforts.values())
        return KeptFrames(found, efforts, reads=frozenset(reads), steps=frames.budget.spent - alone)

    @cached_property
    def heads(self) -> HeadReader:
        """The head of every page that is published as HTML. All share what that may cost."""
        reader, steps, share = self._shares.first, self._shares.frame_steps, self._shares.frame_share
        return HeadReader(reader, steps, share, alternates=self._alternates, memory=self._head_memory)

    @cached_property
    def _head_memory(self) -> HeadCache | None:
        steps, share = self._shares.frame_steps, self._shares.frame_share
        if self._cache is None:
            return None
        return self._cache.heads(steps, share, alternates=self._alternates, keeps=self._keeps)

    @cached_property
    def _findings(self) -> HeadFindings | None:
        steps, share = self._shares.frame_steps, self._shares.frame_share
        return self._cache.head_findings(steps, share) if self._cache is not None else None

    def recall_findings(self, rules: Iterable[str], facts: SiteFacts) -> Found | None:
        """What ``rules`` find on the heads of ``facts``, if it is known without reading these."""
        return self._findings.recall(rules, facts) if self._findings is not None else None

    def noting(self) -> AbstractContextManager[set[Read]]:
        """What is read of the site until the context ends."""
        return self._shares.first.log.noting()

    def remember_findings(self, found: Found, facts: SiteFacts, reads: set[Read]) -> None:
        """What was found on the heads of ``facts``, ``reads`` being what was read for it beside them."""
        outcome = self._head_memory.outcome if self._head_memory is not None else None
        if outcome is not None and self._findings is not None and self._keeps:
            of_heads, spent = outcome
            self._findings.remember(found, facts, reads | of_heads, spent)

    def begin(self, *, heads: bool) -> None:
        """Do it now, as far as it will be asked for; what fails fails where it is asked for."""
        with suppress(Exception):
            _ = self.frames
        with suppress(Exception):
            _ = self.heads.rows if heads else ()
