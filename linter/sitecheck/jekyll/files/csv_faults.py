"""What Ruby's ``CSV`` refuses in a table; Python's reader takes anything.

Read from ``CSV::Parser`` (csv 3.2, without ``liberal_parsing``): the first line end is the table's; a field
is quoted as a whole or not at all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_LINE_END = lazy_pattern(r"\r\n|\n|\r")
_QUOTED = lazy_pattern(r'"[^"]*(?:""[^"]*)*"')


class CsvFault(NamedTuple):
    """Why the table is refused, and where (an offset)."""

    at: int
    message: str


def csv_fault(text: str, separator: str) -> CsvFault | None:
    """The first fault of a table, ``None`` for a sound one. Linear in the length of ``text``."""
    found = _LINE_END.search(text)
    line_end = found[0] if found else "\n"
    plain = _plain(separator)
    at = 0
    while at < len(text):
        if text[at] == '"':
            quoted = _QUOTED.match(text, at)
            if quoted is None:
                return CsvFault(at, "the quote that opens here is not closed")
            at = quoted.end()
            if at < len(text) and not text.startswith((separator, line_end), at):
                return CsvFault(at, "a quoted value ends before this; put all of it between the quotes")
        else:
            at = plain.match(text, at).end()  # type: ignore[union-attr]
            if text.startswith('"', at):
                return CsvFault(
                    at, "a quote stands inside a value; put the value in quotes, write this one twice"
                )
            if at < len(text) and not text.startswith((separator, line_end), at):
                return CsvFault(at, "this line ends in another way than the first")
        at += len(separator) if text.startswith(separator, at) else len(line_end)
    return None


@lru_cache(maxsize=4)
def _plain(separator: str) -> re.Pattern[str]:
    return re.compile(rf'[^"\r\n{re.escape(separator)}]*')
