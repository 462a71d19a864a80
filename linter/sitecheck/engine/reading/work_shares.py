"""How much work each page may ask for, so that the site as a whole has an end.

The work that a site may cost grows with its size, and its pages share it. At first each may take twice an
equal share. The few that need more share as much once again, in rounds: most need a little more, and what
they leave is for the heaviest. Which pages are cut hangs on the files alone: neither on the number of workers
nor on what is remembered of earlier runs.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from functools import cached_property

from sitecheck.document import Input, SiteReader
from sitecheck.files import file_size
from sitecheck.liquid import PAGE_STEPS

SITE_STEPS = 4_000_000
"""What any site may cost, in steps of a microsecond at the most: a theme whose layouts compare each post with
all others takes as much for sixty posts …"""
STEPS_PER_BYTE = 10
"""… and what each byte of its pages, layouts, includes and data adds: twice what the heaviest sites take …"""
_PARTS = frozenset({".md", ".markdown", ".html", ".htm", ".txt"})
_LONGEST = 10_000
"""… but of a longer file only so many: long texts ask for no more Liquid than others."""
MOST_FRAME_STEPS = 60_000_000
"""What layouts may cost on any site, about a minute: three times what the heaviest take. Those that compare
each page with all others, as lists of related posts do, would go on as long as the site is large."""
HEAVIEST = 10_000_000
"""What one page may cost where the others leave so much. An archive of tags that says of each post how it
begins takes two million on a blog of a hundred posts, within half a second, and more on a larger one."""
_OVERDRAFT = 2
_FURTHER = 2
_MORE = 4
_LEAST_MORE = 2
"""Each round gives four times as much as the one before; less than twice as much is not worth a round."""
_FINE = 6
"""Binary digits of what there is for all layouts: hardly any edit changes that, and little of it is lost."""
_FRAME_OVERDRAFT = 8
"""In layouts the pages differ more: an index in one shows what hundreds of others only name."""


class WorkShares:
    """The shares of one site's files, ``inputs`` being all of them."""

    def __init__(self, reader: SiteReader, inputs: Iterable[Input]) -> None:
        self._reader = reader
        paths = [input_.path for input_ in inputs]
        data = (file.path for file in reader.site.data_files)
        self.sizes = {path: size_of(reader, path) for path in {*paths, *data}}
        """The bytes of each file."""
        parts = (size_of(reader, path) for path in reader.site.unpublished if _is_part(path))
        size = sum(min(_LONGEST, each) for each in (*self.sizes.values(), *parts))
        self._steps = SITE_STEPS + STEPS_PER_BYTE * size
        share = self._steps // max(1, len(paths))
        self._equal = _rounded(min(PAGE_STEPS, _OVERDRAFT * share))
        self._frame_share = _rounded(min(PAGE_STEPS, _FRAME_OVERDRAFT * share))

    @property
    def frame_steps(self) -> int:
        """What the layouts around all pages together may cost, once more what the files do."""
        return min(_rounded(self._steps, _FINE), MOST_FRAME_STEPS)

    @property
    def frame_share(self) -> int:
        """What a layout may cost for one page."""
        return self._frame_share

    @cached_property
    def first(self) -> SiteReader:
        """The reader that every file is read with first."""
        return self._reader.with_steps(self._equal, self._equal)

    @property
    def further(self) -> FurtherShares:
        """What there is for files whose first share was too small."""
        return FurtherShares(self.first, self._equal, _FURTHER * self._steps)


class FurtherShares:
    """Round by round more for fewer files, as long as there is enough for all that are left."""

    def __init__(self, reader: SiteReader, share: int, pool: int) -> None:
        self._reader = reader
        self._equal = self._share = share
        self._pool = pool

    def next(self, number: int) -> SiteReader | None:
        """The reader for ``number`` files whose share was too small; ``None`` when there is no more."""
        share = min(HEAVIEST, _MORE * self._share, self._pool // max(1, number))
        if share <= self._share or (share < HEAVIEST and share < _LEAST_MORE * self._share):
            return None
        self._pool -= share * number
        self._share = share
        return self._reader.paying(share)


def _is_part(path: str) -> bool:
    """Whether a file that has no page may be one that ``include_relative`` puts into pages: a chapter of
    them, such as ``_intro.md``, asks for as much as what is published."""
    name = posixpath.basename(path)
    return name.startswith("_") and posixpath.splitext(name)[1].lower() in _PARTS


def _rounded(steps: int, bits: int = 3) -> int:
    """So that a byte more or less does not change everybody's share, and with it what is remembered."""
    unit = 1 << max(0, steps.bit_length() - bits)
    return steps // unit * unit


def size_of(reader: SiteReader, path: str) -> int:
    """The size of a file of the site in bytes; 0 for what cannot be read."""
    try:
        return file_size(os.path.join(reader.site.root, path))
    except OSError:
        return 0
