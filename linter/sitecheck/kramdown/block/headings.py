"""Headings: ``# …`` and underlined ones, with their explicit ids."""

from __future__ import annotations

import re

from sitecheck.kramdown.attributes import Value
from sitecheck.kramdown.block_tree import State
from sitecheck.kramdown.grammar import STRIP
from sitecheck.lazy_pattern import lazy_pattern

_NAME_START = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf8ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_ID = lazy_pattern(rf"[\t ]\{{#([{_NAME_START}][-.0-9\u00b7\u0300-\u036f\u203f-\u2040{_NAME_START}]*)\}}\Z")
_ATX_GFM = lazy_pattern(r"(#{1,6})[\t ]+(.*)\n")
_ATX_PLAIN = lazy_pattern(r"(#{1,6})[\t ]*([^ \t].*)\n")
_SETEXT = lazy_pattern(r" {0,3}([^ \t].*)\n([-=])[-=]*[ \t\r\f\v]*\n")


def setext(state: State) -> bool:
    """A line underlined with ``=`` or ``-``."""
    line_end = state.text.find("\n", state.pos)
    # Only the underline's first character decides on the level: kramdown takes `=-=` for one, too.
    if state.text[line_end + 1 : line_end + 2] not in ("-", "=") or not state.after_boundary():
        return False
    match = _SETEXT.match(state.text, state.pos)
    if match is None:
        return False
    level = 2 if match[2] == "-" else 1
    return _heading(state, match, match.span(1), level=level, style="setext", marks="")


def atx(state: State) -> bool:
    """A line that begins with one to six ``#``."""
    options = state.page.options
    quirk = options.input == "GFM" and "paragraph_end" in options.gfm_quirks
    pattern = _ATX_GFM if options.input == "GFM" else _ATX_PLAIN
    # A heading needs a blank line before it, but for the GFM parser's quirk paragraph_end.
    if not quirk and not state.after_boundary():
        return False
    match = pattern.match(state.text, state.pos)
    if match is None:
        return False
    marks = "\t " if quirk else "\\"
    return _heading(state, match, match.span(2), level=len(match[1]), style="atx", marks=marks)


def _heading(
    state: State, match: re.Match[str], content: tuple[int, int], *, level: int, style: str, marks: str
) -> bool:
    text, (start, end) = state.text, content
    end = _rstrip(text, start, end)
    # kramdown looks for {#id} before it takes closing marks away, so `# A # {#id}` loses both.
    named = (
        _ID.search(text, max(start, text.rfind("{#", start, end) - 1), end) if text[end - 1] == "}" else None
    )
    if named is not None:
        end = _rstrip(text, start, named.start())
    if marks:
        end = _without_closing_marks(text, start, end, marks)
    # kramdown: a line of marks alone is no heading.
    if end <= start:
        return False
    block = state.add("header", state.pos, match.end() - 1)
    block.level, block.name, block.parts = level, style, [(start, end)]
    if named is not None:
        place = state.source.span(named.start(1), named.end(1))
        block.named = Value(named[1], *place)
    state.pos = match.end()
    return True


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in STRIP:
        end -= 1
    return end


def _without_closing_marks(text: str, start: int, end: int, marks: str) -> int:
    stop = end
    while stop > start and text[stop - 1] == "#":
        stop -= 1
    if stop == end:
        return end
    if marks == "\\":  # plain kramdown: any number of marks that no backslash protects
        # Ruby's (?<!\\)#+\z protects the first of the marks only.
        if stop > start and text[stop - 1] == "\\":
            stop += 1
        return _rstrip(text, start, stop) if stop < end else end
    if stop > start and text[stop - 1] in marks:
        return _rstrip(text, start, stop - 1)
    return end
