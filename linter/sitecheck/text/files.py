"""Reading a file of the site: regular files only, so that a pipe or a device is never opened."""

from __future__ import annotations

import errno
import os
import stat


def read_file(path: str | os.PathLike[str], until: int = -1) -> bytes:
    """The bytes of a regular file, the first ``until`` of them when that is given.

    Raises :class:`OSError` for what cannot be read, and for pipes, sockets and devices, which would
    make the reader wait for ever; they are not opened at all.
    """
    if not stat.S_ISREG(os.stat(path).st_mode):
        _refuse(path)
    # the file may have been swapped since: opening must not wait either
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            _refuse(path)
        return file.read(until)


def _refuse(path: str | os.PathLike[str]) -> None:
    if os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
