r"""Finds the formulas in text as a script in the browser finds them, by their delimiters.

    >>> from sitecheck.math.page.delimiters import Delimiters, find
    >>> [found.tex for found in find(r"so \(x^2\) costs $5", Delimiters())]
    ['x^2']

The rules are those of MathJax (FindTeX in 3 and 4, tex2jax in 2) and of KaTeX's auto-render; both count
braces between the delimiters. The defaults are MathJax 3's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

Pair = tuple[str, str]

_WORK: Final = 200
"""How often the whole text may be searched for closing delimiters before we give up."""
_REFERENCE: Final = r"\\(?:eq)?ref\s*\{[^}]{0,500}\}"
_BEGIN: Final = r"\\begin\s*\{([^}]{0,500})\}"


class Delimiters(NamedTuple):
    r"""What begins and ends a formula.

    ``environments``: ``\begin{x}…\end{x}`` is a formula by itself; ``references``: so is ``\ref{x}``;
    ``escapes``: ``\$`` is a dollar sign. ``katex``: the text after a formula without an end is not searched.
    """

    inline: tuple[Pair, ...] = (("\\(", "\\)"),)
    display: tuple[Pair, ...] = (("$$", "$$"), ("\\[", "\\]"))
    environments: bool = True
    references: bool = True
    escapes: bool = True
    katex: bool = False

    def has(self, opening: str) -> bool:
        """Whether ``opening`` begins a formula."""
        return any(opening == pair[0] for pair in (*self.inline, *self.display))

    def common(self, other: Delimiters) -> Delimiters:
        """What begins a formula for both."""
        return Delimiters(
            tuple(pair for pair in self.inline if pair in other.inline),
            tuple(pair for pair in self.display if pair in other.display),
            self.environments and other.environments,
            self.references and other.references,
            self.escapes or other.escapes,
            self.katex and other.katex,
        )


class Found(NamedTuple):
    """A formula in a text: ``[start, end)`` with its delimiters, ``[tex_start, tex_end)`` without."""

    text: str
    start: int
    end: int
    tex_start: int
    tex_end: int
    display: bool
    opening: str
    r"""The delimiter it begins with; ``\begin`` for an environment, ``\ref`` for a reference."""

    @property
    def tex(self) -> str:
        """The formula without its delimiters."""
        return self.text[self.tex_start : self.tex_end]


def find(text: str, delimiters: Delimiters) -> Iterator[Found]:
    """The formulas in ``text``, in order."""
    start = _opening(delimiters)
    if start is None:
        return
    budget = _WORK * (len(text) + 1)
    at = 0
    while (match := start.search(text, at)) is not None:
        at = match.end()
        found = _found(text, match, delimiters)
        if found is None:
            budget -= len(text) - at
            if budget < 0 or (delimiters.katex and match.lastgroup == "pair"):
                return
            continue
        at = max(found.end, at)
        if found.opening:
            yield found


@lru_cache(maxsize=64)
def _opening(delimiters: Delimiters) -> re.Pattern[str] | None:
    parts = []
    openings = [pair[0] for pair in (*delimiters.display, *delimiters.inline)]
    if openings:
        ordered = openings if delimiters.katex else sorted(openings, key=len, reverse=True)
        parts.append(f"(?P<pair>{'|'.join(map(re.escape, ordered))})")
    if delimiters.environments:
        parts.append(f"(?P<environment>{_BEGIN})")
    if delimiters.escapes:
        parts.append(r"(?P<escape>\\[\\$])")
    if delimiters.references:
        parts.append(f"(?P<reference>{_REFERENCE})")
    return re.compile("|".join(parts)) if parts else None


def _found(text: str, match: re.Match[str], delimiters: Delimiters) -> Found | None:
    start, end = match.span()
    if match.lastgroup == "escape":
        return Found(text, start, end, start, end, False, "")
    if match.lastgroup == "reference":
        return Found(text, start, end, start, end, False, "\\ref")
    if match.lastgroup != "pair":
        name = match[0][match[0].index("{") + 1 : -1]
        closing = re.compile(rf"\\end\s*\{{{re.escape(name)}\}}|\\(?:[a-zA-Z]|.)|[{{}}]")
        stop = _end(text, end, closing, "\\end") if f"{{{name}}}" in text[end:] else None
        return None if stop is None else Found(text, start, stop[1], start, stop[1], True, "\\begin")
    opening = match[0]
    for pairs, display in ((delimiters.inline, False), (delimiters.display, True)):
        for pair in pairs:
            if pair[0] == opening:
                stop = _end(text, end, _closing(pair[1]), pair[1]) if text.find(pair[1], end) >= 0 else None
                return None if stop is None else Found(text, start, stop[1], end, stop[0], display, opening)
    return None


@lru_cache(maxsize=64)
def _closing(closing: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(closing)}|\\(?:[a-zA-Z]|.)|[{{}}]")


def _end(text: str, at: int, pattern: re.Pattern[str], closing: str) -> tuple[int, int] | None:
    """Where the closing delimiter stands that is outside of all braces."""
    depth = 0
    for match in pattern.finditer(text, at):
        mark = match[0]
        if not depth and (mark == closing or (closing == "\\end" and mark.startswith("\\end"))):
            return match.span()
        if mark == "{":
            depth += 1
        elif mark == "}" and depth:
            depth -= 1
    return None
