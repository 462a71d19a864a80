"""Where a path really leads."""

from __future__ import annotations

import os

Path = str | os.PathLike[str]


def leads_out(path: Path, folder: Path) -> bool:
    """Whether ``path``, which is written as one below ``folder``, leads out of it by a symbolic link."""
    return _below(os.path.abspath(path), os.path.abspath(folder)) and not _below(
        os.path.realpath(path), os.path.realpath(folder)
    )


def has_link(path: Path, folder: Path) -> bool:
    """Whether a symbolic link stands on the way from ``folder`` to ``path``, ``path`` itself included."""
    way = os.path.relpath(path, folder)
    return os.path.realpath(path) != os.path.normpath(os.path.join(os.path.realpath(folder), way))


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))
