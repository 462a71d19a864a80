"""A folder to work in for a while, and copies of a site in it."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence

from sitecheck.files.cleanup import removed
from sitecheck.files.locks import hold, try_lock

_PREFIX = "sitecheck-copy-"
_RANDOM_BYTES = 8
_LINKED_FROM_BYTES = 1_000_000
"""Files from this size on are hard-linked into a copy, not copied."""
_NOT_FOUND = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG})


@contextlib.contextmanager
def scratch_folder() -> Iterator[str]:
    """A new folder among the user's temporary ones, gone afterwards; what killed runs left goes, too."""
    if sys.platform == "win32":  # no folder can be locked there, so none is known to be left behind
        with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
            yield folder
        return
    _sweep(tempfile.gettempdir())
    while True:
        folder = os.path.join(tempfile.gettempdir(), f"{_PREFIX}{os.urandom(_RANDOM_BYTES).hex()}")
        with removed(folder, remove_tree):
            os.mkdir(folder, 0o700)
            with _held(folder) as is_held:
                if is_held:
                    yield folder
                    return


def remove_tree(folder: str) -> None:
    """Removes a folder with all that is in it, however deep; what cannot be removed stays."""
    folders = [folder]
    for path in folders:  # which grows on the way
        with contextlib.suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    os.unlink(entry.path)
    for path in reversed(folders):
        with contextlib.suppress(OSError):
            os.rmdir(path)


def copy_site(source: str, target: str, skipped: Collection[str], deepest: int = sys.maxsize) -> None:
    """Copies a tree of files, folders and links but what has a name in ``skipped``, and what lies in more
    than ``deepest`` folders; raises :class:`OSError`.

    Links stay links; pipes and devices stay behind; a file that may not be read is empty in the copy. What
    goes while it is copied is not in it, nor what has too long a name there.
    """
    os.makedirs(target, exist_ok=True)
    stack = [""]
    while stack:
        folder = stack.pop()
        for entry in _entries(os.path.join(source, folder), is_sure=not folder):
            path = os.path.join(folder, entry.name)
            if entry.name in skipped or path.count(os.sep) > deepest:
                continue
            if _copy(entry, os.path.join(target, path)):
                stack.append(path)


def copy_entries(source: str, target: str) -> None:
    """Copies what stands in a folder, of the folders in it the names alone; raises :class:`OSError`."""
    os.makedirs(target, exist_ok=True)
    for entry in _entries(source, is_sure=True):
        path = os.path.join(target, entry.name)
        if not os.path.lexists(path):
            _copy(entry, path)


def _entries(folder: str, *, is_sure: bool) -> Sequence[os.DirEntry[str]]:
    """What stands in a folder; nothing in one that is not there, but if it has to be."""
    found: list[os.DirEntry[str]] = []
    with contextlib.nullcontext() if is_sure else _unless_gone(), os.scandir(folder) as entries:
        found += entries
    return found


@contextlib.contextmanager
def _unless_gone() -> Iterator[None]:
    """Ends what is inside where something cannot be found: not raised any more."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_FOUND:
            raise


def _copy(entry: os.DirEntry[str], target: str) -> bool:
    """Copies one entry; whether it is a folder, whose entries are to be copied next."""
    with _unless_gone():
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), target)
        elif entry.is_dir():
            with contextlib.suppress(PermissionError):
                os.listdir(entry.path)
                os.mkdir(target)
                return True
        elif entry.is_file():
            _copy_file(entry, target)
    return False


def _copy_file(entry: os.DirEntry[str], target: str) -> None:
    if entry.stat().st_size >= _LINKED_FROM_BYTES:
        with contextlib.suppress(OSError):  # another file system
            os.link(entry.path, target)
            return
    try:
        shutil.copy(entry.path, target)
    except PermissionError:
        with open(target, "ab"):
            return


@contextlib.contextmanager
def _open_folder(path: str) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def _held(folder: str) -> Iterator[bool]:
    """Locks a new folder; false when another run swept it away before it was locked, or even opened."""
    with contextlib.ExitStack() as opened:
        try:
            hold(opened.enter_context(_open_folder(folder)))
        except FileNotFoundError:
            yield False
            return
        yield os.path.isdir(folder)


def _sweep(base: str) -> None:
    with contextlib.suppress(OSError):
        for name in os.listdir(base):
            if name.startswith(_PREFIX):
                _sweep_folder(os.path.join(base, name))


def _sweep_folder(path: str) -> None:
    with contextlib.suppress(OSError), _open_folder(path) as handle:
        if os.fstat(handle).st_uid == os.geteuid() and try_lock(handle):
            remove_tree(path)
