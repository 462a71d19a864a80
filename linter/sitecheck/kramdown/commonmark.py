"""CommonMark, as Jekyll's CommonMark converters read it, with markdown-it's own rules."""

from __future__ import annotations

from sitecheck.kramdown.model import Markdown, VisibleText
from sitecheck.kramdown.options import Options


def read_commonmark(text: str, options: Options) -> Markdown:
    """What ``text`` holds, converted as CommonMark."""
    raise NotImplementedError


def visible_commonmark(text: str, options: Options) -> tuple[VisibleText, ...]:
    """What the browser shows of each block of ``text``, converted as CommonMark."""
    raise NotImplementedError
