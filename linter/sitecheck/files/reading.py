"""Reading and opening: regular files only, so that a pipe or a device is never opened."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader

from sitecheck.errors import MachineError
from sitecheck.files.moves import origin_of
from sitecheck.files.places import Path, leads_out
from sitecheck.files.unsaved import unsaved_bytes

LARGEST = 30_000_000
"""Bytes of a file that is read as a whole."""
_SMALL = 200_000
_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_SAFELY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


def read_file(path: Path, until: int = -1) -> bytes:
    """The bytes of a regular file, the first ``until`` of them when that is given.

    Raises :class:`OSError` for what cannot be read, and for pipes, sockets and devices, which would
    make the reader wait for ever; they are not opened at all. A file of more than :data:`LARGEST` bytes is
    not read as a whole (``EFBIG``). Raises :class:`MachineError` when no file at all can be opened any more.

    What an editor holds of the file (:func:`sitecheck.files.unsaved`) stands for what is on disk; a file that
    is to be moved (:func:`sitecheck.files.moved_files`) is at its new place.
    """
    path = origin_of(path)
    held = unsaved_bytes(path)
    if held is not None:
        return held if until < 0 else held[:until]
    with _opened(path) as file:
        return file.read(until) if until >= 0 else _whole(file, path)


def read_if_begins(path: Path, mark: bytes) -> bytes | None:
    """The bytes of a regular file that begins with ``mark``; ``None`` for another, of which no more is read.

    Raises as :func:`read_file` does.
    """
    path = origin_of(path)
    held = unsaved_bytes(path)
    if held is not None:
        return held if held.startswith(mark) else None
    with _opened(path) as file:
        begin = file.read(len(mark))
        return begin + _whole(file, path) if begin == mark else None


def _opened(path: Path) -> BufferedReader:
    if not stat.S_ISREG(os.stat(path).st_mode):
        _refuse(path)
    return open(_open_regular(path, os.O_RDONLY), "rb")


def _whole(file: BufferedReader, path: Path) -> bytes:
    """The rest of a file, if it is not too large."""
    size = os.fstat(file.fileno()).st_size
    if size > LARGEST:
        raise OSError(errno.EFBIG, f"larger than {LARGEST // 1_000_000} MB", os.fspath(path))
    # To be given as much room as is asked for takes longer than reading most files. Some that the system
    # makes up have content and no size.
    return file.read(size or LARGEST)


def file_size(path: Path) -> int:
    """The bytes of a file, as an editor holds it or on disk; raises :class:`OSError` when there is none."""
    path = origin_of(path)
    held = unsaved_bytes(path)
    return os.stat(path).st_size if held is None else len(held)


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes; raises :class:`OSError` for a larger one."""
    data = read_file(path, limit + 1)
    if len(data) > limit:
        size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit:,} bytes"
        raise OSError(errno.EFBIG, f"larger than {size}", os.fspath(path))
    return data


def read_small(path: Path, folder: Path | None = None) -> str:
    """The text of a small file that is no link out of ``folder``, by default its own; "" for none."""
    try:
        if not os.path.isfile(path) or leads_out(path, folder or os.path.dirname(path) or os.curdir):
            return ""
        return read_limited(path, _SMALL).decode("utf-8", "replace")
    except OSError:
        return ""


def open_own(path: Path, flags: int = os.O_RDONLY) -> int:
    """A descriptor of a file that is ours: no link and nothing but a regular file is opened.

    Raises :class:`OSError` as ``os.open`` does, and for links and special files.
    """
    if os.path.islink(path):
        raise OSError(errno.ELOOP, "a symbolic link, which is not followed", os.fspath(path))
    return _open_regular(path, flags | _NOFOLLOW)


def said_by(error: OSError) -> str:
    """What the system says of a failure; Python's words for one that is not the system's."""
    return error.strerror or str(error)


def raise_if_exhausted(error: OSError) -> None:
    """Raises :class:`MachineError` for an error that says nothing of the file that was to be opened."""
    if error.errno in _EXHAUSTED:
        raise MachineError(f"{error.filename}: {error.strerror}") from error


def _open_regular(path: Path, flags: int) -> int:
    try:
        # the file may have been swapped since it was looked at: opening must not wait either
        handle = os.open(path, flags | _SAFELY, 0o666)
    except OSError as error:
        raise_if_exhausted(error)
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        _refuse(path)
    return handle


def _refuse(path: Path) -> None:
    if os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
