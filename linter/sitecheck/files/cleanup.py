"""Removing what is only for a while, also when a signal strikes while it is made or removed."""

from __future__ import annotations

import atexit
import contextlib
from collections.abc import Callable, Iterator

_unfinished: dict[str, Callable[[str], object]] = {}
"""What this process has made, or is about to make, and how each is removed."""


@contextlib.contextmanager
def removed(path: str, remove: Callable[[str], object]) -> Iterator[None]:
    """Removes ``path``, which the block may make, at its end, or with the process when interrupted."""
    _unfinished[path] = remove
    try:
        yield
    finally:
        _remove(path)


@atexit.register
def _remove_unfinished() -> None:
    for path in tuple(_unfinished):
        _remove(path)


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        _unfinished[path](path)
    del _unfinished[path]
