"""Where a place stands in its line."""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern

_BLANK = lazy_pattern(r"[^\S\n]*(?:\n|\Z)")


def line_before(text: str, at: int) -> str:
    """What stands in the line of the offset ``at`` before it."""
    return text[text.rfind("\n", 0, at) + 1 : at]


def ends_line(text: str, at: int) -> bool:
    """Whether nothing but blanks stands in the line of the offset ``at`` from there on."""
    return _BLANK.match(text, at) is not None
