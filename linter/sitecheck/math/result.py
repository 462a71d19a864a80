"""What a check of a formula returns: plain records that cross processes."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from sitecheck.named_tuple import NamedTuple

Kind: TypeAlias = Literal[
    "unknown-command",  # the engine knows no such command (MathJax shows it in red and goes on)
    "unknown-environment",  # \begin{…} of a name the engine does not know
    "missing-argument",  # a command ends before all its arguments are there
    "bad-argument",  # an argument is there and not of the form needed: colour, size, delimiter, columns
    "double-script",  # a second superscript, subscript, or a prime after a superscript
    "unbalanced",  # a brace, \left, \begin, $ … whose partner is missing; `related` is the other place
    "misplaced",  # known, and not allowed here: & outside an array, \limits after a letter, text mode only
    "definition",  # a definition that the engine refuses: \newcommand of a known name, #3 of two
    "duplicate-label",  # a \label or \tag that is there already
    "syntax",  # anything else the engine refuses
    "limit",  # too deep or too long for the engine or for us; says nothing about the rest
]

KINDS: Final[frozenset[str]] = frozenset(Kind.__args__)  # type: ignore[attr-defined]


class MathError(NamedTuple):
    """One thing an engine refuses in one formula.

    ``offset`` and ``end`` are code points into the formula as it was given to the check, ``offset <= end``;
    at the end of input both are its length. Something wrong inside a macro is placed where the macro is used.
    """

    message: str
    """One sentence in plain words, without a full stop."""
    offset: int
    end: int
    kind: Kind
    related: tuple[int, int] | None = None
    """A second place, if there is one: where the construct that misses its partner was opened."""
    name: str = ""
    r"""The command (with its backslash) or environment concerned, if any: ``\frac``, ``align``."""
    suggestion: str = ""
    r"""A name that could replace ``name`` ("did you mean"), if one is near: ``\frac`` for ``\farc``."""


ENGINES: Final = ("katex", "mathjax2", "mathjax3", "mathjax4")
Engine: TypeAlias = Literal["katex", "mathjax2", "mathjax3", "mathjax4"]
