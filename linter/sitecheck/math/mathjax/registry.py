"""The methods of MathJax's commands, by the names that its tables give them.

The modules that bring them register here; a parser looks them up here and so knows none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

AnyHandler = TypeVar("AnyHandler", bound="Callable[..., object]")

UNKNOWN: Final = "sitecheck.Unknown"
"""What stands in for a method that nobody brings: it takes nothing and says nothing about the formula."""
READ_TAG: Final = "sitecheck.ReadTag"
r"""Reads the text of a \\tag, which only a parser of texts can."""

_METHODS: Final[dict[str, Callable[..., object]]] = {}


def method(*names: str) -> Callable[[AnyHandler], AnyHandler]:
    """Registers the code of a method under its name in the tables."""

    def register(code: AnyHandler) -> AnyHandler:
        for name in names:
            if name in _METHODS:
                raise ValueError(f"two methods are called {name}")
            _METHODS[name] = code
        return code

    return register


def handler(name: str) -> Callable[..., object]:
    """The code of a method, or of :data:`UNKNOWN`."""
    return _METHODS.get(name) or _METHODS[UNKNOWN]
