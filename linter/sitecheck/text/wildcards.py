"""Patterns with ``*``, ``?``, ``[a-z]`` and ``**``, matched without going back.

Whoever writes the pattern, the work is at most the product of its length and the text's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache, reduce
from operator import or_

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_WILD = lazy_pattern(r"[*?\[\\]")
_MOST_KNOWN = 1_000
"""Of so many names it is kept which parts of patterns they match: those of folders come again and again."""


class _Part(NamedTuple):
    """What stands between two stars; it always matches ``length`` characters."""

    regex: re.Pattern[str]
    length: int


def fnmatch(pattern: str, path: str) -> bool:
    """Whether ``path`` matches as by Ruby's ``File.fnmatch?``: ``*`` and ``?`` match slashes, too."""
    if not has_wildcard(pattern):
        return pattern == path
    first, *rest = _parts(pattern)
    if not first.regex.match(path):
        return False
    if not rest:
        return len(path) == first.length
    at = first.length
    for part in rest[:-1]:
        found = part.regex.search(path, at)
        if found is None:
            return False
        at = found.end()
    start = len(path) - rest[-1].length
    return start >= at and rest[-1].regex.match(path, start) is not None


def has_wildcard(pattern: str) -> bool:
    """Whether anything in a pattern stands for more than itself."""
    return _WILD.search(pattern) is not None


@lru_cache(maxsize=8192)
def _parts(pattern: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    out: list[str] = []
    at = 0
    while at < len(pattern):
        character = pattern[at]
        at += 1
        if character == "*":
            parts.append(_part(out))
            out = []
        elif character == "[":
            at = _bracket(pattern, at, out)
        elif character == "\\" and at < len(pattern):
            out.append(re.escape(pattern[at]))
            at += 1
        else:
            out.append("." if character == "?" else re.escape(character))
    parts.append(_part(out))
    return tuple(parts)


def _part(out: list[str]) -> _Part:
    return _Part(re.compile("".join(out), re.DOTALL), len(out))


def _bracket(pattern: str, at: int, out: list[str]) -> int:
    """A ``[…]`` class from ``at``; without its end it matches nothing, as in Ruby."""
    end = pattern.find("]", at)
    body = pattern[at:end] if end > 0 else ""
    negated = body[:1] in ("!", "^")
    escaped = re.sub(r"([\\\[\]^&~|]|(?<=-)-)", r"\\\1", body[1:] if negated else body)
    try:
        re.compile(f"[{escaped}]")
    except re.error:
        escaped = ""
    out.append(f"[{'^' if negated else ''}{escaped}]" if escaped else "(?!)")
    return end + 1 if end > 0 else len(pattern)


def joined(names: tuple[str, ...]) -> tuple[str, ...]:
    """One after the other, several ``**`` stand for what one does."""
    return tuple(name for at, name in enumerate(names) if name != "**" or names[at - 1 : at] != ("**",))


class FolderPatterns:
    """Patterns of names with slashes between them, where the name ``**`` stands for any number of folders.

    They are followed along a path name by name, all of them and all ways to match at once: each position of
    each pattern is a bit of one number. A step costs a comparison for each name that is written in the
    patterns, once for each name of a path, not the length of every pattern for every path.
    """

    def __init__(self, patterns: Iterable[tuple[str, ...]]) -> None:
        self._any = self._wild_ones = self._dotted = 0
        self._written: defaultdict[str, int] = defaultdict(int)
        self._wild: defaultdict[str, int] = defaultdict(int)
        self._known: dict[str, int] = {}
        self._spans: list[tuple[int, int]] = []
        starts, at = 0, 0
        for names in patterns:
            starts |= 1 << at
            begin = at
            for name in joined(names):
                self._note(name, 1 << at)
                at += 1
            self._spans.append((begin, at - begin))
            at += 1
        self.start = self._opened(starts)
        """Where every path begins."""
        self.ends = tuple(1 << begin + length for begin, length in self._spans)
        """What tells of each pattern, in positions, that the names so far match it."""
        self.all_ends = reduce(or_, self.ends, 0)

    def _note(self, name: str, bit: int) -> None:
        if name == "**":
            self._any |= bit
        elif has_wildcard(name):
            self._wild[name] |= bit
            self._wild_ones |= bit
        else:
            self._written[name] |= bit
        if name.startswith("."):
            self._dotted |= bit

    def possible(self, positions: int, names: Collection[str]) -> Collection[str]:
        """Those of ``names`` that may be next: all, or only those that are written there."""
        if positions & (self._any | self._wild_ones):
            return names
        return [name for name in names if self._written.get(name, 0) & positions]

    def step(self, positions: int, name: str, dotted: bool = True) -> int:
        """The positions after one more name; unless ``dotted``, a wildcard does not stand for a first dot."""
        if not dotted and name.startswith("."):
            positions &= self._dotted
        return self._opened(positions & self._any | (positions & self._at(name)) << 1)

    def of_known_depth(self, positions: int) -> int:
        """Without the patterns in which the last name may be one of those that a ``**`` stands for."""
        for begin, length in self._spans:
            own = positions & ((1 << length) - 1) << begin
            if own & self._any:
                positions &= ~own
        return positions

    def _at(self, name: str) -> int:
        """The positions of all patterns at which ``name`` may be next."""
        found = self._known.get(name)
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._written.get(name, 0)
            for wanted, positions in self._wild.items():
                if fnmatch(wanted, name):
                    found |= positions
            self._known[name] = found
        return found

    def _opened(self, positions: int) -> int:
        """With the positions after each ``**``, which may stand for no folder at all."""
        return positions | (positions & self._any) << 1
