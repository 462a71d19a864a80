"""Writes JSON that is safe to print into a build log and loses nothing."""

from __future__ import annotations

import json
import re

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.output.safe import INVISIBLE, JOINERS, SELECTORS, encodable

_ESCAPED = lazy_pattern(f"[\x7f-\x9f{INVISIBLE}{JOINERS}{SELECTORS}]|(?<=#)#")


def dumps(value: object, *, indent: int | None = 2, compact: bool = False) -> str:
    """``value`` as JSON with a final newline, deterministic; ``compact`` leaves out blanks.

    Controls, what is not seen, and the second of two number signs (which start a build service's command) are
    written as ``\\uXXXX``: every parser reads the same strings, no terminal or log acts on them.
    """
    separators = (",", ":") if compact else None
    text = encodable(json.dumps(value, indent=indent, separators=separators, ensure_ascii=False))
    return f"{_ESCAPED.sub(_escape, text)}\n"


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
