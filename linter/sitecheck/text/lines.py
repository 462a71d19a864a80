"""Where a place stands in its line."""

from __future__ import annotations


def line_before(text: str, at: int) -> str:
    """What stands in the line of the offset ``at`` before it."""
    return text[text.rfind("\n", 0, at) + 1 : at]
