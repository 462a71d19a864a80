"""Room for the frames of functions, taken once instead of again and again."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")

_SLOTS = 65_600
"""A little more than half a megabyte, so that the piece of memory it asks for is one of a megabyte: what is
left holds a thousand frames."""


def _call(work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> _T:
    return work(*given, **named)


# CPython (3.11 to 3.13): frames lie in pieces of 16 KB. One is taken from the machine when a call finds no
# place in the last, and given back when that call returns: a loop that calls functions just there asks for
# memory at every turn, which took a quarter of the time of worker processes. A frame that is said to be large
# makes its piece large, and all calls below it find their place there. It is never filled, so it costs none.
_with_room = FunctionType(_call.__code__.replace(co_stacksize=_SLOTS), globals())


def with_room(work: Callable[_P, _T], *given: _P.args, **named: _P.kwargs) -> _T:
    """What ``work`` gives; calls within it find room for their frames."""
    return cast("_T", _with_room(work, *given, **named))
