"""One inline engine per set of settings that change its rules."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt

from sitecheck.kramdown.block_tree import Page
from sitecheck.kramdown.span import html_spans, rules, typography
from sitecheck.kramdown.span.parser import Effort, InlineRule, KramdownInline, Piece

Table = dict[str, tuple[InlineRule, ...]]


@lru_cache(maxsize=8)
def engine(gfm: bool, symbols: bool) -> tuple[MarkdownIt, KramdownInline, Table]:
    """markdown-it with kramdown's inline rules, and the rules by first character."""
    parser = MarkdownIt("zero")
    inline = KramdownInline()
    rules.add_rules(inline, gfm)
    typography.add_rules(inline, symbols)
    parser.inline = inline
    return parser, inline, inline.table()


def environment(page: Page, pieces: list[Piece], *, full: bool) -> MutableMapping[str, Any]:
    """What the rules need to know: see :class:`~sitecheck.kramdown.span.parser.InlineState`."""
    options = page.options
    gfm = options.input == "GFM"
    _, inline, table = engine(gfm, not (gfm and "no_auto_typographic" in options.gfm_quirks))
    return {
        "engine": inline,
        "effort": Effort(),
        "options": options,
        "full": full,
        "pieces": pieces,
        "footnotes": page.footnotes,
        "link": page.link,
        "table": table,
        "raw_table": {"<": (html_spans.html,), "": ()},
    }
