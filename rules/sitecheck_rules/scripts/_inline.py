"""Searches inline scripts for what the catalogue knows."""

from __future__ import annotations

import re
from collections.abc import Callable

from sitecheck.api import NamedTuple, lazy_pattern
from sitecheck_rules.scripts._catalogue import Catalogue, Entry

_QUOTED = lazy_pattern(
    r"""(?P<imported>\b(?:from|import)\s{0,9}\(?\s{0,9})?["'`](?P<address>(?:https?:)?//[^\s"'`<>\\]{4,2000})["'`]"""
)
_LOADED = lazy_pattern(r"[^?]*(?:\.(?:m?js|css)(?:\?.*)?|\{z\}.*)")
"""The address of a script, a style or map tiles; others that a program does not import may be mere links."""

_STRING_OR_COMMENT = lazy_pattern(
    r"""
    "(?:[^"\\\n]|\\.)*"? | '(?:[^'\\\n]|\\.)*'? | `(?:[^`\\]|\\.)*`?
    | //[^\n]* | /\*(?:[^*]|\*(?!/))*(?:\*/)?
    """,
    re.DOTALL | re.VERBOSE,
)
"""Never fails once begun, so that time stays linear; a quote in a regular expression may hide a comment."""


class TextMatch(NamedTuple):
    """An entry that fits a stretch ``[start, end)`` of an inline script."""

    entry: Entry
    start: int
    end: int


def match_text(
    catalogue: Catalogue, text: str, wanted: Callable[[Entry], bool] = lambda _: True
) -> TextMatch | None:
    """The worst wanted entry that a script gives away, by an address in quotes or by its own words.

    Comments are passed over.
    """
    text = _STRING_OR_COMMENT.sub(_blank_comment, text)
    best: TextMatch | None = None
    for entry, pattern in catalogue.texts:
        is_worse = best is None or entry.rank < best.entry.rank
        if is_worse and (found := pattern.search(text)) and wanted(entry):
            best = TextMatch(entry, *found.span(found.lastindex or 0))
    for quoted in _QUOTED.finditer(text):
        address = quoted["address"]
        load = "image" if "{z}" in address else "script"
        is_loaded = quoted["imported"] or _LOADED.fullmatch(address)
        matches = catalogue.matches(address, load) if is_loaded else ()
        match = next((match for match in matches if wanted(match.entry)), None)
        if match and (best is None or match.entry.rank < best.entry.rank):
            best = TextMatch(match.entry, *quoted.span("address"))
    return best


def _blank_comment(match: re.Match[str]) -> str:
    found = match[0]
    return " " * len(found) if found.startswith("/") else found
