"""Whether a table's code spans and HTML elements keep to its lines.

kramdown reads the lines of a would-be table once more for code spans and HTML alone: if one of them joins
lines so that a line has no bar of its own outside of it, there is no table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sitecheck.kramdown import grammar
from sitecheck.kramdown.tags import Quotes, open_tag
from sitecheck.lazy_pattern import lazy_pattern

_BAR = lazy_pattern(r"(?:\||[^\n]*?[^\\\n]\|)")
_MARK = lazy_pattern(r"`+|<")

Parts = Callable[[str], Iterator[tuple[str, str]]]


def crosses_lines(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, lines with bars, cannot be a table."""
    if text.find("`", start, end) < 0 and text.find("<", start, end) < 0:
        return False
    return not _each_line_has_a_bar(_parts(text[start:end]))


def _each_line_has_a_bar(parts: Iterator[tuple[str, str]]) -> bool:
    bar = False
    for kind, value in parts:
        lines = value.split("\n")
        # Ruby's split drops empty parts at the end.
        while lines and not lines[-1]:
            lines.pop()
        if kind == "code":
            # kramdown: a code span may join two lines when the first has a bar before it, never three.
            if len(lines) > 2 or (len(lines) == 2 and not bar):
                return bar  # kramdown looks no further: a bar before code of three lines makes a table
            if len(lines) == 2:
                bar = False
            continue
        if len(lines) > 1 and not bar and not _BAR.match(lines[0]):
            return False
        bar = (bar and len(lines) <= 1) or bool(lines and _BAR.match(lines[-1]))
    return bar


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The text, code spans and elements at the top level of a text, in order."""
    quotes = Quotes()
    pos = run = 0
    while (match := _MARK.search(text, pos)) is not None:
        at = match.start()
        kind, value, end = _markup(text, at, match.end(), quotes)
        if not kind:
            pos = end
            continue
        if at > run:
            yield "text", text[run:at]
        yield kind, value
        pos = run = end
    if run < len(text):
        yield "text", text[run:]


def _markup(text: str, at: int, end: int, quotes: Quotes) -> tuple[str, str, int]:
    if text[at] == "`":
        return _code(text, at, end)
    if text.startswith("<!--", at):
        close = quotes.find(text, "-->", at + 4)
        return ("", "", at + 1) if close < 0 else ("comment", text[at : close + 3], close + 3)
    tag = open_tag(text, at, quotes)
    if tag is None or tag.name in grammar.BLOCK_ELEMENTS:
        return "", "", at + 1 if tag is None else tag.end
    if tag.void:
        return "html", tag.name, tag.end
    close_tag = re.compile(rf"</{re.escape(tag.name)}{grammar.S}*>", re.IGNORECASE).search(text, tag.end)
    return "html", tag.name, len(text) if close_tag is None else close_tag.end()


def _code(text: str, at: int, end: int) -> tuple[str, str, int]:
    mark = text[at:end]
    if len(mark) == 1:
        before = at == 0 or text[at - 1] in grammar.SPACE
        if before and text[end : end + 1] in tuple(grammar.SPACE):
            return "", "", end
    close = text.find(mark, end)
    if close < 0:
        return "", "", end
    value = text[end:close]
    if len(mark) > 1:
        value = value[1:] if value.startswith(" ") else value
        value = value[:-1] if value.endswith(" ") else value
    return "code", value, close + len(mark)
