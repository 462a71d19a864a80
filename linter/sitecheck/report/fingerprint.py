"""Fingerprints: what tells that a finding of today is the finding of yesterday.

:func:`line_hashes` is GitHub code scanning's ``primaryLocationLineHash``, as github/codeql-action computes it
(``src/fingerprints.ts``): a polynomial over the 100 UTF-16 units from the line's start, blanks left out, and
how often the same value has come before in the file. The engine's finding keys are our own print, which
moving a line or editing its neighbours does not change.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterable

from sitecheck.lazy_pattern import lazy_pattern

_LINE_END = lazy_pattern(r"\r\n?")
_WINDOW = 100
_BASE = 37
_MASK = (1 << 64) - 1
_END_MARK = 65_535
_LINE_FEED = 10
_UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


def line_hashes(text: str, lines: Iterable[int]) -> dict[int, str]:
    """The ``primaryLocationLineHash`` of each of ``lines`` (from 1) of ``text``.

    ``text`` is the file decoded as UTF-8 with replacement, byte order mark kept. Lines that it does not have
    are left out.
    """
    wanted = set(lines)
    units = _units(text)
    hashes: dict[int, str] = {}
    seen: Counter[bytes] = Counter()
    start = 0
    for line in range(1, max(wanted, default=0) + 1):
        window = units[start : start + _WINDOW]
        key = window.tobytes()
        seen[key] += 1
        if line in wanted:
            hashes[line] = f"{_polynomial(window):x}:{seen[key]}"
        try:
            start = units.index(_LINE_FEED, start) + 1
        except ValueError:
            break
    return hashes


def _units(text: str) -> array[int]:
    """The text as UTF-16 units without blanks, line ends as LF, with the end mark."""
    kept = _LINE_END.sub("\n", text).replace(" ", "").replace("\t", "")
    units = array("H", kept.encode(_UTF16, "surrogatepass"))
    units.append(_END_MARK)
    return units


def _polynomial(window: array[int]) -> int:
    value = 0
    for unit in window:
        value = (value * _BASE + unit) & _MASK
    missing = _WINDOW - len(window)
    return (value * pow(_BASE, missing, _MASK + 1)) & _MASK
