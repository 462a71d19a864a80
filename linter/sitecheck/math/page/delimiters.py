r"""Finds the formulas in text as a script in the browser finds them, by their delimiters.

    >>> from sitecheck.math.page.delimiters import Delimiters, find
    >>> [found.tex for found in find(r"so \(x^2\) costs $5", Delimiters())]
    ['x^2']

The rules are those of MathJax (FindTeX in 3 and 4, tex2jax in 2) and of KaTeX's auto-render; all count
braces between the delimiters. The defaults are MathJax 3's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, Literal

from sitecheck.named_tuple import NamedTuple

Pair = tuple[str, str]

_WORK: Final = 8_000_000
"""So many characters may be searched in vain for closing delimiters, beyond twice the text."""
_REFERENCE: Final = r"\\(?:eq)?ref\s*\{[^}]{0,500}\}"
_BEGIN: Final = r"\\begin\s*\{([^}]{0,500})\}"


class Delimiters(NamedTuple):
    r"""What begins and ends a formula.

    ``environments``: ``\begin{x}…\end{x}`` is a formula by itself; ``references``: so is ``\ref{x}``;
    ``escapes``: ``\$`` is a dollar sign. ``script``: whose rules count where braces are not balanced.
    """

    inline: tuple[Pair, ...] = (("\\(", "\\)"),)
    display: tuple[Pair, ...] = (("$$", "$$"), ("\\[", "\\]"))
    environments: bool = True
    references: bool = True
    escapes: bool = True
    script: Literal["katex", "mathjax2", "mathjax"] = "mathjax"

    def has(self, opening: str) -> bool:
        """Whether ``opening`` begins a formula."""
        return any(opening == pair[0] for pair in (*self.inline, *self.display))

    def common(self, other: Delimiters) -> Delimiters:
        """What begins a formula for both."""
        return Delimiters(
            inline=tuple(pair for pair in self.inline if pair in other.inline),
            display=tuple(pair for pair in self.display if pair in other.display),
            environments=self.environments and other.environments,
            references=self.references and other.references,
            escapes=self.escapes or other.escapes,
            script=self.script if self.script == other.script else "mathjax",
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
    balanced: bool = True
    """Whether it ends outside of braces; if not, the whole text was searched for such an end."""

    @property
    def tex(self) -> str:
        """The formula without its delimiters."""
        return self.text[self.tex_start : self.tex_end]


def find(
    text: str, delimiters: Delimiters, given_up: Callable[[int], object] = lambda at: None
) -> Iterator[Found]:
    """The formulas in ``text``, in order; ``given_up`` hears from where on the text is not searched."""
    start = _opening(delimiters)
    if start is None:
        return
    budget = _WORK + 2 * len(text)
    at = 0
    while (match := start.search(text, at)) is not None:
        at = match.end()
        found = _found(text, match, delimiters)
        if found is None or not found.balanced:
            budget -= len(text) - at
        if found is None:
            # KaTeX's auto-render stops at a formula without an end; MathJax goes on after the delimiter.
            if delimiters.script == "katex" and match.lastgroup == "pair":
                return
        elif found.opening:
            yield found
        if budget < 0:
            given_up(at)
            return
        at = at if found is None else max(found.end, at)


@lru_cache(maxsize=64)
def _opening(delimiters: Delimiters) -> re.Pattern[str] | None:
    parts = []
    openings = [pair[0] for pair in (*delimiters.display, *delimiters.inline)]
    if openings:
        # KaTeX tries its delimiters as they are listed, MathJax the longer ones first.
        ordered = openings if delimiters.script == "katex" else sorted(openings, key=len, reverse=True)
        parts.append(f"(?P<pair>{'|'.join(map(re.escape, ordered))})")
    if delimiters.environments:
        parts.append(f"(?P<environment>{_BEGIN})")
    if delimiters.escapes:
        parts.append(r"(?P<escape>\\[\\$])")
    if delimiters.references:
        parts.append(f"(?P<reference>{_REFERENCE})")
    return re.compile("|".join(parts)) if parts else None


def _found(text: str, match: re.Match[str], delimiters: Delimiters) -> Found | None:
    whole = Found(
        text=text,
        start=match.start(),
        end=match.end(),
        tex_start=match.start(),
        tex_end=match.end(),
        display=False,
        opening="",
    )
    if match.lastgroup == "escape":
        return whole
    if match.lastgroup == "reference":
        return whole._replace(opening="\\ref")
    if match.lastgroup == "environment":
        return _environment(whole, match[0], delimiters)
    return _between(whole, match[0], delimiters)


def _environment(opened: Found, begin: str, delimiters: Delimiters) -> Found | None:
    text, name = opened.text, begin[begin.index("{") + 1 : -1]
    if f"{{{name}}}" not in text[opened.end :]:
        return None
    closing = re.compile(rf"\\end\s*\{{{re.escape(name)}\}}|\\(?:[a-zA-Z]|.)|[{{}}]")
    stop = _end(text, opened.end, closing, "\\end", delimiters)
    if stop is None:
        return None
    return opened._replace(
        end=stop.end, tex_end=stop.end, display=True, opening="\\begin", balanced=stop.balanced
    )


def _between(opened: Found, opening: str, delimiters: Delimiters) -> Found | None:
    """The formula between a pair of delimiters. MathJax lists inline ones before the others, and of two that
    begin alike the last counts; KaTeX tries them in order."""
    kinds = ((delimiters.inline, False), (delimiters.display, True))
    listed = [(end, display) for pairs, display in kinds for start, end in pairs if start == opening]
    closing, display = listed[0 if delimiters.script == "katex" else -1]
    found = _closed(opened, closing, delimiters)
    return None if found is None else found._replace(display=display, opening=opening)


def _closed(opened: Found, closing: str, delimiters: Delimiters) -> Found | None:
    text, at = opened.text, opened.end
    stop = _end(text, at, _closing(closing), closing, delimiters) if text.find(closing, at) >= 0 else None
    if stop is None:
        return None
    # KaTeX keeps the delimiters of an environment: they are what makes it one.
    if delimiters.script == "katex" and text.startswith("\\begin{", opened.start):
        return opened._replace(end=stop.end, tex_end=stop.end)
    return opened._replace(end=stop.end, tex_start=at, tex_end=stop.start, balanced=stop.balanced)


@lru_cache(maxsize=64)
def _closing(closing: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(closing)}|\\(?:[a-zA-Z]|.)|[{{}}]")


class _Closing(NamedTuple):
    """Where a closing delimiter stands, and whether that is outside of all braces."""

    start: int
    end: int
    balanced: bool


def _end(
    text: str, at: int, pattern: re.Pattern[str], closing: str, delimiters: Delimiters
) -> _Closing | None:
    """Where the closing delimiter stands that is outside of all braces; MathJax 2 takes the first one where
    none is."""
    depth = 0
    inside: _Closing | None = None
    for match in pattern.finditer(text, at):
        mark = match[0]
        if mark == closing or (closing == "\\end" and mark.startswith("\\end")):
            if depth <= 0:
                return _Closing(*match.span(), True)
            inside = inside or _Closing(*match.span(), False)
        elif mark == "{":
            depth += 1
        # KaTeX counts on below nothing: what is closed too often may hide no delimiter, but opens none.
        elif mark == "}" and (depth or delimiters.script == "katex"):
            depth -= 1
    return inside if delimiters.script == "mathjax2" else None
