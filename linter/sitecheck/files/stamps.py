"""What tells whether a file is as it was, without opening it."""

from __future__ import annotations

import os
import stat

from sitecheck.files.moves import origin_of
from sitecheck.files.unsaved import unsaved_bytes
from sitecheck.named_tuple import NamedTuple

_SECOND = 1_000_000_000


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
        return max(self.modified, self.changed)


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


def clock_grain(newest: int) -> int:
    """How far apart two changes may be and have the same time (ns), ``newest`` being that of one: some file
    systems keep even seconds only, others the time of the kernel's last tick."""
    return 2 * _SECOND if newest % _SECOND == 0 else _SECOND // 50
