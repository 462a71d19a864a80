"""The methods of MathJax's commands by name, and what those do that only take arguments.

How many arguments they take and of which kind is data (data/mathjax_methods.json); the other methods are in
the modules that :func:`handler` loads.
"""

from __future__ import annotations

import json
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sitecheck.math.mathjax.frames import Frame, Kind
from sitecheck.math.mathjax.tables import (
    FREE,
    HAS_SUB,
    HAS_SUP,
    MOVES,
    NAMED,
    OPERATOR,
    OVER,
    PLAIN,
    STACKED,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitecheck.math.mathjax.parser import Parser

AnyHandler = TypeVar("AnyHandler", bound="Callable[..., object]")
METHODS: Final[dict[str, Callable[..., object]]] = {}
MAKES: Final = {
    "symbol": PLAIN,
    "over": STACKED | HAS_SUP | OVER,
    "under": STACKED | HAS_SUB,
    "both": STACKED | HAS_SUB | HAS_SUP,
    "arrow": STACKED | HAS_SUB | HAS_SUP | FREE,
    "moves": MOVES,
    "span": MOVES | FREE,
}


def method(*names: str) -> Callable[[AnyHandler], AnyHandler]:
    """Registers the code of a method under its name in the tables."""

    def register(code: AnyHandler) -> AnyHandler:
        for name in names:
            METHODS[name] = code
        return code

    return register


@lru_cache(maxsize=1)
def _signatures() -> dict[str, list[str]]:
    data = pkgutil.get_data("sitecheck.math.mathjax", "data/mathjax_methods.json") or b"{}"
    found: dict[str, list[str]] = json.loads(data)
    return found


@lru_cache(maxsize=512)
def handler(name: str) -> Callable[..., object]:
    """The code of a method; one that is not known takes nothing and says nothing about the formula."""
    if name not in METHODS:
        import sitecheck.math.mathjax.base
        import sitecheck.math.mathjax.definitions
        import sitecheck.math.mathjax.environments
        import sitecheck.math.mathjax.extensions
        import sitecheck.math.mathjax.tags
        import sitecheck.math.mathjax.text
        import sitecheck.math.mathjax.version2  # noqa: F401
    if name in METHODS:
        return METHODS[name]
    signature = _signatures().get(name)
    if signature is None:
        return _unknown
    takes, makes = signature
    return _taker(takes, makes)


def _unknown(parser: Parser, name: str | Frame, *_fixed: Any) -> None:
    if isinstance(name, Frame):
        parser.flush(Kind.BEGIN)
        parser.stack.append(name)
        parser.session.opaque = True
    else:
        parser.opaque()


def _taker(takes: str, makes: str) -> Callable[..., object]:
    def take_all(parser: Parser, _name: str, *_fixed: Any) -> None:
        core = parser.session.core
        taken = [take(parser, kind) for kind in takes]
        if makes == "same":
            parser.atom(taken[-1])
        elif makes == "wrapped":
            parser.atom(taken[-1] & core)
        elif makes == "first":
            parser.atom(taken[0] & (core | NAMED if core else 0))
        elif makes != "nothing":
            kept = taken[-1] & (OPERATOR | NAMED) if MAKES[makes] & STACKED else PLAIN
            makes_flags = MAKES[makes]
            if makes == "under" and not core:
                makes_flags |= OVER
            parser.atom(makes_flags | kept)

    return take_all


def take(parser: Parser, kind: str) -> int:
    """Takes one argument of a kind (see the data file); the flags of what it is."""
    if kind == "m":
        return parser.math_argument()
    if kind == "t":
        from sitecheck.math.mathjax.text import text_piece

        text_piece(parser, parser.argument())
    elif kind == "r":
        parser.argument()
    elif kind == "d":
        parser.dimension()
    elif kind in "DB":
        parser.delimiter(kind == "B")
    elif kind == "o":
        parser.bracket()
    elif kind == "*":
        parser.star()
    else:
        piece = parser.bracket()
        if piece is not None:
            parser.parse(piece)
    return PLAIN


def leaves_no_trace(parser: Parser) -> None:
    """MathJax 4 lets a definition and its like complete what waits before it."""
    if parser.session.version == 4:
        parser.flush(None)
