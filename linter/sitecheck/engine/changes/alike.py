"""Which new file is a file that is gone, moved and edited at once: the one that keeps most of its lines."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Sequence

MOST_COMPARED = 200
"""So many files that are gone are compared with as many new ones, line by line."""
_MOST_LINES = 1_000
"""So many lines of each of them are compared, from the first on."""
_ALIKE = 0.5
"""The share of lines that a file keeps when git, too, takes it for the same under another name."""


def paired_by_lines(
    gone: Sequence[str], new: Sequence[str], before: Callable[[str], bytes], now: Callable[[str], bytes]
) -> dict[str, str]:
    """The new file that each file that is gone has become, as far as their lines tell. ``before`` and ``now``
    give what is in them."""
    lines = {path: _lines(now(path)) for path in new[:MOST_COMPARED]}
    found: dict[str, str] = {}
    for path in gone[:MOST_COMPARED]:
        own = _lines(before(path))
        shares = {
            other: (own & theirs).total() / max(own.total(), theirs.total(), 1)
            for other, theirs in lines.items()
            if other not in found.values() and _extension(other) == _extension(path)
        }
        best = max(shares, key=lambda other: shares[other], default="")
        if best and shares[best] >= _ALIKE:
            found[path] = best
    return found


def _lines(data: bytes) -> Counter[bytes]:
    return Counter(data.split(b"\n", _MOST_LINES)[:_MOST_LINES])


def _extension(path: str) -> str:
    return posixpath.splitext(path)[1]
