"""Writes JSON that is safe to print into a build log and loses nothing."""

from __future__ import annotations

import json
import re
from itertools import islice

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.output.safe import INVISIBLE, JOINERS, SELECTORS, encodable

_ESCAPED = lazy_pattern(f"[\x7f-\x9f{INVISIBLE}{JOINERS}{SELECTORS}]|(?<=#)#")
_MOST_TOKENS = 10_000


def dumps(value: object, *, indent: int | None = 2, compact: bool = False) -> str:
    """``value`` as JSON with a final newline, deterministic; ``compact`` leaves out blanks.

    Controls, what is not seen, and the second of two number signs (which start a build service's command) are
    written as ``\\uXXXX``: every parser reads the same strings, no terminal or log acts on them.
    """
    encoder = json.JSONEncoder(indent=indent, separators=(",", ":") if compact else None, ensure_ascii=False)
    if indent is None:
        return f"{_harmless(encoder.encode(value))}\n"
    # what ``encode`` keeps of each of many million tokens takes ten times the text; a string is one token
    tokens = encoder.iterencode(value)
    parts = iter(lambda: _harmless("".join(islice(tokens, _MOST_TOKENS))), "")
    return "".join((*parts, "\n"))


def _harmless(text: str) -> str:
    return _ESCAPED.sub(_escape, encodable(text))


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
