"""What tells whether a file is as it was, without opening it."""

from __future__ import annotations

import os
import stat
import sys
import time

from sitecheck.files.moves import origin_of
from sitecheck.files.unsaved import unsaved_bytes
from sitecheck.named_tuple import NamedTuple

_NO_CHANGE_TIME = sys.platform == "win32"
_SECOND = 1_000_000_000
_TICK = _SECOND // 50
"""Longer than a tick of any kernel's clock (10 ms at most)."""


class FileStamp(NamedTuple):
    """The state of a regular file on disk; times in nanoseconds since the epoch.

    Whoever writes to a file changes :attr:`changed`, which nobody can set. Where the system has no such time
    (Windows), the size and :attr:`modified` tell.
    """

    size: int
    modified: int
    changed: int
    inode: int
    device: int

    @property
    def newest(self) -> int:
        """When anything of the file changed last."""
        return self.modified if _NO_CHANGE_TIME else self.changed


def file_stamp(path: str | os.PathLike[str]) -> FileStamp | None:
    """The state of the file that is read at ``path``; ``None`` for what is no file, and where what an editor
    holds is read in its place."""
    try:
        path = origin_of(path)
        if unsaved_bytes(path) is not None:
            return None
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return FileStamp._make((found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev))


def changed_at(found: os.stat_result) -> int:
    """When anything of a file or folder changed last (ns since the epoch).

    When it was written to tells that where nothing else does (Windows): a copy may say any time, also one to
    come.
    """
    return found.st_mtime_ns if _NO_CHANGE_TIME else found.st_ctime_ns


def clock_grain(newest: int) -> int:
    """How far apart two changes may be and have the same time (ns), ``newest`` being that of one: some file
    systems keep even seconds only, others the time of the kernel's last tick."""
    return 2 * _SECOND if newest % _SECOND == 0 else _TICK


def pass_tick() -> int:
    """Waits, and returns the moment before (ns since the epoch): a file that is written to from now on has a
    later time, though many a kernel gives it that of the last tick of its clock."""
    before = time.time_ns()
    time.sleep(_TICK / _SECOND)
    return before
