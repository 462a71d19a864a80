"""What layouts give to pages and what stands in their heads: worked out once, while others read files."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property

from sitecheck.document import FrameReader, HeadReader, PageAt, PageFrame
from sitecheck.engine.work_shares import WorkShares


class LayoutWork:
    """The work of one site that hangs on no file's report."""

    def __init__(self, shares: WorkShares) -> None:
        self._shares = shares

    @cached_property
    def frames(self) -> dict[PageAt, PageFrame]:
        """What the layouts around each page give it. All pages share what that may cost."""
        shares = self._shares
        pages = tuple(shares.first.shown_pages())
        frames = FrameReader(shares.first, shares.frame_steps).frames(pages)
        return {PageAt(page.path or "", page.url): frame for page, frame in zip(pages, frames, strict=True)}

    @cached_property
    def heads(self) -> HeadReader:
        """The head of every page that is published as HTML. All share what that may cost."""
        return HeadReader(self._shares.first, self._shares.frame_steps)

    def begin(self, *, heads: bool) -> None:
        """Do it now, as far as it will be asked for; what fails fails where it is asked for."""
        with suppress(Exception):
            _ = self.frames
        with suppress(Exception):
            _ = self.heads.rows if heads else ()
