"""Which values can end what they stand in: an attribute by a quotation mark, a text by an angle bracket.

Where none can, a page does not have to work them out to know where the tags of a layout are.
"""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.quiet import quiet_of
from sitecheck.liquid.residual import Choice, Known, Run

_ENDS = {end: lazy_pattern(end) for end in "\"'<"}


class Unfit(Exception):  # noqa: N818 - no error
    """What a group is hangs on what the page puts into it."""


class Guards:
    """Tells which values can end what they stand in."""

    def __init__(self) -> None:
        self._quiet = {end: quiet_of(mark) for end, mark in _ENDS.items()}

    def is_harmless(self, item: Known | Choice | Run, end: str) -> bool:
        """Whether no page can put the character ``end`` there; raises :class:`Unfit` if every page does."""
        if isinstance(item, Choice):
            inside = [each for body in item.bodies for each in body]
            harmless = [self.is_harmless(each, end) for each in inside]  # each may be unfit
            return all(harmless)
        quiet = self._quiet[end]
        if isinstance(item, Known) and quiet[0].marks(item.text):
            raise Unfit
        return any(each.item(item) for each in quiet)
