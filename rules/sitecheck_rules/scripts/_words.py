"""Finds patterns in long texts: first a text that stands in every match, which takes far less time."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitecheck.api import lazy_pattern

_PIECE = lazy_pattern(
    r"\\(?P<escaped>[^\w\s])|\\.|\[\]?[^\]]*\]|(?P<group>\()(?:\?:)?|(?P<end>\))|(?P<or>\|)"
    r"|(?P<times>[*+?]|\{[\d,]+\})|[.^$]|(?P<plain>.)",
    re.DOTALL,
)
"""The pieces of a pattern, as far as the catalogue uses them."""
_EXTENSION = lazy_pattern(r"\(\?[^:]")
"""Flags, and what looks ahead or back."""


class Words:
    """Several patterns that tell the same."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = [(literal_of(each), re.compile(each)) for each in patterns]

    def search(self, text: str) -> re.Match[str] | None:
        """The first match of any."""
        found = (pattern.search(text) for literal, pattern in self._patterns if literal in text)
        return min(filter(None, found), key=re.Match.start, default=None)


def literal_of(pattern: str) -> str:
    """The longest text that every match of ``pattern`` holds; "" if there is none for certain."""
    if _EXTENSION.search(pattern):
        return ""
    runs, end = _runs(pattern, 0)
    return max(runs, key=len, default="") if end == len(pattern) else ""


def _runs(pattern: str, at: int) -> tuple[list[str], int]:
    """The texts that are in every match of a group, and where it ends."""
    runs = [""]
    chosen = False
    while at < len(pattern) and (piece := _PIECE.match(pattern, at)) is not None:
        at = piece.end()
        if piece["end"]:
            break
        if piece["group"]:
            inner, at = _runs(pattern, at)
            times = _PIECE.match(pattern, at)
            repeated = times is not None and times["times"] is not None
            runs += [*([] if repeated else inner), ""]
        elif piece["times"]:
            runs[-1] = runs[-1][:-1]  # what is before may be missing, or stand there twice
            runs.append("")
        elif piece["or"]:
            chosen = True
        elif literal := piece["escaped"] or piece["plain"]:
            runs[-1] += literal
        else:
            runs.append("")
    return ([] if chosen else runs), at
