"""Files that are to be moved: a site is read as if they were at their new places."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from sitecheck.files.places import Path
from sitecheck.named_tuple import NamedTuple

_Kind = Literal["file", "folder"]


class _Moves(NamedTuple):
    """Whole paths, and the entries that folders lose and get."""

    origins: Mapping[str, str]
    """New path → the path of the file on disk."""
    gone: Mapping[str, frozenset[str]]
    come: Mapping[str, Mapping[str, _Kind]]


_moves: ContextVar[_Moves | None] = ContextVar("moves", default=None)


@contextmanager
def moved_files(moves: Mapping[str, str]) -> Iterator[None]:
    """Inside, each file named in ``moves`` (absolute path → absolute path) is read, and listed by
    :func:`with_moves`, at its new place only; other threads see what is on disk."""
    gone: dict[str, set[str]] = {}
    come: dict[str, dict[str, _Kind]] = {}
    whole = {os.path.abspath(old): os.path.abspath(new) for old, new in moves.items()}
    for old, new in whole.items():
        gone.setdefault(os.path.dirname(old), set()).add(os.path.basename(old))
        kind: _Kind = "file"
        while (folder := os.path.dirname(new)) != new:
            come.setdefault(folder, {}).setdefault(os.path.basename(new), kind)
            new, kind = folder, "folder"
    token = _moves.set(
        _Moves(
            origins={new: old for old, new in whole.items()},
            gone={folder: frozenset(names) for folder, names in gone.items()},
            come=come,
        )
    )
    try:
        yield
    finally:
        _moves.reset(token)


def origin_of(path: Path) -> Path:
    """Where what stands at ``path`` is on disk. Raises :class:`FileNotFoundError` for a file that is taken to
    have left."""
    moves = _moves.get()
    if moves is None:
        return path
    whole = os.path.abspath(path)
    origin = moves.origins.get(whole)
    if origin is not None:
        return origin
    if os.path.basename(whole) in moves.gone.get(os.path.dirname(whole), ()):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(path))
    return path


def with_moves(folder: Path, entries: dict[str, _Kind]) -> dict[str, _Kind]:
    """The entries of a folder by name, sorted: of those on disk what has not left, and what has come."""
    moves = _moves.get()
    if moves is None:
        return entries
    whole = os.path.abspath(folder)
    gone, come = moves.gone.get(whole, frozenset()), moves.come.get(whole, {})
    if not gone and not come:
        return entries
    left = {name: kind for name, kind in entries.items() if name not in gone}
    return dict(sorted({**come, **left}.items()))


def is_only_moved_to(folder: Path) -> bool:
    """Whether a folder is not on disk, but files are taken to have come into it."""
    moves = _moves.get()
    return moves is not None and os.path.abspath(folder) in moves.come and not os.path.isdir(folder)
