"""The methods of MathJax's commands that only take arguments.

How many they take and of which kind is data (data/mathjax_methods.json).
"""

from __future__ import annotations

import json
import pkgutil
from typing import TYPE_CHECKING, Any, Final

from sitecheck.math.mathjax.frames import Frame, Kind
from sitecheck.math.mathjax.registry import UNKNOWN, method
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
from sitecheck.math.mathjax.text import text_piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitecheck.math.mathjax.parser import Parser

MAKES: Final = {
    "symbol": PLAIN,
    "over": STACKED | HAS_SUP | OVER,
    "under": STACKED | HAS_SUB,
    "both": STACKED | HAS_SUB | HAS_SUP,
    "arrow": STACKED | HAS_SUB | HAS_SUP | FREE,
    "moves": MOVES,
    "span": MOVES | FREE,
}


@method(UNKNOWN)
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


def _register() -> None:
    data = pkgutil.get_data("sitecheck.math.mathjax", "data/mathjax_methods.json")
    signatures: dict[str, Any] = json.loads(data or b"")
    del signatures["about"]
    for name, (takes, makes) in signatures.items():
        method(name)(_taker(takes, makes))


_register()
