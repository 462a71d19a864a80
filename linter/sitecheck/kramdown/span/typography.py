"""Inline rules that only change what is shown: quotes, dashes, entities, line breaks."""

from __future__ import annotations

import re
from typing import cast

from markdown_it.rules_inline import StateInline

from sitecheck.kramdown.entities import entity_names, numbered_character
from sitecheck.kramdown.grammar import S
from sitecheck.kramdown.span.parser import InlineState, KramdownInline
from sitecheck.lazy_pattern import lazy_pattern

_PUNCTUATION = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
_WORD = "[A-Za-z0-9_\uf8ff]"
_CLOSE = r"[^ \\\t\r\n\[{(-]"
# kramdown's rules for quotes, which are RubyPants': the first that fits decides on the side.
_QUOTES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (lazy_pattern(pattern, re.DOTALL | re.MULTILINE), sides)
    for pattern, sides in (
        (rf"()([\"'])(?=[_*]{{1,2}}[^{S[1:-1]}])", "l"),
        (rf"()([\"'])(?={_PUNCTUATION}(?!\.\.)\B)", "r"),
        (rf"({S}?)(\"')(?={_WORD})", "ll"),
        (rf"({S}?)('\")(?={_WORD})", "ll"),
        (rf"({S}?)(')(?=[0-9][0-9]s)", "r"),
        (rf"({S})(['\"])(?={_WORD})", "l"),
        (rf"({_CLOSE})(['\"])", "r"),
        (rf"()([\"'])(?={S}|s\b|$)", "r"),
        (r"([\s\S]?)(')", "l"),
        (r"([\s\S]?)(\")", "l"),
    )
)
_SMART = lazy_pattern(r"[^\\]?[\"']", re.DOTALL)


def smart_quotes(inline: StateInline, silent: bool) -> bool:
    """Straight quotes become typographic ones."""
    state = cast(InlineState, inline)
    if not state.full or not _SMART.match(state.src, state.pos):
        return False
    found = ((pattern.match(state.src, state.pos), sides) for pattern, sides in _QUOTES)
    match, sides = next((pair for pair in found if pair[0] is not None), (None, ""))
    if match is None:
        return False
    state.text(*match.span(1))
    left_single, right_single, left_double, right_double = state.options.smart_quotes
    for side, mark, at in zip(sides, match[2], range(match.start(2), match.end(2)), strict=True):
        if side == "l":
            shown = left_single if mark == "'" else left_double
        else:
            shown = right_single if mark == "'" else right_double
        state.piece("symbol", shown, at, at + 1)
    state.pos = match.end()
    state.element("symbol", state.pos, len(state.tokens))
    return True


_SYMBOL = lazy_pattern(r"---|--|\.\.\.|\\<<|\\>>|<< | >>|<<|>>")
_SHOWN = {
    "---": "—",
    "--": "–",
    "...": "…",
    "\\<<": "<<",
    "\\>>": ">>",
    "<< ": "«\u00a0",
    " >>": "\u00a0»",
    "<<": "«",
    ">>": "»",
}


SYMBOL_NAMES = {
    "---": "mdash",
    "--": "ndash",
    "...": "hellip",
    "<< ": "laquo_space",
    " >>": "raquo_space",
    "<<": "laquo",
    ">>": "raquo",
}
"""What the option ``typographic_symbols``, which counts in HTML only, calls them."""


def symbols(inline: StateInline, silent: bool) -> bool:
    """Dashes, ellipses and guillemets."""
    state = cast(InlineState, inline)
    match = _SYMBOL.match(state.src, state.pos)
    if match is None:
        return False
    state.piece("symbol", _SHOWN[match[0]], state.pos, match.end())
    state.pos = match.end()
    state.element("symbol", state.pos, len(state.tokens))
    return True


_ENTITY = lazy_pattern(r"&(?:([A-Za-z0-9_:][A-Za-z0-9_.:-]*)|#([0-9]+)|#x([0-9a-fA-F]+));")


def entity(inline: StateInline, silent: bool) -> bool:
    """``&name;``, ``&#38;``, ``&#x26;``; an unknown name is text."""
    state = cast(InlineState, inline)
    match = _ENTITY.match(state.src, state.pos)
    if match is None:
        return False
    pos, end = state.pos, match.end()
    code = _code_point(match)
    state.pos = end
    if code is None:
        state.text(pos, end)
        return True
    state.piece("symbol", chr(code), pos, end)
    state.element("symbol", end, len(state.tokens))
    return True


def _code_point(match: re.Match[str]) -> int | None:
    if match[1]:
        return entity_names().get(match[1])
    digits = match[2] or match[3]
    if len(digits) > 10:
        return None
    return numbered_character(int(digits, 10 if match[2] else 16))


def line_break(inline: StateInline, silent: bool) -> bool:
    """Two blanks or two backslashes at the end of a line; with the GFM parser one backslash does too."""
    state = cast(InlineState, inline)
    src, pos = state.src, state.pos
    # The GFM parser takes this rule out when every line end breaks the line.
    if state.options.hard_wrap and state.options.input == "GFM":
        return False
    if src.startswith(("  \n", "\\\\\n"), pos):
        state.pos += 2
        state.element("symbol", state.pos, len(state.tokens))
    elif src.startswith("\\\n", pos) and _breaks_at_backslash(state):
        state.pos += 1
    else:
        return False
    state.piece("break", "br", pos, state.pos)
    return True


def _breaks_at_backslash(state: InlineState) -> bool:
    """One backslash breaks a line with the GFM parser, but within HTML."""
    return state.options.input == "GFM" and not state.env["within_html"] and "html" not in state.kinds


def add_rules(inline: KramdownInline, symbols_too: bool) -> None:
    """Adds these rules; quotes come right after links."""
    inline.ruler.after("link", "smart_quotes", smart_quotes)
    inline.triggers["smart_quotes"] = ""
    inline.ruler.after("extension", "entity", entity)
    inline.triggers["entity"] = "&"
    last = "entity"
    if symbols_too:
        inline.ruler.after("entity", "symbols", symbols)
        inline.triggers["symbols"] = "-.\\< >"
        last = "symbols"
    inline.ruler.after(last, "line_break", line_break)
    inline.triggers["line_break"] = " \\"
