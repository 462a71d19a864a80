"""Writing: a file is replaced in one step, and no temporary file outlives the run after this one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from typing import IO

from sitecheck.files.cleanup import removed
from sitecheck.files.locks import hold, try_lock
from sitecheck.files.places import Path, is_led_out
from sitecheck.files.reading import open_own
from sitecheck.files.stamps import FileStamp, file_stamp

_PREFIX, _SUFFIX = ".sitecheck-", ".tmp"
_RANDOM_BYTES = 8
_ANYBODY, _WRITABLE = 0o666, 0o222
_IN_PLACE = ("/dev/stdout", "/dev/stderr")


class FileChangedError(OSError):
    """Somebody else has written to a file since it was read."""


def replace_file(
    path: Path, pieces: Iterable[bytes], *, durable: bool = False, was: FileStamp | None = None
) -> None:
    """Puts a new file in the place of ``path``, which has the owner, mode and access list of what was there.

    A symbolic link is replaced, not followed; other names of the same file (hard links) keep the old
    content. ``durable`` waits until the disk has it. Raises :class:`OSError`; then what was there before
    is untouched, and nothing else is left behind: so for a file that is read-only, as replacing would
    get around that, and (:class:`FileChangedError`) for one that is no more as it ``was`` when it was read.
    """
    target = os.fspath(path)
    before = _regular(target)
    if before and not (before.st_mode & _WRITABLE and os.access(target, os.W_OK)):
        raise PermissionError(errno.EACCES, "it is read-only", target)
    with _temporary(os.path.dirname(target), before.st_mode & _ANYBODY if before else _ANYBODY) as file:
        file.writelines(pieces)
        file.flush()
        if before:
            _take_over(file, before, target)
        if durable:
            os.fsync(file.fileno())
        if sys.platform == "win32":
            file.close()  # an open file cannot be renamed there
        # the disk has had its time: an editor may have saved meanwhile
        if was is not None and file_stamp(target) != was:
            raise FileChangedError(errno.EAGAIN, "it has just been changed", target)
        os.replace(file.name, target)
    if durable:
        _sync_folder(os.path.dirname(target))


def write_output(path: str, data: bytes, site: str) -> None:
    """Writes what the user asked for to the place he named.

    A link of his is followed, as shells do, but for those that :func:`refuse_link_out` refuses. What exists
    and is no regular file (a device, a pipe) is written into, never replaced. Raises :class:`OSError`.
    """
    refuse_link_out(path, site)
    if _is_written_into(path):
        with open(os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0)), "wb") as file:
            file.write(data)
        return
    target = os.path.realpath(path)
    sweep(os.path.dirname(target))
    replace_file(target, [data])


def refuse_link_out(path: str, site: str) -> None:
    """Raises :class:`OSError` for a link that stands in the site or the working directory and leads out of
    it: it may be somebody else's."""
    for folder in (os.getcwd(), site):
        if is_led_out(path, folder):
            raise OSError(
                errno.ELOOP,
                f"it is a link out of {folder}, to {os.path.realpath(path)}; name that file",
                path,
            )


def _is_written_into(path: str) -> bool:
    """Whether ``path`` is a device, a pipe or a descriptor of this process, which stays what it is."""
    whole = os.path.abspath(path)
    if whole in _IN_PLACE or os.path.realpath(os.path.dirname(whole)) == os.path.realpath("/dev/fd"):
        return True
    return os.path.exists(path) and not os.path.isfile(path)


def is_temporary(name: str) -> bool:
    """Whether a file of that name is one of our temporary files."""
    middle = name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
    return name == f"{_PREFIX}{middle}{_SUFFIX}" and len(middle) == 2 * _RANDOM_BYTES and middle.isalnum()


def sweep(folder: Path) -> None:
    """Removes the temporary files that killed runs left in ``folder``."""
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return
    sweep_files(os.path.join(folder, name) for name in names if is_temporary(name))


def sweep_files(paths: Iterable[str]) -> None:
    """Removes those of the temporary files ``paths`` whose writers are gone."""
    for path in paths:
        with contextlib.suppress(OSError):
            _sweep_file(path)


def _sweep_file(path: str) -> None:
    if sys.platform == "win32":
        os.unlink(path)  # which fails while its writer has it open
        return
    with open(open_own(path, os.O_RDWR), "r+b") as file:
        if try_lock(file):
            os.unlink(path)


@contextlib.contextmanager
def _temporary(folder: str, mode: int) -> Iterator[IO[bytes]]:
    """A new file in ``folder``, locked while it is written; gone afterwards unless it was renamed."""
    while True:
        path = os.path.join(folder, f"{_PREFIX}{os.urandom(_RANDOM_BYTES).hex()}{_SUFFIX}")
        with (
            removed(path, os.unlink),
            open(path, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file,
        ):
            hold(file)
            if os.path.exists(path):  # else another run swept it away before it was locked
                yield file
                return


def _regular(path: str) -> os.stat_result | None:
    """The state of the regular file ``path``, ``None`` when there is none."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _take_over(file: IO[bytes], before: os.stat_result, old: str) -> None:
    """Gives the new file the mode of the ``old`` one, and, where that is allowed, the owner and who else may
    read and write it."""
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):
            os.fchown(file.fileno(), before.st_uid, before.st_gid)
    os.chmod(file.name, stat.S_IMODE(before.st_mode))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            for name in os.listxattr(old, follow_symlinks=False):  # access lists are some of these
                _take_over_attribute(file, old, name)


def _take_over_attribute(file: IO[bytes], old: str, name: str) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # some are for the system to give
            os.setxattr(file.fileno(), name, os.getxattr(old, name, follow_symlinks=False))


def _sync_folder(folder: str) -> None:
    """Makes a renaming durable, where folders can be synchronised."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
