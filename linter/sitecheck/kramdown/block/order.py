"""Which block rules are tried, in kramdown's order, by the first character of a line."""

from __future__ import annotations

from sitecheck.kramdown.block import definitions, headings, html_blocks, lists, parser, tables
from sitecheck.kramdown.block_tree import Rule, Rules

_TEXT: tuple[Rule, ...] = (headings.setext, tables.table)
_ORDER: tuple[tuple[str, Rule], ...] = (
    ("`~", parser.fenced_code),
    (">", parser.quote),
    ("#", headings.atx),
    ("*-_", parser.horizontal_rule),
    ("+*-", lists.unordered),
    ("0123456789", lists.ordered),
    (":", lists.definitions),
    ("<", html_blocks.element),
    ("", headings.setext),
    ("$\\", parser.math),
    ("", tables.table),
    ("[", definitions.footnote),
    ("[", definitions.link),
    ("*", definitions.abbreviation),
    ("{", definitions.extension),
    ("^", parser.end_of_block),
)
_FIRST = "`~>#*-_+0123456789:<$\\[{^"

RULES: Rules = {
    first: tuple(rule for firsts, rule in _ORDER if not firsts or first in firsts) for first in _FIRST
}
RULES[""] = _TEXT
