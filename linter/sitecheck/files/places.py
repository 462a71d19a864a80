"""Where a path really leads."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING

from sitecheck.named_tuple import NamedTuple

if TYPE_CHECKING:
    import pathlib

Path = str | os.PathLike[str]

LONGEST_PATH = 4096
"""Bytes that no path of a file reaches: PATH_MAX of Linux, its end included; elsewhere it is less."""


_UPWARD = 20


def relative_path(path: Path, start: Path = os.curdir, *, paths: ModuleType = os.path) -> str:
    """``path`` as it is found from the folder ``start``, with "/" between names.

    The whole path where no way leads there: to another drive of Windows'. ``paths`` is the system's module.
    """
    try:
        way: str = paths.relpath(path, start)
    except ValueError:
        way = paths.abspath(path)
    return way.replace(paths.sep, "/")


def with_folders(path: str) -> Iterator[str]:
    """A relative path and the folders it lies in, the innermost first; none that no file can lie in."""
    while path:
        yield path
        path = path[:LONGEST_PATH].rpartition("/")[0]


def present(folder: Path, names: Iterable[str]) -> list[str]:
    """Those of the paths ``names`` below ``folder`` at which something is, in their order. The folder is
    listed once: most of what one looks for in a repository is not there."""
    try:
        there = frozenset(os.listdir(folder))
    except OSError:
        return []
    near = (name for name in names if name.partition("/")[0] in there)
    return [name for name in near if os.path.exists(os.path.join(folder, name))]


def names_in(folder: pathlib.Path, most: int) -> list[str]:
    """The names of what lies in a folder, sorted, of no more than ``most``; none where it cannot be read."""
    try:
        return sorted(each.name for each in islice(folder.iterdir(), most))
    except OSError:
        return []


def leads_out(path: Path, folder: Path) -> bool:
    """Whether ``path``, which is written as one below ``folder``, leads out of it by a symbolic link."""
    return is_below(os.path.abspath(path), os.path.abspath(folder)) and not lies_in(path, folder)


def is_led_out(named: Path, folder: Path) -> bool:
    """As :func:`leads_out`, for a path that the user writes: he may name what git keeps, such as a working
    tree below ``.git`` or a baseline in it, where no link leads him."""
    whole, around = os.path.abspath(named), os.path.abspath(folder)
    if is_below(whole, around) and is_kept_by_git(whole[len(around) :]):
        return not is_below(os.path.realpath(whole), os.path.realpath(around))
    return leads_out(named, folder)


def lies_in(path: Path, folder: Path) -> bool:
    """Whether ``path`` is ``folder`` or something in it, once all links are followed; what no file can be
    called lies nowhere, and what git keeps in a ``.git`` on the way, such as passwords, in no site."""
    if "\0" in os.fspath(path):  # of which Windows asks nobody when it follows links
        return False
    if len(os.fspath(path)) > LONGEST_PATH:  # nothing is there, and each folder on the way would be looked up
        return is_below(os.path.abspath(path), os.path.abspath(folder))
    try:
        real, top = os.path.realpath(path), os.path.realpath(folder)
        return is_below(real, top) and not is_kept_by_git(real[len(top) :])
    except (ValueError, OSError):  # half of a pair of surrogates; a device of Windows'
        return False


def is_kept_by_git(way: str) -> bool:
    """Whether a path leads through a folder ``.git`` to something in it, in whatever case it is written."""
    return ".git" in way.replace(os.sep, "/").lower().split("/")[:-1]


def is_below(path: str, folder: str) -> bool:
    """Whether a path says that it is ``folder`` or something in it; both are whole, or paths of one site,
    which have "/" on Windows, too. Nothing is looked up."""
    return path == folder or path.startswith((os.path.join(folder, ""), f"{folder}/"))


def has_link(path: Path, folder: Path) -> bool:
    """Whether a symbolic link stands on the way from ``folder`` to ``path``, ``path`` itself included."""
    way = os.path.relpath(path, folder)
    return os.path.realpath(path) != os.path.normpath(os.path.join(os.path.realpath(folder), way))


def folders_around(path: str) -> Iterator[str]:
    """``path`` and the folders that it is in as it is written, the nearest first. Nothing is looked up."""
    yield path
    while (above := os.path.dirname(path)) != path:
        path = above
        yield path


def has_git(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder holds a ``.git``, as the top of a repository does: also a link that leads nowhere."""
    return os.path.lexists(os.path.join(folder, ".git"))


def levels_to_top(root: Path) -> int:
    """How many folders above ``root`` the top of its repository is; 0 where none is known."""
    for depth, folder in enumerate(islice(folders_around(os.fspath(root)), _UPWARD)):
        if os.path.exists(os.path.join(folder, ".git")):
            return depth
    return 0


class InRepository(NamedTuple):
    """Where a folder lies that is not the top of its repository."""

    top: str
    below: str
    """The folder as it is found from the top, with "/" between names."""


def repository_top(root: Path) -> str:
    """The top of the repository that ``root`` lies in, or ``root`` itself where none is known."""
    place = place_in_repository(root)
    return place.top if place is not None else os.fspath(root)


def place_in_repository(root: Path) -> InRepository | None:
    """Where ``root`` lies in its repository; ``None`` at the top of one, or where none is known."""
    top = real = os.path.realpath(root)
    levels = levels_to_top(real)
    for _ in range(levels):
        top = os.path.dirname(top)
    return InRepository(top, relative_path(real, top)) if levels else None
