"""Which links of a source jekyll-relative-links (0.7) sees: it looks at the text with one regular expression.

So it does not see a link whose text goes over a line, takes the image in ``[![a](b.png)](c.md)`` for the link
and sees nothing that an include brings. The expression is followed here in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_TITLE = r"""(?:\s+"(?:\\"|[^"])*(?<!\\)"|\s+"(?:\\'|[^'])*(?<!\\)')?"""
_DESTINATION = lazy_pattern(rf"([^)]+?)(#.+?|)?{_TITLE}\)")
_DEFINITION = lazy_pattern(rf"(\s*?\[)(.*?)\]: (.+?)(#.+?|)?{_TITLE}\s*?$", re.MULTILINE)
_PLAIN = lazy_pattern(r"[^\s#]+")
"""A destination that is an address alone."""
_LONGEST = 300
"""So many characters of a destination with its title are looked at, and of a definition."""


class SeenLink(NamedTuple):
    """The address of a link without its fragment, as it stands in ``[start, end)`` of the source."""

    start: int
    end: int
    definition: bool


def seen_links(text: str) -> Iterator[SeenLink]:
    """The links that the plugin may change, from the first to the last. Takes time linear in the text."""
    at, length = 0, len(text)
    last = text.rfind(")")
    while at < length:
        line_end = text.find("\n", at)
        line_end = length if line_end < 0 else line_end
        at_line = at == 0 or text[at - 1] == "\n"
        found = _first(text, (at, line_end), at_line, last)
        if found is None:
            at = line_end + 1
        else:
            seen, at = found
            yield seen


def _first(text: str, line: tuple[int, int], at_line: bool, last: int) -> tuple[SeenLink, int] | None:
    """The first link of the rest of a line, and where the search goes on."""
    begin, end = line
    bracket = text.find("[", begin, end)
    if (
        bracket < 0
    ):  # a definition may begin at a blank line above it: it then goes before what is in its line
        return _definition(text, begin) if at_line and not text[begin:end].strip() else None
    indented = at_line and bracket > begin and not text[begin:bracket].strip()
    if indented and (definition := _definition(text, begin)):
        return definition
    close = text.find("](", bracket, end)
    while 0 <= close < last:
        if seen := _destination(text, close + 2):
            return seen
        close = text.find("](", close + 2, end)
    return _definition(text, begin) if at_line and bracket == begin else None


def _destination(text: str, start: int) -> tuple[SeenLink, int] | None:
    end = text.find(")", start, start + _LONGEST)
    if end <= start:
        return None
    if _PLAIN.fullmatch(text, start, end):
        return SeenLink(start, end, definition=False), end + 1
    match = _DESTINATION.match(text, start, min(len(text), start + _LONGEST))
    return (SeenLink(*match.span(1), definition=False), match.end()) if match is not None else None


def _definition(text: str, begin: int) -> tuple[SeenLink, int] | None:
    match = _DEFINITION.match(text, begin, min(len(text), begin + _LONGEST))
    return (SeenLink(*match.span(3), definition=True), match.end()) if match is not None else None
