"""Where a place stands in its line."""

from __future__ import annotations

import sys

from sitecheck.lazy_pattern import lazy_pattern

LONG_LINE = 10_000
"""Characters: more than anybody writes without a line end."""
_BLANK = lazy_pattern(r"[^\S\n]*(?:\n|\Z)")


def line_before(text: str, at: int, most: int = sys.maxsize) -> str:
    """What stands in the line of the offset ``at`` before it, or the last ``most`` characters of that.

    Whoever asks for many places of a file says how many: all may be in one line.
    """
    first = max(0, at - most)
    return text[max(first, text.rfind("\n", first, at) + 1) : at]


def ends_line(text: str, at: int) -> bool:
    """Whether nothing but blanks stands in the line of the offset ``at`` from there on."""
    return _BLANK.match(text, at) is not None
