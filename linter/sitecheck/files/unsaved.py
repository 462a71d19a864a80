"""Texts that an editor holds and has not saved: they stand for the files on disk."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_held: ContextVar[Mapping[str, bytes] | None] = ContextVar("unsaved", default=None)


@contextmanager
def unsaved(texts: Mapping[str, bytes]) -> Iterator[None]:
    """Inside, reading the files named in ``texts`` (absolute paths) gives these bytes; other threads read
    what is on disk, worker processes started inside read the same."""
    token = _held.set({os.path.abspath(path): text for path, text in texts.items()})
    try:
        yield
    finally:
        _held.reset(token)


def unsaved_bytes(path: str | os.PathLike[str]) -> bytes | None:
    """What an editor holds of a file; ``None`` for a file that is read from disk."""
    texts = _held.get()
    return texts.get(os.path.abspath(path)) if texts else None
