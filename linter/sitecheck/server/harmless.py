"""Texts of a site in the Markdown that an editor shows: nothing in them is a link, a picture or a tag."""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.output.safe import clip, one_line

_MARKS = lazy_pattern(r"([\\`*_{}\[\]()#+!|~<>&$:@/.=-])")
"""All that can mean something in Markdown, HTML, or an address that a client makes a link of."""
_TICKS = lazy_pattern(r"`+")
MOST = 300
"""Characters of one text that are shown."""


def words(text: str, limit: int = MOST) -> str:
    """``text`` as plain words of one line of Markdown."""
    return _MARKS.sub(r"\\\1", clip(one_line(text), limit))


def code(text: str, limit: int = MOST) -> str:
    """``text`` as a span of code, in which Markdown reads nothing."""
    shown = clip(one_line(text), limit).strip() or " "
    longest = max((len(run) for run in _TICKS.findall(shown)), default=0)
    ticks = "`" * (longest + 1)
    gap = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{ticks}{gap}{shown}{gap}{ticks}"


def label(text: str, limit: int = MOST) -> str:
    """``text`` as a label of one line, which an editor shows as it is."""
    return clip(one_line(text), limit)
